"""`python -m bot demo`: plays the citizens at the running bot, or at one it starts for as long as it takes."""

import asyncio
import contextlib
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

import httpx

from bot.demo.cast import cast
from bot.demo.citizens import load_citizens
from bot.demo.lines import Backstage, DoorError
from bot.demo.player import Played, Player
from bot.demo.staff import USERNAMES, Staff
from bot.knowledge import KnowledgeBase, load
from bot.knowledge.channels import Channels, load_channels
from bot.settings import Settings
from bot.store import Conversations, Database, Keys, Tallies
from bot.store.staging import Staging
from bot.supervisor import python

CONVERSATIONS = 300
SEED = 5
PATIENCE = 420.0  # seconds for a product that may have to train first
EVERY = 25  # conversations between signs of life
REMOVE = "make demo SLET=ja"


class NotHereError(Exception):
    """Here the demo may not run. The message is for whoever tried."""


@dataclass(frozen=True)
class Demo:
    """All the demo needs, put together."""

    settings: Settings
    database: Database
    keys: Keys
    base: KnowledgeBase
    channels: Channels
    staging: Staging

    @classmethod
    def build(cls, settings: Settings) -> "Demo":
        """Raises NotHereError."""
        _only_where_nothing_is_real(settings)
        settings.state.mkdir(parents=True, exist_ok=True)
        database = Database(settings.store)
        database.upgrade()
        keys = Keys.kept_in(settings.secret)
        return cls(settings, database, keys, load(), load_channels(), Staging(database))

    def remove(self) -> int:
        return self.staging.remove(USERNAMES)

    def fill(self, *, now: datetime, today: date) -> list[Played]:
        """Play, and let the staff work on it. Raises DoorError."""
        parts = cast(load_citizens(self.base), self.channels, number=CONVERSATIONS, today=today, chance=Random(SEED))
        backstage = Backstage.of(self.database, self.keys)
        player = Player(self.settings.door, backstage, self.staging, self.channels, today)
        with running(self.settings):
            played = asyncio.run(player.play_all(parts, _progress))
        staff = Staff.hired(self.database, self.keys, now)
        staff.work(played, self.base, self.channels, now=now, chance=Random(SEED))
        self._count([one.conversation for one in played], now)
        return played

    def _count(self, conversations: Sequence[str], now: datetime) -> None:
        """Anew, also what a running door has counted meanwhile: the staff's judgements are dated before that."""
        tallies = Tallies(self.database, self.channels.open_at)
        with self.database.begin() as connection:
            tallies.count_these(connection, conversations, now)


def run(settings: Settings, *, remove: bool, now: datetime, today: date) -> int:
    """The exit status."""
    try:
        demo = Demo.build(settings)
        if remove:
            print(f"{demo.remove()} samtaler og det, der hang ved dem, er fjernet.")
            return 0
        if made := demo.staging.made():
            print(f"Demoen er her allerede ({len(made)} samtaler). Fjern den med: {REMOVE}")
            return 0
        began = time.monotonic()
        played = demo.fill(now=now, today=today)
    except (NotHereError, DoorError) as problem:
        print(f"✗ {problem}")
        return 1
    print(f"✓ {len(played)} samtaler på {time.monotonic() - began:.0f} s")
    _tell(demo, played)
    return 0


def _only_where_nothing_is_real(settings: Settings) -> None:
    real = {
        "BOT_GATEWAYAPI_SECRET": settings.gatewayapi_secret,
        "BOT_TWILIO_TOKEN": settings.twilio_token,
        "BOT_MESSENGER_APP_SECRET": settings.messenger_app_secret,
        "BOT_MAIL_HOST": settings.mail_host,
    }
    if not settings.demo:
        raise NotHereError("demosiderne er slået fra (BOT_DEMO), så her fyldes intet på")
    if given := [name for name, value in real.items() if value]:
        raise NotHereError(f"her er sat op til rigtige borgere ({', '.join(given)}), så her fyldes intet på")


@contextlib.contextmanager
def running(settings: Settings) -> Iterator[None]:
    """The product: the one that runs, else one of our own. Raises DoorError."""
    if _answers(settings):
        _check(settings)
        yield
        return
    print("… starter botten, så længe det varer", flush=True)
    log = settings.state / "demo.log"
    with log.open("wb") as out:
        product = subprocess.Popen(python("-m", "bot", "run"), stdout=out, stderr=out)
    try:
        _wait(settings, product, until=time.monotonic() + PATIENCE)
        _check(settings)
        yield
    finally:
        product.terminate()
        product.wait()


def _wait(settings: Settings, product: "subprocess.Popen[bytes]", *, until: float) -> None:
    while not _answers(settings):
        if product.poll() is not None or time.monotonic() > until:
            raise DoorError(f"botten kom ikke i gang; se {settings.state / 'demo.log'}")
        time.sleep(0.5)


def _answers(settings: Settings) -> bool:
    """Whether the door is open and has the language model behind it."""
    try:
        ready = httpx.get(f"{settings.door}/readyz", timeout=5)
    except httpx.HTTPError:
        return False
    return bool(ready.json().get("engine"))


def _check(settings: Settings) -> None:
    """A door with the demo pages has keys that open nothing real."""
    if httpx.get(f"{settings.door}/demo/telefon", timeout=5).status_code != 200:
        raise DoorError(f"døren på {settings.door} har ikke demosiderne slået til")


def _progress(done: int) -> None:
    if done % EVERY == 0:
        print(f"  … {done} samtaler", flush=True)


def _tell(demo: Demo, played: Sequence[Played]) -> None:
    routes: Counter[str] = Counter()
    conversations = Conversations(demo.database, demo.keys)
    for one in played:
        outcomes = [(message.custom or {}).get("outcome") for message in conversations.messages(one.conversation)]
        latest = next((outcome for outcome in reversed(outcomes) if outcome), None)
        routes[latest["route"] if latest else "uden svar"] += 1
    for name, number in routes.most_common():
        print(f"  {name:<16} {number:>4}")
    print(f"Se dem i portalen: {demo.settings.portal} (start den med make run). Fjern dem igen: {REMOVE}")


__all__ = ["Demo", "run"]
