"""The reviewers' guide, as it stands in `docs/`: one text, read there and here."""

from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.portal.guard import Visitor, guarded
from bot.portal.office import Office
from bot.portal.pages import page
from bot.settings import ROOT

FILE = ROOT / "docs" / "bedoemmervejledning.md"


def routes() -> list[Route]:
    return [Route("/vejledning", guarded("laeser", _show), methods=["GET"])]


@cache
def _guide() -> Markup:
    """Read once: it is part of the program. HTML in it is shown as text."""
    return Markup(MarkdownIt("commonmark", {"html": False}).render(FILE.read_text(encoding="utf-8")))


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    return page(request, "guide.html", visitor, guide=_guide())
