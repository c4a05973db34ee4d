import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.language import is_foreign

FOREIGN = [
    "I need help with a letter from the municipality",
    "Hello, can you help me please?",
    "My caseworker does not answer my emails and I don't know what to do",
    "Where do I complain?",
    "How do I appeal a decision about my housing benefit",
    "Can I speak to a person",
    "Ich brauche Hilfe mit einem Brief von der Gemeinde",
    "Kann ich mit jemandem sprechen? Ich verstehe das nicht",
    "Wo kann ich mich beschweren?",
    "Potrzebuję pomocy, dostałem list z gminy",
    "Nie rozumiem tego listu, proszę o pomoc",
    "Nie mam pieniędzy na jedzenie",
    "Belediyeden bir mektup aldım ve yardım istiyorum",
    "Ben anlamıyorum, lütfen yardım",
    "أحتاج إلى مساعدة في رسالة من البلدية",
    "Мені потрібна допомога з листом від комуни",
    "Je ne comprends pas la lettre, j'ai besoin d'aide",
    "Necesito ayuda por favor",
]
DANISH = [
    # dansk som andetsprog
    "Jeg har fået brev fra jobcenter, forstå ikke, please hjælp mig",
    "jeg vil gerne complain over kommunen",
    "min kone ikke få penge fra kommune, hun syg, hvad jeg skal gøre",
    "my sagsbehandler svarer aldrig",
    "sorry jeg ikke god dansk, men need hjælp",
    "to uge siden jeg søge, de no svar",
    "jeg har fået et answer fra jobcenter",
    "Şenay og Łukasz har fået afslag på boligstøtte",
    # jysk
    "A ka it forstå det brev a har fåt fra kommunen",
    "de æ ett te å hold ud mæ den kommune",
    "æ ka it få fat i æ sagsbehandler",
    "do ska it træk mæ i kontanthjælp",
    "hvad sku a gøer",
    # stavet, som det lyder
    "jej har fået afslaw på min ansøning",
    "men bowligstøt æ stoppet",
    "di svara alri nor jaj ringa",
    # uden danske bogstaver
    "jeg har faaet afslag paa hjaelp",
    # talesprog
    "wallah bror de svarer ik",
    "er der en der kan hjælpe mig her",
    "de skriver min mor ikke kan få hjælp",
    # et enkelt ord
    *"Hjælp afslag kommunen hjemmehjælp byggesag Aalborg sagsbehandler stu jobcenter ok hello".split(),
    "I Aarhus",
    "Udbetaling Danmark",
]  # fmt: skip


@pytest.mark.parametrize("text", FOREIGN)
def test_whoever_writes_another_language_is_told_so(text):
    assert is_foreign(text)


@pytest.mark.parametrize("text", DANISH)
def test_nobody_is_turned_away_for_how_they_write_danish(text):
    assert not is_foreign(text)


@pytest.mark.parametrize("text", DANISH)
def test_nor_for_leaving_out_the_danish_letters(text):
    assert not is_foreign(text.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa"))


@given(st.text(max_size=100))
def test_no_text_makes_it_fail(text):
    assert is_foreign(text) in (True, False)
