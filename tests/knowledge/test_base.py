"""The knowledge base is whole: everything is there, sourced, dated, and points at something."""

import shutil
from collections import Counter
from datetime import date

import pytest

from bot.knowledge import KnowledgeError, load
from bot.knowledge.base import CASE_DECIDES, FOLDER
from bot.triage import Facts, route
from bot.triage.folding import fold

TODAY = date(2026, 11, 22)
WANTS_ANOTHER_DECISION = {
    "myndighed": "kommunen",
    "emne": "afgoerelse",
    "oensker": "aendre",
    "afgoerelse": "ja",
    "hvornaar": "2026-11-06",
    "indbragt_andetsteds": "nej",
    "paa_vegne_af": "mig_selv",
    "talt_med_afdelingen": "ja",
}
SOURCED = ("areas", "bodies", "advisers", "rules", "ambiguous_words", "terms", "signals", "municipalities")


@pytest.fixture
def copy(tmp_path):
    """A copy of the knowledge, to make a mistake in."""
    return shutil.copytree(FOLDER, tmp_path / "knowledge")


def replace(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_area_and_every_municipality_is_there(base):
    assert len(base.areas) == 135
    assert len(base.places) == 98
    assert {"aalborg", "aarhus", "standard"} <= set(base.municipalities)


@pytest.mark.parametrize("kind", SOURCED)
def test_each_fact_has_a_source_and_the_day_it_was_checked(base, kind):
    things = getattr(base, kind)

    assert things
    for key, thing in things.items():
        assert thing.provenance.sources, f"{kind}/{key} har ingen kilde"
        assert date(2026, 1, 1) <= thing.provenance.checked_on <= TODAY, f"{kind}/{key}"


@pytest.mark.parametrize("kind", SOURCED)
def test_each_source_is_an_address_or_a_key_we_have(base, kind):
    for key, thing in getattr(base, kind).items():
        for source in thing.provenance.sources:
            assert source in base.sources or source.startswith(("http://", "https://")), f"{kind}/{key}: {source}"


def test_no_key_points_at_nothing(base):
    for area in base.areas.values():
        assert area.body in base.bodies, area.key
        assert set(area.advisers) <= set(base.advisers), area.key
    for word in base.ambiguous_words.values():
        assert {key for key, _ in word.options} <= set(base.areas), word.key
    for municipality in base.municipalities.values():
        for row in municipality.table.rows:
            assert row.body in (*CASE_DECIDES, *base.bodies), f"{municipality.key}: {row.id}"
            assert {basis.source for basis in row.basis} <= set(base.sources), f"{municipality.key}: {row.id}"


def test_an_ambiguous_word_means_at_least_two_things(base):
    for word in base.ambiguous_words.values():
        assert len(word.options) >= 2, word.key
        assert word.question.endswith("?"), word.key


def test_no_town_lies_in_two_municipalities(base):
    owners = Counter()
    for place in base.places.values():
        owners.update({fold(name) for name in (place.name, *place.also_called, *place.towns)})

    assert [name for name, times in owners.items() if times > 1] == []


def test_a_body_we_are_not_sure_of_is_marked_as_not_to_be_named(base):
    assert [area.key for area in base.areas.values() if area.confidence == "lav" and area.safe_to_name_body] == []


def test_a_municipality_without_a_profile_of_its_own_gets_the_common_one_under_its_own_name(base):
    randers = base.municipality("randers")

    assert randers.name == "Randers Kommune"
    assert randers.table == base.municipality("standard").table
    assert base.municipality(None) == base.municipality("findes-ikke") == base.municipalities["standard"]


@pytest.mark.parametrize("municipality", ["aalborg", "aarhus", "randers"])
def test_every_area_leads_somewhere_when_the_citizen_wants_another_decision(base, municipality):
    for area in base.areas.values():
        facts = Facts(kommune=municipality, omraade=area.key, **WANTS_ANOTHER_DECISION)

        outcome = route(base.case(facts, today=TODAY), base.municipality(municipality).table)

        assert outcome, area.key
        assert outcome.body in base.bodies, f"{area.key}: {outcome.body}"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "areas/aeldre.yml",
            "klageorgan: ankestyrelsen",
            "klageorgan: ankestyrelse",
            "peger på stedet 'ankestyrelse', som ikke findes",
        ),
        ("areas/aeldre.yml", "raadgivere: [aeldresagen", "raadgivere: [aeldre", "peger på rådgiveren 'aeldre', som ikke findes"),
        ("areas/aeldre.yml", "frist: P4W", "frits: P4W", "kender ikke feltet 'frits' (mener du 'frist'?)"),
        ("municipalities/aalborg.yml", "sted: omraadets", "sted: omraadet", "peger på stedet 'omraadet', som ikke findes"),
        ("places.yml", "byer: [Brøndbyøster", "byer: [Valby, Brøndbyøster", "'valby' står både under"),
        ("urgent.yml", r"'\blyst til at dø\b'", r"'\b(lyst til at dø\b'", "et udtryk kan ikke læses"),
        ("bodies.yml", "checked_on: 2026-11-22", "checked_on: i går", "skal være en dato som 2026-11-22"),
    ],
)
def test_a_mistake_anywhere_stops_the_start_and_says_where(copy, file, old, new, told):
    replace(copy / file, old, new)

    with pytest.raises(KnowledgeError) as problem:
        load(copy)

    assert told in str(problem.value)
    assert file.split("/")[-1] in str(problem.value)


def test_an_area_in_two_files_is_found(copy):
    text = (copy / "areas" / "aeldre.yml").read_text(encoding="utf-8")
    (copy / "areas" / "zzz.yml").write_text(text, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"zzz\.yml, linje \d+: området '\w+' står også i aeldre\.yml"):
        load(copy)
