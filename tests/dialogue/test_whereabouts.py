import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.whereabouts import Gazetteer, unknown_municipality
from bot.triage.folding import fold

ANSWERS = {
    "aarhus": [
        "århus", "Aarhus", "AARHUS KOMMUNE", "aahus", "arhus", "8000 Århus C", "Brabrand", "viby j",
        "risskov", "Gellerup", "Aarhus N",
    ],
    "aalborg": [
        "aalborg", "ålborg", "Alborg", "aalborg øst", "nørresundby", "Nr. Sundby", "storvorde", "Vodskov",
        "Nibe", "Hasseris",
    ],
    "koebenhavn": ["kbh", "København", "koebenhavn", "Kbh NV", "nørrebro", "Valby"],
    "frederiksberg": ["frederiksberg", "2000 Frederiksberg"],
    "aabenraa": ["Aabenraa", "åbenrå"],
    "frederikshavn": ["jeg bor i Skagen"],
    "mariagerfjord": ["Hobro"],
    "esbjerg": ["Ribe"],
    "vejen": ["Vejen"],
    "randers": ["jeg bor i Aarhus, men sagen er i Randers Kommune"],
}  # fmt: skip
NOWHERE = ["det ved jeg ikke", "Malmø", "Berlin", "ja", "kommunen", "den anden", "min mors sag", "for 2 års tid siden"]
OWN = {
    "aalborg": [
        "Jeg bor i Aalborg og har fået afslag",
        "Aalborg Kommune svarer ikke",
        "min datter har en sag i Aalborg Kommune",
        "jeg har hus i Hals",
        "vi er flyttet til Aalborg fra Aarhus",
        "Jobcenter Aalborg svarer ikke",
        "ålborg komune har glemt mig",
    ],
    "aarhus": [
        "jeg bor i århus",
        "Aarhus kommune har givet mig afslag",
        "Min bror bor i Silkeborg. Jeg bor i Aarhus.",
        "jobcentret i Aarhus ringer aldrig",
    ],
    "kolding": ["jeg har en sag i Kolding"],
    "viborg": ["Jeg kommer fra Syrien og bor nu i Viborg"],
    "randers": ["Jeg bor i Aalborg, og sagen ligger i Randers Kommune", "Jeg er fra Aarhus, men Randers Kommune svarer ikke"],
}
NOT_OWN = [
    "Min datter bor i Aarhus, og jeg får ingen hjælp",
    "min søn i Odense har fået afslag",
    "Min mor på 86 bor i Horsens",
    "min eks bor i Odense",
    "min nabo i Skagen har bygget for højt",
    "Jeg er født i Esbjerg",
    "min gamle far bor på plejehjem i Nibe",
    "de svarer ikke på mine mails",
]


@pytest.fixture(scope="module")
def gazetteer(base):
    return Gazetteer(base.places)


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in ANSWERS.items() for text in texts])
def test_a_town_is_as_good_an_answer_as_a_municipality(gazetteer, key, text):
    assert gazetteer.answer(text) == key


@pytest.mark.parametrize("text", NOWHERE)
def test_what_is_no_place_of_ours_is_not_guessed(gazetteer, text):
    assert gazetteer.answer(text) is None


@pytest.mark.parametrize(("key", "story"), [(key, story) for key, stories in OWN.items() for story in stories])
def test_a_story_says_which_municipality_it_is_about(gazetteer, key, story):
    assert gazetteer.own(story) == key


@pytest.mark.parametrize("story", NOT_OWN)
def test_a_town_where_somebody_else_lives_does_not_count(gazetteer, story):
    assert gazetteer.own(story) is None


def test_every_municipality_answers_to_its_own_names(base, gazetteer):
    for place in base.places.values():
        for name in (place.name, *place.also_called, *place.towns):
            assert gazetteer.answer(f"det er {name}") == place.key, name
            assert gazetteer.answer(fold(name)) == place.key, name


def test_every_municipality_is_recognised_in_a_story(base, gazetteer):
    for place in base.places.values():
        assert gazetteer.own(f"{place.name} svarer ikke på mine breve.") == place.key


def test_an_invented_municipality_is_named_back():
    assert unknown_municipality("Jeg bor i Andeby Kommune") == "Andeby"
    assert unknown_municipality("jeg ved ikke, hvilken kommune") is None


@given(st.text(max_size=100))
def test_no_text_makes_it_fail(gazetteer, text):
    assert gazetteer.answer(text) is None or gazetteer.answer(text)
    assert gazetteer.own(text) is None or gazetteer.answer(text)
