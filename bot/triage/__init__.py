"""Decide where a citizen's matter belongs, and what to ask while that is open.

The law of the matter is a decision table: rows read from the top, and the first
row whose conditions all hold decides (DMN calls this hit policy FIRST). A row's
conditions may hold, fail, or be open while a fact is unanswered. That third
value is all the machinery there is: the first row that is not ruled out either
decides, or names the facts still worth asking about.

Everything here is a pure function: no files, no clock, no Rasa. A lawyer can
replay any conversation, and a test can try every one of them.

    >>> route(case, table)            # an Outcome, or None while still open
    >>> next_question(case, table)    # the name of a fact, or None when decided
"""

from bot.triage.case import Case, Matter
from bot.triage.deadline import Deadline, deadline
from bot.triage.facts import FACTS, JA, NEJ, VED_IKKE, Facts
from bot.triage.period import Period
from bot.triage.route import Outcome, next_question, route
from bot.triage.table import LegalBasis, Row, Table
from bot.triage.urgent import Signal, urgent_signal

__all__ = [
    "FACTS",
    "JA",
    "NEJ",
    "VED_IKKE",
    "Case",
    "Deadline",
    "Facts",
    "LegalBasis",
    "Matter",
    "Outcome",
    "Period",
    "Row",
    "Signal",
    "Table",
    "deadline",
    "next_question",
    "route",
    "urgent_signal",
]
