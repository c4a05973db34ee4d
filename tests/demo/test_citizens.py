"""The invented citizens: what the file may hold, and that the bot is not measured on them."""

from pathlib import Path

import pytest
import yaml

from bot.demo.citizens import FILE, CitizenError, load_citizens
from bot.review.overlap import copied, measuring_texts
from bot.settings import ROOT

GIVEN = {"id": "en", "sag": {"emne": "afgoerelse"}, "aabner": "hej"}


@pytest.fixture(scope="module")
def citizens(base):
    return load_citizens(base)


@pytest.fixture
def written(tmp_path):
    """`written(...)`: a file with these citizens."""

    def written(*citizens):
        file = tmp_path / "borgere.yml"
        file.write_text(yaml.safe_dump({"borgere": list(citizens)}, allow_unicode=True), encoding="utf-8")
        return file

    return written


def said(citizens):
    for citizen in citizens:
        yield citizen.opening
        yield from (text for answers in citizen.answers.values() for text in answers)


def measured(files):
    for file in files:
        yield from measuring_texts(file.read_text(encoding="utf-8").splitlines())


def overlap(citizens, others):
    """Both ways: whichever of two texts is the longer."""
    ours, theirs = list(said(citizens)), list(others)
    return copied(ours, theirs) + copied(theirs, ours)


def test_there_are_many_of_them_and_each_speaks_for_itself(citizens):
    openings = [citizen.opening for citizen in citizens]

    assert len(citizens) >= 110
    assert len(set(openings)) == len(openings)


def test_what_they_come_with_is_of_many_kinds(citizens):
    truths = [citizen.truth for citizen in citizens]

    assert len({truth.omraade for truth in truths}) >= 60
    assert len({truth.emne for truth in truths}) >= 10
    assert {truth.oensker for truth in truths} >= {"aendre", "forstaa", "dialog", "klage", "vejledning"}
    assert sum(citizen.in_danger for citizen in citizens) >= 3


def test_our_own_sets_do_not_hold_them(citizens):
    files = sorted((ROOT / "tests" / "cases").glob("*.jsonl"))

    assert files
    assert overlap(citizens, measured(files)) == []


def test_the_evaluation_sets_do_not_hold_them(citizens, shared):
    files = sorted(Path(shared).glob("evaluation/*.jsonl"))

    assert files
    assert overlap(citizens, measured(files)) == []


def test_the_bot_has_not_learned_from_them(citizens):
    lines = [line for file in sorted((ROOT / "data").rglob("*.yml")) for line in file.read_text(encoding="utf-8").splitlines()]

    assert overlap(citizens, lines) == []


def test_they_stand_where_nothing_is_learned_from():
    assert (ROOT / "data") not in FILE.parents


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sag": {"emne": "noget"}}, "emne cannot be 'noget'"),
        ({"sag": {"omraade": "maanen"}}, "kender ikke området maanen"),
        ({"sag": {"vejret": "godt"}}, "vejret"),
        ({"svar": {"humoer": "fint"}}, "der spørges ikke om humoer"),
        ({"bedoemmer": ["måske"]}, "bedoemmer kan ikke være måske"),
        ({"naven": "x"}, "kender ikke naven"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_whose_it_is(base, written, wrong, told):
    with pytest.raises(CitizenError, match=f"^en: .*{told}"):
        load_citizens(base, written(GIVEN | wrong))


def test_two_cannot_have_one_name(base, written):
    with pytest.raises(CitizenError, match="en står der to gange"):
        load_citizens(base, written(GIVEN, GIVEN))


def test_asked_again_they_answer_with_the_next_words_and_then_the_last(base, written):
    (citizen,) = load_citizens(base, written(GIVEN | {"svar": {"bekraeft": ["nej", "ja"], "oensker": "klage"}}))

    assert [citizen.answer("bekraeft", times) for times in range(3)] == ["nej", "ja", "ja"]
    assert citizen.answer("oensker", 2) == "klage"
    assert citizen.answer("hvornaar", 0) is None
