"""What the decision tables promise every citizen, tried on every one of them."""

from itertools import product

import pytest

from bot.knowledge import DEFAULT
from bot.triage import FACTS, VED_IKKE, Case, Facts, Matter, next_question, route
from bot.triage.case import ASK_INSTEAD
from tests.conftest import TODAY

# One matter of each kind that the tables can tell apart.
MATTERS = {
    "hjaelpemidler": Matter("hjaelpemidler", body="ankestyrelsen", length="P4W"),
    "skoletransport": Matter("skoletransport", klageadgang="nej", body="kommunen_endelig"),
    "boligstoette": Matter("boligstoette", authority="anden", body="ankestyrelsen", length="P4W"),
    "huslejenaevn": Matter("huslejenaevn", authority="privat", body="huslejenaevnet"),
    "sagsbehandlingstid": Matter("sagsbehandlingstid", klageadgang="nej", body="afdelingen", subject=False),
}
DECIDING = ("myndighed", "emne", "omraade", "oensker", "afgoerelse", "talt_med_afdelingen", "indbragt_andetsteds")
ANSWERS = {**FACTS, "omraade": (*MATTERS, VED_IKKE)}
WHENS = ("2026-11-10", "2026-05-01", "2024-01-01/..", "2023-01-01/2023-02-01", VED_IKKE)


def every_citizen():
    for answers in product(*(ANSWERS[fact] for fact in DECIDING)):
        yield Facts(**dict(zip(DECIDING, answers, strict=True)), hvornaar=VED_IKKE, kommune="aalborg", paa_vegne_af="mig_selv")


def contradicts_itself(citizen):
    """Says another authority than the one the subject has: no interview would bring both to light."""
    matter = MATTERS.get(str(citizen.omraade))
    return bool(matter and matter.subject and citizen.myndighed not in (matter.authority, VED_IKKE))


CITIZENS = list(every_citizen())
SOME = [citizen for citizen in CITIZENS[::5] if not contradicts_itself(citizen)]  # the whole lot would take minutes


def case(facts):
    return Case(facts, MATTERS.get(str(facts.omraade)), TODAY)


def interview(citizen, table):
    """Ask until decided; return what was asked, in order, and the outcome."""
    facts, asked = Facts(kommune=citizen.kommune), []
    while question := next_question(case(facts), table):
        asked.append(question)
        facts = facts.with_answer(question, citizen.answer(question))
        assert len(asked) < 20
    return asked, route(case(facts), table)


@pytest.fixture(params=["aalborg", "aarhus", "koebenhavn", "kolding", DEFAULT])
def table(request, base):
    return base.municipalities[request.param].table


def test_everyone_is_sent_somewhere_with_a_legal_basis(table):
    for citizen in CITIZENS[::3]:
        outcome = route(case(citizen), table)

        assert outcome is not None
        assert outcome.basis
        assert len(outcome.also) <= 2
        assert outcome.route not in outcome.also


def test_a_short_interview_ends_where_a_full_questionnaire_would(table):
    for citizen in SOME:
        _, outcome = interview(citizen, table)
        full = route(case(citizen), table)

        assert (outcome.route, outcome.body) == (full.route, full.body), citizen


def test_nobody_is_asked_the_same_thing_twice_or_anything_needless(table):
    needed = {ASK_INSTEAD.get(fact, fact) for row in table.rows for fact in (*row.when, *row.wants)} | {"omraade"}
    for citizen in SOME:
        asked, _ = interview(citizen, table)

        assert len(asked) == len(set(asked))
        assert set(asked) <= needed


def test_every_row_decides_for_someone(table):
    deciding = {route(case(citizen), table).row for citizen in CITIZENS}

    assert deciding == {row.id for row in table.rows}


@pytest.mark.parametrize("when", WHENS)
def test_an_old_matter_or_a_passed_deadline_is_never_a_dead_end(base, when):
    for key in base.municipalities:
        for citizen in SOME[::5]:
            facts = citizen.with_answer("hvornaar", when)

            table = base.municipalities[key].table

            assert route(case(facts), table).route == route(case(citizen), table).route


def test_a_matter_outside_the_municipality_needs_no_more_than_its_subject(base):
    asked, outcome = interview(Facts(omraade="boligstoette", emne="adfaerd"), base.municipalities["aalborg"].table)

    assert asked == ["omraade"]
    assert (outcome.route, outcome.body) == ("rette_myndighed", "ankestyrelsen")


def test_unanswered_calls_count_as_having_tried(base):
    facts = Facts("aalborg", "kommunen", emne="ingen_kontakt", oensker="klage", hvornaar=VED_IKKE, indbragt_andetsteds="nej")

    assert Case(facts, None, TODAY).answer("talt_med_afdelingen") == "ja"
    assert route(Case(facts, None, TODAY), base.municipalities["aalborg"].table).route == "raadgivning"


def test_a_general_cut_with_a_letter_to_me_is_my_own_decision(base):
    said = {"emne": "serviceniveau", "afgoerelse": "ja", "omraade": "hjaelpemidler", "oensker": "aendre"}
    facts = Facts(kommune="aalborg", **said, indbragt_andetsteds="nej")

    outcome = route(Case(facts, MATTERS["hjaelpemidler"], TODAY), base.municipalities["aalborg"].table)

    assert (outcome.route, outcome.body) == ("klageorgan", "ankestyrelsen")
