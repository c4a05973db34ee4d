"""Sessions of the staff: they end by themselves, and a token from before the login is worth nothing after it."""

import pytest

from bot.store import Accounts, Sessions
from bot.store.sessions import BEGUN, PASSWORD, WHOLE
from tests.store.test_accounts import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def sessions(store, clock):
    return Sessions(store.database, store.keys, clock)


@pytest.fixture
def anna(store, clock):
    return Accounts(store.database, store.keys, clock).create("anna", name="Anna", role="laeser", municipalities=["*"]).id


def test_a_session_that_nobody_uses_ends_after_half_an_hour(sessions, anna, clock):
    token = sessions.begin(account=anna, stage=WHOLE)
    clock.passes(minutes=29)
    assert sessions.find(token)

    clock.passes(minutes=1)

    assert sessions.find(token) is None


def test_a_session_in_use_ends_after_a_working_day(sessions, anna, clock):
    token = sessions.begin(account=anna, stage=WHOLE)
    for _ in range(29):
        clock.passes(minutes=20)
        sessions.touch(sessions.find(token))
    assert sessions.find(token)

    clock.passes(minutes=20)

    assert sessions.find(token) is None


def test_the_token_is_another_at_each_stage(sessions, anna):
    begun = sessions.begin()
    password = sessions.advance(sessions.find(begun), account=anna, stage=PASSWORD, carried={"til": "/koe"})
    whole = sessions.advance(sessions.find(password), account=anna, stage=WHOLE)

    assert sessions.find(begun) is None
    assert sessions.find(password) is None
    assert sessions.find(whole).stage == WHOLE
    assert sessions.find(whole).account == anna


def test_each_stage_has_its_own_mark_for_forms(sessions, anna):
    begun = sessions.begin()
    before = sessions.find(begun).csrf

    after = sessions.find(sessions.advance(sessions.find(begun), account=anna, stage=WHOLE)).csrf

    assert before != after


def test_a_token_is_not_in_the_database(store, sessions):
    token = sessions.begin()

    assert token not in store.everything()


def test_all_of_a_person_s_sessions_end_together(sessions, anna):
    tokens = [sessions.begin(account=anna, stage=WHOLE) for _ in range(2)]
    other = sessions.begin()

    sessions.end_all_of(anna)

    assert [sessions.find(token) for token in tokens] == [None, None]
    assert sessions.find(other).stage == BEGUN


def test_what_is_over_is_cleared_away(store, sessions, clock):
    sessions.begin()
    clock.passes(minutes=31)
    living = sessions.begin()

    sessions.purge()

    from bot.store.staff_schema import staff_session

    with store.database.engine.connect() as connection:
        assert len(connection.execute(staff_session.select()).all()) == 1
    assert sessions.find(living)
