"""The bot's commands: `python -m bot run|talk|train|check|rules`."""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.settings import settings
from bot.supervisor import python

EVERY = 10.0  # seconds between signs of life


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Hjælper borgere med at finde det rigtige sted at gå hen.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start botten; Ctrl-C stopper den")
    talk = commands.add_parser("talk", help="tal med den kørende bot her i terminalen")
    talk.add_argument("--kommune", help="den kommune, chatten er åbnet hos, for eksempel aalborg")
    commands.add_parser("train", help="træn sprogmodellen, hvis den er ældre end sine kilder").add_argument(
        "--force", action="store_true", help="træn under alle omstændigheder"
    )
    commands.add_parser("check", help="vis, hvilke oplysninger der trænger til at blive set efter")
    commands.add_parser("rules", help="skriv docs/regler.md ud fra beslutningstabellerne")
    chosen = parser.parse_args(arguments)
    return {"run": _run, "talk": _talk, "train": _train, "check": _check, "rules": _rules}[chosen.command](chosen)


def _run(chosen: argparse.Namespace) -> int:
    from bot.knowledge import KnowledgeError, load
    from bot.supervisor import Part, Supervisor

    try:
        load()
    except KnowledgeError as problem:
        print(f"✗ {problem}", file=sys.stderr)
        return 1
    model = _ready_model()
    if model is None:
        return 1
    where = settings()
    rasa = Part(
        "Rasa", python("-m", "bot.hooks.server", model), f"{where.url}/webhooks/rest/", where.state / "rasa.log", restarts=20
    )
    door = Part("Døren", python("-m", "bot.gateway.app"), f"{where.door}/healthz", where.state / "doer.log")
    return Supervisor([rasa, door]).run(f"Botten er klar på {where.door}. Tal med den der, eller med: make talk. Stop: Ctrl-C")


def _ready_model() -> str | None:
    """The model for just this content; trained now where there is none. None when that failed.

    Trained in a process of its own: what it takes of memory is given back, and what Rasa has to say of it goes to a file.
    """
    from bot.hooks.training import trained_model

    where = settings()
    model = trained_model(where.models)
    if model is None and _train_apart(where.state / "traening.log"):
        model = trained_model(where.models)
    return str(model) if model else None


def _train_apart(log: Path) -> bool:
    log.parent.mkdir(parents=True, exist_ok=True)
    began, told = time.monotonic(), 0.0
    print("… træner sprogmodellen (et par minutter)", flush=True)
    with log.open("wb") as out:
        training = subprocess.Popen(python("-m", "bot", "train"), stdout=out, stderr=out)
        while training.poll() is None:
            time.sleep(0.2)
            if time.monotonic() - began > told + EVERY:
                told += EVERY
                print(f"  … {told:.0f} s", flush=True)
    if training.returncode:
        print(f"✗ træningen mislykkedes; sidste linjer af {log}:", *log.read_text(errors="replace").splitlines()[-5:], sep="\n")
        return False
    print(f"✓ modellen er trænet ({time.monotonic() - began:.0f} s)", flush=True)
    return True


def _talk(chosen: argparse.Namespace) -> int:
    from bot.talk import talk

    return talk(settings().url, chosen.kommune)


def _train(chosen: argparse.Namespace) -> int:
    from bot.danger.training import ready_detector
    from bot.hooks.training import ready_model, train

    models = settings().models
    ready_detector(models)
    print(train(models) if chosen.force else ready_model(models))
    return 0


def _check(chosen: argparse.Namespace) -> int:
    """Fails when a fact has not been checked for a year."""
    from bot.knowledge import load
    from bot.knowledge.freshness import TOO_OLD, aged

    today = date.today()
    old = aged(load(), today=today)
    for fact in old:
        print(f"{'✗' if fact.older_than(TOO_OLD, today=today) else '•'} {fact.where}: set efter {fact.checked_on}")
    print(f"{len(old)} oplysninger er ikke set efter i 180 dage.")
    return 1 if any(fact.older_than(TOO_OLD, today=today) for fact in old) else 0


def _rules(chosen: argparse.Namespace) -> int:
    from bot.knowledge import load
    from bot.knowledge.rules_page import TARGET, page

    TARGET.write_text(page(load()), encoding="utf-8")
    print(TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
