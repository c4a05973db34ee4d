"""What the municipalities' documents demand of every outcome and every conversation, whatever the case."""

import json
from itertools import product

import pytest

from bot.dialogue import Memory, Reading
from bot.dialogue.outcome_text import OutcomeText
from bot.triage import FACTS, Facts, route
from tests.conftest import TODAY

AREAS = ("hjaelpemidler", "skoletransport", "boligstoette", "huslejenaevn", "pas", "hjemmepleje_udfoerelse", "ved_ikke")
DAYS = ("2026-11-06", "2024-05-01", "ved_ikke")
NEVER_PROMISED = (
    "garanter",
    "vi sørger for",
    "jeg sørger for",
    "du får ret",
    "du vinder",
    "bliver taget op",
    "dine chancer",
    "god chance",
    "for sent",
)
MEDIATOR, ADVISER = "borgermaegler_aarhus", "borgerraadgiver_aalborg"


def told(**facts):
    """What the language model would report of a message that says this and nothing else."""
    return Reading(told={fact: ((value, 0.99),) for fact, value in facts.items()})


def municipal_subjects(base):
    return [key for key, area in base.areas.items() if area.authority == "kommunen" and area.subject]


@pytest.fixture(scope="module")
def outcomes(base, wording):
    """`outcomes("aarhus")`: (case, outcome, text) of a wide choice of citizens, composed once."""
    composed, texts = {}, OutcomeText(base, wording)

    def of(key):
        if key not in composed:
            composed[key] = list(_outcomes(base, texts, key))
        return composed[key]

    return of


def _outcomes(base, texts, key):
    municipality = base.municipality(key)
    for emne, area, wish, day, tried in product(FACTS["emne"], AREAS, FACTS["oensker"], DAYS, ("ja", "nej")):
        decided = "ja" if emne == "afgoerelse" else "nej"
        facts = Facts(key, None, emne, area, wish, decided, day, tried, "nej")
        case = base.case(facts if area != "ved_ikke" else facts.with_answer("myndighed", "kommunen"), today=TODAY)
        outcome = route(case, municipality.table)
        yield case, outcome, texts.compose(outcome, case, municipality)


# --- Every outcome ---


def test_no_department_in_aarhus_is_left_out_of_the_dialogue(base):
    for area in municipal_subjects(base):
        case = base.case(Facts("aarhus", emne="sagsbehandling", omraade=area, oensker="dialog"), today=TODAY)

        assert route(case, base.municipality("aarhus").table).body == MEDIATOR, area


@pytest.mark.parametrize("trouble", ["sagsbehandling", "adfaerd", "udfoerelse"])
def test_no_department_in_aalborg_is_outside_the_advisers_reach(trouble, base):
    for area in municipal_subjects(base):
        facts = Facts("aalborg", None, trouble, area, "klage", "nej", "2026-11-01", "ja", "nej")

        outcome = route(base.case(facts, today=TODAY), base.municipality("aalborg").table)

        assert (outcome.route, outcome.body) == ("raadgivning", ADVISER), area


@pytest.mark.parametrize("municipality", ["aalborg", "aarhus", "randers", "koebenhavn", "kolding"])
def test_no_outcome_promises_anything_or_calls_it_too_late(municipality, outcomes):
    for _, _, text in outcomes(municipality):
        assert not [words for words in NEVER_PROMISED if words in text.lower()], text


def test_every_way_to_the_mediator_is_free_and_has_the_documents_contact(outcomes):
    ways = [text for _, outcome, text in outcomes("aarhus") if outcome.body == MEDIATOR]

    assert len(ways) > 100
    for text in ways:
        assert "gratis" in text
        assert "30 58 35 02, mandag til fredag klokken 9-12" in text
        assert "borger@crecea.dk" in text
        assert "www.aarhus.dk/borgermægler" in text


def test_no_way_to_the_mediator_says_what_the_document_does_not(outcomes):
    for _, outcome, text in outcomes("aarhus"):
        if outcome.body == MEDIATOR:
            assert not [
                words for words in ("§ 19", "tavshedspligt", "vedtægt", "Aarhus C", "8000", "undersøge") if words in text
            ], text


def test_every_way_to_the_adviser_is_free_and_gives_number_and_address(outcomes):
    ways = [text for _, outcome, text in outcomes("aalborg") if outcome.body == ADVISER]

    assert len(ways) > 100
    for text in ways:
        assert "gratis" in text
        assert "99 31 19 67" in text
        assert "Boulevarden 13, 1. sal, 9000 Aalborg. Aftal en tid først" in text


def test_no_way_to_the_adviser_has_hours_or_an_address_for_mail(outcomes):
    for _, outcome, text in outcomes("aalborg"):
        if outcome.body == ADVISER:
            assert "klokken" not in text
            assert "@" not in text.replace("mail ast@ast.dk", "")


def test_the_two_offices_are_never_described_in_each_others_words(outcomes, base):
    assert not [text for _, _, text in outcomes("aalborg") if "ekstern" in text.lower() or "Borgermægler" in text]
    assert not [text for _, outcome, text in outcomes("aarhus") if outcome.body == MEDIATOR and "Borgerrådgiver" in text]
    assert "ekstern" not in " ".join(base.municipality("aalborg").answers.values()).lower()


def test_the_adviser_decides_what_to_take_up(outcomes):
    for _, outcome, text in outcomes("aalborg"):
        if outcome.body == ADVISER:
            assert "vurderer selv" in text


def test_mediation_and_advice_are_said_not_to_stop_a_deadline(outcomes):
    """Beside a decision that can be complained of, or a complaint with mediation or advice beside it."""
    for municipality in ("aalborg", "aarhus", "koebenhavn", "kolding"):
        for case, outcome, text in outcomes(municipality):
            if outcome.route in ("maegling", "raadgivning") and case.decided and "klageorgan" in outcome.also:
                assert "stopper" in text, text


def test_whoever_has_a_decision_hears_of_the_deadline_before_anything_else(outcomes):
    for municipality in ("aalborg", "aarhus", "randers"):
        for _, outcome, text in outcomes(municipality):
            if outcome.deadline:
                first = text.split("\n\n")[0]

                assert str(outcome.deadline.day.year) in first
                assert "rist" in first or "Sidste dag" in first


def test_nobody_is_given_more_than_three_tracks(outcomes):
    for municipality in ("aalborg", "aarhus", "randers"):
        for _, outcome, _ in outcomes(municipality):
            assert len({outcome.route, *outcome.also}) <= 3


@pytest.mark.parametrize("municipality", ["aalborg", "aarhus", "randers"])
def test_every_outcome_says_that_the_chat_is_no_complaint(municipality, outcomes):
    for _, _, text in outcomes(municipality):
        assert "ikke en klage" in text


def test_no_local_office_is_named_where_the_municipality_has_none(outcomes):
    for _, outcome, text in outcomes("randers"):
        assert outcome.body not in (MEDIATOR, ADVISER)
        assert "30 58 35 02" not in text
        assert "99 31 19 67" not in text


# --- Every conversation ---


def test_the_bot_says_back_what_it_heard_before_it_asks_what_one_hopes_for(conversation):
    heard = told(emne="ingen_kontakt", myndighed="kommunen")

    turn = conversation.respond("Min sagsbehandler ringer aldrig tilbage", heard, Memory(), today=TODAY, site="aarhus")

    *_, last = turn.says
    assert "ingen svarer" in last.text
    assert last.custom["question"]["fact"] == "oensker"
    assert last.text.index("ingen svarer") < last.text.rindex("?")


def test_nobody_is_sent_anywhere_before_the_summary_is_approved(conversation):
    heard = told(emne="ingen_kontakt", myndighed="kommunen", oensker="dialog")

    summed = conversation.respond("Ingen svarer, jeg vil i kontakt", heard, Memory(), today=TODAY, site="aarhus")
    approved = conversation.respond("ja", Reading(), summed.memory, today=TODAY)

    assert summed.says[-1].custom["question"]["fact"] == "bekraeft"
    assert not [says for says in summed.says if "outcome" in (says.custom or {})]
    assert [says.custom["outcome"]["body"] for says in approved.says if "outcome" in (says.custom or {})] == [MEDIATOR]


def test_a_citizen_fed_up_with_it_all_is_asked_nothing_but_what_they_hope_for(conversation):
    turn = conversation.respond(
        "Jeg er bare træt af det hele", told(emne="generel_utilfredshed"), Memory(), today=TODAY, site="aarhus"
    )
    asked = [turn.says[-1].custom["question"]["fact"]]
    turn = conversation.respond("det ved jeg ikke", Reading(), turn.memory, today=TODAY)
    asked.append(turn.says[-1].custom["question"]["fact"])
    turn = conversation.respond("ja", Reading(), turn.memory, today=TODAY)

    assert asked == ["oensker", "bekraeft"]
    assert [says.custom["outcome"]["body"] for says in turn.says if "outcome" in (says.custom or {})] == [MEDIATOR]


def test_the_municipality_is_asked_for_and_not_guessed(conversation):
    heard = told(emne="ingen_kontakt", myndighed="kommunen", oensker="dialog")

    turn = conversation.respond("Kommunen svarer ikke", heard, Memory(), today=TODAY)

    assert turn.says[-1].custom["question"]["fact"] == "kommune"
    assert not [says for says in turn.says if "orgermægler" in says.text or "orgerrådgiver" in says.text]


@pytest.mark.parametrize("fact", ["kommune", "afgoerelse", "hvornaar"])
def test_not_knowing_is_an_answer(fact, conversation):
    known = {"emne": "serviceniveau", "omraade": "hjaelpemidler", "kommune": "aalborg", "indbragt_andetsteds": "nej"}
    memory = Memory(turn=1, facts={k: v for k, v in known.items() if k != fact}, pending=fact, asked=(fact,))

    turn = conversation.respond("Det ved jeg ikke", Reading(), memory, today=TODAY)

    assert turn.memory.facts[fact] == "ved_ikke"
    assert turn.memory.pending != fact


def test_danger_comes_before_every_rule(conversation):
    heard = told(emne="ingen_kontakt", myndighed="kommunen", oensker="klage")

    turn = conversation.respond("Ingen svarer, og jeg orker ikke at leve mere", heard, Memory(), today=TODAY, site="aalborg")

    signal = next(index for index, says in enumerate(turn.says) if "urgent" in (says.custom or {}))
    assert signal <= 1, "kun præsentationen må komme før numrene"
    assert "112" in turn.says[signal].text
    assert not [says for says in turn.says if "outcome" in (says.custom or {})]


def test_what_is_counted_afterwards_holds_none_of_the_citizens_words(conversation):
    story = "Gerda Hansen på Kastanjevej ringer aldrig tilbage"
    heard = told(emne="ingen_kontakt", myndighed="kommunen", oensker="dialog")

    turn = conversation.respond(story, heard, Memory(), today=TODAY, site="aarhus")
    turn = conversation.respond("ja", Reading(), turn.memory, today=TODAY)

    counted = json.dumps([says.custom for says in turn.says if "outcome" in (says.custom or {})], ensure_ascii=False)
    assert '"case_type": "ingen_kontakt"' in counted
    assert not [word for word in story.split() if word in counted]


def test_the_bot_presents_itself_as_no_authority(conversation):
    turn = conversation.respond("hej", Reading(), Memory(), today=TODAY, site="aalborg")

    first = turn.says[0].text
    assert "robot" in first
    assert "afgør ikke" in first
    assert "menneske" in first
