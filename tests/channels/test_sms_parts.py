"""A long text reads as it was written, however its parts come."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms_parts import Place, Sms, Whole, read_header, release, take

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
TEXTS = ("Jeg har fået ", "afslag på hjælp, ", "hvad gør jeg?")


def part(number, text=None, *, total=3, reference=204, sender="+4511111111", receiver="+4500000001", again=""):
    text = TEXTS[number - 1] if text is None else text
    return Sms(f"{sender}-{reference}-{number}-{text}{again}", sender, receiver, text, Place(reference, total, number))


def heard(*messages, every=timedelta(seconds=1)):
    """Everything said after the messages came one by one, and what still waits."""
    state, said = (), []
    for index, sms in enumerate(messages):
        state, whole = take(state, sms, at=NOON + index * every)
        said += whole
    return state, said


def texts(said):
    return [(one.text, one.complete) for one in said]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (2, 2, 1, 1, 3, 3)])
def test_parts_are_joined_in_their_own_order(order):
    _, said = heard(*map(part, order))

    assert texts(said) == [("Jeg har fået afslag på hjælp, hvad gør jeg?", True)]
    assert len(said[0].ids) == 3


def test_nothing_is_said_before_the_last_part():
    _, said = heard(part(1), part(3))

    assert said == []


def test_a_short_message_waits_for_nobody():
    sms = Sms("1", "+4511111111", None, "Hej")

    assert heard(part(1), sms)[1] == [Whole("+4511111111", None, "Hej", ("1",))]


@pytest.mark.parametrize("place", [Place(1, 1, 1), Place(1, 0, 0), Place(1, 2, 3), Place(1, 2, 0)])
def test_a_part_of_nothing_is_a_message(place):
    assert texts(heard(Sms("1", "+4511111111", None, "Hej", place))[1]) == [("Hej", True)]


@pytest.mark.parametrize(
    ("numbers", "text"),
    [((1, 2), "Jeg har fået afslag på hjælp,  ..."), ((1, 3), "Jeg har fået  ... hvad gør jeg?"), ((3,), "... hvad gør jeg?")],
)
def test_after_ten_minutes_what_came_is_let_go_as_it_is(numbers, text):
    state, _ = heard(*map(part, numbers), every=timedelta(0))

    assert release(state, at=NOON + timedelta(minutes=10)) == (state, ())
    state, said = release(state, at=NOON + timedelta(minutes=10, seconds=1))
    assert texts(said) == [(text, False)]
    assert state == ()


def test_the_next_message_lets_go_what_is_late():
    _, said = heard(part(1), Sms("9", "+4522222222", None, "Hej"), every=timedelta(minutes=11))

    assert texts(said) == [("Jeg har fået  ...", False), ("Hej", True)]


def test_a_part_that_comes_again_later_is_not_a_new_message():
    state, said = heard(part(1), part(2), part(3), part(2), part(1, again="-ny id"))

    assert len(said) == 1
    assert release(state, at=NOON + timedelta(minutes=11)) == ((), ())


def test_a_reference_may_be_used_again():
    _, said = heard(part(1, "Hej ", total=2), part(2, "igen", total=2), part(1, "Farvel ", total=2), part(2, "nu", total=2))

    assert texts(said) == [("Hej igen", True), ("Farvel nu", True)]


def test_a_reference_used_again_lets_go_what_was_not_finished():
    _, said = heard(part(1, "Hej ", total=2), part(1, "Farvel ", total=2), part(2, "nu", total=2))

    assert texts(said) == [("Hej  ...", False), ("Farvel nu", True)]


def test_two_people_or_two_numbers_with_one_reference_are_kept_apart():
    other = {"sender": "+4522222222"}
    _, said = heard(
        part(1), part(1, **other), part(2), part(2, **other), part(1, receiver="+4500000002"), part(3), part(3, **other)
    )

    assert texts(said) == [("".join(TEXTS), True)] * 2
    assert [one.sender for one in said] == ["+4511111111", "+4522222222"]


@given(st.data(), st.lists(st.text(max_size=5), min_size=2, max_size=6))
def test_any_order_and_any_repetition_gives_the_text_once(data, written):
    numbers = list(range(1, len(written) + 1))
    order = data.draw(st.permutations(numbers + data.draw(st.lists(st.sampled_from(numbers), max_size=6))))

    _, said = heard(*(part(number, written[number - 1], total=len(written)) for number in order))

    assert texts(said) == [("".join(written), True)]


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("050003CC0201", Place(0xCC, 2, 1)),  # GatewayAPI's own example
        ("0608041A2B0302", Place(0x1A2B, 3, 2)),
        ("0A0504158A00000003CC0202", None),  # says it is shorter than it is
        ("0B0504158A00000003CC0202", Place(0xCC, 2, 2)),  # after the element of a port
        ("06050400000000", None),
        ("", None),
        ("00", None),
        ("05000301", None),
        ("FF", None),
    ],
)
def test_the_header_says_where_a_part_belongs(header, place):
    assert read_header(bytes.fromhex(header)) == place


@given(st.binary(max_size=20))
def test_any_header_can_be_read(header):
    assert read_header(header) is None or isinstance(read_header(header), Place)
