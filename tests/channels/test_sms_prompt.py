"""What a citizen reads on a phone: short, in order, and danger first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.gsm import is_gsm, segment_count
from bot.channels.sms_prompt import NOT_A_COMPLAINT, RING, fits, shortened, sms_texts, split_at_sentences

LINES = st.text(st.sampled_from("abcdeæøå ABCÆØÅ.,!?\n–’€👍"), max_size=900)
SHORT = st.text(st.sampled_from("abcæøå .–€"), max_size=400)
NUMBERS = [
    {"name": "112", "phone": "112"},
    {"name": "Livslinien", "phone": "70 201 201"},
    {"name": "Lægevagten eller 1813 i Hovedstaden", "phone": ""},
]
OUTCOME = {
    "route": "klageorgan",
    "title": "Ankestyrelsen",
    "place": {
        "name": "Ankestyrelsen",
        "phone": "33 41 12 00",
        "phone_note": "mandag-fredag 9-15",
        "web": "https://ast.dk",
        "mail": "ast@ast.dk",
        "address": "7998 Statsservice",
    },
    "why": "Det er dem, der ser på den slags klager.",
    "deadline": {
        "text": "Sidste dag for at klage er 3. december 2026. Der er 11 dage tilbage.",
        "last_day": "2026-12-03",
        "days_left": 11,
    },
    "hours": {"open_now": True, "text": "Åbent til kl. 15"},
    "bring": ["brevet", "dit sagsnummer"],
    "basis": ["retssikkerhedsloven § 60"],
}


def asked(text, *titles, **more):
    options = [{"id": str(number), "title": title} for number, title in enumerate(titles)]
    return sms_texts({"seq": 4, "author": "bot", "text": text, "question": {"fact": "x", "options": options}, **more})


def short_enough(texts):
    return all(segment_count(text) <= 2 for text in texts)


def test_buttons_become_numbers():
    assert asked("Har du fået en afgørelse?", "Ja", "Nej", "Det ved jeg ikke") == (
        "Har du fået en afgørelse?\nSvar 1, 2 eller 3:\n1. Ja\n2. Nej\n3. Det ved jeg ikke",
    )


@pytest.mark.parametrize(
    ("count", "lead"),
    [(1, "Svar 1:"), (2, "Svar 1 eller 2:"), (4, "Svar 1, 2, 3 eller 4:"), (5, "Svar 1 til 5:"), (13, "Svar 1 til 13:")],
)
def test_the_citizen_is_told_which_numbers_there_are(count, lead):
    assert asked("Vælg.", *"abcdefghijklm"[:count])[0].splitlines()[1] == lead


def test_a_message_has_its_own_sms_wording():
    assert sms_texts({"text": "En lang forklaring.", "sms": "En kort."}) == ("En kort.",)


def test_typography_does_not_cost_the_municipality_a_segment():
    (text,) = sms_texts({"text": "Så’n er det – “måske”…" + "å" * 100})

    assert is_gsm(text)
    assert segment_count(text) == 1


def test_a_long_text_is_cut_between_sentences():
    sentences = [f"Dette er sætning nummer {number} af en lang forklaring om din sag." for number in range(1, 13)]

    texts = sms_texts({"text": " ".join(sentences)})

    assert len(texts) == 3
    assert short_enough(texts)
    assert all(text.endswith(".") for text in texts)
    assert " ".join(texts) == " ".join(sentences)


@pytest.mark.parametrize(
    "text",
    [
        "Ring kl. Otte til hr. Jensen.",
        "Det gælder f.eks. Ankestyrelsen.",
        "Fristen er den 3. december.",
        "Se lovens stk. 2 og nr. 3.",
    ],
)
def test_an_abbreviation_or_a_date_ends_no_sentence(text):
    assert split_at_sentences("Først dette. " + text, lambda piece: len(piece) <= len(text)) == ("Først dette.", text)


def test_options_that_do_not_fit_beside_the_text_come_after_it():
    text = "Fortæl os, hvad det drejer sig om. " * 7

    first, second = asked(text.strip(), "En afgørelse eller et brev", "Måden, jeg er mødt på", "Ingen svarer mig")

    assert first == text.strip()
    assert second.startswith("Svar 1, 2 eller 3:\n1. En afgørelse")


def test_every_question_of_the_bot_is_at_most_two_segments_a_prompt(wording):
    for fact in ("myndighed", "emne", "oensker", "afgoerelse", "indbragt_andetsteds", "paa_vegne_af", "bekraeft"):
        titles = wording.below(f"spoergsmaal.{fact}.valg").values()
        texts = asked(wording.say(f"spoergsmaal.{fact}.spoerg"), *titles)

        assert short_enough(texts)
        assert all(title in texts[-1] for title in titles)


def test_danger_comes_first_and_says_that_112_cannot_be_texted():
    numbers = "Livslinien 70 201 201\nLægevagten eller 1813 i Hovedstaden"
    text = f"Ingen må slå dig.\n{numbers}\nDu må gerne ringe, også hvis du er i tvivl."

    texts = sms_texts({"text": text, "urgent": {"signal": "vold", "numbers": NUMBERS}})

    assert texts == (
        f"Ring 112 ved livsfare. Sms til 112 virker ikke.\n{numbers}",
        "Ingen må slå dig.\nDu må gerne ringe, også hvis du er i tvivl.",
    )


@pytest.mark.parametrize("more", [{}, {"outcome": OUTCOME}, {"sms": "Kort."}, {"text": ""}])
def test_danger_comes_first_whatever_else_is_said(more):
    message = {"text": "Jeg hører dig.", "urgent": {"signal": "livsfare", "numbers": NUMBERS}, **more}

    assert sms_texts(message)[0].startswith("Ring 112 ved livsfare. Sms til 112 virker ikke.\nLivslinien 70 201 201")


def test_danger_without_numbers_still_says_to_ring():
    assert sms_texts({"urgent": {"signal": "livsfare", "numbers": None}}) == (RING,)


def test_many_numbers_are_all_said():
    numbers = [{"name": f"En telefonrådgivning med et langt navn {number}", "phone": "70 201 201"} for number in range(9)]

    texts = sms_texts({"urgent": {"signal": "livsfare", "numbers": numbers}})

    assert short_enough(texts)
    assert texts[0].startswith(RING)
    assert sum(text.count("70 201 201") for text in texts) == 9


def test_an_outcome_is_where_and_when_and_not_a_complaint():
    texts = sms_texts({"text": "En lang tekst. " * 60, "outcome": OUTCOME})

    assert len(texts) == 2
    assert short_enough(texts)
    assert texts[0].startswith(
        "Her skal du hen: Ankestyrelsen.\nRing 33 41 12 00 (mandag-fredag 9-15).\nSidste dag for at klage er 3. december 2026."
    )
    assert texts[-1].endswith(NOT_A_COMPLAINT)


def test_an_outcome_nobody_knows_more_of_is_still_said():
    outcome = {
        "route": "menneske",
        "title": "Borgerservice",
        "place": {},
        "why": None,
        "deadline": None,
        "hours": None,
        "bring": [],
    }

    assert sms_texts({"text": "…", "outcome": outcome}) == (f"Her skal du hen: Borgerservice.\n{NOT_A_COMPLAINT}",)


@given(SHORT, SHORT, SHORT, SHORT, st.lists(SHORT, max_size=4))
def test_an_outcome_is_never_more_than_three_messages(name, phone, deadline, why, bring):
    place = {"name": name, "phone": phone, "phone_note": why, "web": why}

    texts = sms_texts(
        {"outcome": {"title": "x", "place": place, "why": why, "deadline": {"text": deadline}, "bring": bring}, "sms": why}
    )

    assert 1 <= len(texts) <= 3
    assert short_enough(texts)
    assert NOT_A_COMPLAINT in texts[-1]


@given(LINES, st.lists(st.text(min_size=1, max_size=400), max_size=20))
def test_no_text_is_ever_longer_than_two_segments(text, titles):
    assert short_enough(asked(text, *titles))


@given(LINES, st.integers(2, 60))
def test_cutting_loses_nothing_but_space(text, room):
    pieces = split_at_sentences(text, lambda piece: len(piece) <= room)

    assert all(0 < len(piece) <= room and piece == piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.text(st.sampled_from("ab ,.-æ"), max_size=80), st.integers(3, 40))
def test_what_is_shortened_fits(text, room):
    short = shortened(text, lambda piece: len(piece) <= room)

    assert len(short) <= room
    assert short == text or short.endswith("...")


def test_it_is_shortened_between_words_and_says_so():
    assert shortened("En anden, jeg har fuldmagt", lambda piece: len(piece) <= 16) == "En anden, jeg..."
    assert shortened("Ejendomsvurderingen", lambda piece: len(piece) <= 10) == "Ejendom..."


def test_nothing_to_say_is_no_text():
    assert sms_texts({"text": None}) == ()
    assert sms_texts({}) == ()


def test_two_segments_fit():
    assert fits("å" * 306)
    assert not fits("å" * 307)
