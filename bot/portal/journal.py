"""A case for the journal: date, subject and text, as offentlighedsloven § 15 asks, from a message or a conversation.

What is written here is what stood at the moment of the export: a conversation goes on, and is one day deleted.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.portal.labels import Labels
from bot.portal.templates import when
from bot.report.workbook import safe
from bot.store import Message
from bot.store.clock import danish
from bot.store.heads import Head
from bot.store.inbox import Item, Note

COLUMNS = ("dato", "emne", "parter", "tekst", "kvittering", "samtale", "kommune", "kanal", "eksporteret", "eksporteret_af")


@dataclass(frozen=True)
class Line:
    """Somebody's words in the case: who, when, what."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True)
class Record:
    """`parties` is blank unless they were opened for this export. `receipt` or `conversation` may be missing."""

    day: date
    subject: str
    parties: str
    summary: str
    lines: Sequence[Line]
    notes: Sequence[Line]
    receipt: str
    conversation: str
    municipality: str
    channel: str
    exported_at: datetime
    exported_by: str

    @property
    def text(self) -> str:
        """All of it, in order, for a journal with one field of text."""
        parts = [("Borgerens godkendte besked", [self.summary] if self.summary else [])]
        parts.append(("Samtalen", [_line(line) for line in self.lines]))
        parts.append(("Kontorets notater", [_line(line) for line in self.notes]))
        return "\n\n".join("\n".join((heading, *found)) for heading, found in parts if found)


def of_item(
    item: Item, messages: Iterable[Message], notes: Iterable[Note], labels: Labels, *, parties: str, at: datetime, by: str
) -> Record:
    return Record(
        day=danish(item.created_at).date(),
        subject=f"Henvendelse fra borger, nr. {item.receipt}",
        parties=parties,
        summary=item.summary,
        lines=_lines(messages, labels),
        notes=[Line(note.at, note.account, note.text) for note in notes if note.text],
        receipt=item.receipt,
        conversation=item.conversation or "",
        municipality=labels.of(item.municipality or None),
        channel=labels.of(item.channel),
        exported_at=at,
        exported_by=by,
    )


def of_conversation(head: Head, messages: Iterable[Message], labels: Labels, *, receipt: str, at: datetime, by: str) -> Record:
    about = labels.of(head.area, "omraade") or labels.of(head.route) or "uden udfald"
    return Record(
        day=danish(head.started_at).date(),
        subject=f"Samtale med borgertriage: {about}",
        parties="",
        summary="",
        lines=_lines(messages, labels),
        notes=(),
        receipt=receipt,
        conversation=head.id,
        municipality=labels.of(head.municipality),
        channel=labels.of(head.channel),
        exported_at=at,
        exported_by=by,
    )


def as_json(record: Record) -> str:
    fields = _fields(record) | {
        "besked": record.summary,
        "samtalens_beskeder": [_said(line) for line in record.lines],
        "notater": [_said(line) for line in record.notes],
    }
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


def as_csv(record: Record) -> str:
    """One row below the names of the columns; a spreadsheet takes nothing in it for a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow({column: safe(value) for column, value in _fields(record).items()})
    return "\ufeff" + out.getvalue()


FORMATS: dict[str, tuple[str, Callable[[Record], str]]] = {
    "json": ("application/json", as_json),
    "csv": ("text/csv; charset=utf-8", as_csv),
}


def _fields(record: Record) -> dict[str, str]:
    values = (
        *(record.day.isoformat(), record.subject, record.parties, record.text, record.receipt, record.conversation),
        *(record.municipality, record.channel, danish(record.exported_at).isoformat(timespec="seconds"), record.exported_by),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _lines(messages: Iterable[Message], labels: Labels) -> list[Line]:
    return [Line(message.at, labels.of(message.author), message.text) for message in messages]


def _line(line: Line) -> str:
    return f"[{when(line.at)}] {line.who}: {line.text}"


def _said(line: Line) -> dict[str, str]:
    return {"tid": danish(line.at).isoformat(timespec="seconds"), "hvem": line.who, "tekst": line.text}
