"""The queue: what is over is looked at once, what matters waits for somebody, and each is taken by one."""

from datetime import timedelta

import pytest

from bot.review.reasons import sampled
from bot.store import Accounts, Queue
from bot.store.conversations import Said
from bot.store.database import now
from bot.store.queue import DONE, DROPPED, OPEN, Wanted

EVERYTHING = Wanted({"*"})
DAY = timedelta(days=1)


class Ahead:
    """A clock so far ahead of the store's own."""

    def __init__(self, **time):
        self.time = timedelta(**time)

    def __call__(self):
        return now() + self.time


@pytest.fixture
def queue(store):
    return Queue(store.database, Ahead(minutes=31))


@pytest.fixture
def talk(store):
    """`talk(...)`: a whole conversation, drawn by chance or not, as the door leaves it; its key."""

    def talk(custom=None, *, drawn=False, municipality="aarhus", failed=False, confidence=0.9):
        key = None
        while key is None or sampled(key) is not drawn:
            if key:
                store.conversations.forget(key)
            key = store.conversations.start("web", municipality, lives=DAY)[0].id
        store.turns.take(key, "Jeg har fået afslag", "x", {}, client_id="12345678", answered=True, lives=DAY)
        said = Said("bot", "Sådan", custom or {"outcome": {"route": "klageorgan"}})
        store.turns.answer(store.turns.claim(key), [said], failed=failed, understood={"facts": {"emne": "afgoerelse"}})
        store.conversations.came_to(key, route="klageorgan", confidence=confidence)
        return key

    return talk


@pytest.fixture
def person(store):
    accounts = Accounts(store.database, store.keys)

    def person(name):
        return accounts.create(name, name=name.title(), role="bedoemmer", municipalities=["*"]).id

    return person


def states(store):
    from bot.store.staff_schema import queued

    with store.database.begin() as connection:
        return {row.conversation: row.state for row in connection.execute(queued.select())}


def test_nobody_looks_at_a_conversation_that_may_still_go_on(store, talk):
    talk(failed=True)

    assert Queue(store.database, Ahead(minutes=29)).fill() == 0
    assert Queue(store.database, Ahead(minutes=31)).fill() == 1


def test_a_closed_conversation_with_an_outcome_is_looked_at_at_once(store, talk):
    key = talk(failed=True)
    store.conversations.become(key, "closed")

    assert Queue(store.database, now).fill() == 1


def test_a_conversation_in_which_the_citizen_said_nothing_is_none(store, queue):
    store.conversations.start("web", "aarhus", lives=DAY)

    assert queue.fill() == 0


def test_what_went_well_is_looked_at_once_and_waits_for_nobody(store, queue, talk):
    key = talk()

    assert (queue.fill(), queue.fill()) == (1, 0)
    assert states(store) == {key: DROPPED}
    assert queue.items(EVERYTHING, me=0) == ([], 0)


def test_what_went_well_and_was_drawn_waits(queue, talk):
    key = talk(drawn=True)
    queue.fill()

    (item,), number = queue.items(EVERYTHING, me=0)

    assert (item.conversation, item.reasons, item.sampled, number) == (key, (), True, 1)


def test_each_says_why_it_waits_and_danger_comes_first(queue, talk):
    unsure = talk(confidence=0.3)
    danger = talk({"urgent": {"signal": "livsfare", "numbers": ["112"]}})
    queue.fill()

    items, _ = queue.items(EVERYTHING, me=0)

    assert [(item.conversation, item.reasons[0]) for item in items] == [(danger, "fare"), (unsure, "usikker")]
    assert queue.reasons({"*"})["usikker"] == 1


def test_what_the_citizen_says_of_it_later_is_heard(store, queue, talk):
    key = talk()
    Queue(store.database, Ahead(minutes=31)).fill()
    store.conversations.rate(key, "nej", "")
    later(store, key, rated=timedelta(hours=1))

    looked = Queue(store.database, Ahead(hours=2)).fill()

    assert looked == 1
    assert states(store) == {key: OPEN}


def later(store, key, *, rated):
    """As if the citizen had rated it so much later."""
    from bot.store.schema import rating

    with store.database.begin() as connection:
        connection.execute(rating.update().where(rating.c.conversation == key).values(at=now() + rated))


def test_what_somebody_has_taken_stays_theirs_when_the_citizen_comes_back(store, talk, person):
    key, me = talk(failed=True), person("mette")
    queue = Queue(store.database, Ahead(minutes=31))
    queue.fill()
    queue.take_next(me, EVERYTHING)
    store.conversations.rate(key, "nej", "")
    later(store, key, rated=timedelta(hours=1))

    Queue(store.database, Ahead(hours=2)).fill()

    (item,), _ = queue.items(EVERYTHING, me=me)
    assert (item.assigned, item.reasons) == (me, ("fejl", "forkert"))


def test_two_people_never_get_the_same_one(queue, talk, person):
    talk(failed=True)
    talk(failed=True)
    queue.fill()
    mette, jens, lone = person("mette"), person("jens"), person("lone")

    taken = [queue.take_next(one, EVERYTHING) for one in (mette, jens, lone)]

    assert taken[0] != taken[1]
    assert taken[2] is None


def test_what_i_have_already_comes_before_what_is_new(queue, talk, person):
    first, me = talk(confidence=0.1), person("mette")
    queue.fill()
    queue.take_next(me, EVERYTHING)
    talk({"urgent": {"signal": "livsfare", "numbers": ["112"]}})
    queue.fill()

    assert queue.take_next(me, EVERYTHING) == first


def test_what_i_give_back_another_may_take(queue, talk, person):
    key = talk(failed=True)
    queue.fill()
    mette, jens = person("mette"), person("jens")
    queue.take_next(mette, EVERYTHING)

    assert queue.assign(key, None)
    assert queue.take_next(jens, EVERYTHING) == key


def test_the_queue_can_be_seen_by_reason_by_person_and_by_what_is_free(queue, talk, person):
    unsure, failed, me = talk(confidence=0.1), talk(failed=True, drawn=True), person("mette")
    queue.fill()
    queue.assign(unsure, me)

    def seen(**wanted):
        return [item.conversation for item in queue.items(Wanted({"*"}, **wanted), me=me)[0]]

    assert seen(reason="usikker") == [unsure]
    assert seen(reason="proeve") == [failed]
    assert seen(assigned=me) == [unsure]
    assert seen(unassigned=True) == [failed]
    assert seen(reason="%") == []


def test_nobody_sees_another_municipalitys(queue, talk, person):
    talk(failed=True, municipality="aalborg")
    talk(failed=True, municipality=None)
    queue.fill()

    assert queue.items(Wanted({"aarhus"}), me=0) == ([], 0)
    assert queue.take_next(person("mette"), Wanted({"aarhus"})) is None
    assert queue.reasons({"aarhus"}) == {}
    assert (queue.count({"aarhus"}), queue.count({"aalborg"}), queue.count({"*"})) == (0, 1, 2)


def test_it_goes_when_the_conversation_goes(store, queue, talk):
    key = talk(failed=True)
    queue.fill()

    store.conversations.forget(key)

    assert states(store) == {}
    assert queue.count({"*"}, DONE) == 0


def test_more_than_fit_in_one_go_are_all_looked_at(store, queue, talk, monkeypatch):
    monkeypatch.setattr("bot.store.queue.AT_ONCE", 2)
    for _ in range(5):
        talk(failed=True)

    assert queue.fill() == 5
    assert queue.count({"*"}) == 5
