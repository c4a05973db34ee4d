"""Names and addresses are taken out before anything is stored. All of them are invented."""

from pathlib import Path

import pytest

from bot.knowledge.names import lexicon
from bot.learning import danish
from bot.privacy import Masker, Span, mask
from evaluate import masked

CASES = Path(__file__).parents[1] / "cases"
NAME = "[navn fjernet]"
PEOPLE = {
    "min sagsbehandler hedder Lone Kjær": f"min sagsbehandler hedder {NAME}",
    "mvh Yusuf": f"mvh {NAME}",
    "Kære fru Thomsen, tak for brevet": f"Kære fru {NAME}, tak for brevet",
    "jeg har skrevet til mohamed tre gange": f"jeg har skrevet til {NAME} tre gange",
    "P. Madsen har underskrevet": f"{NAME} har underskrevet",
    "Det var Bo, der ringede": f"Det var {NAME}, der ringede",
    "Noahs skolebus kommer ikke": f"{NAME} skolebus kommer ikke",
}
NOBODY = [
    "jeg bor i Viby i Aarhus Kommune",
    "jeg betaler 200 kr. per måned",
    "der er en sten i min sko",
    "min bror bor i Randers",
    "Udbetaling Danmark har skrevet i Digital Post",
    "Borgerrådgiveren i Aalborg svarede hurtigt",
    "hvad er liv og død ved det",
    "Jeg er 47 år og har fået afslag på en kørestol",
    "bo hos min mor kan jeg ikke",
]


@pytest.fixture(scope="module")
def masker():
    return Masker(lexicon())


@pytest.mark.parametrize(("text", "without"), PEOPLE.items())
def test_a_persons_name_is_taken_out_with_what_belongs_to_it(masker, text, without):
    assert masker.mask(text).text == without
    assert "navn" in masker.mask(text).kinds


@pytest.mark.parametrize("text", NOBODY)
def test_words_that_only_look_like_names_stay(masker, text):
    assert masker.mask(text).text == text


def test_street_and_number_go_but_the_town_stays(masker):
    text = masker.mask("Jeg bor på Vestergade 12, 2. tv, 8000 Aarhus C").text

    assert text == "Jeg bor på [adresse fjernet], 8000 Aarhus C"


def test_nine_names_in_ten_are_found_in_sentences_the_rules_have_not_seen():
    both = (masked.by_rule(lexicon()), danish.persons)
    found = masked.names(CASES / "navne.txt", both)

    assert found.recall.value >= 0.90, found.recall
    assert found.precision.value >= 0.90, found.precision


def test_cpr_numbers_are_found_in_every_shape_and_other_numbers_are_left():
    found, taken = masked.numbers(CASES / "numre.jsonl")

    assert found.value == 1.0, found
    assert taken.value <= 0.02, taken


@pytest.mark.parametrize("first", ["mit cpr er 010203", "010203", "010203-", "født 010203"])
@pytest.mark.parametrize("second", ["1234", "-1234", "de sidste fire er 1234", "1234 hedder den"])
def test_a_number_split_over_two_messages_is_taken_out(first, second):
    masked_second = mask(second, after=mask(first).text)

    assert "1234" not in masked_second.text
    assert masked_second.kinds == ("cpr",)


def test_four_digits_after_something_else_stay():
    assert mask("1234 kr", after="010203").text == "1234 kr"
    assert mask("2019", after="Hvilket år var det?").text == "2019"


def test_of_two_finders_that_overlap_nothing_is_left_between():
    def finds_more(text):
        return [Span(text.index("Tordis"), text.index(" ringede"))]

    def finds_less(text):
        return [Span(text.index("Kvalsund"), text.index(" ringede"))]

    assert Masker(lexicon(), (finds_less, finds_more)).mask("ja, Tordis Kvalsund ringede").text == f"ja, {NAME} ringede"


def test_masking_twice_is_masking_once(masker):
    once = masker.mask("Hilsen Lone Kjær, Vestergade 12, cpr 010203-1234").text

    assert masker.mask(once).text == once
