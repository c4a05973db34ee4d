"""A long text message as it comes: in parts, out of order, some of them twice.

A phone cuts a long text in parts and gives them a reference, their number and how
many there are, in a header before the text (UDH). Some gateways join them, some do
not. Here they wait for one another; whoever keeps the state passes it in and gets the
next, and says what time it is, so that any process can take the next part.

    >>> waiting, whole = take((), part(2, "verden"), at=noon)   # () : nothing is whole yet
    >>> waiting, whole = take(waiting, part(1, "Hej "), at=noon)
    >>> whole[0].text
    'Hej verden'

A part may be lost for good, so what has waited ten minutes is let go as it is. What
was whole is remembered as long, so that a part that comes again does not come to
stand alone; a reference is soon used again (there may be but 256), so a different
text under the same number is a new message.

Source: 3GPP TS 23.040, 9.2.3.24.1 (8-bit reference) and 9.2.3.24.8 (16-bit).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

PATIENCE = timedelta(minutes=10)
LOST = " ... "  # between parts with a part missing
PLACE_LENGTH = {0x00: 3, 0x08: 4}  # bytes of data, by the element's identifier: 8-bit and 16-bit reference


class Place(NamedTuple):
    """Where a part belongs: number `number` (from 1) of `total` under `reference`."""

    reference: int
    total: int
    number: int


@dataclass(frozen=True)
class Sms:
    """A text message as it came: `id` is the gateway's, numbers as `+4512345678`.

    No `receiver` where the gateway does not say which; no `place` for a message that is whole.
    """

    id: str
    sender: str
    receiver: str | None
    text: str
    place: Place | None = None
    sent: datetime | None = None
    media: int = 0


@dataclass(frozen=True)
class Whole:
    """What a citizen wrote. `complete` is False where parts of it never came; `ids` are those of the messages it came in."""

    sender: str
    receiver: str | None
    text: str
    ids: tuple[str, ...]
    complete: bool = True


@dataclass(frozen=True)
class Waiting:
    """The parts of one message so far, by number; `done` when it was whole and is only remembered."""

    place: Place
    since: datetime
    parts: Mapping[int, Sms]

    @property
    def done(self) -> bool:
        return len(self.parts) == self.place.total


State = tuple[Waiting, ...]


def take(state: State, sms: Sms, *, at: datetime) -> tuple[State, tuple[Whole, ...]]:
    """The state after a message, and every message that is whole now or has waited too long, in the order they began."""
    state, late = release(state, at=at)
    place = sms.place
    if place is None or place.total < 2 or not 1 <= place.number <= place.total:
        return state, (*late, _whole([sms], 1))
    known = next((one for one in state if _is_of(sms, place, one)), None)
    others = tuple(one for one in state if one is not known)
    before = known.parts.get(place.number) if known else None
    if before and (before.id == sms.id or before.text == sms.text):
        return state, late
    if known and before:  # the reference is used again
        late, known = (late if known.done else (*late, _let_go(known))), None
    waiting = replace(known, parts={**known.parts, place.number: sms}) if known else Waiting(place, at, {place.number: sms})
    return (*others, waiting), ((*late, _let_go(waiting)) if waiting.done else late)


def release(state: State, *, at: datetime) -> tuple[State, tuple[Whole, ...]]:
    """Let go, as it is, what has waited more than ten minutes; forget what was whole that long ago."""
    kept = tuple(one for one in state if at - one.since <= PATIENCE)
    return kept, tuple(_let_go(one) for one in state if one not in kept and not one.done)


def as_json(state: State) -> list[dict[str, Any]]:
    """Plain values, for whoever keeps the state elsewhere."""
    return [
        {
            "place": list(one.place),
            "since": one.since.isoformat(),
            "parts": [
                {**vars(part), "place": list(part.place or ()), "sent": part.sent and part.sent.isoformat()}
                for part in one.parts.values()
            ],
        }
        for one in state
    ]


def from_json(values: Sequence[Mapping[str, Any]]) -> State:
    """The state again."""
    return tuple(
        Waiting(
            Place(*one["place"]),
            datetime.fromisoformat(one["since"]),
            {part.place.number: part for part in map(_part, one["parts"]) if part.place},
        )
        for one in values
    )


def _part(values: Mapping[str, Any]) -> Sms:
    sent = values["sent"]
    return Sms(**{**values, "place": Place(*values["place"]), "sent": sent and datetime.fromisoformat(sent)})


def read_header(header: bytes) -> Place | None:
    """Find the place in a user data header: its length, then elements of identifier, length, data. None where it has none."""
    elements = header[1 : header[0] + 1] if header else b""
    while len(elements) >= 2:
        identifier, length = elements[:2]
        data, elements = elements[2 : 2 + length], elements[2 + length :]
        if PLACE_LENGTH.get(identifier) == len(data):
            return Place(int.from_bytes(data[:-2], "big"), data[-2], data[-1])
    return None


def _is_of(sms: Sms, place: Place, waiting: Waiting) -> bool:
    first = next(iter(waiting.parts.values()))
    return (sms.sender, sms.receiver, place[:2]) == (first.sender, first.receiver, waiting.place[:2])


def _let_go(waiting: Waiting) -> Whole:
    return _whole([waiting.parts.get(number) for number in range(1, waiting.place.total + 1)], waiting.place.total)


def _whole(parts: Sequence[Sms | None], total: int) -> Whole:
    """Joined; one or more parts missing in a row are one gap."""
    there = [part for part in parts if part]
    text = "".join("".join(part.text for part in run if part) if has else LOST for has, run in groupby(parts, key=bool))
    complete = len(there) == total
    return Whole(
        there[0].sender, there[0].receiver, text if complete else text.strip(), tuple(part.id for part in there), complete
    )
