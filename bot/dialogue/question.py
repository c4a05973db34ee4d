"""What to ask, and how: one question at a time, short options, free text always."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.belief import best
from bot.dialogue.listening import two_likeliest
from bot.dialogue.memory import Memory
from bot.dialogue.reading import NOTHING
from bot.dialogue.wording import Wording
from bot.knowledge import AmbiguousWord, KnowledgeBase
from bot.triage import JA, NEJ, VED_IKKE, Case


@dataclass(frozen=True)
class Question:
    """A question's text, and the short answers that can be chosen. `sms`: a shorter wording, where there is one."""

    text: str
    options: list[dict[str, str]]
    sms: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(option["value"] for option in self.options)


class Questioner:
    """Puts the questions, and says back what was understood."""

    def __init__(self, base: KnowledgeBase, wording: Wording) -> None:
        self._base = base
        self._wording = wording
        self._confusable = _by_pair(base.ambiguous_words)

    def question(self, fact: str, memory: Memory, case: Case) -> Question:
        """The question for a fact: first as it is, then in other words, then between the two likeliest readings."""
        if fact in ("emne", "omraade") and memory.tries >= 2 and two_likeliest(memory, fact):
            return self._between(fact, memory)
        if fact == "omraade" and (word := self._word_to_settle(memory)):
            return Question(word.question, [{"value": key, "title": title} for key, title in word.options])
        suggested = best(memory.beliefs.get("kommune", {}))[0] if fact == "kommune" and not memory.tries else NOTHING
        if suggested in self._base.places:
            return self._suggest(suggested)
        return Question(self._text(fact, memory, case), self.options(fact), self._sms(fact, memory, case))

    def _sms(self, fact: str, memory: Memory, case: Case) -> str:
        name = "sms_sket" if fact == "hvornaar" and not case.decided else "sms"
        return "" if memory.tries else self._wording.get(f"spoergsmaal.{fact}.{name}") or ""

    def _suggest(self, key: str) -> Question:
        name = self._base.places[key].name
        return Question(
            self._wording.say("spoergsmaal.kommune.er_det", 0, kommune=name), [{"value": key, "title": f"Ja, {name}"}]
        )

    def options(self, fact: str) -> list[dict[str, str]]:
        titles = self._wording.below(f"spoergsmaal.{fact}.valg")
        return [{"value": value, "title": title} for value, title in titles.items()]

    def acknowledge(self, memory: Memory, *, answered: str | None) -> str:
        """Say back what was understood: the whole of it the first time, a word the next."""
        if not memory.asked or answered == "fortael_mere":
            return self._first(memory)
        value = memory.facts.get(str(answered))
        if value == VED_IKKE:
            return self._say("noteret_ved_ikke", memory)
        special = {
            ("talt_med_afdelingen", JA): "noteret_proevet",
            ("talt_med_afdelingen", NEJ): "noteret_ikke_proevet",
            ("oensker", "dialog"): "noteret_dialog",
        }
        return self._say(special.get((str(answered), str(value)), "noteret"), memory) if answered else ""

    def _first(self, memory: Memory) -> str:
        emne, area = memory.facts.get("emne"), self._base.areas.get(memory.facts.get("omraade", ""))
        subject = area.name if area and area.subject else ""
        back = self._wording.get(f"emner.{emne}.anerkend")
        if back and subject:
            return self._say("forstaaet_om", memory, emne=back, omraade=subject)
        if back:
            return self._say("forstaaet", memory, emne=back)
        if subject:
            return self._say("forstaaet_omraade", memory, omraade=subject)
        return self._say("hoert", memory)

    def _text(self, fact: str, memory: Memory, case: Case) -> str:
        if memory.tries:
            return self._say(f"spoergsmaal.{fact}.igen", memory)
        if fact == "hvornaar" and not case.decided:
            return self._say("spoergsmaal.hvornaar.sket", memory)
        return self._wording.say(f"spoergsmaal.{fact}.spoerg", memory.asked.count(fact))

    def _between(self, fact: str, memory: Memory) -> Question:
        """The two likeliest readings in plain words, and "ingen af dem"."""
        values = two_likeliest(memory, fact)
        titles = [self._title(fact, value) for value in values]
        options = [{"value": value, "title": title} for value, title in zip(values, titles, strict=True)]
        listed = " eller ".join(titles)
        return Question(
            self._say("to_muligheder", memory, muligheder=listed), [*options, {"value": VED_IKKE, "title": "Ingen af dem"}]
        )

    def _title(self, fact: str, value: str) -> str:
        return self._base.areas[value].name if fact == "omraade" else self._wording.say(f"emner.{value}.kort")

    def _word_to_settle(self, memory: Memory) -> AmbiguousWord | None:
        """The catalogue's question for two areas that one word stands for, when those two are the likeliest."""
        likeliest = two_likeliest(memory, "omraade")
        return self._confusable.get(frozenset(likeliest)) if len(likeliest) == 2 else None

    def _say(self, name: str, memory: Memory, **values: str) -> str:
        return self._wording.say(name, memory.turn, **values)


def _by_pair(words: Mapping[str, AmbiguousWord]) -> dict[frozenset[str], AmbiguousWord]:
    pairs: dict[frozenset[str], AmbiguousWord] = {}
    for word in words.values():
        areas = [area for area, _ in word.options]
        for first in areas:
            for second in areas:
                if first != second:
                    pairs.setdefault(frozenset((first, second)), word)
    return pairs
