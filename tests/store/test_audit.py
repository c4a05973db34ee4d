"""The audit log: what is written stays written, whoever asks the database for something else."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from bot.store import Audit
from bot.store.audit import AuditFilter
from bot.store.staff_schema import audit as table
from tests.store.test_accounts import NOON, Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def audit(store, clock):
    return Audit(store.database, clock)


def test_what_is_written_is_read_newest_first(audit, clock):
    audit.write("anna", "laest", "c1", "aarhus")
    clock.passes(minutes=1)
    audit.write("bo", "ind", "bo", None, {"ved": "kode"})

    newest, oldest = audit.read(AuditFilter())

    assert (newest.username, newest.act, newest.detail) == ("bo", "ind", {"ved": "kode"})
    assert (oldest.about, oldest.municipality, oldest.at) == ("c1", "aarhus", NOON)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (AuditFilter(username="anna"), ["c3", "c1"]),
        (AuditFilter(act="laest"), ["c2", "c1"]),
        (AuditFilter(about="c2"), ["c2"]),
        (AuditFilter(since=NOON + timedelta(minutes=1)), ["c3", "c2"]),
        (AuditFilter(until=NOON + timedelta(minutes=2)), ["c2", "c1"]),
        (AuditFilter(username="anna", act="laest"), ["c1"]),
    ],
)
def test_the_log_is_searched_by_who_what_about_and_when(audit, clock, wanted, found):
    for username, act, about in (("anna", "laest", "c1"), ("bo", "laest", "c2"), ("anna", "eksport", "c3")):
        audit.write(username, act, about)
        clock.passes(minutes=1)

    assert [entry.about for entry in audit.read(wanted)] == found


def test_the_log_is_read_page_by_page_without_a_gap(audit):
    for number in range(7):
        audit.write("anna", "laest", f"c{number}")

    first = audit.read(AuditFilter(), limit=4)
    second = audit.read(AuditFilter(), before=first[-1].id, limit=4)

    assert [entry.about for entry in [*first, *second]] == [f"c{number}" for number in (6, 5, 4, 3, 2, 1, 0)]


@pytest.mark.parametrize("deed", [table.update().values(username="en anden"), table.delete()], ids=["rette", "slette"])
def test_nobody_can_change_what_is_written(store, audit, deed):
    audit.write("anna", "laest", "c1")

    with pytest.raises(DBAPIError, match="append-only"), store.database.engine.begin() as connection:
        connection.execute(deed)

    assert [entry.username for entry in audit.read(AuditFilter())] == ["anna"]
