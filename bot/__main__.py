"""The bot's commands: `python -m bot run|talk|train|check|rules|learn|report|demo`."""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.settings import Settings, settings
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
    commands.add_parser("learn", help="skriv de godkendte rettelser ind i data/nlu/fra_samtaler.yml")
    report = commands.add_parser("report", help="skriv årsrapporten med tabeller, diagrammer og tal")
    report.add_argument("--aar", required=True, help="året, for eksempel 2026")
    report.add_argument("--kommune", help="kommunen, for eksempel aarhus; alle kommuner tilsammen, hvis den ikke er nævnt")
    commands.add_parser("demo", help="fyld portalen med opfundne samtaler").add_argument(
        "--slet", action="store_true", help="fjern dem igen"
    )
    chosen = parser.parse_args(arguments)
    deeds = {"run": _run, "talk": _talk, "train": _train, "check": _check, "rules": _rules, "learn": _learn}
    return {**deeds, "report": _report, "demo": _demo}[chosen.command](chosen)


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
    portal = Part(
        "Portalen",
        python("-m", "bot.portal.app"),
        f"http://{where.portal_host}:{where.portal_port}/healthz",
        where.state / "portal.log",
        restarts=20,
    )
    return Supervisor([rasa, door, portal]).run(lambda: _welcome(where))


def _welcome(where: Settings) -> str:
    """Where to go; and, while nobody has an account, the link that makes the first one."""
    from bot.portal.first import NAME

    lines = [
        f"Botten er klar på {where.door}. Tal med den der, eller med: make talk. Stop: Ctrl-C",
        f"Personalets portal er på {where.portal}.",
    ]
    link = where.state / NAME
    if link.exists():
        lines += [
            "Den har ingen brugere endnu. Opret den første administrator her (linket virker én gang):",
            f"  {link.read_text().strip()}",
        ]
    return "\n".join(lines)


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


def _report(chosen: argparse.Namespace) -> int:
    from bot.dialogue.edition import Edition
    from bot.newsroom import Newsroom
    from bot.portal.labels import Labels
    from bot.report.yearly import Yearly, YearlyError, municipality_of, write, year_of
    from bot.store import Changes, Database, Lessons, Tallies
    from bot.store.database import now

    edition, where, today = Edition.read(), settings(), date.today()
    try:
        year, municipality = year_of(chosen.aar, today=today), municipality_of(chosen.kommune, edition.base)
    except YearlyError as problem:
        print(f"✗ {problem}", file=sys.stderr)
        return 1
    where.state.mkdir(parents=True, exist_ok=True)
    database = Database(where.store)
    database.upgrade()
    Newsroom(Changes(database)).bring(edition, today)
    tallies = Tallies(database, edition.channels.open_at)
    tallies.count(now())  # also what the door has not come to yet
    yearly = Yearly(edition.base, edition.channels, tallies, Lessons(database), Labels(edition.base).of)
    print(write(yearly.document(year, municipality, made_on=today), where.state))
    return 0


def _demo(chosen: argparse.Namespace) -> int:
    from bot.demo.app import run
    from bot.store.database import now

    return run(settings(), remove=chosen.slet, now=now(), today=date.today())


def _learn(chosen: argparse.Namespace) -> int:
    """Fails when a correction may not be learned from."""
    from bot.portal.teaching import learn
    from bot.store import Corrections, Database

    database = Database(settings().store)
    database.upgrade()
    done = learn(Corrections(database))
    print(done.diff or "Der er ingen nye godkendte rettelser.", end="" if done.diff else "\n")
    for lesson in done.refused:
        print(f"✗ rettelse {lesson.number} er for tæt på en tekst, botten bliver målt på", file=sys.stderr)
    if done.diff:
        print("make evaluate siger, hvad det giver, før det går i drift.", file=sys.stderr)
    return 1 if done.refused else 0


if __name__ == "__main__":
    sys.exit(main())
