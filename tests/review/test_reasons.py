"""Which conversations somebody should read, and why."""

import itertools

import pytest

from bot.review.reasons import REASONS, Place, Record, place, raters, reasons, sampled, stratum, words
from bot.review.record import Heard, Line, record

KEYS = [f"{number:032x}" for number in range(20_000)]


def outcome(route="klageorgan", **facts):
    return {"outcome": {"route": route, "facts": facts}}


def asked(fact):
    return {"question": {"fact": fact, "options": []}}


def made(lines, turns, *, handed_over=False, confidence=0.9, rated=None):
    return record(
        [Line(seq, author, custom) for seq, author, custom in lines],
        [Heard(seq, state, understood) for seq, state, understood in turns],
        handed_over=handed_over,
        confidence=confidence,
        rated=rated,
    )


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (Record(urgent=True), "fare"),
        (Record(failed=True), "fejl"),
        (Record(rated="nej"), "forkert"),
        (Record(contradicted=True), "forkert"),
        (Record(corrected=True), "uenig"),
        (Record(at_odds=True), "uenig"),
        (Record(confidence=0.49), "usikker"),
        (Record(person=True), "menneske"),
        (Record(questions=8), "lang"),
        (Record(outcome=False), "afbrudt"),
    ],
)
def test_each_thing_that_went_awry_is_a_reason(known, reason):
    assert reasons(known) == (reason,)


@pytest.mark.parametrize(
    "known",
    [Record(), Record(confidence=0.5), Record(questions=7), Record(rated="ja"), Record(rated="delvist"), Record(confidence=None)],
)
def test_what_went_well_is_no_reason(known):
    assert reasons(known) == ()


def test_whoever_got_a_person_did_not_leave_without_an_answer():
    assert reasons(Record(outcome=False, person=True)) == ("menneske",)


def test_danger_is_the_first_of_many_reasons():
    known = Record(urgent=True, failed=True, rated="nej", questions=12, confidence=0.1)

    assert reasons(known) == ("fare", "fejl", "forkert", "usikker", "lang")


def test_every_reason_is_said_in_words():
    assert words(["fare", "lang"], drawn=True) == [REASONS[key].text for key in ("fare", "lang", "proeve")]
    assert words(["en_gammel_grund"]) == []


def test_a_tenth_is_drawn_and_the_same_tenth_every_time():
    drawn = [key for key in KEYS if sampled(key)]

    assert 0.09 < len(drawn) / len(KEYS) < 0.11
    assert drawn == [key for key in KEYS if sampled(key)]


def test_a_fifth_is_read_by_two_whether_drawn_or_not():
    of_all = sum(raters(key) == 2 for key in KEYS) / len(KEYS)
    of_drawn = [raters(key) == 2 for key in KEYS if sampled(key)]

    assert 0.19 < of_all < 0.21
    assert 0.17 < sum(of_drawn) / len(of_drawn) < 0.23


def test_the_draw_does_not_look_at_the_reasons():
    for key, known in itertools.product(KEYS[:200], [Record(), Record(urgent=True)]):
        assert place(key, known).sampled == sampled(key)


def test_a_drawn_conversation_without_a_reason_stands_in_the_queue_and_in_the_stratum_of_its_like():
    drawn, plain = Place((), True, 1), Place((), False, 1)

    assert (drawn.reason, plain.reason) == ("proeve", "ingen")
    assert drawn.weight > plain.weight == 0
    assert stratum(drawn.reason) == stratum(plain.reason) == stratum(None) == "ingen"


def test_a_drawn_conversation_comes_before_its_like_but_not_before_danger():
    assert Place(("lang",), True, 1).weight > Place(("lang",), False, 1).weight
    assert Place(("lang",), True, 1).weight < Place(("fare",), False, 1).weight
    assert Place(("lang",), True, 1).reason == "lang"


def test_more_reasons_do_not_weigh_more_so_that_nobody_reads_the_worst_of_a_kind_first():
    assert Place(("fare", "fejl", "lang"), False, 1).weight == Place(("fare",), False, 1).weight


def test_an_ordinary_conversation_has_nothing_to_be_read_for():
    known = made(
        [(1, "citizen", {}), (2, "bot", asked("oensker")), (3, "citizen", {}), (4, "bot", asked("bekraeft")), (5, "citizen", {})]
        + [(6, "bot", outcome(emne="afgoerelse"))],
        [
            (1, "done", {"facts": {"emne": "afgoerelse"}, "asked": "oensker"}),
            (3, "done", {"facts": {"emne": "afgoerelse", "oensker": "aendre"}, "asked": "bekraeft"}),
            (5, "done", {"facts": {"emne": "afgoerelse", "oensker": "aendre"}, "asked": None}),
        ],
    )

    assert known.questions == 1
    assert reasons(known) == ()


def test_a_summary_that_was_put_right_is_noticed():
    turns = [
        (1, "done", {"facts": {"emne": "afgoerelse"}, "asked": "bekraeft"}),
        (3, "done", {"facts": {"emne": "langvarig_sag"}, "asked": None}),
    ]

    assert made([(4, "bot", outcome())], turns).corrected


def test_a_bare_no_to_the_summary_is_noticed():
    facts = {"emne": "afgoerelse"}
    turns = [(1, "done", {"facts": facts, "asked": "bekraeft"}), (3, "done", {"facts": facts, "asked": "fortael_mere"})]

    assert made([(4, "bot", asked("fortael_mere"))], turns).corrected


def test_taking_something_back_after_the_outcome_says_the_advice_was_wrong():
    turns = [
        (1, "done", {"facts": {"omraade": "skole"}, "asked": None}),
        (3, "done", {"facts": {"omraade": "dagtilbud"}, "asked": "bekraeft"}),
    ]

    assert made([(2, "bot", outcome())], turns).contradicted
    assert not made([(2, "bot", outcome())], turns[:1]).contradicted


def test_a_belief_that_leans_elsewhere_than_what_decided_is_at_odds():
    turn = {"facts": {"emne": "afgoerelse"}, "beliefs": {"emne": {"langvarig_sag": 0.6, "afgoerelse": 0.3}}, "asked": None}
    weak = turn | {"beliefs": {"emne": {"langvarig_sag": 0.4, "afgoerelse": 0.3}}}

    assert made([(2, "bot", outcome())], [(1, "done", turn)]).at_odds
    assert not made([(2, "bot", outcome())], [(1, "done", weak)]).at_odds


def test_advice_in_time_is_no_danger():
    assert made([(2, "bot", {"urgent": {"signal": "livsfare", "numbers": ["112"]}})], []).urgent
    assert not made([(2, "bot", {"urgent": {"signal": "bolig", "numbers": []}})], []).urgent


def test_a_person_was_asked_for_came_or_was_written_to():
    assert made([(2, "bot", outcome("menneske"))], []).person
    assert made([(2, "person", {})], []).person
    assert made([], [], handed_over=True).person
    assert not made([(2, "bot", outcome())], []).person


def test_a_failed_turn_and_an_apology_are_failures():
    assert made([], [(1, "failed", {})]).failed
    assert made([(2, "system", {"down": True})], []).failed
