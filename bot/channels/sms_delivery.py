"""How it goes with a text message we have sent, as its gateway tells it."""

from dataclasses import dataclass
from typing import Literal

State = Literal["waiting", "delivered", "failed"]


@dataclass(frozen=True)
class Delivery:
    """`id` is the gateway's, `reference` ours where it gives that back; `status` and `error` are in its own words."""

    id: str
    recipient: str
    status: str
    state: State
    reference: str | None = None
    error: str | None = None
