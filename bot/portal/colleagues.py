"""Who a conversation can be given to: whoever may see it, and may do what it waits for."""

from bot.portal.office import Office
from bot.store import Account
from bot.store.queue import DISAGREED


def colleagues(office: Office, municipality: str | None, state: str | None) -> list[Account]:
    """By name. Only an editor can settle what two differ on."""
    role = "redaktoer" if state == DISAGREED else "bedoemmer"
    return [one for one in office.accounts.all() if one.active and one.may(role) and one.sees(municipality)]
