"""A file to take away: never shown in the browser, whatever it holds."""

from starlette.responses import Response

HTML, PDF = "text/html; charset=utf-8", "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_ZIP = "application/zip"


def download(name: str, content: bytes, media_type: str) -> Response:
    """`name` in plain letters."""
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
