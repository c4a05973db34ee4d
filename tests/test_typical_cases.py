"""The four typical cases of the Borgermægler's own material, word for word, and as a scanner broke them."""

import re

import pytest

from evaluate.play import play

CASES = {
    "ingen_kontakt": r"Jeg kan ikke f. kontakt til min\s+sagsbehandler.*?henvendelser\.",
    "afgoerelse": r"Jeg har f.et en afg.*?alvorligt\.",
    "langvarig_sag": r"Jeg har l.{1,3}nge haft en sag.*?sker noget\.",
    "generel_utilfredshed": r"Jeg er generelt meget frustreret.*?utilfreds med\.",
}
RIGHT = {
    "aarhus": dict.fromkeys(CASES, ("maegling", "borgermaegler_aarhus")),
    "aalborg": {
        "ingen_kontakt": ("maegling", "borgerraadgiver_aalborg"),
        "afgoerelse": ("raadgivning", "borgerraadgiver_aalborg"),
        "langvarig_sag": ("maegling", "borgerraadgiver_aalborg"),
        "generel_utilfredshed": ("raadgivning", "borgerraadgiver_aalborg"),
    },
}


def words(shared, seed, case):
    text = next(shared.glob(f"seeds/{seed}_*.txt")).read_text(encoding="utf-8")
    start = text.find("Typiske sager") if seed == "000" else 0
    match = re.search(CASES[case], text[start:], re.DOTALL)
    assert match, f"{case} står ikke i {seed}"
    return match.group()


@pytest.mark.model
@pytest.mark.parametrize("seed", ["000", "001"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("municipality", RIGHT)
def test_a_typical_case_ends_in_the_right_place(conversation, listen, shared, municipality, case, seed):
    opening = words(shared, seed, case)

    outcome, asked, _ = play(conversation, listen, opening, site=municipality)

    assert outcome is not None
    assert (outcome["route"], outcome["body"]) == RIGHT[municipality][case], (asked, outcome["facts"])
    assert outcome["case_type"] == case
    assert len(asked) <= 6
