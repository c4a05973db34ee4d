"""What people have agreed on is laid over the files, and nothing gets in that could not have been written in them."""

import pytest

from bot.dialogue import load_wording
from bot.knowledge import KnowledgeError, load
from bot.knowledge.channels import load_channels
from bot.knowledge.overlay import overlaid, value_at
from bot.knowledge.yaml import read

FILE = """\
navn: Ankestyrelsen
koder: [a, b]
set: 2026-11-22
kontor:
  telefon: 33 41 12 00
tabel:
- id: foerst
  hvis: {emne: [adfaerd]}
- id: sidst
  hvis: {}
  hjemmel:
  - {kilde: loven, bestemmelse: § 1}
"""
AARHUS = "knowledge/municipalities/aarhus.yml"


@pytest.fixture
def section(tmp_path):
    file = tmp_path / "sted.yml"
    file.write_text(FILE, encoding="utf-8")
    return read(file)


def test_a_value_is_changed_and_the_rest_stays(section):
    changed = overlaid(section, [(["kontor", "telefon"], "99 31 31 31")])

    assert changed.section("kontor").text("telefon") == "99 31 31 31"
    assert changed.text("navn") == "Ankestyrelsen"
    assert section.section("kontor").text("telefon") == "33 41 12 00", "filen selv er uændret"


def test_the_last_word_counts(section):
    changed = overlaid(section, [(["navn"], "Et"), (["navn"], "To")])

    assert changed.text("navn") == "To"


def test_a_row_is_found_by_its_name_and_an_unnamed_item_by_its_number(section):
    changed = overlaid(
        section,
        [(["tabel", "foerst", "hvis", "emne"], ["udfoerelse"]), (["tabel", "sidst", "hjemmel", "0", "bestemmelse"], "§ 2")],
    )
    first, last = changed.list_of_sections("tabel")

    assert first.section("hvis").texts("emne") == ("udfoerelse",)
    assert last.list_of_sections("hjemmel")[0].text("bestemmelse") == "§ 2"


def test_a_block_that_was_not_there_is_made(section):
    changed = overlaid(section, [(["tider", "mandag"], "9-12"), (["tider", "lukket"], ["2026-12-23"])])

    assert changed.section("tider").text("mandag") == "9-12"
    assert changed.section("tider").texts("lukket") == ("2026-12-23",)


def test_a_date_is_a_date_and_a_number_a_text_as_in_a_file(section):
    changed = overlaid(section, [(["set"], "2026-12-01"), (["navn"], 12)])

    assert changed.day("set").isoformat() == "2026-12-01"
    assert changed.text("navn") == "12"


@pytest.mark.parametrize(
    ("place", "after", "said"),
    [
        (["tabel", "slettet", "hvis"], {}, "linje 6: en ændring gælder 'slettet' under 'tabel', som ikke findes her"),
        (["navn", "kort"], "A", "linje 1: en ændring gælder 'kort' under 'navn'"),
        (["set"], "2026-13-41", "linje 3: '2026-13-41' er ikke en dato"),
    ],
)
def test_a_place_that_is_gone_is_told_with_file_and_line(section, place, after, said):
    with pytest.raises(KnowledgeError, match=said):
        overlaid(section, [(place, after)])


def test_what_stands_there_now_is_told_in_plain_values(section):
    assert value_at(section, ["kontor"]) == {"telefon": "33 41 12 00"}
    assert value_at(section, ["set"]) == "2026-11-22"
    assert value_at(section, ["tabel", "sidst", "hjemmel"]) == [{"kilde": "loven", "bestemmelse": "§ 1"}]
    assert value_at(section, ["findes", "ikke"]) is None
    assert value_at(section, ["tabel", "9"]) is None


@pytest.mark.parametrize("place", [["navn"], ["koder"], ["kontor"], ["tabel", "sidst"], ["set"]])
def test_laying_on_what_is_there_already_changes_nothing(section, place):
    changed = overlaid(section, [(place, value_at(section, place))])

    assert value_at(changed, []) == value_at(section, [])


# The three loaders


def test_the_knowledge_base_has_the_change_in_it(base):
    changed = load(changes={AARHUS: [(["ordning", "telefon"], "12 34 56 78")]})

    assert changed.municipality("aarhus").office.contact.phone == "12 34 56 78"
    assert changed.bodies["borgermaegler_aarhus"].contact.phone == "12 34 56 78"
    assert changed.municipality("aalborg") == base.municipality("aalborg")


def test_a_row_of_the_decision_table_can_be_changed(base):
    changed = load(changes={AARHUS: [(["tabel", "vejledning", "sted"], "borgermaegler_aarhus")]})

    rows = {row.id: row for row in changed.municipality("aarhus").table.rows}
    assert rows["vejledning"].body == "borgermaegler_aarhus"
    assert len(rows) == len(base.municipality("aarhus").table.rows)


def test_the_loaders_own_checks_hold_for_changes_too():
    with pytest.raises(KnowledgeError, match="række 'vejledning' peger på stedet 'ingen_steder'"):
        load(changes={AARHUS: [(["tabel", "vejledning", "sted"], "ingen_steder")]})
    with pytest.raises(KnowledgeError, match=r"aarhus\.yml, linje \d+: kender ikke feltet 'telefn' \(mener du 'telefon'\?\)"):
        load(changes={AARHUS: [(["ordning", "telefn"], "12 34 56 78")]})


def test_every_file_of_the_knowledge_base_can_be_changed(base):
    area = base.areas["hjaelpemidler"]
    changed = load(changes={f"knowledge/areas/{area.group}.yml": [(["hjaelpemidler", "titel"], "Noget andet")]})

    assert changed.areas["hjaelpemidler"].title == "Noget andet"
    assert changed.bodies == base.bodies


def test_the_channels_have_the_change_in_them():
    changed = load_channels(
        changes={
            "channels/aalborg.yml": [
                (["tavs"], "ja"),
                (["kanaler"], ["web", "side"]),
                (["henvendelser", "aabningstider"], {"mandag": "9-15", "lukket": ["2026-12-23"]}),
            ]
        }
    )

    assert changed["aalborg"].silent
    assert changed["aalborg"].switched_on == {"web", "side"}
    assert changed["aalborg"].handovers.hours is not None
    assert not changed["aarhus"].silent


def test_channels_that_cannot_be_are_refused_as_in_the_file():
    with pytest.raises(KnowledgeError, match=r"'mail' kan ikke være 'ingen adresse'"):
        load_channels(changes={"channels/aalborg.yml": [(["henvendelser", "mail"], "ingen adresse")]})


def test_the_wording_has_the_change_in_it(wording):
    changed = load_wording(changes={"texts/doer.yml": [(["tavs"], "Vi holder lukket i dag.")]})

    assert changed.say("doer.tavs") == "Vi holder lukket i dag."
    assert changed.say("doer.nede") == wording.say("doer.nede")
