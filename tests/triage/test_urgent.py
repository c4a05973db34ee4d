"""Danger is seen before all else; what only sounds like it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import Memory, Reading
from bot.triage import urgent_signal
from tests.conftest import TODAY

NEAR_DEADLINE = "frist_taet_paa"  # no danger, but a right that can be lost today
GRAVEST_FIRST = ["livsfare", "barn_i_fare", "vold", "akut_sygdom", "bolig_nu", "ingen_penge"]
URGENT = {
    "livsfare": """
        jeg vil ikke leve mere
        jeg orker ikke at leve længere
        jeg har tænkt mig at tage mit eget liv
        jeg tager livet af mig
        jeg har lyst til at dø
        jeg vil dø
        min søn siger, han vil dø
        min mand truer med selvmord
        min datter har forsøgt selvmord i nat
        han har sagt, at han vil hænge sig
        jeg har samlet alle mine piller
        jeg står på broen og vil hoppe
        jeg skærer i mig selv
        alle får det bedre uden mig
        jeg gør en ende på det hele i aften
        jeg ka ik leve med det her mer
    """,
    "barn_i_fare": """
        min eks slår vores datter
        naboens børn bliver slået
        min stedfar rører ved mig
        min far slår mig
        min mor banker min lillebror
        børnene er alene hjemme hele natten
        han kørte fuld med børnene i bilen
        hun låser børnene inde om dagen
        der er blå mærker på min datters arme
        min søn på 6 bliver rystet af sin far
        jeg tror, min nabo mishandler sit barn
        han misbruger sin datter
    """,
    "vold": """
        min mand slår mig
        min kæreste truer mig på livet
        han tog kvælertag på mig
        jeg er bange for min eks
        han forfølger mig og står uden for min dør
        hun sparkede og slog mig i går
        min bror vil dræbe mig
        jeg bliver tvunget til at gifte mig
        min søn på 19 slår mig, når han er påvirket
        han truer med kniv
        han slog mig for to år siden, og nu truer han mig på livet igen
    """,
    "akut_sygdom": """
        min mor er faldet og kan ikke komme op
        jeg har ondt i brystet og kan ikke få vejret
        hun er bevidstløs
        min far kan pludselig ikke tale rent
        mit barn har drukket afløbsrens
        han reagerer ikke, når jeg råber
        jeg bløder meget, og det stopper ikke
        min mor ligger på gulvet, og hjemmehjælpen kommer ikke
        hun har fået forkert medicin og er helt sløv nu
    """,
    "bolig_nu": """
        fogeden kommer i morgen og sætter os ud
        jeg sover i min bil i nat
        vi har ikke noget sted at bo
        jeg er hjemløs og har ingen steder at sove i nat
        jeg bliver smidt ud på torsdag
        herberget er fyldt, og jeg står på gaden
        jeg ved ikke, hvor vi skal sove
        vi bliver sat på gaden i morgen med to børn
        jeg skal være ude inden fredag kl 12
    """,
    "ingen_penge": """
        vi har ingen mad i huset
        jeg har ikke spist i to dage
        køleskabet er tomt, og der er ti dage til, jeg får penge
        jeg har ikke råd til min insulin
        jeg kan ikke købe medicin
        vi har spist det sidste rugbrød
        kontoen er tom, og vi har ikke mad til børnene
        vi sulter
        jeg har ingen penge til mad
    """,
}
LOOKS_LIKE_IT = {
    "talemåder": """
        det slår mig ihjel at vente på svar
        jeg er ved at dø af grin
        jeg er død træt af kommunen
        jeg dør af skam
        det tager livet af mig at læse de breve
        min sag er druknet i papirer
        jeg er ved at kvæles i papirer
        jeg er sulten efter retfærdighed
        kan I slå græsset på hjørnet
        jeg slog op i loven
        jeg har slået fast, at fristen er overholdt
        han slog i bordet og gik
        vejen er livsfarlig for cyklister
    """,
    "benægtelser": """
        jeg har aldrig haft tanker om selvmord
        det er ikke akut, men jeg vil gerne klage over hjemmehjælpen
        jeg er ikke på gaden, jeg har en lejlighed
        jeg har ikke noget andet sted at klage
    """,
    "fortid": """
        min eks slog mig for ti år siden
        min mand døde sidste år
        fogeden skrev sidste år
    """,
    "princip": """
        hvad er reglerne for vold mod børn
        jeg skriver speciale om selvmord
        byrådet sparer på krisecentre mod vold
    """,
    "hverdag": """
        jeg bor i en lejlighed i Aalborg
        vi bor i et rækkehus
        min far er dement og bor på plejehjem
        jeg er bange for at miste min bolig
        kommunen truer med at stoppe min ydelse
        hun truer med at klage
        mødet blev udsat til torsdag
        jeg kan ikke leve af kontanthjælp
        maden på plejehjemmet er dårlig
        der er ikke mad nok på plejehjemmet
        jeg vil ikke være her i kommunen længere
        de banker på døren hver dag
        bussen kører ikke børnene til skole
        vi har sovet dårligt på grund af støj
        min søn får ikke hjælp i skolen
        jeg har fået afslag på hjemmehjælp
    """,
}


def sentences(table):
    return [(kind, line.strip()) for kind, lines in table.items() for line in lines.strip().splitlines()]


def without_danish_letters(text):
    return text.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


@pytest.fixture(scope="module")
def signals(base):
    return [urgent.signal for urgent in base.signals.values()]


@pytest.mark.parametrize(("key", "text"), sentences(URGENT))
def test_danger_is_seen(signals, key, text):
    for way in (text, without_danish_letters(text), text.upper(), f"Jeg har fået et brev. {text}. Hvad gør jeg?"):
        signal = urgent_signal(way, signals)

        assert signal, way
        assert signal.key == key


@pytest.mark.parametrize(("kind", "text"), sentences(LOOKS_LIKE_IT))
def test_what_only_sounds_like_danger_is_let_be(signals, kind, text):
    for way in (text, without_danish_letters(text), text.upper()):
        assert urgent_signal(way, signals) is None, f"{kind}: {way}"


def test_an_idiom_does_not_hide_the_danger_in_the_next_sentence(signals):
    signal = urgent_signal("Det slår mig ihjel at vente. Min mand slår mig.", signals)

    assert signal
    assert signal.key == "vold"


def test_the_gravest_of_several_dangers_is_answered(signals):
    signal = urgent_signal("Vi har ingen mad, fogeden kommer i morgen, og jeg vil ikke leve mere", signals)

    assert signal
    assert signal.key == "livsfare"


def test_the_dangers_stand_with_the_gravest_first(base):
    assert list(base.signals) == [*GRAVEST_FIRST, NEAR_DEADLINE]


def test_every_danger_has_more_than_one_number_and_the_three_gravest_begin_with_112(base):
    for key in GRAVEST_FIRST:
        numbers = base.signals[key].signal.numbers
        assert len(numbers) >= 2, key
        assert any(character.isdigit() for number in numbers for character in number), key
        assert not any("sms" in number.lower() for number in numbers), key
    for key in GRAVEST_FIRST[:4]:
        assert base.signals[key].signal.numbers[0] == "112"
    assert "Livslinien 70 201 201" in base.signals["livsfare"].signal.numbers


@pytest.mark.parametrize(
    "text", ["Klagefristen er i morgen, hvad gør jeg", "fristen udloeber i dag!!", "I dag er sidste dag for at klage"]
)
def test_a_deadline_at_the_door_is_good_advice_and_no_danger(conversation, text):
    turn = conversation.respond(text, Reading(), Memory(), today=TODAY, site="aalborg")

    said = "\n".join(utterance.text for utterance in turn.says)
    assert "Send en kort klage nu" in said
    assert not any("urgent" in (utterance.custom or {}) for utterance in turn.says)
    assert "question" in (turn.says[-1].custom or {})


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(signals, text):
    signal = urgent_signal(text, signals)

    assert signal is None or signal in signals
