"""A document as a tagged PDF (PDF/UA-1), with the fonts Typst carries. Needs no network and no fonts of the machine's."""

from collections.abc import Sequence
from datetime import datetime, timezone
from itertools import zip_longest

import typst

from bot.report.danish import day
from bot.report.html import cell
from bot.report.model import Block, Document, Figure, Heading, Listing, Paragraph, Signature, Table, Value
from bot.report.suppression import Hidden
from bot.report.tables import TOTAL

STANDARD = "ua-1"
LOOK = """
#set text(lang: "da", region: "dk", size: 10.5pt, fill: rgb("#1b1b1b"))
#set par(justify: false, leading: 0.68em, spacing: 1.1em)
#set page(paper: "a4", margin: (x: 25mm, top: 24mm, bottom: 24mm), footer-descent: 40%,
  footer: context {
    let here = counter(page).get().first()
    if here > 1 { align(center, text(size: 9pt)[Side #here af #counter(page).final().first()]) }
  })
#set list(tight: false, spacing: 0.8em)
#show heading: set text(fill: rgb("#1d3f66"))
#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 1): set block(above: 2.2em, below: 0.9em)
#show heading.where(level: 2): set text(size: 12.5pt)
#show heading.where(level: 2): set block(above: 1.9em, below: 0.8em)
#show heading.where(level: 2): set block(sticky: true)
#show figure.caption: set text(size: 9.5pt, fill: rgb("#3d4752"))
#show figure.caption: set align(left)
#show figure.where(kind: table): set figure.caption(position: top)
#set figure(gap: 0.7em)
#show figure: set block(above: 1.3em, below: 1.6em)
#set table(stroke: none, inset: (x: 5pt, y: 3.6pt))
#show table: set text(size: 9.5pt)
"""


def pdf(document: Document) -> bytes:
    """The same document gives the same bytes."""
    files = {"main.typ": source(document).encode()}
    files |= {f"{block.chart.key}.svg": block.chart.svg.encode() for block in document.blocks if isinstance(block, Figure)}
    made = int(datetime.combine(document.made_on, datetime.min.time(), tzinfo=timezone.utc).timestamp())
    made_pdf: bytes = typst.compile(  # type: ignore[call-overload]  # its types leave out that it takes a dict of files
        files, format="pdf", pdf_standards=[STANDARD], ignore_system_fonts=True, timestamp=made
    )
    return made_pdf


def source(document: Document) -> str:
    """What Typst is given; every text in it is a string, never markup."""
    on = document.made_on
    return "\n".join(
        [
            f"#set document(title: {_string(f'{document.title}. {document.subtitle}')}, author: {_string(document.sender)}, "
            f"date: datetime(year: {on.year}, month: {on.month}, day: {on.day}))",
            LOOK,
            _front(document),
            *(_block(block, after) for block, after in zip_longest(document.blocks, document.blocks[1:])),
        ]
    )


def _front(document: Document) -> str:
    return f"""
#v(52mm)
#text(size: 13pt, fill: rgb("#3d4752"), {_string(document.subtitle)})
#v(-0.3em)
#[#show title: set text(size: 34pt, fill: rgb("#1d3f66"))
#title({_string(document.title)})]
#line(length: 100%, stroke: 2.5pt + rgb("#1d3f66"))
#text(size: 12pt, {_string(document.sender)})

#text(fill: rgb("#3d4752"), {_string(day(document.made_on))})
#pagebreak()
#outline(title: [Indhold], depth: 2)
#pagebreak()
"""


def _block(block: Block, after: Block | None) -> str:
    if isinstance(block, Heading):
        return f"#heading(level: {block.level - 1}, {_string(block.text)})"  # the title is Typst's own level above 1
    if isinstance(block, Paragraph):
        together = isinstance(after, (Figure, Heading))  # what is said of a chart, or leads to a heading, stands on its page
        return f"#block(sticky: {str(together).lower()}, par({_string(block.text)}))"
    if isinstance(block, Listing):
        return f"#list({', '.join(_string(item) for item in block.items)},)"
    if isinstance(block, Figure):
        picture = f"image({_string(block.chart.key + '.svg')}, width: 100%, alt: {_string(block.chart.said)})"
        return f"#figure({picture}, caption: {_string(block.caption)})"
    return _table(block) if isinstance(block, Table) else _signature(block)


def _table(table: Table) -> str:
    """Figures to the right. The header is repeated where the table goes on to another page."""
    right = [any(isinstance(row[n], (int, float, Hidden)) for row in table.rows) for n in range(len(table.columns))]
    head = ", ".join(f"strong({_string(column)})" for column in table.columns)
    cells = ",\n  ".join(_row(row) for row in table.rows)
    sides = ", ".join("right" if side else "left" for side in right)
    widths = ", ".join("auto" if side or n == 0 and not any(right) else "1fr" for n, side in enumerate(right))
    rule = 'stroke: 0.9pt + rgb("#1d3f66")'
    return f"""#figure(kind: table, caption: {_string(table.caption)}, block(width: 100%, breakable: true, table(
  columns: ({widths}), align: ({sides}),
  table.header({head}), table.hline({rule}),
  {cells}, table.hline({rule}),
)))"""


def _row(row: Sequence[Value]) -> str:
    words = [_string(cell(value)) for value in row]
    return ", ".join(f"strong({word})" if row[0] == TOTAL else word for word in words)


def _signature(block: Signature) -> str:
    return f"""#block(breakable: false, above: 3em)[
#{_string(block.place)}
#v(16mm)
#line(length: 70mm, stroke: 0.5pt)
#{_string(block.name)}
]"""


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
