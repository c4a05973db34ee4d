"""One report a person can read (HTML, with plots), and the figures as text (docs/quality.md)."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from jinja2 import Environment
from markupsafe import Markup

Curve = Sequence[tuple[float, float]]


@dataclass
class Section:
    """A heading, what it means in a sentence or two, rows, and pictures (PNG) with their captions."""

    title: str
    says: str
    header: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)


PAGE = Environment(autoescape=True).from_string(
    """<!doctype html>
<html lang="da"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Kvalitet, {{ day }}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse; margin: 1rem 0 } td, th { border-bottom: 1px solid #ccc; padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top }
img { max-width: 100%; height: auto } figure { margin: 1rem 0 } .bad { color: #a30000; font-weight: 600 } h2 { margin-top: 2.5rem }
</style></head><body>
<h1>Hvor god er den?</h1>
<p>Målt {{ day }}. I parentes: 95 %-interval og antal.</p>
{% if failures %}<h2 class="bad">Porten er lukket</h2><ul>{% for failure in failures %}<li class="bad">{{ failure }}</li>{% endfor %}</ul>
{% else %}<p><strong>Porten er åben:</strong> intet er blevet dårligere, end dets margen tillader.</p>{% endif %}
{% for section in sections %}<h2>{{ section.title }}</h2><p>{{ section.says }}</p>
{% if section.rows %}<table><thead><tr>{% for cell in section.header %}<th scope="col">{{ cell }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in section.rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody></table>{% endif %}
{% for caption, picture in section.pictures %}<figure><img alt="{{ caption }}" src="{{ data(picture) }}"><figcaption>{{ caption }}</figcaption></figure>{% endfor %}
{% endfor %}</body></html>
"""
)


def write_html(target: Path, sections: Sequence[Section], *, day: str, failures: Sequence[str]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(PAGE.render(sections=sections, day=day, failures=failures, data=_data), encoding="utf-8")


def write_markdown(target: Path, sections: Sequence[Section], *, day: str) -> None:
    """Write the page. What was not measured this time stands as it was measured before."""
    before = _sections(target.read_text(encoding="utf-8")) if target.exists() else {}
    now = {section.title: _markdown(section, before.get(section.title, "")) for section in sections}
    opening = f"# Kvalitet\n\nSkrevet af `make evaluate`, senest målt {day}. I parentes: 95 %-interval og antal."
    target.write_text("\n\n".join([opening, *({**before, **now}).values()]) + "\n", encoding="utf-8")


def _sections(page: str) -> dict[str, str]:
    """A page's sections by title."""
    parts = [part.strip() for part in page.split("\n## ")[1:]]
    return {part.split("\n", 1)[0]: f"## {part}" for part in parts}


def _markdown(section: Section, before: str) -> str:
    """The section, with the rows of before that this time has none for."""
    lines = [f"## {section.title}", "", section.says]
    if section.rows:
        measured = {row[:2] for row in section.rows}
        old = [
            tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in before.splitlines() if line.startswith("| ")
        ]
        kept = [row for row in old[1:] if len(row) == len(section.header) and row[:2] not in measured]
        by_hand = [row for row in kept if section.title == "Fare"]  # cross-validation adds its row there
        lines += ["", "| " + " | ".join(section.header) + " |", "|" + "---|" * len(section.header)]
        lines += ["| " + " | ".join(row) + " |" for row in [*section.rows, *by_hand]]
    return "\n".join(lines)


def matrix_picture(labels: Sequence[str], counts: Sequence[Sequence[int]]) -> bytes:
    """Rows: what it was; columns: what it was read as."""
    figure, axes = plt.subplots(figsize=(9, 8))
    shares = [[count / max(sum(row), 1) for count in row] for row in counts]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(labels)), labels, rotation=60, ha="right")
    axes.set_yticks(range(len(labels)), labels)
    axes.set_xlabel("læst som")
    axes.set_ylabel("var")
    for y, row in enumerate(counts):
        for x, count in enumerate(row):
            if count:
                axes.text(
                    x, y, str(count), ha="center", va="center", fontsize=8, color="white" if shares[y][x] > 0.5 else "black"
                )
    return _png(figure)


def curves_picture(curves: dict[str, Curve], *, across: str, up: str) -> bytes:
    """Lines told apart by dashes too, for those who do not see the colours."""
    figure, axes = plt.subplots(figsize=(8, 4.5))
    for (name, curve), dashes in zip(curves.items(), ("-", "--", "-.", ":") * 3, strict=False):
        axes.plot([x for x, _ in curve], [y for _, y in curve], dashes, label=name)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.grid(alpha=0.3)
    axes.legend()
    return _png(figure)


def _png(figure: plt.Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=110, bbox_inches="tight")
    plt.close(figure)
    return out.getvalue()


def _data(picture: bytes) -> Markup:
    return Markup("data:image/png;base64,") + base64.b64encode(picture).decode()
