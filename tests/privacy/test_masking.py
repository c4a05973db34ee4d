"""Every number here is invented."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.privacy import mask

CPR = [
    "010203-1234", "0102031234", "010203 1234", "010203–1234", "010203—1234", "010203‑1234", "010203−1234", "010203.1234",
    "010203_1234", "010203:1234", "010203,1234", "010203 - 1234", "010203- 1234", "010203 -1234", "010203--1234",
    "010203\u00a01234",
    "010203\n1234", "01.02.03-1234", "01-02-03-1234", "01/02/03-1234", "01 02 03 1234", "01.02.2003-1234", "01022003-1234",
    "010203-xxxx", "010203-XXXX", "010203-****", "010203xxxx", "010203-1xxx", "610203-1234",
    "0 1 0 2 0 3 - 1 2 3 4", "0 1 0 2 0 3 1 2 3 4",
]  # fmt: skip
PHONES = [
    "99 31 19 67", "99311967", "9931 1967", "99-31-19-67", "99.31.19.67", "70 201 201", "993 11 967",
    "+45 99 31 19 67", "+4599311967",
    "004599311967", "+46 70 123 45 67", "+49 151 23456789",
]  # fmt: skip
MAILS = ["anna.b@eksempel.dk", "ANNA@EKSEMPEL.DK", "anna.b+x@mail.eksempel.dk", "anna @ eksempel.dk", "anna(at)eksempel.dk"]
LEFT_ALONE = [
    # penge
    "1.250 kr.", "12.500,50 kr", "25.000.000 kr", "25 000 000 kr", "jeg betaler 12500000 kr", "24.500",
    "45 60 70 80 kr", "2500,-",
    # dage og år
    "6. november 2026", "06-11-2026", "06.11.2026", "6/11-26", "d. 061126", "2026-11-06", "fra 01.01.24 til 31.12.24",
    "i 2019", "2018-2024", "skoleåret 2025/2026", "i 2020, 2021, 2022 og 2023", "den 05.11.26 2500 kr",
    # sagsnumre
    "2024-12345", "24/118233", "sagsnr. 24/118233", "sag 2024-12345-6", "sagsnummer 22334455", "j.nr. 2024123456",
    "sagsnr: 22 33 44 55",
    # lov, adresser og resten
    "§ 83", "§ 27, stk. 2", "lov nr. 1089", "Jyllandsgade i Aalborg", "på vej 2 gange",
    "8000 Aarhus C", "klokken 10.30-12.00",
    "112", "1813", "116 111", "matrikel 12ab", "3 ud af 10", "20 timer og 30 minutter", "EAN 5798003741231", "min søn er 14",
]  # fmt: skip
SENTENCES = [
    "{}",
    "mit cpr er {}.",
    "cpr:{},",
    "CPR-nr.{}",
    "({})",
    "hej {} hjælp mig",
    "1) {}",
    "Jeg hedder A, {}!",
    "min søn\n{}\nfik afslag",
]
SHAPED = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d\d{4}(?!\d)")


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("number", CPR)
def test_a_cpr_number_is_taken_out_however_it_is_written(number, sentence):
    masked = mask(sentence.format(number))

    assert masked.text == sentence.format("[CPR-nummer fjernet]")
    assert masked.kinds == ("cpr",)


@pytest.mark.parametrize("number", PHONES)
def test_a_telephone_number_is_taken_out(number):
    assert mask(f"ring på {number}, tak").text == "ring på [telefonnummer fjernet], tak"


@pytest.mark.parametrize("address", MAILS)
def test_a_mail_address_is_taken_out(address):
    assert mask(f"skriv til {address}, tak").text == "skriv til [mailadresse fjernet], tak"


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_the_case_is_about_is_left(text):
    for sentence in ("{}", "det er {} og ikke andet"):
        masked = mask(sentence.format(text))

        assert masked.text == sentence.format(text)
        assert masked.kinds == ()


def test_several_things_in_one_message_are_each_taken_out_and_named_once():
    masked = mask("010203-1234, 110203-1234 og 99 31 19 67, anna@eksempel.dk")

    assert masked.text == "[CPR-nummer fjernet], [CPR-nummer fjernet] og [telefonnummer fjernet], [mailadresse fjernet]"
    assert masked.kinds == ("mail", "cpr", "telefon")


def test_a_date_beside_a_price_keeps_both():
    text = "Den 01.11.2026 fik jeg en regning på 2.350 kr. Sagen er 2026-44871."

    assert mask(text).text == text


@given(
    st.dates().map(lambda day: f"{day:%d%m%y}"),
    st.sampled_from(["", "-", " ", " - ", "–", ".", "\u00a0", "‑"]),
    st.integers(0, 9999).map(lambda number: f"{number:04}"),
    st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=12),
    st.text(st.characters(exclude_categories=["Nd", "Cs"], exclude_characters="kK,"), max_size=12),
)
@example("010100", "", "0000", "AO", "")
def test_no_cpr_shaped_number_survives(birthday, gap, number, before, after):
    masked = mask(before + birthday + gap + number + after)

    assert birthday not in masked.text
    assert not SHAPED.search(re.sub(r"[\W_]", "", masked.text))


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once(text):
    once = mask(text).text

    assert mask(once).text == once
