"""The summary before the outcome: what was understood, in plain words, for the citizen to correct."""

from collections.abc import Iterator

from bot.dialogue.dates import written_period
from bot.dialogue.memory import Memory
from bot.dialogue.wording import Wording
from bot.knowledge import KnowledgeBase, Municipality
from bot.triage import VED_IKKE, Case

BULLET = "• "


class Summary:
    """Composes the summary; a fact nobody mentioned is not in it."""

    def __init__(self, base: KnowledgeBase, wording: Wording) -> None:
        self._base = base
        self._wording = wording

    def text(self, memory: Memory, case: Case, municipality: Municipality, *, again: bool) -> str:
        points = "\n".join(BULLET + point for point in self._points(case, municipality))
        return self._wording.say("resume_igen" if again else "resume", memory.turn, punkter=points)

    def _points(self, case: Case, municipality: Municipality) -> Iterator[str]:
        facts = case.facts
        area = self._base.areas.get(str(facts.omraade))
        subject = area if area and area.subject else None
        if facts.kommune and facts.kommune != VED_IKKE and case.answer("myndighed") not in ("anden", "privat"):
            yield self._say("kommune", kommune=municipality.name)
        if subject:
            yield self._say("omraade", omraade=subject.name)
        if case.answer("myndighed") in ("anden", "privat"):
            yield self._say(f"myndighed.{case.answer('myndighed')}")
        emne = case.answer("emne")
        if emne and emne != VED_IKKE:
            yield self._wording.say(f"emner.{emne}.punkt")
        yield from self._answers(case)

    def _answers(self, case: Case) -> Iterator[str]:
        decided = case.answer("afgoerelse")
        if decided in ("ja", "nej"):
            yield self._say(f"afgoerelse.{decided}")
        yield from self._when(case, letter=case.decided)
        for fact in ("talt_med_afdelingen", "indbragt_andetsteds", "oensker", "paa_vegne_af"):
            line = self._wording.get(f"resume.{fact}.{case.facts.answer(fact)}")
            if line:
                yield line

    def _when(self, case: Case, *, letter: bool) -> Iterator[str]:
        period = case.period
        if not period:
            return
        if period.running:
            yield self._say("hvornaar.stadig")
            return
        kind = "dag" if period.first == period.last else "periode"
        yield self._say(f"hvornaar.brev_{kind}" if letter else f"hvornaar.{kind}", dato=written_period(period))

    def _say(self, name: str, **values: str) -> str:
        return self._wording.say(f"resume.{name}", 0, **values)
