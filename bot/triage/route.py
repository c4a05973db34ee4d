"""Routing a case, and choosing what to ask while that is open."""

from dataclasses import dataclass

from bot.triage.case import ASK_INSTEAD, Case
from bot.triage.deadline import Deadline, deadline
from bot.triage.facts import JA, NEJ, VED_IKKE
from bot.triage.table import LegalBasis, Row, Table

# Whoever has the case already; for an appeal body it is the area's own.
HAS_IT = {"tilsyn": "ankestyrelsen_tilsyn", "ombudsmand": "ombudsmanden", "domstol": "domstolene"}
READ_THE_LETTER = "klagevejledning_i_brev"
MOST_TRACKS_BESIDE = 2


@dataclass(frozen=True)
class Outcome:
    """Where the case belongs, the row that says so, and what must be said with it."""

    route: str
    body: str
    row: str
    basis: tuple[LegalBasis, ...]
    also: tuple[str, ...] = ()
    deadline: Deadline | None = None
    reservations: tuple[str, ...] = ()


def route(case: Case, table: Table) -> Outcome | None:
    """Return where the case belongs, or None while that is still open."""
    first, *others = table.contenders(case)
    if others:
        return None
    last_day = _deadline(case)
    return Outcome(
        route=first.route,
        body=_body(first, case),
        row=first.id,
        basis=first.basis,
        also=_also(first, case),
        deadline=last_day,
        reservations=tuple(_reservations(first, case, last_day)),
    )


def next_question(case: Case, table: Table) -> str | None:
    """Return the fact to ask about next, or None when nothing more is worth asking.

    While a row is open the question is always one of its own: nothing can be decided
    before it is. When the row stands, what it `wants` is asked for, where it matters.
    """
    first, *others = table.contenders(case)
    if others:
        return _ask(first.open_questions(case)[0], case)
    wanted = [fact for fact in first.wants if case.answer(fact) is None and _matters(fact, first, case)]
    return ASK_INSTEAD.get(wanted[0], wanted[0]) if wanted else None


def _ask(fact: str, case: Case) -> str:
    """Ask what it is about before asking who sent it: the subject usually answers both."""
    return "omraade" if fact == "myndighed" and case.facts.omraade is None else fact


def _matters(fact: str, row: Row, case: Case) -> bool:
    """The day matters where a deadline runs from it; the subject where the body or a deadline depends on it."""
    if fact == "hvornaar":
        return bool(case.decided and case.subject and case.subject.length)
    if fact == "omraade":
        return case.decided or row.body in ("omraadets", "indbragt", "raadgiver")
    return True


def _body(row: Row, case: Case) -> str:
    if row.body == "omraadets":
        return case.matter.body if case.matter else READ_THE_LETTER
    if row.body == "indbragt":
        indbragt = str(case.answer("indbragt_andetsteds"))
        appeal = case.subject.body if case.subject and case.subject.klageadgang == JA else READ_THE_LETTER
        return HAS_IT.get(indbragt, appeal)
    return row.body


def _deadline(case: Case) -> Deadline | None:
    """A deadline runs when there is a decision, until one has complained; it does not stop for mediation or advice."""
    subject, period = case.subject, case.period
    if case.answer("indbragt_andetsteds") == "klageinstans" or not (subject and subject.length and period and case.decided):
        return None
    return deadline(period, subject.length, today=case.today)


def _can_be_appealed(case: Case) -> bool:
    return case.decided and case.answer("klageadgang") == JA


def _also(row: Row, case: Case) -> tuple[str, ...]:
    appeal = _can_be_appealed(case) and row.route != "rette_myndighed"  # there the place named is the appeal's own
    tracks = [*(["klageorgan"] if appeal else []), *row.also]
    return tuple(track for track in dict.fromkeys(tracks) if track != row.route)[:MOST_TRACKS_BESIDE]


def _reservations(row: Row, case: Case, last_day: Deadline | None) -> list[str]:
    """What must be said on top of the route, by name; the wording is in texts/."""
    municipal = row.route in ("maegling", "raadgivning", "forvaltning")
    found = {
        "frist_naer": bool(last_day and last_day.near),
        "frist_overskredet": bool(last_day and last_day.passed),
        "fuldmagt": case.facts.paa_vegne_af == "anden_uden_fuldmagt",
        "over_et_aar": municipal and case.answer("inden_et_aar") == NEJ,
        "skriftlig_afgoerelse": case.answer("emne") == "afgoerelse" and case.answer("afgoerelse") == NEJ,
        "kommune_ukendt": case.facts.kommune == VED_IKKE,
    }
    return [name for name, applies in found.items() if applies]
