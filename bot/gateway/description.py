"""The description of the web chat API (OpenAPI), for whoever builds a client: written as YAML, served as JSON."""

import hashlib
import json
from pathlib import Path

import yaml
from starlette.requests import Request
from starlette.responses import Response

DESCRIPTION = json.dumps(yaml.safe_load(Path(__file__).with_name("openapi.yml").read_bytes()), ensure_ascii=False).encode()
HEADERS = {"Cache-Control": "no-cache", "ETag": f'"{hashlib.sha256(DESCRIPTION).hexdigest()[:32]}"'}


async def description(request: Request) -> Response:
    """Kept by the client, and asked for again each time: unchanged, it is not sent."""
    if request.headers.get("if-none-match") == HEADERS["ETag"]:
        return Response(status_code=304, headers=HEADERS)
    return Response(DESCRIPTION, media_type="application/json", headers=HEADERS)
