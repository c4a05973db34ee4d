import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.acts import command, does_not_know, is_correction, is_swearing, yes_or_no

COMMANDS = {
    "forfra": [
        "forfra", "Start forfra!", "jeg vil gerne starte forfra", "lad os begynde forfra", "kan vi starte over", "start igen",
        "slet det hele", "slet min samtale", "nulstil", "ny sag", "glem det hele", "nej, lad os starte forfra",
        "kan jeg begynde forfra igen?", "a vil gerne starte forfra",
    ],
    "tilbage": ["tilbage", "gå tilbage", "gaa tilbage", "et skridt tilbage", "fortryd", "forrige"],
    "spring_over": ["spring over", "skip", "næste", "videre", "gå videre", "det vil jeg ikke svare på"],
    "menneske": [
        "menneske", "jeg vil tale med et menneske", "kan jeg få lov at snakke med en medarbejder", "ring mig op",
        "må jeg ringe til en person", "jeg vil ikke snakke med en robot", "kan a snak mæ et menneske", "ka jeg snakke med nogen",
        "kan jeg ikke bare tale med et menneske", "må jeg få et menneske", "kontakt en medarbejder",
        "jeg har prøvet alt, jeg vil tale med et menneske nu",
    ],
    "tak": ["tak", "mange tak", "tusind tak", "Tak for hjælpen!", "tak for dit svar", "tak skal du ha", "1000 tak"],
    "farvel": ["farvel", "hej hej", "vi ses", "ha det", "hav en god dag"],
    "hilsen": ["hej", "Hej!", "hejsa", "goddag", "god morgen", "mojn", "dav", "hallo"],
}  # fmt: skip
STORIES = [
    "jeg vil gerne starte forfra med min sag i kommunen",
    "kommunen har startet forfra med min sag",
    "de begynder forfra hver gang",
    "min sag skal gå om, helt forfra",
    "sagsbehandleren siger, vi må begynde forfra",
    "jeg har en ny sag hos kommunen",
    "de sletter alt, hvad jeg skriver",
    "jeg vil have mine penge tilbage",
    "de vil have boligstøtten tilbage",
    "mit pas er væk",
    "næste uge skal jeg i retten",
    "jeg kan ikke komme til at tale med en rådgiver på jobcentret",
    "jeg har prøvet at ringe til en medarbejder hele ugen",
    "min sagsbehandler vil ikke tale med et menneske som mig",
    "en person fra kommunen ringede til min mor",
    "tak, men det passer ikke",
    "hej, jeg har fået afslag på hjemmehjælp",
    "god dag i går, men i dag kom brevet",
]
YES = """
    ja|Ja tak|jaja|jaaa|jep|jeps|jo|joh|jow|ok|okay|yes|korrekt|præcis|det stemmer|det er rigtigt|det passer
    jamen ja|sådan er det|enig|ja det har jeg|ja, men jeg har ikke brevet mere|det har jeg|det gør det
    det tror jeg|det er rigtigt nok|selvfølgelig|helt rigtigt!|👍|det har du ret i|fuldstændig rigtigt|rigtigt
    ja det er min mor|Ja.|ja ja da
"""
NO = """
    nej|Nej!!|nejj|neeej|næ|næh|naj|nej tak|nope|nix|ikke endnu|ik endnu|it endnu|ikk|det er forkert|helt forkert
    passer ikke|det passer ikke|det passer slet ikke|stemmer ikke|det stemmer ikke|det er ikke rigtigt|slet ikke
    overhovedet ikke|aldrig|desværre ikke|desværre nej|uenig|selvfølgelig ikke|naturligvis ikke
    nej det har jeg ikke|det har jeg ikke|det har jeg aldrig fået|det tror jeg ikke|det gør det ikke|ikke rigtig
    ikke enig|næ det æ it rigtig|fuldstændig forkert
"""
NEITHER = """
    rigtig mange gange|rigtigt dårligt|jobcentret|Jonas siger det|nogen har sagt det|nu|jeg har ringet|måske|okse
    jakken er væk|nejsager|de svarer ikke|kommunen siger nej|hverken ja eller nej|ok men det er forkert|Norge
    no problem
"""
DOES_NOT_KNOW = """
    ved ikke|det ved jeg ikke|ved jeg ik|jeg ved det ikke|det husker jeg ikke|det kan jeg ikke huske
    kan ikke huske det|jeg husker det ikke|jeg kan ikke huske det|aner det ikke|ingen anelse|ingen idé|?|dunno
    måske|ikke sikker|det er jeg ikke sikker på|jeg er usikker|jeg er i tvivl|det ved jeg faktisk ikke
    det kan jeg ikke svare på|nej det ved jeg ikke|hmm ved ikke|ved jeg desværre ikke|jeg veed ikke|a ve et it
    a ved et ett|det ved a it
"""
KNOWS_SOMETHING = """
    de ved ikke, hvad de laver|jeg ved ikke, hvad jeg skal gøre med brevet|ved ikke hvem der har sendt det
    jeg kan ikke komme igennem|jeg kan ikke betale min husleje|nej|jeg husker det tydeligt
    kommunen aner ikke noget om min søn|jeg forstår ikke brevet|kommunen
"""
CORRECTIONS = """
    nej, det var ikke afslaget, det var at de aldrig svarer|jeg mente Aalborg|rettelse: det var i marts
    jeg skrev forkert|du har misforstået|nej ikke kommunen men regionen|hov, det var ikke jobcentret
    nej, det er ikke mig, det er min mor|vent, det er ikke rigtigt|jeg kom til at skrive forkert
    nej jeg vil ikke klage, jeg vil forstå brevet|jeg mener regionen|det passer ikke
"""
NO_CORRECTIONS = """
    nej|nej det ved jeg ikke|kommunen skrev forkert i brevet|jeg mener ikke, det er rimeligt
    jeg mener, at de tager fejl|ja|det var en fejl, at de lukkede sagen|jeg har fået afslag på hjemmehjælp
    jeg mener kommunen svigter
"""


def lines(text):
    return [line.strip() for line in text.replace("\n", "|").split("|") if line.strip()]


@pytest.mark.parametrize(("act", "text"), [(act, text) for act, texts in COMMANDS.items() for text in texts])
def test_a_short_order_is_obeyed(act, text):
    assert command(text) == act
    assert command(text.upper() + " ") == act


@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_never_taken_for_an_order(story):
    assert command(story) is None


@given(st.lists(st.sampled_from(STORIES), min_size=2, max_size=4))
def test_a_long_story_never_wipes_the_conversation(stories):
    assert command(". ".join(stories)) in ("menneske", None)


@pytest.mark.parametrize("text", lines(YES))
def test_a_yes_is_a_yes(text):
    assert yes_or_no(text) == "ja"


@pytest.mark.parametrize("text", lines(NO))
def test_a_no_is_a_no(text):
    assert yes_or_no(text) == "nej"


@pytest.mark.parametrize("text", lines(NEITHER))
def test_what_is_neither_is_not_guessed(text):
    assert yes_or_no(text) is None


@pytest.mark.parametrize("text", lines(DOES_NOT_KNOW))
def test_not_knowing_is_an_answer(text):
    assert does_not_know(text)


@pytest.mark.parametrize("text", lines(KNOWS_SOMETHING))
def test_whoever_tells_of_not_knowing_has_told_something(text):
    assert not does_not_know(text)


@pytest.mark.parametrize("text", lines(CORRECTIONS))
def test_a_citizen_can_take_something_back(text):
    assert is_correction(text)


@pytest.mark.parametrize("text", lines(NO_CORRECTIONS))
def test_an_opinion_takes_nothing_back(text):
    assert not is_correction(text)


@pytest.mark.parametrize(
    "text", ["fuck jer", "for helvede", "I er nogle idioter", "Fuck!!!", "lortekommune", "hold kæft", "du er en idiot"]
)
def test_anger_alone_is_heard_as_anger(text):
    assert is_swearing(text)


@pytest.mark.parametrize(
    "text",
    [
        "de har sgu givet mig afslag",
        "jeg fik afslag for helvede",
        "sagsbehandleren kaldte mig en idiot",
        "nej for fanden",
        "afslag",
    ],
)
def test_an_angry_story_is_still_a_story(text):
    assert not is_swearing(text)


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text):
    assert command(text) in (*COMMANDS, None)
    assert yes_or_no(text) in ("ja", "nej", None)
    assert {does_not_know(text), is_correction(text), is_swearing(text)} <= {True, False}
