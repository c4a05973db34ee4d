"""What a citizen asks about the office is answered from that municipality's own profile, and never from the other's.

Where the source is silent the answer says so; it is not made up.
"""

import pytest

from bot.dialogue.side_question import SideQuestions

# municipality, question, what the answer must say, what it must not
ANSWERS = [
    # Pris
    ("aarhus", "Er det gratis?", ["Ja", "gratis", "Borgermægleren"], ["orgerrådgiver"]),
    ("aalborg", "Er det gratis?", ["Ja", "gratis", "orgerrådgiver"], ["Borgermægler"]),
    ("aalborg", "hvad koster det at ringe til borgerrådgiveren", ["gratis"], []),
    # Uafhængighed
    ("aarhus", "Er Borgermægleren uafhængig af kommunen?", ["ekstern", "uafhængig"], ["byråd"]),
    ("aalborg", "Er Borgerrådgiveren uafhængig?", ["byrådet", "uafhængig", "borgmester", "udvalg", "forvaltning"], ["ekstern"]),
    ("aalborg", "Er borgerrådgiveren ansat af kommunen?", ["byrådet", "uafhængig"], ["ekstern"]),
    # Fortrolighed
    ("aalborg", "Får min sagsbehandler at vide, at jeg har ringet?", ["tavshedspligt", "kommunen"], ["aldrig", "garant"]),
    ("aalborg", "Får min sagsbehandler det at vide?", ["tavshedspligt", "andre bede om at se"], ["aldrig", "garant"]),
    ("aarhus", "Får min sagsbehandler at vide, at jeg har ringet?", ["siger ikke"], ["§ 19", "har tavshedspligt"]),
    ("aarhus", "Har Borgermægleren tavshedspligt?", ["siger ikke"], ["§ 19", "har tavshedspligt"]),
    # Er det bindende
    ("aalborg", "Skal kommunen gøre det, Borgerrådgiveren siger?", ["Nej", "lader være"], ["Ja"]),
    ("aalborg", "Er det bindende?", ["Nej", "lader være"], []),
    ("aarhus", "Bestemmer Borgermægleren over kommunen?", ["Nej"], ["lader være"]),
    # Telefontid
    ("aarhus", "Hvornår kan jeg ringe?", ["30 58 35 02", "mandag til fredag klokken 9-12", "helligdage", "skrive"], ["åbent nu"]),
    ("aalborg", "Hvornår er der telefontid?", ["ingen telefontid", "99 31 19 67"], ["klokken", "mandag"]),
    ("aalborg", "Hvad er åbningstiden?", ["99 31 19 67"], ["klokken", "mandag"]),
    # Navn
    ("aarhus", "Hvad hedder Borgermægleren?", ["siger ikke"], []),
    ("aalborg", "Hvem er borgerrådgiveren?", ["gamle"], ["Karina", "Anja"]),
    # Hvor længe
    ("aarhus", "Hvor længe har Borgermægleren eksisteret?", ["1. januar 2015"], []),
    ("aalborg", "Hvor længe har borgerrådgiveren eksisteret?", ["16. december 2019"], ["2015"]),
    # Beretning
    ("aalborg", "Hvad sker der med det, jeg fortæller?", ["beretning", "om året", "byrådet", "andre"], []),
    ("aalborg", "Kan jeg læse beretningen?", ["alle læse"], []),
    ("aarhus", "Skriver Borgermægleren en beretning?", ["siger ikke"], ["byrådet"]),
    # Akter
    ("aalborg", "Skal jeg selv skaffe alle papirerne?", ["ikke skaffe alle", "bede kommunen"], []),
    ("aarhus", "Skal jeg selv skaffe alle papirerne?", ["siger ikke"], ["bede kommunen"]),
    # Personkreds
    ("aalborg", "Kan mit firma også bruge borgerrådgiveren?", ["Ja", "firma"], []),
    ("aarhus", "Kan mit firma også bruge Borgermægleren?", ["borgere i Aarhus", "ring og hør"], ["Ja"]),
    # Frist
    ("aalborg", "Hvor gammel må sagen være?", ["et år", "særlige tilfælde"], ["for sent"]),
    ("aalborg", "Er det for sent at gå til borgerrådgiveren?", ["særlige tilfælde"], ["for sent"]),
    ("aarhus", "Hvor gammel må sagen være?", ["ingen frist", "klagefrist"], ["et år"]),
    # Møde
    ("aarhus", "Hvor foregår mødet?", ["neutralt"], ["Boulevarden", "8000", "rådhus"]),
    ("aalborg", "Kan jeg få et personligt møde?", ["Boulevarden 13, 1. sal", "aftale en tid"], []),
    # Ordforklaringer: den ene må ikke beskrives med den andens ord
    ("aarhus", "Hvad er en borgermægler?", ["tale sammen", "ikke parti", "ikke ændre"], []),
    ("aalborg", "Hvad er en borgerrådgiver?", ["Aalborg", "ikke ændre"], ["ekstern"]),
    ("aarhus", "Hvad er mægling?", ["stopper ikke fristen"], []),
    # Botten selv
    ("aalborg", "Er det her en klage?", ["Nej", "ingen frist"], []),
    ("aarhus", "Er du kommunen?", ["robot", "ikke kommunen"], []),
    ("aalborg", "Gemmer du det, jeg skriver?", ["gemt", "forfra"], ["§ 19", "tavshedspligt"]),
    ("aarhus", "Kan Borgermægleren skrive min klage?", ["ikke skrive"], ["Ja"]),
    # Kommuner uden en ordning
    ("randers", "Hvornår er der telefontid?", ["kender jeg ikke"], ["klokken", "30 58 35 02", "99 31 19 67"]),
    ("randers", "Er det gratis?", ["gratis"], ["orgermægler", "orgerrådgiver"]),
]


@pytest.fixture(scope="module")
def side(base, wording):
    return SideQuestions(base, wording)


@pytest.mark.parametrize(
    ("municipality", "question", "says", "never"), ANSWERS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_office_is_described_in_its_own_words(municipality, question, says, never, side, base):
    answer = side.answer(question, base.municipality(municipality))

    assert answer is not None, "spørgsmålet blev ikke hørt som et spørgsmål"
    assert [words for words in says if words.lower() not in answer.lower()] == []
    assert [words for words in never if words.lower() in answer.lower()] == []


def test_a_saturday_gets_the_same_hours_and_no_promise_that_somebody_answers(side, base):
    """No answer depends on the clock: the bot gives the hours, and that one can always write."""
    answer = side.answer("(det er lørdag) Hvornår kan jeg ringe?", base.municipality("aarhus"))

    assert "mandag til fredag" in answer
    assert "skrive" in answer
    assert "åbent" not in answer


def test_whom_to_complain_of_the_office_to_is_known_only_where_a_source_says_it(base):
    aalborg, aarhus = (base.municipality(key).answers["klage_over"] for key in ("aalborg", "aarhus"))

    assert "Magistraten" in aalborg
    assert "siger ikke" in aarhus
    assert "Magistraten" not in aarhus
