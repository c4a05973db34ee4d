"""The one action: hand a message to the conversation, and say what it says."""

import logging
import traceback
from datetime import date
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.danger import Alarm
from bot.danger.training import ready_detector
from bot.dialogue import Conversation, Memory, Reading, Turn, load_wording
from bot.knowledge import load
from bot.settings import settings
from bot.triage import FACTS

MEMORY = "samtale"

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


def _where(problem: Exception) -> str:
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"


def _changed(tracker: Tracker, memory: Memory) -> list[EventType]:
    """The facts as slots of their own, for whoever reads the tracker."""
    return [SlotSet(fact, memory.facts.get(fact)) for fact in FACTS if tracker.get_slot(fact) != memory.facts.get(fact)]


@cache
def conversation() -> Conversation:
    base = load()
    alarm = Alarm(base.danger_signals, ready_detector(settings().models))
    return Conversation(base, load_wording(), alarm)
