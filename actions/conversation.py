"""The one action: hand a message to the conversation, and say what it says."""

import logging
import traceback
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.danger import Alarm
from bot.danger.training import ready_detector
from bot.dialogue import Conversation, Memory, Reading, Turn, load_wording
from bot.dialogue.belief import ranked
from bot.knowledge import KnowledgeError, load
from bot.knowledge.in_force import NAME, read_in_force, written_at
from bot.knowledge.overlay import UNCHANGED, Changes
from bot.settings import settings
from bot.triage import FACTS

MEMORY = "samtale"
MOST_SHOWN = 3  # readings of a fact

logger = logging.getLogger(__name__)


class ActionConverse(Action):
    """Answers every message."""

    def name(self) -> str:
        return "action_converse"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        memory = Memory.parse(tracker.get_slot(MEMORY))
        try:
            turn = _respond(tracker.latest_message, memory)
        except Exception as problem:  # the last line: a citizen is never met with silence
            logger.error("turn_failed error=%s at=%s", type(problem).__name__, _where(problem))  # no words of theirs
            dispatcher.utter_message(text=load_wording().say("fejl"))
            return []
        for utterance in turn.says:
            dispatcher.utter_message(text=utterance.text, json_message=dict(utterance.custom) if utterance.custom else None)
        dispatcher.utter_message(json_message={"understood": _understood(tracker.latest_message, turn.memory)})
        return [SlotSet(MEMORY, turn.memory.as_json()), *_changed(tracker, turn.memory)]


def _respond(message: dict[str, Any], memory: Memory) -> Turn:
    metadata = message.get("metadata") or {}
    return conversation().respond(
        message.get("text"),
        Reading.parse(message.get("laesning")),
        memory,
        today=date.today(),
        site=metadata.get("municipality"),
        masked=metadata.get("masked") or (),
        cut=bool(metadata.get("cut")),
    )


def _understood(message: dict[str, Any], memory: Memory) -> dict[str, Any]:
    """What was made of the message, for whoever reviews the conversation; the door keeps it and shows it to no citizen."""
    reading = Reading.parse(message.get("laesning"))
    return {
        "facts": dict(memory.facts),
        "beliefs": {fact: dict(ranked(belief)[:MOST_SHOWN]) for fact, belief in memory.beliefs.items()},
        "read": {fact: dict(heard[:MOST_SHOWN]) for fact, heard in reading.told.items() if heard},
        "asked": memory.pending,
        "tries": memory.tries,
    }


def _where(problem: Exception) -> str:
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"


def _changed(tracker: Tracker, memory: Memory) -> list[EventType]:
    """The facts as slots of their own, for whoever reads the tracker."""
    return [SlotSet(fact, memory.facts.get(fact)) for fact in FACTS if tracker.get_slot(fact) != memory.facts.get(fact)]


def conversation() -> Conversation:
    """As editors' changes in force have it: a stat a message tells whether there are new ones."""
    file = settings().state / NAME
    return _as_of(file, written_at(file))


@lru_cache(maxsize=1)
def _as_of(file: Path, written: int) -> Conversation:
    try:
        return _with(read_in_force(file))
    except (KnowledgeError, ValueError, KeyError) as problem:  # the door has read them before, so this is a broken file
        logger.error("changes_not_taken problem=%s", type(problem).__name__)
        return _with(UNCHANGED)


def _with(changes: Changes) -> Conversation:
    base = load(changes=changes)
    return Conversation(base, load_wording(changes=changes), _alarm())


@cache
def _alarm() -> Alarm:
    return Alarm(load().danger_signals, ready_detector(settings().models))
