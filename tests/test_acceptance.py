"""`docs/acceptance.md` is complete: every demand stands there once, and what is said to prove it exists."""

import ast
import re

import pytest

from tests.conftest import ROOT
from tests.test_cases import CASES, FILES

PAGE = ROOT / "docs" / "acceptance.md"
NUMBERS = {"R": 120, "N": 12, "D": 6, "T": 28, "F": 6, "G": 6}
DEMANDS = [f"{letter}{number}" for letter, last in NUMBERS.items() for number in range(1, last + 1)]
LINE = re.compile(r"\| (?P<number>[A-Z]\d+) \| (?P<demand>.+?) \| (?P<proof>.+?) \|")
NO_PROOF = "Uden prøve: "
MOST_WITHOUT_PROOF = 14  # background and internal workings; a rule that a citizen can notice has a proof


def lines():
    return [match for line in PAGE.read_text(encoding="utf-8").splitlines() if (match := LINE.fullmatch(line))]


def proofs(text):
    return re.findall(r"`([^`]+)`", text)


def cells():
    """Every cell of every table but its heading: a proof may stand in any of them."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and "`" in line:
            yield from line.strip("| ").split(" | ")


PROOFS = sorted({proof for cell in cells() for proof in proofs(cell)})
CASES_BY_FILE = {
    name: {case["sag"] for case in CASES if case["kommune"] == name or (name == "andre" and case["kommune"] not in FILES)}
    for name in FILES
}


def test_every_demand_stands_on_the_page_once():
    assert sorted(line["number"] for line in lines()) == sorted(DEMANDS)


def test_every_demand_has_a_proof_or_a_reason_to_have_none():
    for line in lines():
        assert proofs(line["proof"]) or line["proof"].startswith(NO_PROOF), line["number"]
    assert sum(line["proof"].startswith(NO_PROOF) for line in lines()) <= MOST_WITHOUT_PROOF


@pytest.mark.parametrize("proof", PROOFS)
def test_what_is_said_to_prove_it_exists(proof):
    place, _, sentence = proof.partition(" »")
    if place.startswith("cases/"):
        assert sentence.removesuffix("«") in CASES_BY_FILE[place.removeprefix("cases/").removesuffix(".yml")]
        return
    file, _, name = place.partition("::")
    source = (ROOT / file).read_text(encoding="utf-8")
    if name:
        assert name in {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
    if sentence:
        assert f'"{sentence.removesuffix("«")}"' in source


def test_a_case_names_the_demands_it_is_said_to_prove():
    rules = {case["sag"]: case["regler"] for case in CASES}
    for line in lines():
        if line["number"][0] in "RNDT":
            for sentence in re.findall(r"`cases/[^»`]+»([^`]+)«`", line["proof"]):
                assert line["number"] in rules[sentence], f"{line['number']}: »{sentence}«"


def test_no_case_names_a_demand_that_is_not_there():
    assert {rule for case in CASES for rule in case["regler"]} <= set(DEMANDS)


def test_both_municipalities_are_proved_wherever_they_differ():
    page = PAGE.read_text(encoding="utf-8").split("## Hvor Aarhus og Aalborg er forskellige")[1].split("## ")[0]
    differences = [line.strip("| ").split(" | ") for line in page.splitlines() if "`" in line]

    assert len(differences) == 28
    assert all(proofs(aarhus) and proofs(aalborg) for _, aarhus, aalborg in differences)
