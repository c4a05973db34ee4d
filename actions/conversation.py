"""The one action: hand a message to the conversation, and say what it says."""

from datetime import date
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue import Conversation, Memory, Reading, load_wording
from bot.knowledge import load
from bot.triage import FACTS

MEMORY = "samtale"


class ActionConverse(Action):
    """Answers every message."""

    def name(self) -> str:
        return "action_converse"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        message = tracker.latest_message
        turn = conversation().respond(
            message.get("text"),
            Reading.parse(message.get("laesning")),
            Memory.parse(tracker.get_slot(MEMORY)),
            today=date.today(),
            site=(message.get("metadata") or {}).get("municipality"),
        )
        for utterance in turn.says:
            dispatcher.utter_message(text=utterance.text, json_message=dict(utterance.custom) if utterance.custom else None)
        return [SlotSet(MEMORY, turn.memory.as_json()), *_changed(tracker, turn.memory)]


def _changed(tracker: Tracker, memory: Memory) -> list[EventType]:
    """The facts as slots of their own, for whoever reads the tracker."""
    return [SlotSet(fact, memory.facts.get(fact)) for fact in FACTS if tracker.get_slot(fact) != memory.facts.get(fact)]


@cache
def conversation() -> Conversation:
    return Conversation(load(), load_wording())
