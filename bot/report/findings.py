"""What a table shows, in a sentence or two: numbers and order, no opinion."""

from collections.abc import Sequence

from bot.report.danish import amount, capital, counted, inside, listed, number, percent
from bot.report.figures import BESIDE, Breakdown, Figures, Line
from bot.report.suppression import Count, Hidden

SAID_FIRST = 3  # of the biggest


def conversations(count: Count) -> str:
    return counted(count, "samtale", "samtaler")


def with_share(line: Line) -> str:
    """12 samtaler (4,5 %)."""
    return conversations(line.count) + (f" ({percent(line.share)})" if line.share and line.count else "")


def biggest(breakdown: Breakdown, lead: str) -> str:
    """The biggest kinds by name; nothing where none is big enough to be shown."""
    kinds = [line for line in breakdown.lines if isinstance(line.count, int) and line.count and line.key not in BESIDE]
    kinds.sort(key=lambda line: -line.count if isinstance(line.count, int) else 0)
    if not kinds:
        return ""
    return f"{lead} {listed([f'{inside(line.label)} ({_numbers(line)})' for line in kinds[:SAID_FIRST]])}."


def hidden_note(breakdown: Breakdown) -> str:
    """Why some numbers are missing, where they are."""
    counts: Sequence[Count] = [line.count for line in breakdown.lines]
    if Hidden.OTHER in counts:
        return "Tal under 5 er ikke vist. Andre tal er skjult, så de små ikke kan regnes ud."
    return "Tal under 5 er ikke vist." if Hidden.SMALL in counts else ""


def busiest(figures: Figures) -> str:
    months = [line for line in figures["maaned"].lines if isinstance(line.count, int) and line.count]
    if len(months) < 2:
        return ""
    most, least = (pick(months, key=_count) for pick in (max, min))
    if most.count == least.count:
        return "Der var lige mange samtaler i de måneder, der kan vises."
    ties = [line.label for line in months if line.count == most.count]
    return f"Der var flest i {listed(ties)} ({conversations(most.count)})."


def outside_hours(figures: Figures) -> str:
    lines = {line.key: line for line in figures["aabent"].lines}
    closed, opened = lines["lukket"], lines["aabent"]
    if closed.count == 0 and opened.count == 0:
        return "Åbningstiden er ikke oplyst, så det kan ikke siges, hvor mange der skrev uden for den."
    return f"{capital(with_share(closed))} begyndte uden for kontorets åbningstid og {with_share(opened)} i den."


def endings(figures: Figures) -> str:
    lines = {line.key: line for line in figures["udgang"].lines}
    return (
        f"{capital(with_share(lines['vist']))} endte med, at borgeren fik at vide, hvor sagen hører hjemme. "
        f"{capital(with_share(lines['afbrudt']))} blev forladt med et ubesvaret spørgsmål. "
        f"{capital(with_share(figures['menneske'].line('ja')))} blev givet videre til et menneske."
    )


def questions(figures: Figures) -> str:
    asked = figures.questions
    if asked is None:
        return "Der er for få samtaler til at sige, hvor mange spørgsmål der blev stillet."
    middle = number(asked.median, 0 if asked.median == int(asked.median) else 1)
    return (
        f"Medianen er {middle} spørgsmål: halvdelen af samtalerne havde det antal eller færre. "
        f"I 19 ud af 20 samtaler blev der højst stillet {asked.most} spørgsmål."
    )


def satisfaction(figures: Figures) -> str:
    lines = {line.key: line for line in figures["hjalp"].lines}
    counts = [lines[key].count for key in ("ja", "delvist", "nej")]
    if not any(counts):
        return "Ingen borgere svarede på, om det hjalp."
    words = ("svarede ja", "svarede delvist", "svarede nej")
    said = listed([counted(count, word, word) for count, word in zip(counts, words, strict=True)])
    known = [count for count in counts if isinstance(count, int)]
    answered = sum(known)
    share = f" Af dem, der svarede, sagde {percent(known[0] / answered)} ja." if len(known) == 3 and answered else ""
    return f"Borgerne kan sige til sidst, om det hjalp: {said}.{share}"


def deadlines(figures: Figures) -> str:
    given, passed = figures["frist"].line("given"), figures["frist"].line("passed")
    return (
        f"I {with_share(given)} fik borgeren sidste dag for at klage at vide, mens den endnu ikke var gået. "
        f"I {with_share(passed)} så fristen ud til at være overskredet. Så får borgeren at vide, at man kan klage alligevel."
    )


def urgent(figures: Figures) -> str:
    said = biggest(figures["fare"], "Der var flest tegn på")
    quiet = "Der var ingen tegn på, at noget hastede." if _none(figures["fare"]) else ""
    return said or quiet or "Tallene er for små til at blive vist hver for sig."


def deleted(figures: Figures) -> str:
    gone = figures["slettet"].line("ja")
    if gone.count == 0:
        return "Ingen borgere slettede deres samtale."
    return f"{capital(with_share(gone))} blev slettet af borgeren selv. Om dem vides kun måned, kommune og kanal."


def _none(breakdown: Breakdown) -> bool:
    return all(line.count == 0 for line in breakdown.lines if line.key not in BESIDE)


def _count(line: Line) -> int:
    return line.count if isinstance(line.count, int) else 0


def _numbers(line: Line) -> str:
    return amount(line.count) + (f", {percent(line.share)}" if line.share else "")
