"""Invented conversations in the store, as the door keeps them."""

from datetime import timedelta

from sqlalchemy import update

from bot.store.conversations import Said
from bot.store.schema import conversation, message

DAY = timedelta(days=1)
OUTCOME = {
    "route": "klageorgan",
    "body": "ankestyrelsen",
    "case_type": "afgoerelse",
    "area": "hjaelpemidler",
    "municipality": "aarhus",
    "also": ["maegling"],
    "row": "klageorgan",
    "basis": ["Retssikkerhedsloven, § 60"],
    "deadline": {"date": "2026-12-18", "length": "P4W", "passed": False, "days_left": 25},
    "reservations": ["frist_naer"],
    "facts": {"kommune": "aarhus", "emne": "afgoerelse", "omraade": "hjaelpemidler", "afgoerelse": "ja"},
    "confidence": 0.62,
}


class Talks:
    """Starts conversations at the office's own hour, and lets citizen and bot speak in them."""

    def __init__(self, office):
        self.office = office

    def start(self, municipality="aarhus", channel="web", **values):
        key = self.office.conversations.start(channel, municipality, lives=DAY)[0].id
        at = self.office.clock()
        values = {"started_at": at, "last_at": at, "expires_at": at + DAY} | values
        with self.office.database.begin() as connection:
            connection.execute(update(conversation).where(conversation.c.id == key).values(values))
        return key

    def citizen(self, key, text, *answers, understood=None, failed=False):
        """`answers`: what the bot says, each a text or a Said."""
        seq = self.office.turns.take(key, text, text, {}, client_id=f"besked-{text[:40]}", answered=True, lives=DAY)
        says = [one if isinstance(one, Said) else Said("bot", one) for one in answers]
        self.office.turns.answer(self.office.turns.claim(key), says, failed=failed, understood=understood)
        with self.office.database.begin() as connection:
            connection.execute(update(message).where(message.c.conversation == key).values(at=self.office.clock()))
            later = {"expires_at": self.office.clock() + DAY, "last_at": self.office.clock()}
            connection.execute(update(conversation).where(conversation.c.id == key).values(later))
        return seq

    def whole(self, **values):
        return self.story(self.start(**values))

    def story(self, key):
        """From what happened to an outcome."""
        story = {"kommune": "aarhus", "emne": "afgoerelse", "omraade": "hjaelpemidler"}
        beliefs = {"emne": {"afgoerelse": 0.81, "sagsbehandling": 0.12}, "omraade": {"hjaelpemidler": 0.93}}
        asked = {"question": {"fact": "oensker", "options": [{"value": "aendre", "title": "Have det lavet om"}]}}
        self.citizen(
            key,
            "Jeg har fået nej til en ny kørestol. Det forstår jeg ikke.",
            Said("bot", "Det lyder svært. Hvad håber du at opnå?", asked),
            understood={"facts": story, "beliefs": beliefs, "read": {}, "asked": "oensker", "tries": 0},
        )
        self.citizen(
            key,
            "At de laver det om",
            Said("bot", "Du kan klage til Ankestyrelsen.", {"outcome": OUTCOME}),
            understood={
                "facts": story | {"oensker": "aendre", "afgoerelse": "ja", "hvornaar": "2026-11-20"},
                "beliefs": beliefs | {"oensker": {"aendre": 0.9, "klage": 0.08}},
                "read": {},
                "asked": None,
                "tries": 0,
            },
        )
        known = {key: OUTCOME[key] for key in ("route", "body", "case_type", "area", "confidence")}
        self.office.conversations.came_to(key, **known)
        return key
