"""A short message is read as what it says, and a story never as a command or a choice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms_answer import choice, command

COMMANDS = {
    "stop": """
        STOP|stop.|Stop!|"STOP"|»stop«|stop det|Stop det.|stop det her|stop nu|stop stop|stop tak|Stop venligst|nej stop|STOP SMS
        stop alle sms'er|stop med at skrive|stop med at skrive til mig|afmeld|Afmeld mig|afmeld sms|afmelding|frameld|unsubscribe
        Unsubscribe me|stopall|stop all|quit|cancel|end|opt out|kan I stoppe|I skal stoppe med at skrive til mig|stop please
        jeg vil ikke have flere sms'er|ikke flere beskeder tak|skriv ikke til mig mere|send ikke flere sms
        lad være med at skrive til mig|hold op med at sende beskeder|jeg vil gerne afmeldes|kan I ikke stoppe
        jeg vil gerne stoppe samtalen
        ØNSKER IKKE FLERE SMS|jeg ønsker ikke at modtage flere beskeder|jeg vil ikke have mere fra jer|slet mit nummer
    """,
    "start": "START|start|start igen|Start.|unstop|tilmeld|tilmeld mig igen|fortsæt|ok start|begynd forfra",
    "hjaelp": "HJÆLP|Hjælp!|hjaelp|HJAELP|hjelp|hjalp|help|info|hjælp mig|hjælp tak|INFO|help me|hvordan virker det",
    "menneske": """
        MENNESKE|menneske|Menneske!|et menneske tak|jeg vil tale med et menneske|kan jeg tale med en person|human|agent|person
        ring mig op|ring til mig|tal med et menneske|jeg vil hellere snakke med en medarbejder|talk to a human|giv mig et menneske
        kan I ringe til mig|et rigtigt menneske
    """,
}
STORIES = """
    de skal stoppe min ydelse|kommunen har stoppet min kontanthjælp|stop min ydelse ikke|de stoppede min hjælp|det skal stoppe
    det må stoppe nu|stop mig|stop volden|stop med at slå|jeg er stoppet på jobbet|afmeldt hos jobcenteret|de har afmeldt mig
    starten af året|jeg skal starte i job|start på praktik|min hjælp er stoppet|jeg har mistet min hjemmehjælp|hjælp til rengøring
    hjælp til husleje|jeg får ikke hjælp|de vil ikke hjælpe mig|min rådgiver svarer ikke|et menneske fra kommunen ringede
    jeg er et menneske|de behandler mig ikke som et menneske|ring til kommunen|de ringer ikke til mig|ja|nej|2
    hold op hvor er det dyrt|ingen skriver til mig|send ikke brevet|endelig|weekend|informationen var forkert|min agent|vejledning
    jeg vil ikke have mere|stop samtalen med jobcenteret|de stoppede med at skrive til mig
    jeg vil stoppe det hele|jeg vil stoppe nu|jeg vil ikke stoppe|stop det hele|stop alt|slet mig
    I skal ikke stoppe|jeg stopper det hele i aften
"""
CHOICES = {
    0: """
        1|1.|et|Et.|en|eet|1'eren|1’eren|1-eren|etteren|nummer et|nr. 1|nr1|den første|første|1️⃣|Svar 1|svaret er 1|mulighed 1
        1. mulighed|ja et|the first one|det første|den øverste
    """,
    1: """
        2|2.|nr 2|nummer 2|svar 2|toeren|toer'n|den anden|to|Ja 2|ja, 2|2!|2 tak|(2)|"2"|2)|#2|svar: 2|jeg vælger 2
        jeg tager toeren|en toer|2'eren|TO|Two|det er nr. to|anden mulighed|02|２|②|den 2'er|2 🙂|nummer 2 tak
        det andet|2 er mit svar|2 tror jeg
    """,
    2: "3|tre|den sidste|sidste|treeren|tredje mulighed|den tredje|3 mange tak|den nederste|det sidste svar",
}
NO_CHOICE = """
    2 uger siden|et brev|den 2. november|2,5|1 og 2|1 eller 2|4|0|12|anden|en anden|andet|begge|ja|nej|to uger|2 kr|2%|§ 2|kl 2
    klokken 2|2/3|1½|d. 2.|2 børn|en sag|en afgørelse|et afslag|den anden dag|den anden uge|sidste år|den sidste gang|2 af dem
    vi har to|jeg har 2|to af mine børn|ikke 2|2 dage|hvad|i|det ved jeg ikke|den 2/11|2026|2.11|2 3|en anden myndighed
    det andet brev|en mand|førstehjælp|to gange|.|👍|den|det er det|nr|svar|12345678|2.000|-|anden gang|tredje|2 nej
"""


def listed(texts):
    return [text.strip() for line in texts.splitlines() for text in line.split("|") if text.strip()]


@pytest.mark.parametrize(("text", "name"), [(text, name) for name, texts in COMMANDS.items() for text in listed(texts)])
def test_a_command_is_known_in_the_forms_people_write(text, name):
    assert command(text) == name
    assert command(text.upper()) == name
    assert command(f"  {text} ") == name


@pytest.mark.parametrize("text", listed(STORIES))
def test_a_story_stops_nothing(text):
    assert command(text) is None


@pytest.mark.parametrize(("text", "index"), [(text, index) for index, texts in CHOICES.items() for text in listed(texts)])
def test_a_number_is_a_choice_in_the_forms_people_write(text, index):
    assert choice(text, 3) == index


@pytest.mark.parametrize("text", ["", " ", *listed(NO_CHOICE)])
def test_what_says_more_is_free_text(text):
    assert choice(text, 3) is None


@pytest.mark.parametrize(("options", "index"), [(1, None), (2, 1), (13, 1)])
def test_only_a_number_that_was_offered_can_be_chosen(options, index):
    assert choice("2", options) == index


def test_the_last_is_the_last_of_those_offered():
    assert [choice("den sidste", options) for options in (1, 2, 7)] == [0, 1, 6]


@pytest.mark.parametrize(
    ("word", "index"),
    [("fire", 3), ("femmeren", 4), ("seks", 5), ("syveren", 6), ("otte", 7), ("nieren", 8), ("ti", 9), ("tretten", 12)],
)
def test_there_may_be_thirteen(word, index):
    assert choice(word, 13) == index


@pytest.mark.parametrize(
    ("text", "index"), [("2 nej", 1), ("1 Ja.", 0), ("3: det ved jeg ikke", 2), ("1 nej", None), ("3 uger", None)]
)
def test_the_number_may_be_followed_by_what_it_stands_for(text, index):
    assert choice(text, 3, titles=["Ja", "Nej", "Det ved jeg ikke"]) == index


@given(st.text(max_size=60), st.integers(1, 13))
def test_anything_can_be_read(text, options):
    assert command(text) in (None, "stop", "start", "hjaelp", "menneske")
    assert choice(text, options) in (None, *range(options))
