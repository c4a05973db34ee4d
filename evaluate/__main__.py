"""Measure all of it, write the report, and close the gate if something was lost."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import bot.hooks.without_tensorflow  # noqa: F401
from bot.danger import Alarm
from bot.danger.training import ready_detector
from bot.dialogue import Conversation, load_wording
from bot.hooks.training import ready_model
from bot.knowledge import load
from bot.knowledge.names import lexicon
from bot.learning.danish import persons
from bot.settings import ROOT, settings
from evaluate import danger, facts, gate, masked, yardstick
from evaluate.citizens import Played, played
from evaluate.report import Section, curves_picture, matrix_picture, write_html, write_markdown
from evaluate.understanding import understanding

CASES = ROOT / "tests" / "cases"
SHARED = ROOT.parent / "shared"
REPORT = ROOT / "evaluate" / "out" / "rapport.html"
PAGE = ROOT / "docs" / "quality.md"
DIET = ROOT / "evaluate" / "out" / "diet.json"
CITIZENS = {
    "borgere": "90, skrevet for sig; deres fejl er set",
    "borgere_3": "120, skrevet for sig; samtalen er stillet ind efter dem",
    "borgere_2": "100, skrevet for sig; deres fejl er set",
    "borgere_4": "100, skrevet for sig; kun talt, ikke stillet ind efter",
}


@dataclass
class Measured:
    """What was measured: sections to read, figures to keep, and what could not be measured here."""

    sections: list[Section] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evaluate", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="gem tallene som dem, der skal holdes")
    parser.add_argument("--quick", action="store_true", help="kun borgerne, faren og maskeringen: uden krydsvalidering")
    chosen = parser.parse_args()
    measured = Measured()
    for part in _parts(quick=chosen.quick):
        began = time.monotonic()
        part(measured)
        print(f"  {part.__name__.strip('_')}: {time.monotonic() - began:.0f} s", flush=True)
    failures = gate.lost(gate.stored(), measured.figures)
    today = date.today().isoformat()
    write_html(REPORT, measured.sections, day=today, failures=failures)
    write_markdown(PAGE, measured.sections, day=today)
    if chosen.accept:
        gate.store({**gate.stored(), **measured.figures})
    for line in measured.skipped:
        print(f"• sprunget over: {line}")
    for line in failures:
        print(f"✗ {line}")
    print(f"{'✗ porten er lukket' if failures else '✓ intet er tabt'} · {REPORT}")
    return 1 if failures and not chosen.accept else 0


def _parts(*, quick: bool) -> Iterator:
    yield from (_citizens, _danger, _masked)
    if not quick:
        yield from (_danger_by_cross_validation, _facts, _choices, _yardstick)


def _citizens(measured: Measured) -> None:
    base = load()
    alarm = Alarm(base.danger_signals, ready_detector(settings().models))
    conversation = Conversation(base, load_wording(), alarm)
    listen = understanding(ready_model(settings().models))
    sets = {CASES / f"{name}.jsonl": says for name, says in CITIZENS.items()}
    if SHARED.exists():
        sets = {SHARED / "evaluation" / "dev_citizens.jsonl": "60 fra et fremmed sæt; deres fejl er set", **sets}
    else:
        measured.skipped.append("de fremmede borgere (../shared findes ikke)")
    header = ("sæt", "rigtig vej og sted", "forkert sted", "uden udgang", "sagstype", "område", "spørgsmål: median, 95 %, flest")
    section = Section(
        "Borgere, der spiller mod botten",
        "Hver borger har en åbning og svar på det, botten kan spørge om; ellers svarer de, at de ikke ved det. Ret vej er vej og sted.",
        header,
    )
    curves = {}
    for file, says in sets.items():
        for way, one in played(conversation, listen, file):
            section.rows.append(_row(f"{file.stem} ({way or says})", one))
            if not way:
                curves[file.stem] = one.risk_by_coverage()
            name = f"{file.stem}{', ' + way if way else ''}"
            measured.figures |= {
                f"rigtig vej: {name}": one.right.value,
                f"fejl: forkert vej: {name}": one.wrong.value,
                f"sagstype: {name}": one.of("case_type").value,
                f"område: {name}": one.of("area").value,
            }
    caption = "Risiko og dækning: tager man kun de samtaler, botten er sikrest på, hvor mange af dem endte så forkert?"
    section.pictures.append(
        (caption, curves_picture(curves, across="andel af samtalerne, de sikreste først", up="andel forkerte"))
    )
    measured.sections.append(section)


def _row(name: str, one: Played) -> tuple[str, ...]:
    median, high, most = one.questions
    cells = (one.right, one.wrong, one.dead_ends, one.of("case_type"), one.of("area"))
    return (name, *(str(cell) for cell in cells), f"{median:g}, {high}, {most}")


def _danger(measured: Measured) -> None:
    base = load()
    detector = ready_detector(settings().models)
    alarms = {"regler og lært": Alarm(base.danger_signals, detector), "kun regler": Alarm(base.danger_signals)}
    section = Section(
        "Fare",
        "Fundet: andel af de farlige beskeder, der slår alarm. Falsk: andel af dem, der kun ligner. Rigtigt tegn: af de fundne.",
        ("sæt", "hvordan", "fundet", "falsk alarm", "rigtigt tegn"),
    )
    sets = [
        CASES / "akut.jsonl",
        CASES / "akut_2.jsonl",
        *([SHARED / "evaluation" / "urgent_dev.jsonl"] if SHARED.exists() else []),
    ]
    for file in sets:
        for how, alarm in alarms.items():
            for way, one in danger.in_every_way(alarm, file).items():
                name = f"{file.stem}{', ' + way if way else ''}"
                section.rows.append((name, how, str(one.recall), str(one.false_alarms), str(one.named)))
                if how == "regler og lært":
                    measured.figures |= {f"fare: {name}": one.recall.value, f"fejl: falsk alarm: {name}": one.false_alarms.value}
    if SHARED.exists():
        ordinary = danger.ordinary(alarms["regler og lært"], SHARED / "corpora")
        section.rows.append(
            ("almindelige sætninger (LCC)", "regler og lært", "–", f"{ordinary.value:.5f} ({ordinary.hits}/{ordinary.of})", "–")
        )
        measured.figures[gate.ORDINARY] = ordinary.value
    measured.sections.append(section)


def _danger_by_cross_validation(measured: Measured) -> None:
    one = danger.cross_validated(ROOT, load().danger_signals)
    measured.sections[1].rows.append(
        ("egne eksempler, krydsvalideret", "regler og lært", str(one.recall), str(one.false_alarms), str(one.named))
    )
    measured.figures |= {"fare: egne eksempler": one.recall.value, "fejl: falsk alarm: egne eksempler": one.false_alarms.value}


def _masked(measured: Measured) -> None:
    found, taken = masked.numbers(CASES / "numre.jsonl")
    section = Section(
        "Det, der peger på en person",
        "Fundet: hele navnet, nummeret eller adressen er taget ud. Præcision: af det, der blev taget ud, hvor meget der var rigtigt.",
        ("hvad", "fundet", "præcision eller fejl"),
        [("CPR-numre i enhver form", str(found), f"andre numre fejlagtigt taget ud: {taken}")],
    )
    measured.figures |= {"fundet: CPR": found.value, "fejl: numre taget ud": taken.value}
    rule = masked.by_rule(lexicon())
    ways = {"regler": (rule,), "sprogmodel": (persons,), "begge (sådan kører den)": (rule, persons)}
    for how, finders in ways.items():
        for name, says in (
            ("navne", "320 sætninger, kun talt"),
            ("navne_udvikling", "700 sætninger, reglerne er skrevet efter dem"),
        ):
            one = masked.names(CASES / f"{name}.txt", finders)
            section.rows.append((f"personer, {how}: {says}", str(one.recall), str(one.precision)))
            if len(finders) > 1:
                measured.figures[f"fundet: {name}"] = one.recall.value
        if SHARED.exists():
            one = masked.names_in(masked.iob2(SHARED / "corpora/uner-danish-ddt/test.iob2"), finders)
            section.rows.append((f"personer, {how}: avissprog (UNER DDT, test)", str(one.recall), str(one.precision)))
    address = masked.addresses(CASES / "navne.txt")
    section.rows.append(("vej og nummer", str(address.recall), str(address.precision)))
    measured.sections.append(section)


def _facts(measured: Measured) -> None:
    known = facts.all_examples(ROOT, load())
    read, naive = facts.cross_validated(known)
    section = Section(
        "Det, der læses i en fortælling",
        "Krydsvalideret på projektets egne fortællinger: den sandsynligste læsning, uden spørgsmål. I samtalen lægges flere beskeder sammen. "
        "Afvigelse: hvor langt det, læsningen siger om sin egen sikkerhed, er fra, hvor tit den har ret.",
        ("kendsgerning", "rigtig", "afvigelse", "afvigelse uden lært temperatur"),
        [(fact, str(read.accuracy(fact)), f"{read.off(fact):.3f}", f"{naive.off(fact):.3f}") for fact in read.right],
    )
    measured.figures |= {f"læst: {fact}": read.accuracy(fact).value for fact in read.right}
    labels, counts = read.matrix()
    section.pictures.append(("Slags problem: hvad det var, og hvad det blev læst som", matrix_picture(labels, counts.tolist())))
    risk = {fact: read.risk_by_coverage(fact) for fact in ("emne", "omraade", "oensker")}
    section.pictures.append(
        ("Risiko og dækning for hver læsning", curves_picture(risk, across="andel, de sikreste først", up="andel forkerte"))
    )
    measured.sections.append(section)
    confused = Section("Det, der oftest forveksles", "Slags problem, som de var og blev læst.", ("var", "læst som", "antal"))
    confused.rows = [(truth, told, str(count)) for (truth, told), count in facts.confused(read.confusions)]
    measured.sections.append(confused)


def _choices(measured: Measured) -> None:
    known = facts.all_examples(ROOT, load())
    curve = facts.learning_curve(known)
    section = Section(
        "Valg og læringskurve",
        "Området i en tredjedel af fortællingerne, som ikke var med i træningen, læst med andre træk, modeller og vægte.",
        ("valg", "område rigtigt", "med 6 % slåfejl"),
        [_choice(one) for one in (*facts.choices(known), *(one for _, one in curve))],
    )
    points = [(float(count), one.typed.value) for count, one in curve]
    section.pictures.append(("Læringskurve", curves_picture({"område": points}, across="fortællinger", up="andel rigtige")))
    measured.sections.append(section)


def _choice(one: facts.Choice) -> tuple[str, str, str]:
    return one.name, str(one.typed), str(one.slips)


def _yardstick(measured: Measured) -> None:
    if not SHARED.exists():
        measured.skipped.append("målestokken udefra (../shared findes ikke)")
        return
    corpus = SHARED / "corpora" / "xsid-da"
    figures = yardstick.measured(corpus)
    if DIET.exists():
        figures["DIET (Rasa)"] = yardstick.verdicts(json.loads(DIET.read_text(encoding="utf-8")), corpus)
    else:
        measured.skipped.append("DIET (make yardstick sætter det op)")
    section = Section(
        "Målestok udefra",
        "xSID på dansk: 300 ytringer at lære af, 500 at blive målt på, 15 hensigter. 63 af de 500 står også blandt de 300; uden dem er det ærligt.",
        ("hvem", "alle 500", "de 437, der ikke står i begge"),
        [(name, str(one), str(unseen)) for name, (one, unseen) in figures.items()],
    )
    measured.figures["målestok: vores"] = figures["vores"][0].value
    measured.sections.append(section)


if __name__ == "__main__":
    sys.exit(main())
