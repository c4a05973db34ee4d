"""How fast and how large the bot is: start, turns through Rasa and through the door, memory, training.

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
import statistics
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.door import through_the_door
from bench.running import CONVERSATION, free_port, peak_memory, running
from bot.supervisor import python
from bot.talk import send

OUT = Path(__file__).parent / "out" / "speed.json"
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
    with tempfile.TemporaryDirectory() as state:
        measured |= through_the_door(state)
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
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = ("-m", "bot.hooks.server", str(model))
    with running(*command, ready=f"{url}/webhooks/rest/", BOT_PORT=str(port), BOT_STATE=state) as (server, seconds):
        measured = {"start til klar (s)": seconds}
        converse(url)  # the first conversation warms up
        for callers in (1, 8):
            measured |= {f"{callers} på én gang: {name}": value for name, value in load(url, callers).items()}
        return measured | {"hukommelse, højest (MB)": peak_memory(server.pid)}


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


if __name__ == "__main__":
    main()
