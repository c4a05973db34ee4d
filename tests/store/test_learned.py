"""What was learned in a year: corrections that two agreed on, and changes that came into force."""

from datetime import date, datetime

from sqlalchemy import insert

from bot.store import Lessons, staff_schema
from bot.store.learned import Amendment, Learned

YEAR = date(2026, 1, 1), date(2027, 1, 1)
INSIDE = datetime(2026, 6, 1, 12)


def corrected(store, state, *, municipality="aalborg", proposed=INSIDE, decided=INSIDE):
    with store.database.begin() as connection:
        connection.execute(
            insert(staff_schema.correction).values(
                municipality=municipality,
                text="x",
                facts={},
                state=state,
                proposed_by="anna",
                proposed_at=proposed,
                decided_at=decided if state != "proposed" else None,
                note="",
            )
        )


def changed(store, state, effective, *, municipality="aalborg", file="texts/udfald.yml", impact=None):
    with store.database.begin() as connection:
        connection.execute(
            insert(staff_schema.change).values(
                municipality=municipality,
                file=file,
                place=["a"],
                before=1,
                after=2,
                why="Ny tid",
                effective=effective,
                state=state,
                proposed_by="anna",
                proposed_at=INSIDE,
                impact=impact,
            )
        )


def test_corrections_are_counted_by_what_became_of_them(store):
    for state in ("proposed", "approved", "exported", "rejected"):
        corrected(store, state)

    assert Lessons(store.database).between(*YEAR) == Learned(proposed=4, approved=2, rejected=1, changes=())


def test_the_year_begins_and_ends_at_danish_midnight(store):
    corrected(store, "approved", proposed=datetime(2025, 12, 31, 22, 59), decided=datetime(2025, 12, 31, 23, 0))
    corrected(store, "approved", proposed=datetime(2026, 12, 31, 22, 59), decided=datetime(2026, 12, 31, 23, 0))

    found = Lessons(store.database).between(*YEAR)

    assert (found.proposed, found.approved) == (1, 1)


def test_each_municipality_has_its_own_and_what_is_common_to_all(store):
    for municipality in ("aalborg", "aarhus", None):
        corrected(store, "approved", municipality=municipality)
        changed(store, "approved", date(2026, 2, 1), municipality=municipality)

    found = Lessons(store.database).between(*YEAR, "aarhus")

    assert (found.approved, len(found.changes)) == (2, 2)


def test_only_changes_that_came_into_force_in_the_year_are_told_in_order(store):
    changed(store, "approved", date(2026, 9, 1), file="channels/aalborg.yml", impact={"emergency": True})
    changed(store, "approved", date(2026, 1, 1))
    changed(store, "approved", date(2027, 1, 1))
    changed(store, "rejected", date(2026, 3, 1))

    found = Lessons(store.database).between(*YEAR)

    assert found.changes == (
        Amendment("texts/udfald.yml", date(2026, 1, 1), "Ny tid"),
        Amendment("channels/aalborg.yml", date(2026, 9, 1), "Ny tid", emergency=True),
    )
