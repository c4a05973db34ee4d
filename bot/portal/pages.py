"""Draws a page: its own template within the layout, with the visitor's name and the way around."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.portal.guard import Visitor
from bot.portal.menu import open_to
from bot.portal.office import Office


def page(request: Request, name: str, visitor: Visitor | None, status: int = 200, **values: Any) -> Response:
    """`visitor` None: a page for those who are not in yet."""
    template = Office.of(request).templates.get_template(name)
    menu = open_to(visitor.may) if visitor else []
    return HTMLResponse(template.render(path=request.url.path, visitor=visitor, menu=menu, **values), status_code=status)
