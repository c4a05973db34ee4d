"""The cases in `cases/aalborg.yml`, `aarhus.yml` and `andre.yml`: a specification by example, one test to each.

A case says what a citizen has told, and where that leads. Texts are compared without regard to case and white space.
"""

from datetime import date

import pytest
import yaml

from bot.dialogue.outcome_text import OutcomeText
from bot.knowledge import DEFAULT
from bot.triage import Facts, next_question, route
from tests.conftest import ROOT, TODAY

FILES = ("aalborg", "aarhus", "andre")
FIELDS = {"sag", "regler", "kommune", "fakta", "vej", "sted", "raekke", "ogsaa", "frist", "spoerger", "siger", "siger_ikke"}


def cases():
    for name in FILES:
        for case in yaml.safe_load((ROOT / "tests" / "cases" / f"{name}.yml").read_text(encoding="utf-8")):
            yield {"kommune": name, **case}


CASES = list(cases())


def facts(case):
    """YAML makes a date of a day; a fact is text."""
    return Facts(kommune=case["kommune"], **{fact: str(answer) for fact, answer in case["fakta"].items()})


def squeeze(text):
    return " ".join(text.lower().split())


@pytest.mark.parametrize("expected", CASES, ids=lambda case: case["sag"])
def test_a_citizen_is_sent_to_the_right_place(expected, base, wording):
    municipality = base.municipality(expected["kommune"])
    case = base.case(facts(expected), today=TODAY)

    outcome = route(case, municipality.table)

    if "spoerger" in expected:
        assert (next_question(case, municipality.table) or "ingenting") == expected["spoerger"]
    if "vej" not in expected:
        assert outcome is None
        return
    assert outcome is not None, f"mangler svar på {next_question(case, municipality.table)}"
    assert (outcome.route, outcome.body) == (expected["vej"], expected["sted"])
    assert outcome.row == expected.get("raekke", outcome.row)
    assert list(outcome.also) == expected.get("ogsaa", list(outcome.also))
    assert (outcome.deadline and outcome.deadline.day) == expected.get("frist")
    read = squeeze(OutcomeText(base, wording).compose(outcome, case, municipality))
    for words in expected.get("siger", []):
        assert squeeze(words) in read
    for words in expected.get("siger_ikke", []):
        assert squeeze(words) not in read


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["sag"])
def test_a_case_is_written_in_the_fields_we_know(case):
    assert set(case) <= FIELDS
    assert case["regler"]
    assert ("vej" in case and "sted" in case) or "spoerger" in case
    assert isinstance(case.get("frist", TODAY), date)


def test_no_two_cases_have_the_same_name():
    names = [case["sag"] for case in CASES]

    assert len(names) == len(set(names))


def test_every_row_of_every_table_has_a_case(base):
    shown = {(base.municipality(case["kommune"]).table.municipality, case["raekke"]) for case in CASES if "raekke" in case}

    rows = {
        (municipality.table.municipality, row.id)
        for municipality in base.municipalities.values()
        for row in municipality.table.rows
    }

    assert rows <= shown
    assert DEFAULT in {table for table, _ in shown}
