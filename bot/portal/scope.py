"""Which municipalities a page is about: the one chosen, or all that the visitor sees."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.knowledge import DEFAULT
from bot.portal.guard import Visitor
from bot.portal.office import Office
from bot.store.reach import EVERYWHERE

FIELD = "kommune"


@dataclass(frozen=True)
class Scope:
    """`chosen` None: all of them together. `among` None: no limit, for those who see everything."""

    choices: tuple[str, ...]
    chosen: str | None
    among: frozenset[str] | None

    @classmethod
    def of(cls, request: Request, office: Office, visitor: Visitor) -> "Scope":
        """Raises 404 for a municipality the visitor does not see, or that does not exist."""
        wanted = request.query_params.get(FIELD) or None
        choices = _choices(office, visitor)
        if wanted is None and len(choices) == 1 and EVERYWHERE not in visitor.municipalities:
            wanted = choices[0]
        if wanted is not None:
            if not (visitor.sees(wanted) and wanted in office.base.places):
                raise HTTPException(404)
            return cls(choices, wanted, frozenset({wanted}))
        return cls(choices, None, None if EVERYWHERE in visitor.municipalities else frozenset(choices))


def served(office: Office, visitor: Visitor) -> list[str]:
    """Those that use the bot, and that the visitor sees; by name."""
    return sorted((key for key in office.channels if visitor.sees(key)), key=office.labels.of)


def _choices(office: Office, visitor: Visitor) -> tuple[str, ...]:
    """By name. Whoever sees everything chooses among those with something of their own here."""
    own = {key for key in (*office.base.municipalities, *office.channels) if key != DEFAULT}
    keys = own if EVERYWHERE in visitor.municipalities else visitor.municipalities
    return tuple(sorted(keys, key=lambda key: office.labels.of(key, FIELD)))
