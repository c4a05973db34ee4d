"""Accounts: who may come in, how often one may guess, and that a code is worth one login."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from bot.store import Accounts, Invitations
from bot.store.accounts import TakenError

NOON = datetime(2026, 11, 23, 11, 0)


class Clock:
    def __init__(self):
        self.at = NOON

    def __call__(self):
        return self.at

    def passes(self, **time):
        self.at += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def accounts(store, clock):
    return Accounts(store.database, store.keys, clock)


@pytest.fixture
def anna(accounts):
    return accounts.create("anna", name="Anna Lund", role="bedoemmer", municipalities=["aarhus", "aalborg"])


def test_an_account_is_found_however_its_name_is_written(accounts, anna):
    assert accounts.named(" Anna ") == anna
    assert anna.municipalities == {"aarhus", "aalborg"}
    assert anna.password is None


def test_two_cannot_have_the_same_name(accounts, anna):
    with pytest.raises(TakenError):
        accounts.create("anna", name="En anden Anna", role="laeser", municipalities=[])


def test_a_password_does_not_show_where_an_account_is_printed(accounts, anna):
    accounts.set_password(anna.id, "$argon2id$hemmeligt")

    assert "hemmeligt" not in repr(accounts.get(anna.id))


def test_the_fifth_wrong_try_locks_for_a_quarter_of_an_hour(accounts, anna, clock):
    tries = [accounts.take_try(anna.id) for _ in range(6)]

    assert tries == [True] * 5 + [False]
    clock.passes(minutes=14, seconds=59)
    assert not accounts.take_try(anna.id)
    clock.passes(seconds=2)
    assert accounts.take_try(anna.id)


def test_each_new_lock_is_longer_than_the_one_before(accounts, anna, clock):
    for _ in range(5):
        accounts.take_try(anna.id)
    first = accounts.get(anna.id).locked_until - clock.at
    clock.passes(minutes=16)
    for _ in range(5):
        accounts.take_try(anna.id)

    second = accounts.get(anna.id).locked_until - clock.at

    assert first == timedelta(minutes=15)
    assert second == timedelta(minutes=30)


def test_no_lock_is_longer_than_a_day(accounts, anna, clock):
    for _ in range(5 * 12):
        while not accounts.take_try(anna.id):
            clock.passes(hours=1)

    assert accounts.get(anna.id).locked_until - clock.at == timedelta(hours=24)


def test_a_right_password_does_not_wipe_out_the_wrong_codes_before_it(accounts, anna):
    """Else whoever has stolen a password could guess at codes for ever, four at a time."""
    for _ in range(4):
        accounts.take_try(anna.id)
    accounts.take_try(anna.id)
    accounts.give_back(anna.id)

    accounts.take_try(anna.id)

    assert not accounts.take_try(anna.id)


def test_a_whole_login_wipes_the_slate_clean(accounts, anna, clock):
    for _ in range(4):
        accounts.take_try(anna.id)

    accounts.came_in(anna.id)

    assert [accounts.take_try(anna.id) for _ in range(5)] == [True] * 5
    assert accounts.get(anna.id).seen_at == clock.at


def test_a_code_works_once_and_so_does_any_older_one(accounts, anna):
    accounts.set_codes(anna.id, "JBSWY3DPEHPK3PXP", recovery=[], step=100)

    assert not accounts.spend_step(anna.id, 100)
    assert accounts.spend_step(anna.id, 102)
    assert not accounts.spend_step(anna.id, 101)


def test_a_paper_code_works_once(accounts, anna):
    accounts.set_codes(anna.id, "JBSWY3DPEHPK3PXP", recovery=["AAAAA22222", "BBBBB33333"], step=100)

    assert accounts.spend_recovery(anna.id, "AAAAA22222") == 1
    assert accounts.spend_recovery(anna.id, "AAAAA22222") is None
    assert accounts.spend_recovery(anna.id, "CCCCC44444") is None
    assert accounts.codes_secret(anna.id) == "JBSWY3DPEHPK3PXP"


def test_the_secret_behind_the_codes_is_nowhere_in_the_clear(store, accounts, anna):
    accounts.set_codes(anna.id, "JBSWY3DPEHPK3PXP", recovery=["AAAAA22222"], step=100)

    assert "JBSWY3DPEHPK3PXP" not in store.everything()
    assert "AAAAA22222" not in store.everything()


def test_there_is_always_somebody_to_administer(accounts):
    only = accounts.create("bo", name="Bo", role="administrator", municipalities=["*"])

    assert not accounts.set_active(only.id, False)
    assert not accounts.set_role(only.id, "laeser")
    accounts.create("eva", name="Eva", role="administrator", municipalities=["*"])
    assert accounts.set_role(only.id, "laeser")


def test_the_provider_s_name_for_a_person_is_bound_once(accounts, anna):
    bo = accounts.create("bo", name="Bo", role="laeser", municipalities=[])

    assert accounts.bind(anna.id, "https://login.test 1")
    assert not accounts.bind(anna.id, "https://login.test 2")
    assert not accounts.bind(bo.id, "https://login.test 1")
    assert accounts.known_as("https://login.test 1").id == anna.id


def test_a_link_works_once_and_for_three_days(store, accounts, anna, clock):
    invitations = Invitations(store.database, store.keys, clock)
    key = invitations.make(anna.id)
    clock.passes(hours=71, minutes=59)

    assert invitations.whose(key) == anna.id
    assert invitations.use(key) == anna.id
    assert invitations.use(key) is None
    late = invitations.make(anna.id)
    clock.passes(hours=72)
    assert invitations.whose(late) is None


def test_a_new_link_takes_the_place_of_the_old(store, accounts, anna, clock):
    invitations = Invitations(store.database, store.keys, clock)
    old = invitations.make(anna.id)

    new = invitations.make(anna.id)

    assert invitations.whose(old) is None
    assert invitations.whose(new) == anna.id
    assert new not in store.everything()


def test_many_guesses_at_the_same_moment_are_no_more_than_five(accounts, anna):
    with ThreadPoolExecutor(12) as guessers:
        tries = list(guessers.map(lambda _: accounts.take_try(anna.id), range(24)))

    assert sum(tries) == 5
