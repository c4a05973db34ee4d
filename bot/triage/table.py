"""The decision table: rows of conditions, where they lead, and by what law."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.triage.case import ASK_INSTEAD, DERIVED, Case
from bot.triage.facts import FACTS

ROUTES = ("maegling", "raadgivning", "klageorgan", "forvaltning", "rette_myndighed", "politikere", "menneske")
ANSWERS = {**FACTS, **DERIVED}


@dataclass(frozen=True)
class LegalBasis:
    """The provision a row rests on; `quote` only where the source is one of the project's own documents."""

    source: str
    provision: str
    quote: str = ""

    def __str__(self) -> str:
        return f"{self.source}, {self.provision}" if self.provision else self.source


@dataclass(frozen=True)
class Row:
    """When every condition holds, the case goes by `route` to `body`.

    `body` is a body's key, or one of two words that depend on the case: `omraadets`
    (the area's own body) and `indbragt` (whoever already has the case). `wants` are
    facts that do not decide where, but that the citizen is helped by: they are
    asked for once the row stands.
    """

    id: str
    when: Mapping[str, frozenset[str]]
    route: str
    body: str
    basis: tuple[LegalBasis, ...]
    also: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for fact, accepted in self.when.items():
            if fact not in ANSWERS:
                raise ValueError(f"række {self.id}: der er ingen kendsgerning, der hedder {fact!r}")
            if strangers := accepted - set(ANSWERS[fact]):
                raise ValueError(f"række {self.id}: {fact} kan ikke være {', '.join(sorted(strangers))}")
        if strangers := frozenset(self.wants) - set(ANSWERS):
            raise ValueError(f"række {self.id}: der er ingen kendsgerning, der hedder {', '.join(sorted(strangers))}")
        if strangers := frozenset((self.route, *self.also)) - set(ROUTES):
            raise ValueError(f"række {self.id}: der er ingen vej, der hedder {', '.join(sorted(strangers))}")
        if not self.basis:
            raise ValueError(f"række {self.id}: en række skal have en hjemmel")

    def holds(self, case: Case) -> bool | None:
        """True, False, or None while an unanswered fact could still rule the row out."""
        answers = {fact: case.answer(fact) for fact in self.when}
        if any(answer is not None and answer not in self.when[fact] for fact, answer in answers.items()):
            return False
        return None if None in answers.values() else True

    def open_questions(self, case: Case) -> list[str]:
        """The facts to ask for, in the row's order; a derived one by the fact it follows from."""
        return [ASK_INSTEAD.get(fact, fact) for fact in self.when if case.answer(fact) is None]


@dataclass(frozen=True)
class Table:
    """Rows in order of precedence, for one municipality."""

    municipality: str
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if self.rows[-1].when:
            raise ValueError(f"{self.municipality}: den sidste række skal gælde for alle")
        if len({row.id for row in self.rows}) < len(self.rows):
            raise ValueError(f"{self.municipality}: to rækker har samme navn")

    def contenders(self, case: Case) -> tuple[Row, ...]:
        """The rows that may yet decide: those not ruled out, down to the first that holds."""
        contenders = []
        for row in self.rows:
            verdict = row.holds(case)
            if verdict is not False:
                contenders.append(row)
            if verdict is True:
                break
        return tuple(contenders)
