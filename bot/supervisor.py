"""Start the parts of the bot, wait until they answer, and stop all when one stops.

    ✓ Rasa svarer på http://127.0.0.1:5005 (8 s)

Ctrl-C stops everything. When a part dies that may be started again, it is, and the
others go on; otherwise the rest is stopped and the exit status says so; when this
process dies, the parts notice and end by themselves.
"""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

PATIENCE = 90.0  # seconds to be ready
GRACE = 8.0  # seconds to stop politely
BEAT = 0.2
LAST_WORDS = 8  # lines


@dataclass(frozen=True)
class Part:
    """A process, the address that answers when it is ready, and the file its own words go to.

    `restarts`: how often it is started again when it dies once it has been ready; the others go on meanwhile.
    """

    name: str
    command: Sequence[str]
    ready: str
    log: Path | None = None
    restarts: int = 0


class PartDiedError(Exception):
    """A part ended by itself. The message is for whoever started the bot."""


class Supervisor:
    """Keeps the parts running together, or not at all."""

    def __init__(self, parts: Sequence[Part], say: Callable[[str], None] = print) -> None:
        self._parts = parts
        self._say = say
        self._running: list[tuple[Part, subprocess.Popen[bytes]]] = []
        self._restarted: Counter[str] = Counter()
        self._ready: set[str] = set()
        self._stopping = False

    def run(self, welcome: Callable[[], str]) -> int:
        """Start, serve until told to stop, stop. Returns the exit status. `welcome` is asked for when all are ready."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        try:
            for part in self._parts:
                self._start(part)
            if not self._stopping:
                self._say(welcome())
            while not self._stopping:
                self._check()
                time.sleep(BEAT)
        except PartDiedError as problem:
            self._say(f"✗ {problem}")
            return 1
        finally:
            self._stop()
        return 0

    def _start(self, part: Part) -> None:
        began = time.monotonic()
        self._say(f"… {part.name} starter")
        self._running.append((part, _launched(part)))
        while not self._stopping and not _answers(part.ready):
            self._check()
            if time.monotonic() - began > PATIENCE:
                raise PartDiedError(f"{part.name} svarer ikke efter {PATIENCE:.0f} sekunder")
            time.sleep(BEAT)
        self._ready.add(part.name)
        if not self._stopping:
            self._say(f"✓ {part.name} svarer ({time.monotonic() - began:.0f} s)")

    def _check(self) -> None:
        for place, (part, process) in enumerate(self._running):
            if process.poll() is None:
                continue
            if part.name in self._ready and self._restarted[part.name] < part.restarts:
                self._restarted[part.name] += 1
                self._say(f"✗ {part.name} er stoppet af sig selv (status {process.returncode}); starter den igen")
                self._running[place] = (part, _launched(part, again=True))
            else:
                raise PartDiedError(f"{part.name} er stoppet af sig selv (status {process.returncode}){_last_words(part)}")

    def _stop(self) -> None:
        for _, process in self._running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + GRACE
        for _, process in self._running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True


def _launched(part: Part, *, again: bool = False) -> subprocess.Popen[bytes]:
    if part.log is None:
        return subprocess.Popen(part.command, start_new_session=True)
    part.log.parent.mkdir(parents=True, exist_ok=True)
    with part.log.open("ab" if again else "wb") as out:
        return subprocess.Popen(part.command, start_new_session=True, stdout=out, stderr=out)


def _last_words(part: Part) -> str:
    if part.log is None:
        return ""
    lines = part.log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(["", f"De sidste linjer af {part.log}:", *lines[-LAST_WORDS:]])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1):
            return True
    except (urllib.error.URLError, OSError):
        return False


def python(*arguments: str) -> list[str]:
    """A command in this same environment, without the libraries' warnings about each other."""
    return [sys.executable, "-W", "ignore", *arguments]
