"""The door on a port of its own, for clients that speak over the network: browsers, curl, lynx, schemathesis."""

import contextlib
import threading
import time
from dataclasses import replace

import uvicorn

from bot.gateway.app import door
from bot.gateway.house import House
from bot.settings import Settings, for_demo
from tests.gateway.conftest import KEYS, ScriptedEngine
from tests.hooks.test_server import free_port

CARD = {
    "title": "Ankestyrelsen",
    "place": {"name": "Ankestyrelsen", "phone": "33 41 12 00", "phone_hours": "9-15", "web": "ast.dk", "mail": "ast@example.dk"},
    "where": "Klagen sendes til kommunen, som ser på sagen igen.",
    "why": "Det er dem, der ser på klager over den slags afgørelser.",
    "how": "Skriv, hvad du er uenig i.",
    "deadline": {"text": "Sidste dag for at klage er 3. december 2026.", "last_day": "2026-12-03", "days_left": 11},
    "bring": ["Brevet med afgørelsen"],
    "basis": ["Retssikkerhedslovens § 60"],
}
ANSWER = "Du kan klage til Ankestyrelsen.\n\nSidste dag for at klage er 3. december 2026.\n\nDet her er ikke en klage."
ASKED = {"fact": "afgoerelse", "options": [{"value": "ja", "title": "Ja"}, {"value": "nej", "title": "Nej"}]}
IN_DANGER = {"signal": "vold", "numbers": ["Alarmcentralen 112", "Livslinien 70 201 201"]}


class Guide(ScriptedEngine):
    """Asks once, then shows the way; hears danger at any time."""

    def _said(self, sender, text):
        if "slår" in text:
            return {"text": "Er der fare lige nu, så ring 112.", "custom": {"urgent": IN_DANGER}}
        if [who for who, *_ in self.heard].count(sender) % 2:
            return {"text": "Har du fået en afgørelse?", "custom": {"question": ASKED}}
        return {"text": ANSWER, "custom": {"outcome": {"route": "klageorgan"}, "card": CARD}}

    async def turn(self, sender, text, told):
        reply = await super().turn(sender, text, told)
        return type(reply)([self._said(sender, text)], reply.understood)


class NoLimits:
    """For one citizen who asks as often as a thousand."""

    async def allows(self, limits, *who):
        return True


def guided_house(state, parts):
    """For a door on a port that nobody has, with the demo pages."""
    edition, alarm, masker = parts
    chosen = for_demo(Settings(state=state, door_port=free_port()))
    return House.of_parts(chosen, KEYS, Guide(), replace(edition), alarm, masker)


@contextlib.contextmanager
def served(house):
    """The address of the open door."""
    config = uvicorn.Config(
        door(house.settings, house), port=house.settings.door_port, ws="none", log_level="critical", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "døren åbnede ikke"
        time.sleep(0.02)
    yield house.settings.door
    server.should_exit = True
    thread.join(10)
