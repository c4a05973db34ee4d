"""From a form to a proposal: read, tried against everything else that is or will be in force, its impact reckoned."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.dialogue.edition import Edition
from bot.dialogue.wording import PLACEHOLDER
from bot.knowledge import KnowledgeError
from bot.knowledge.overlay import Changes, value_at
from bot.portal import impact, spots
from bot.portal.office import Office
from bot.portal.spots import Form, Spot
from bot.portal.written import section
from bot.store import Proposal

LONGEST_WHY = 1000


class ProposalError(Exception):
    """What is wrong with it, for whoever proposes it."""


@dataclass(frozen=True)
class Draft:
    """A value as it stands, and the way to it."""

    spot: Spot
    before: Any


def draft(office: Office, file: str, place: tuple[str, ...], on: date) -> Draft | None:
    """None where there is nothing that can be changed."""
    try:
        found = section(file, office.newsroom.standing(on))
    except KnowledgeError:
        return None
    spot = spots.find(file, place, found)
    return Draft(spot, value_at(found, place)) if spot else None


def proposal(office: Office, form: Form, spot: Spot, *, today: date) -> Proposal:
    """What a form asks for. Raises ProposalError."""
    why = "".join(form.get("hvorfor", ())[-1:]).strip()[:LONGEST_WHY]
    if not why:
        raise ProposalError("Skriv kort, hvorfor det skal ændres.")
    effective = _day("".join(form.get("fra", ())[-1:]), today)
    try:
        after = spots.value_of(spot, form)
    except ValueError as problem:
        raise ProposalError(str(problem)) from None
    standing = draft(office, spot.file, spot.place, effective)
    before = standing.before if standing else None
    if spots.same(before, after):
        raise ProposalError("Det er det samme, som står der nu.")
    if spot.file.startswith("texts/"):
        _same_blanks(before, after)
    return Proposal(spot.file, spot.place, before, after, why, effective, spot.municipality)


def tried(office: Office, *wanted: Proposal) -> tuple[Edition, Edition]:
    """All that is written, before and after, on the day it takes effect. Raises ProposalError with the reader's own words.

    It must fit with what is agreed on for later, too: two changes can each be right and together be wrong.
    """
    first = wanted[0].effective
    standing = office.newsroom.standing(first)
    try:
        before, after = Edition.read(standing), Edition.read(_with(standing, wanted))
        for day in office.changes.coming(first):
            Edition.read(_with(office.newsroom.standing(day), wanted))
    except KnowledgeError as problem:
        raise ProposalError(f"Det kan ikke lade sig gøre: {problem}") from None
    return before, after


def with_impact(office: Office, wanted: Proposal, before: Edition, after: Edition) -> Proposal:
    """Raises ProposalError where the texts have no words for it."""
    if wanted.file.startswith("channels/"):
        return wanted
    stored = office.replays.latest(municipality=wanted.municipality, limit=impact.AT_MOST)
    try:
        found = impact.impact(before, after, stored=stored, examples=impact.worked_examples())
    except KeyError as missing:
        raise ProposalError(f"Der mangler en tekst til det: {missing.args[0]}") from None
    if wanted.file.startswith("texts/"):
        said = [office.replays.said(piece) for piece in impact.pieces(wanted.before)]
        found["said"] = max(said) if said else None
    return replace(wanted, impact=found)


def _with(standing: Changes, wanted: tuple[Proposal, ...]) -> Changes:
    merged = {file: list(found) for file, found in standing.items()}
    for one in wanted:
        merged.setdefault(one.file, []).append((one.place, one.after))
    return merged


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ProposalError("Skriv den dag, det skal gælde fra.") from None
    if day < today:
        raise ProposalError("Det kan tidligst gælde fra i dag.")
    return day


def _same_blanks(before: Any, after: Any) -> None:
    """A text says something, and has the places to be filled in that it had before: the program fills no others."""
    old, new = (value if isinstance(value, list) else [str(value or "")] for value in (before, after))
    if not new or not all(line.strip() for line in new):
        raise ProposalError("Teksten må ikke være tom.")
    blanks = [set(PLACEHOLDER.findall(line)) for line in old]
    known, needed = set().union(*blanks), set.intersection(*blanks) if blanks else set()
    for line in new:
        found = set(PLACEHOLDER.findall(line))
        if wrong := sorted((found - known) | (needed - found)):
            raise ProposalError(f"Teksten skal have de samme felter som før. Se på {', '.join(f'{{{name}}}' for name in wrong)}.")
