"""Judging a conversation: each for themselves, then together; and the estimate that rests on it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.review.estimate import Judged
from bot.store import Accounts, Corrections, Queue, Remarks, Reviews
from bot.store.corrections import APPROVED, EXPORTED, PROPOSED, REJECTED, DecidedError, SamePersonError
from bot.store.database import now
from bot.store.queue import DISAGREED, DONE, OPEN, Wanted
from bot.store.reviews import Judgement, LockedError, NotOverError, SettledError
from bot.store.staff_schema import queued

DAY = timedelta(days=1)
RIGHT = Judgement("ja", "klageorgan", "ankestyrelsen", "afgoerelse", "skole", tone="god", urgent="ingen")
WRONG = replace(RIGHT, route_right="nej", route="maegling", body="borgermaegler_aarhus")
ALWAYS = {"since": datetime(2020, 1, 1), "until": datetime(2100, 1, 1)}


@pytest.fixture
def reviews(store):
    return Reviews(store.database)


@pytest.fixture
def waiting(store):
    """`waiting(raters)`: a conversation in the queue that so many are to judge; its key."""

    def waiting(raters=1, *, municipality="aarhus", looked=True, **as_queued):
        key = store.conversations.start("web", municipality, lives=DAY)[0].id
        store.turns.take(key, "Hej", "x", {}, client_id="12345678", answered=True, lives=DAY)
        if looked:
            Queue(store.database, lambda: now() + timedelta(hours=1)).fill()
            with store.database.begin() as connection:
                values = {"raters": raters, "state": OPEN} | as_queued
                connection.execute(update(queued).where(queued.c.conversation == key).values(values))
        return key

    return waiting


@pytest.fixture
def people(store):
    accounts = Accounts(store.database, store.keys)
    return [
        accounts.create(name, name=name.title(), role="redaktoer", municipalities=["*"]).id for name in ("mette", "jens", "lone")
    ]


def test_one_judgement_is_enough_where_one_is_wanted(reviews, waiting, people):
    key = waiting()

    assert reviews.save(key, people[0], RIGHT) == DONE
    assert reviews.standing(key, people[0]).mine.judgement == RIGHT


def test_a_conversation_that_may_go_on_is_not_judged(reviews, waiting, people):
    key = waiting(looked=False)

    assert not reviews.standing(key, people[0]).may_judge
    with pytest.raises(NotOverError):
        reviews.save(key, people[0], RIGHT)


def test_two_who_agree_are_done(reviews, waiting, people):
    key = waiting(2)

    assert reviews.save(key, people[0], RIGHT) == OPEN
    assert reviews.save(key, people[1], replace(RIGHT, tone="kold", note="Noget andet", area="dagtilbud")) == DONE


def test_whoever_has_judged_is_not_given_it_before_two_differ(store, reviews, waiting, people):
    key, queue = waiting(2), Queue(store.database)
    reviews.save(key, people[0], RIGHT)

    before = [queue.assign(key, who) for who in (people[0], people[1], None)]
    reviews.save(key, people[1], WRONG)

    assert before == [False, True, True]
    assert queue.assign(key, people[0])


@pytest.mark.parametrize(
    "other",
    [WRONG, replace(RIGHT, route_right="tvivl"), replace(RIGHT, case_type="langvarig_sag"), replace(RIGHT, urgent="overset")],
)
def test_two_who_differ_on_what_matters_need_a_third_word(reviews, waiting, people, other):
    key = waiting(2)
    reviews.save(key, people[0], RIGHT)

    assert reviews.save(key, people[1], other) == DISAGREED


def test_nobody_sees_the_others_judgement_before_their_own_is_saved(reviews, waiting, people):
    key = waiting(2)
    reviews.save(key, people[0], WRONG)

    before = reviews.standing(key, people[1])
    reviews.save(key, people[1], RIGHT)
    after = reviews.standing(key, people[1])

    assert (before.others, before.judged, before.may_judge) == ((), 1, True)
    assert [one.judgement for one in after.others] == [WRONG]
    assert after.others[0].name == "Mette"


def test_somebody_who_only_looks_sees_nothing_before_all_have_judged(reviews, waiting, people):
    key = waiting(2)
    reviews.save(key, people[0], WRONG)

    early = reviews.standing(key, people[2])
    reviews.save(key, people[1], WRONG)

    assert early.others == ()
    assert len(reviews.standing(key, people[2]).others) == 2


def test_a_judgement_can_be_changed_until_the_other_has_judged(reviews, waiting, people):
    key = waiting(2)
    reviews.save(key, people[0], RIGHT)
    reviews.save(key, people[0], WRONG)
    reviews.save(key, people[1], WRONG)

    assert reviews.standing(key, people[0]).mine.judgement == WRONG
    assert not reviews.standing(key, people[0]).may_judge
    with pytest.raises(LockedError):
        reviews.save(key, people[0], RIGHT)


def test_a_third_cannot_judge_what_two_have_judged(reviews, waiting, people):
    key = waiting(2)
    reviews.save(key, people[0], RIGHT)
    reviews.save(key, people[1], WRONG)

    with pytest.raises(SettledError):
        reviews.save(key, people[2], RIGHT)


def test_whoever_has_judged_has_it_no_more(store, reviews, waiting, people):
    key, queue = waiting(2), Queue(store.database)
    queue.take_next(people[0], Wanted({"*"}))
    reviews.save(key, people[0], RIGHT)

    assert queue.take_next(people[0], Wanted({"*"})) is None
    assert queue.take_next(people[1], Wanted({"*"})) == key


def test_the_last_word_settles_it(reviews, waiting, people):
    key = waiting(2)
    reviews.save(key, people[0], RIGHT)
    reviews.save(key, people[1], WRONG)
    (dispute,) = reviews.disputes({"aarhus"})

    reviews.settle(key, people[2], WRONG)

    assert set(dispute.differs) == {"route_right", "route", "body"}
    assert [one.name for one in dispute.reviews] == ["Mette", "Jens"]
    assert reviews.disputes({"*"}) == []
    assert reviews.standing(key, people[0]).others[-1].final
    with pytest.raises(SettledError):
        reviews.settle(key, people[2], RIGHT)


def test_an_editor_may_settle_what_they_have_judged_themselves(reviews, waiting, people):
    key = waiting(2)
    reviews.save(key, people[0], RIGHT)
    reviews.save(key, people[1], WRONG)

    reviews.settle(key, people[0], RIGHT)

    assert reviews.standing(key, people[0]).state == DONE


def test_only_what_two_differ_on_can_be_settled(reviews, waiting, people):
    key = waiting()

    with pytest.raises(SettledError):
        reviews.settle(key, people[0], RIGHT)


def test_disputes_elsewhere_are_not_ours(reviews, waiting, people):
    key = waiting(2, municipality="aalborg")
    reviews.save(key, people[0], RIGHT)
    reviews.save(key, people[1], WRONG)

    assert reviews.disputes({"aarhus"}) == []


def test_the_pairs_are_what_two_said_before_it_was_settled_in_the_same_order(reviews, waiting, people):
    first, second, alone = waiting(2), waiting(2), waiting(2)
    for key, order in ((first, (0, 1)), (second, (1, 0))):
        for who in order:
            reviews.save(key, people[who], (RIGHT, WRONG)[who])
    reviews.settle(first, people[2], WRONG)
    reviews.save(alone, people[0], RIGHT)

    assert reviews.pairs({"*"}, **ALWAYS) == [(RIGHT, WRONG), (RIGHT, WRONG)]
    assert reviews.pairs({"aalborg"}, **ALWAYS) == []
    assert reviews.pairs({"*"}, since=ALWAYS["since"], until=datetime(2021, 1, 1)) == []


def test_what_was_settled_is_counted_by_reason_and_draw(reviews, waiting, people):
    agreed, settled, pending = (waiting(2, reason="lang", sampled=False) for _ in range(3))
    waiting(reason="ingen", state="dropped", sampled=False)
    for key, other in ((agreed, RIGHT), (settled, WRONG), (pending, WRONG)):
        reviews.save(key, people[0], RIGHT)
        reviews.save(key, people[1], other)
    reviews.settle(settled, people[2], replace(WRONG, route_right="tvivl"))

    found = reviews.judged({"*"}, **ALWAYS)

    assert set(found) == {
        Judged("lang", False, "ja", 1),
        Judged("lang", False, "tvivl", 1),
        Judged("lang", False, None, 1),
        Judged("ingen", False, None, 1),
    }
    assert reviews.judged({"aalborg"}, **ALWAYS) == []


def test_judgements_go_with_the_conversation(store, reviews, waiting, people):
    key = waiting()
    reviews.save(key, people[0], replace(RIGHT, note="Kun her"))
    Remarks(store.database).say(key, people[0], "Også her")
    Remarks(store.database).tag(key, "mærket")

    store.conversations.forget(key)

    left = store.everything()
    assert "Kun her" not in left
    assert "Også her" not in left
    assert "mærket" not in left


def test_comments_stand_in_order_under_their_authors_name(store, waiting, people):
    key, remarks = waiting(), Remarks(store.database)

    assert remarks.say(key, people[0], "Se på fristen")
    assert remarks.say(key, people[1], "Enig")

    assert [(one.name, one.text) for one in remarks.comments(key)] == [("Mette", "Se på fristen"), ("Jens", "Enig")]
    assert not remarks.say("findes-ikke", people[0], "Hallo")


def test_tags_are_kept_once_in_small_letters_and_can_be_taken_off(store, waiting):
    key, remarks = waiting(), Remarks(store.database)

    tagged = [remarks.tag(key, name) for name in ("Til  Årsberetning", "til årsberetning", "frist", "  ")]
    remarks.untag(key, "frist")

    assert tagged == [True, True, True, False]
    assert remarks.tags(key) == ["til årsberetning"]
    assert remarks.known({"aarhus"}) == ["til årsberetning"]
    assert remarks.known({"aalborg"}) == []
    assert not remarks.tag("findes-ikke", "frist")


@pytest.fixture
def corrections(store):
    return Corrections(store.database)


@pytest.fixture
def propose(corrections, waiting):
    def propose(text="De svarer aldrig på mine breve", municipality="aarhus"):
        facts = {"emne": "ingen_kontakt"}
        return corrections.propose(
            text,
            facts,
            asked="emne",
            conversation=waiting(),
            municipality=municipality,
            username="mette",
            note="Tit læst forkert",
        )

    return propose


def test_what_one_proposes_another_approves(corrections, propose):
    number = propose()

    with pytest.raises(SamePersonError):
        corrections.decide(number, approved=True, username="mette")
    corrections.decide(number, approved=True, username="jens", note="Ja")

    found = corrections.get(number)
    assert (found.state, found.proposed_by, found.decided_by, found.asked) == (APPROVED, "mette", "jens", "emne")
    assert found.note == "Tit læst forkert\nJa"


def test_what_was_decided_stays_decided(corrections, propose):
    number = propose()
    corrections.decide(number, approved=False, username="jens")

    with pytest.raises(DecidedError):
        corrections.decide(number, approved=True, username="lone")
    assert corrections.get(number).state == REJECTED


def test_only_what_was_approved_is_exported(corrections, propose):
    approved, proposed = propose(), propose()
    corrections.decide(approved, approved=True, username="jens")

    corrections.exported([approved, proposed])

    assert (corrections.get(approved).state, corrections.get(proposed).state) == (EXPORTED, PROPOSED)


def test_what_was_approved_outlives_the_conversation_and_says_nothing_of_it(store, corrections, propose):
    number = propose()
    key = corrections.get(number).conversation
    corrections.decide(number, approved=True, username="jens")

    store.conversations.forget(key)

    assert corrections.get(number).conversation is None
    assert corrections.get(number).state == APPROVED


def test_corrections_elsewhere_are_not_ours(corrections, propose):
    propose(municipality="aalborg")

    assert corrections.listed({"aarhus"}, [PROPOSED]) == []
    assert len(corrections.listed({"*"}, [PROPOSED])) == 1
