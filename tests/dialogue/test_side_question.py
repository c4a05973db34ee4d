import pytest

from bot.dialogue.side_question import BOT, OFFICE, SideQuestions

MEANINGS = {
    "partshoering": ["hvad er partshøring?", "hvad betyder partshoering", "hvad er en partshøring for noget"],
    "aktindsigt": ["hvad betyder aktindsigt", "Hvad er aktindsigt?"],
    "bisidder": ["Hvad er en bisidder?", "forklar bisidder"],
    "hjemvisning": ["hvad vil det sige, at en sag er hjemvist?"],
    "opsaettende_virkning": ["hvad er opsættende virkning"],
    "genvurdering": ["hvad betyder genvurdering"],
    "klagefrist": ["hvad er klagefristen?"],
}
ABOUT_THE_BOT = {
    "hvem_er_du": ["hvem er du?", "er du en robot", "er du et menneske?", "er du en rigtig person", "taler jeg med en maskine?"],
    "hvad_kan_du": ["hvad kan du hjælpe med", "hvad kan du?"],
    "er_det_en_klage": ["er det her en klage?", "stopper fristen nu?", "har jeg klaget nu?"],
    "skriv_min_klage": ["kan du skrive min klage"],
    "mine_chancer": ["vinder jeg?", "får jeg ret?", "har jeg ret?"],
    "hvad_gemmer_du": ["hvad gemmer du om mig?", "gemmer i samtalen", "hvem kan læse det?"],
    "hvor_lang_tid": ["hvor lang tid tager det?"],
    "bisidder": ["må jeg tage en ven med?", "må jeg tage min søster med til mødet?"],
    "anonym": ["kan jeg være anonym?"],
    "tolk": ["kan jeg få tolk"],
}  # fmt: skip
ABOUT_THE_OFFICE = {
    "gratis": [
        "er det gratis?",
        "koster det noget",
        "skal jeg betale?",
        "er det gratis at bruge borgerrådgiveren?",
        "hvad koster det",
    ],
    "fortrolighed": ["får min sagsbehandler det at vide?", "har i tavshedspligt?"],
    "bindende": ["er det bindende"],
    "telefontid": ["hvornår kan jeg ringe", "hvad er jeres åbningstid"],
    "uafhaengig": ["er i uafhængige", "holder i med kommunen?"],
}
STORIES = [
    "Kommunen har givet mig afslag på hjemmehjælp, og det er for dårligt, hvad skal jeg gøre nu?",
    "Jeg har fået et brev om partshøring og forstår det ikke, kan I hjælpe?",
    "De svarer ikke på mine mails. Hvad gør jeg?",
    "jeg har fået afslag på aktindsigt",
    "jeg har bedt om tolk men fik ingen",
    "mit barn får ikke hjælp i skolen, hvem har ansvaret?",
    "min sagsbehandler har brudt sin tavshedspligt",
    "er hjemmehjælp gratis?",
    "er madservice gratis",
    "skal jeg betale for madservice?",
    "har jeg ret til hjælp?",
    "kan kommunen trække i min løn?",
    "hvor skal jeg klage?",
    "de har ikke taget min bisidder alvorligt",
]


@pytest.fixture(scope="module")
def side(base, wording):
    return SideQuestions(base, wording)


@pytest.fixture(scope="module")
def aalborg(base):
    return base.municipality("aalborg")


def cases(table):
    return [(key, text) for key, texts in table.items() for text in texts]


@pytest.mark.parametrize(("key", "question"), cases(MEANINGS))
def test_a_difficult_word_is_explained(base, side, aalborg, key, question):
    assert side.answer(question, aalborg) == base.terms[key].meaning


@pytest.mark.parametrize(("key", "question"), cases(ABOUT_THE_BOT))
def test_the_bot_answers_for_itself(side, wording, aalborg, key, question):
    assert side.answer(question, aalborg) == wording.say(f"sidespor.{key}")


@pytest.mark.parametrize(("key", "question"), cases(ABOUT_THE_OFFICE))
@pytest.mark.parametrize("municipality", ["aalborg", "aarhus", "randers"])
def test_each_office_is_answered_for_in_its_own_words(base, side, municipality, key, question):
    profile = base.municipality(municipality)

    assert side.answer(question, profile) == profile.answers[key]


@pytest.mark.parametrize("story", STORIES)
def test_a_story_that_ends_in_a_question_is_a_story(side, aalborg, story):
    assert side.answer(story, aalborg) is None


def test_every_word_in_the_glossary_can_be_asked_about_in_all_its_forms(base, side, aalborg):
    meanings = {term.meaning for term in base.terms.values()}
    for term in base.terms.values():
        for form in term.forms:
            assert side.answer(f"hvad betyder {form}?", aalborg) in meanings, form


def test_every_answer_the_rules_can_point_to_exists(base, wording):
    for municipality in base.municipalities.values():
        assert set(OFFICE) <= set(municipality.answers), municipality.key
    for key in BOT:
        assert wording.say(f"sidespor.{key}")
