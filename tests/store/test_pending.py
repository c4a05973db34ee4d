"""What waits for the rest of it, whichever door has it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.store.database import now


def add(number):
    return lambda kept: ([*(kept or []), number], len(kept or []))


def test_it_is_kept_between_two_doors_and_gone_when_nothing_is(store):
    assert store.pending.change("+4520304050", add("Hej ")) == 0
    assert "+4520304050" not in store.everything()
    assert "Hej" not in store.everything()

    assert store.pending.change("+4520304050", lambda kept: (None, kept)) == ["Hej "]

    assert store.pending.change("+4520304050", lambda kept: (None, kept)) is None


def test_what_is_old_is_found_by_its_key(store):
    store.pending.change("en", add(1))

    assert store.pending.older(now() - timedelta(minutes=1)) == []
    (key,) = store.pending.older(now() + timedelta(minutes=1))

    assert store.pending.change_at(key, lambda kept: (None, kept)) == [1]


def test_parts_that_come_at_once_are_all_kept(store):
    with ThreadPoolExecutor(8) as doors:
        list(doors.map(lambda number: store.pending.change("en", add(number)), range(24)))

    assert sorted(store.pending.change("en", lambda kept: (None, kept))) == list(range(24))
