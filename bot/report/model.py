"""A document, before it is a page, a PDF or a workbook: headings, text, lists, tables and charts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.report.charts import Chart
from bot.report.suppression import Hidden

Value = str | int | float | Hidden | None  # a float is a share of one


@dataclass(frozen=True)
class Heading:
    """`key` is what a link to it is called."""

    level: int
    text: str
    key: str


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Listing:
    """Points of a list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The first column names each row."""

    key: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A chart; its table stands after it."""

    caption: str
    chart: Chart


@dataclass(frozen=True)
class Signature:
    """Who stands behind it."""

    place: str
    name: str


Block = Heading | Paragraph | Listing | Table | Figure | Signature


@dataclass(frozen=True)
class Document:
    """`sender` is whose it is; `key` is good for a file's name."""

    key: str
    title: str
    subtitle: str
    sender: str
    made_on: date
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> Iterable[Table]:
        return (block for block in self.blocks if isinstance(block, Table))
