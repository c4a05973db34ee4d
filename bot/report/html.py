"""A document as HTML: a part for a page of ours, or a file that stands alone."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bot.report.danish import amount, day, percent
from bot.report.model import Document, Value
from bot.report.suppression import Hidden

FOLDER = Path(__file__).parent
STYLE = FOLDER / "report.css"


def body(document: Document) -> Markup:
    """From the title down, without styles: what a page of ours puts in its main part."""
    return Markup(_templates().get_template("report.html").render(document=document))


def page(document: Document) -> str:
    """A whole file, with its styles in it."""
    return _templates().get_template("file.html").render(document=document, body=body(document), style=Markup(STYLE.read_text()))


def cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return percent(value)
    return value if isinstance(value, str) else amount(value)


def _templates() -> Environment:
    templates = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    templates.filters |= {"cell": cell, "day": day, "svg": Markup, "kind": lambda block: type(block).__name__}
    templates.tests["figure"] = lambda value: isinstance(value, (int, float, Hidden))
    return templates
