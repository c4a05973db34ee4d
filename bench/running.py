"""A program of ours, running for as long as it is measured."""

import contextlib
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bot.supervisor import python

PATIENCE = 90.0  # seconds

CONVERSATION = (
    "Hej, jeg har fået afslag på en ny kørestol, og det er jeg ikke enig i. Brevet kom i mandags.",
    "De skal lave det om, så jeg kan få den stol, ergoterapeuten siger.",
    "Nej",
    "Hvad er partshøring?",
    "Ja, det er rigtigt",
)


@contextlib.contextmanager
def running(*command: str, ready: str, **environment: str) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """The process, and the seconds until `ready` answered."""
    began = time.perf_counter()
    process = subprocess.Popen(python(*command), env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        _wait(ready)
        yield process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def peak_memory(pid: int) -> float:
    """Megabytes, from the kernel's own high-water mark."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def _wait(url: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer")
