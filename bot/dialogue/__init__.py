"""Words to facts and facts to words: the conversation.

    >>> conversation = Conversation(load(), load_wording(), Alarm(...))
    >>> conversation.respond(text, reading, memory, today=today, site="aalborg").says

No Rasa here, no clock, no network: what was understood of a message comes in as
a `Reading`, and what is remembered comes in and goes out as a `Memory`.
"""

from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.memory import Memory
from bot.dialogue.reading import NOTHING, Reading
from bot.dialogue.utterance import Utterance, warning
from bot.dialogue.wording import Wording, load_wording

__all__ = ["NOTHING", "Conversation", "Memory", "Reading", "Turn", "Utterance", "Wording", "load_wording", "warning"]
