"""How fast and how large the bot is: start, turns through the REST channel, memory, training.

    make bench                  # all of it, some four minutes
    .venv/bin/python -m bench --no-training

Starts its own server on a free port with an empty database, and stops it again.
Prints a table and writes it to bench/out/speed.json. Reference on the same machine: stock
Rasa 3.6.21 with a form and an action server gave 6.6 turns/s at 8 callers, p95 1.9 s, 1.24 GB,
59 s to start, 101 s to train.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.supervisor import python
from bot.talk import send

OUT = Path(__file__).parent / "out" / "speed.json"
CONVERSATION = (
    "Hej, jeg har fået afslag på en ny kørestol, og det er jeg ikke enig i. Brevet kom i mandags.",
    "De skal lave det om, så jeg kan få den stol, ergoterapeuten siger.",
    "Nej",
    "Hvad er partshøring?",
    "Ja, det er rigtigt",
)
CONVERSATIONS = 24
CITIZENS = Path(__file__).parents[1] / "tests" / "cases" / "borgere_2.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--no-training", action="store_true")
    chosen = parser.parse_args()
    measured: dict[str, float] = {}
    if not chosen.no_training:
        measured["træning (s)"] = training()
    measured |= understanding_one()
    with tempfile.TemporaryDirectory() as state:
        measured |= serving(state)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(measured, ensure_ascii=False, indent=1), encoding="utf-8")
    for name, value in measured.items():
        print(f"{name:42s} {value:10.1f}")


def training() -> float:
    """Seconds for `make train`, from nothing, in a process of its own."""
    with tempfile.TemporaryDirectory() as models:
        began = time.perf_counter()
        subprocess.run(
            python("-m", "bot", "train", "--force"), check=True, env={**os.environ, "BOT_MODELS": models}, capture_output=True
        )
        return time.perf_counter() - began


def understanding_one() -> dict[str, float]:
    """Milliseconds to understand a message: what it says, whether it is danger, and what to mask."""
    from bot.danger.training import ready_detector
    from bot.hooks.training import ready_model
    from bot.knowledge.names import lexicon
    from bot.learning.danish import persons
    from bot.privacy import Masker
    from bot.settings import settings
    from evaluate.understanding import understanding

    models = settings().models
    steps = {
        "læsning": understanding(ready_model(models)),
        "fare": ready_detector(models).probabilities,
        "maskering": Masker(lexicon(), (persons,)).mask,
    }
    texts = [json.loads(line)["opening"] for line in CITIZENS.read_text(encoding="utf-8").splitlines()]
    return {
        f"{name}, én besked, p50 (ms)": statistics.median(_milliseconds(step, text) for text in texts)
        for name, step in steps.items()
    }


def _milliseconds(step: Callable[[str], object], text: str) -> float:
    step(text)  # the first time compiles what it needs
    began = time.perf_counter()
    step(text)
    return (time.perf_counter() - began) * 1e3


def serving(state: str) -> dict[str, float]:
    from bot.hooks.training import ready_model
    from bot.settings import settings

    model = ready_model(settings().models)
    port = _free_port()
    began = time.perf_counter()
    server = subprocess.Popen(
        python("-m", "bot.hooks.server", str(model)), env={**os.environ, "BOT_PORT": str(port), "BOT_STATE": state}
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url)
        measured = {"start til klar (s)": time.perf_counter() - began}
        converse(url)  # the first conversation warms up
        for callers in (1, 8):
            measured |= {f"{callers} på én gang: {name}": value for name, value in load(url, callers).items()}
        measured["hukommelse, højest (MB)"] = _peak_memory(server.pid)
        return measured
    finally:
        server.terminate()
        server.wait(10)


def load(url: str, callers: int) -> dict[str, float]:
    """Whole conversations, `callers` at a time."""
    began = time.perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        turns = sorted(turn for turns in pool.map(lambda _: converse(url), range(CONVERSATIONS)) for turn in turns)
    elapsed = time.perf_counter() - began
    return {
        "svar i sekundet": len(turns) / elapsed,
        "p50 (ms)": statistics.median(turns) * 1e3,
        "p95 (ms)": turns[int(len(turns) * 0.95)] * 1e3,
    }


def converse(url: str) -> list[float]:
    """Seconds of each turn of one conversation; fails if it did not end in an outcome."""
    sender, turns, replies = f"bench-{uuid.uuid4().hex}", [], []
    for text in CONVERSATION:
        began = time.perf_counter()
        replies = send(url, sender, text, "aalborg")
        turns.append(time.perf_counter() - began)
    if not any("outcome" in (reply.get("custom") or {}) for reply in replies):
        raise RuntimeError(f"the conversation did not end in an outcome but in {replies}")
    return turns


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str) -> None:
    for _ in range(900):
        try:
            with urllib.request.urlopen(f"{url}/webhooks/rest/", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")


def _peak_memory(pid: int) -> float:
    """Megabytes, from the kernel's own high-water mark."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
