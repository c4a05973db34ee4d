"""The yearly report: what the bot is, the year in figures, how good it is and how sure we are, and what was learned.

Figures and descriptions only. What they give reason to say is for the borgerrådgiver or mediator, who signs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.knowledge import Municipality
from bot.knowledge.channels import MunicipalityChannels
from bot.report import findings, prose
from bot.report.charts import chart, interval
from bot.report.danish import capital, counted, day, length, listed, percent
from bot.report.figures import Figures
from bot.report.model import Block, Document, Figure, Heading, Listing, Paragraph, Signature, Table
from bot.report.suppression import LEAST, shown
from bot.report.tables import table
from bot.store.learned import Learned

FILES = {  # what a folder holds, the nearest first
    "knowledge/municipalities/": "Kontoret og dets regler",
    "knowledge/": "Viden fælles for alle",
    "texts/": "Robottens tekster",
    "channels/": "Kanaler og åbningstider",
}
TABLE_ALONE = ("bedoemt", "slettet")  # one line dwarfs the others: a chart shows nothing
TITLES: Mapping[str, str] = {
    "maaned": "Samtaler måned for måned",
    "kanal": "Hvor borgerne skrev",
    "tid": "Hvornår på døgnet",
    "aabent": "I og uden for åbningstiden",
    "udgang": "Sådan endte samtalerne",
    "vej": "Hvor borgerne blev vist hen",
    "sagstype": "Hvad der var galt",
    "omraade": "Hvad det handlede om",
    "spoergsmaal": "Hvor meget der blev spurgt om",
    "frist": "Klagefrister",
    "fare": "Når det hastede",
    "hjalp": "Hvad borgerne siger",
}


@dataclass(frozen=True)
class Material:
    """What the report is made from. `municipality` None: all that use the bot, together."""

    year: int
    municipality: Municipality | None
    channels: MunicipalityChannels | None
    figures: Figures
    learned: Learned
    made_on: date

    @property
    def place(self) -> str:
        return self.municipality.name if self.municipality else "Alle kommuner"

    @property
    def office(self) -> str:
        return self.municipality.office.name if self.municipality else "Borgertriagens redaktion"


def report(material: Material) -> Document:
    """A finished document, also for a year without conversations, which it then says."""
    parts = (_brief, _about, _year, _quality, _lessons, _protection, _method)
    blocks = [block for part in parts for block in part(material)]
    return Document(
        key=f"rapport-{material.year}-{material.municipality.key if material.municipality else 'alle'}",
        title=f"Borgertriage {material.year}",
        subtitle=f"Årsrapport · {material.place}",
        sender=material.office,
        made_on=material.made_on,
        blocks=(*blocks, Signature(f"{material.place}, {day(material.made_on)}", material.office)),
    )


def _brief(material: Material) -> Iterator[Block]:
    figures = material.figures
    yield Heading(2, "Kort fortalt", "kort-fortalt")
    if figures.total == 0:
        yield Paragraph(f"Der var ingen samtaler i {material.year}. Tabellerne er derfor tomme.")
        return
    if material.made_on.year == material.year:
        yield Paragraph(f"Året er ikke slut. Tallene går til og med {day(material.made_on)}.")
    yield Listing(
        tuple(
            filter(
                None,
                (
                    f"Borgerne førte {findings.conversations(figures.total)} med borgertriagen i {material.year}.",
                    findings.endings(figures),
                    findings.outside_hours(figures),
                    findings.satisfaction(figures),
                    _accuracy(figures),
                ),
            )
        )
    )


def _about(material: Material) -> Iterator[Block]:
    key = material.municipality.key if material.municipality else ""
    yield Heading(2, "Om rapporten", "om-rapporten")
    yield Paragraph(prose.DUTY.get(key, prose.NO_DUTY))
    yield Heading(2, "Hvad borgertriagen er, og hvad den ikke må", "hvad-den-er")
    yield from map(Paragraph, prose.WHAT_IT_IS)
    yield Listing(prose.WHAT_IT_MAY_NOT)


def _year(material: Material) -> Iterator[Block]:
    figures = material.figures
    yield Heading(2, "Året i tal", "aaret-i-tal")
    yield Paragraph(
        f"Alle tabeller fordeler de samme samtaler: {findings.conversations(figures.total)} i {material.year}. "
        "En samtale hører til den måned, den begyndte i. Klokkeslæt er dansk tid."
    )
    said = {
        "maaned": findings.busiest(figures),
        "kanal": findings.biggest(figures["kanal"], "Flest skrev gennem"),
        "tid": findings.biggest(figures["tid"], "Flest samtaler begyndte mellem klokken"),
        "aabent": findings.outside_hours(figures),
        "udgang": findings.endings(figures),
        "vej": findings.biggest(figures["vej"], "Flest blev vist til"),
        "sagstype": findings.biggest(figures["sagstype"], "Det hyppigste var"),
        "omraade": findings.biggest(figures["omraade"], "De største områder var"),
        "spoergsmaal": findings.questions(figures),
        "frist": findings.deadlines(figures),
        "fare": findings.urgent(figures),
        "hjalp": findings.satisfaction(figures),
    }
    for key, title in TITLES.items():
        yield Heading(3, title, key)
        yield from _shown(figures, key, title, said[key])


def _shown(figures: Figures, key: str, title: str, said: str) -> Iterator[Block]:
    """Text, chart and table of one breakdown; of nothing, the table alone."""
    breakdown = figures[key]
    text = " ".join(filter(None, (said if figures.total else "", findings.hidden_note(breakdown))))
    if text:
        yield Paragraph(text)
    if figures.total and key not in TABLE_ALONE:
        yield Figure(title, chart(breakdown))
    yield table(breakdown)


def _quality(material: Material) -> Iterator[Block]:
    figures, found = material.figures, material.figures.accuracy
    yield Heading(2, "Kvalitet, og hvor sikre vi er", "kvalitet")
    yield Paragraph(prose.HOW_QUALITY_IS_JUDGED)
    yield Paragraph(_accuracy(figures) or prose.TOO_FEW_JUDGED)
    if found.share is not None and found.low is not None and found.high is not None and found.reviewed >= LEAST:
        title = "Andel, der blev vist rigtigt vej"
        yield Figure(title, interval("rigtigt", title, found.share, found.low, found.high))
        yield Table(
            "rigtigt",
            title,
            ("Skøn", "Værdi"),
            (
                ("Vist rigtigt vej", round(found.share, 2)),
                ("Nedre grænse", round(found.low, 2)),
                ("Øvre grænse", round(found.high, 2)),
                ("Samtaler, der er bedømt", shown(found.reviewed)),
            ),
        )
    yield from _shown(figures, "bedoemt", "Vist rigtigt vej", "")


def _accuracy(figures: Figures) -> str:
    found = figures.accuracy
    if found.share is None or found.low is None or found.high is None or found.reviewed < LEAST:
        return ""
    text = (
        f"Skønnet ud fra {counted(found.reviewed, 'bedømt samtale', 'bedømte samtaler')} blev {percent(found.share, 0)} "
        f"vist rigtigt vej. Usikkerheden går fra {percent(found.low, 0)} til {percent(found.high, 0)}."
    )
    part = found.covered if found.covered is not None else 1.0
    return text if part > 0.995 else f"{text} Skønnet dækker {percent(part, 0)} af samtalerne; i resten er ingen bedømt."


def _lessons(material: Material) -> Iterator[Block]:
    learned = material.learned
    yield Heading(2, "Hvad der er lært", "laert")
    yield Paragraph(prose.HOW_IT_LEARNS)
    yield Paragraph(_corrections(learned, material.year))
    if not learned.changes:
        yield Paragraph(prose.NO_CHANGES)
        return
    alone = sum(change.emergency for change in learned.changes)
    yield Paragraph(
        f"{capital(counted(len(learned.changes), 'ændring', 'ændringer'))} af oplysninger, regler eller tekster trådte i kraft. "
        + ("Alle er set af to personer." if not alone else f"{capital(str(alone))} hastede og blev sat i kraft af én person.")
    )
    rows = tuple((day(change.effective), _where(change.file), change.why) for change in learned.changes)
    yield Table("aendringer", "Ændringer i året", ("Fra", "Hvor", "Hvorfor"), rows)


def _corrections(learned: Learned, year: int) -> str:
    if not (learned.proposed or learned.approved or learned.rejected):
        return f"Der blev ikke foreslået rettelser i {year}."
    proposed, approved, rejected = (
        counted(count, "rettelse", "rettelser") for count in (learned.proposed, learned.approved, learned.rejected)
    )
    return f"{capital(proposed)} blev foreslået i {year}. {capital(approved)} blev godkendt, og {rejected} blev afvist."


def _where(file: str) -> str:
    return next((name for start, name in FILES.items() if file.startswith(start)), file)


def _protection(material: Material) -> Iterator[Block]:
    yield Heading(2, "Databeskyttelse", "databeskyttelse")
    yield Paragraph(prose.MASKED)
    yield Paragraph(" ".join(filter(None, (_kept(material.channels), findings.deleted(material.figures)))))
    yield Paragraph(prose.COUNTED)
    yield from _shown(material.figures, "slettet", "Slettet af borgeren", "")


def _kept(channels: MunicipalityChannels | None) -> str:
    if channels is None:
        return prose.EACH_ITS_OWN
    kept = channels.retention
    kinds = {"chatten": kept.web, "sms": kept.sms, "Messenger": kept.messenger}
    times: dict[str, list[str]] = {}
    for name, time in kinds.items():
        times.setdefault(time, []).append(name)
    said: Sequence[str] = [f"samtaler i {listed(names)} i {length(time)}" for time, names in times.items()]
    return f"Efter den sidste besked gemmes {listed([*said, f'beskeder til et menneske i {length(kept.handovers)}'])}."


def _method(material: Material) -> Iterator[Block]:
    yield Heading(2, "Metode", "metode")
    yield Listing(prose.METHOD)
