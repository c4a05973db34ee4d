"""The invented citizens of `demo/borgere.yml`: what their case truly is, and what they say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge import KnowledgeBase
from bot.settings import ROOT
from bot.triage import FACTS, NEJ, VED_IKKE, Facts

FILE = ROOT / "demo" / "borgere.yml"
FIELDS = {"id", "sag", "aabner", "svar", "fare", "giver_op", "bedoemmer", "person"}
ACTS = ("bekraeft", "fortael_mere")  # asked for like facts, but no facts
HELPED = ("ja", "delvist", "nej")


class CitizenError(Exception):
    """A mistake in the file. The message is for whoever edits it."""


@dataclass(frozen=True)
class Rating:
    """Whether it helped, and a word on it."""

    helped: str
    comment: str = ""


@dataclass(frozen=True)
class Wish:
    """To be called by a person: what about, and when."""

    message: str
    best_time: str = ""


@dataclass(frozen=True)
class Citizen:
    """`answers`: what they write when asked for a fact, the first time, the second … `leaves_after`: so many questions."""

    key: str
    truth: Facts
    opening: str
    answers: Mapping[str, Sequence[str]]
    in_danger: bool = False
    leaves_after: int | None = None
    rating: Rating | None = None
    wish: Wish | None = None

    def answer(self, fact: str, times: int) -> str | None:
        """What they write, having been asked for it `times` before; None where they have no words of their own."""
        said = self.answers.get(fact, ())
        return said[min(times, len(said) - 1)] if said else None


def load_citizens(base: KnowledgeBase, file: Path = FILE) -> list[Citizen]:
    """Raises CitizenError."""
    found = [_citizen(one, base) for one in yaml.safe_load(file.read_text(encoding="utf-8"))["borgere"]]
    keys = [one.key for one in found]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise CitizenError(f"{', '.join(sorted(twice))} står der to gange")
    return found


def _citizen(given: Mapping[str, Any], base: KnowledgeBase) -> Citizen:
    key = str(given["id"])
    if unknown := set(given) - FIELDS:
        raise CitizenError(f"{key}: kender ikke {', '.join(sorted(unknown))}")
    answers = given.get("svar", {})
    if unknown := set(answers) - {*FACTS, *ACTS}:
        raise CitizenError(f"{key}: der spørges ikke om {', '.join(sorted(unknown))}")
    rating, wish = given.get("bedoemmer"), given.get("person")
    if rating and rating[0] not in HELPED:
        raise CitizenError(f"{key}: bedoemmer kan ikke være {rating[0]}")
    return Citizen(
        key=key,
        truth=_truth(key, given["sag"], base),
        opening=given["aabner"],
        answers={fact: (said,) if isinstance(said, str) else tuple(said) for fact, said in answers.items()},
        in_danger=given.get("fare") == "ja",
        leaves_after=given.get("giver_op"),
        rating=Rating(*rating) if rating else None,
        wish=Wish(wish["besked"], wish["tid"]) if wish else None,
    )


def _truth(key: str, given: Mapping[str, str], base: KnowledgeBase) -> Facts:
    """What the file leaves out is as it mostly is: their own case, with the municipality, and taken nowhere else."""
    area = base.areas.get(given.get("omraade", VED_IKKE))
    if area is None and given.get("omraade", VED_IKKE) != VED_IKKE:
        raise CitizenError(f"{key}: kender ikke området {given['omraade']}")
    mostly = {"myndighed": area.matter.authority if area else "kommunen", "indbragt_andetsteds": NEJ, "paa_vegne_af": "mig_selv"}
    try:
        return Facts(**{**mostly, **given})
    except (TypeError, ValueError) as problem:
        raise CitizenError(f"{key}: {problem}") from None
