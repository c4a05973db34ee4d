"""Demo pages: a municipal page with the chat on it, and a telephone to try SMS and Messenger with.

The telephone speaks the platforms' own protocols to our own webhooks, signed with the
keys the door has; what the door would send out is caught on its way and shown. Only
where demo pages are on, and never with a real provider's key.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from pathlib import Path
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels import gatewayapi, messenger, twilio_sms
from bot.gateway.house import House
from bot.gateway.templates import templates

WIDGET = Path(__file__).parents[1] / "widget"
MOST = 200  # caught messages


class Demo:
    """The pages, and the platforms they stand in for."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._caught: list[dict[str, Any]] = []

    def routes(self) -> list[Route]:
        return [
            Route("/", self._index),
            Route("/demo/telefon", self._telephone),
            Route("/demo/telefon/send", self._send, methods=["POST"]),
            Route("/demo/telefon/kommet", self._arrived),
            Route("/demo/platform/{path:path}", self._platform, methods=["POST"]),
            Route("/demo/{kommune}", self._municipal),
        ]

    async def _index(self, request: Request) -> Response:
        return _page("demo_index.html", municipalities=self._names())

    async def _municipal(self, request: Request) -> Response:
        key = request.path_params["kommune"]
        names = self._names()
        if key not in names:
            return RedirectResponse("/", status_code=303)
        return _page("demo_municipal.html", key=key, name=names[key], integrity=integrity(WIDGET / "loader.js"))

    async def _telephone(self, request: Request) -> Response:
        sms = {key: one.sms.numbers[0] for key, one in self._house.channels.items() if one.sms.numbers}
        pages = {key: one.messenger.page_id for key, one in self._house.channels.items() if one.messenger.page_id}
        return _page("demo_telephone.html", names=self._names(), sms=sms, pages=pages)

    async def _send(self, request: Request) -> Response:
        """What the telephone sends, as the platform would bring it."""
        given = await request.json()
        kind, to, sender, text = (str(given.get(key, "")) for key in ("kind", "to", "from", "text"))
        build = {"gatewayapi": self._as_gatewayapi, "twilio": self._as_twilio, "messenger": self._as_messenger}.get(kind)
        if build is None or not to or not sender or len(text) > 2000:
            return JSONResponse({"status": 400}, status_code=400)
        path, content, headers = build(to, sender, text, given.get("payload"))
        transport = httpx.ASGITransport(app=request.app)
        async with httpx.AsyncClient(transport=transport, base_url=self._house.public_url) as client:
            answer = await client.post(path, content=content, headers=headers)
        return JSONResponse({"status": answer.status_code})

    def _as_gatewayapi(self, to: str, sender: str, text: str, payload: Any) -> tuple[str, bytes, dict[str, str]]:
        event = {"msg_id": secrets.token_hex(8), "sender": int(sender.lstrip("+")), "content": {"message": text}}
        body = json.dumps({"event_id": secrets.token_hex(8), "event_type": "user-message.text.sms", "event": event}).encode()
        signature = hmac.new(self._house.settings.gatewayapi_secret.encode(), body, hashlib.sha256).hexdigest()
        header = gatewayapi.SIGNATURE_HEADER["messaging"]
        return f"/webhooks/sms/gatewayapi/{to.lstrip('+')}", body, {header: f"v1={signature}"}

    def _as_twilio(self, to: str, sender: str, text: str, payload: Any) -> tuple[str, bytes, dict[str, str]]:
        fields = {"MessageSid": f"SM{secrets.token_hex(16)}", "From": sender, "To": to, "Body": text}
        url = f"{self._house.public_url}/webhooks/sms/twilio"
        signed = url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
        digest = hmac.new(self._house.settings.twilio_token.encode(), signed.encode(), hashlib.sha1).digest()
        headers = {
            twilio_sms.SIGNATURE_HEADER: base64.b64encode(digest).decode(),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return "/webhooks/sms/twilio", str(httpx.QueryParams(fields)).encode(), headers

    def _as_messenger(self, to: str, sender: str, text: str, payload: Any) -> tuple[str, bytes, dict[str, str]]:
        said: dict[str, Any] = {"mid": f"m_{secrets.token_hex(12)}", "text": text}
        if isinstance(payload, str):
            said["quick_reply"] = {"payload": payload}
        event = {"sender": {"id": sender}, "recipient": {"id": to}, "timestamp": int(time.time() * 1000), "message": said}
        body = json.dumps({"object": "page", "entry": [{"id": to, "time": 1, "messaging": [event]}]}).encode()
        signature = hmac.new(self._house.settings.messenger_app_secret.encode(), body, hashlib.sha256).hexdigest()
        return "/webhooks/messenger", body, {messenger.SIGNATURE_HEADER: f"sha256={signature}"}

    async def _platform(self, request: Request) -> Response:
        """The platform's end: takes what the door sends, as the platform would."""
        if request.headers.get("content-type", "").startswith("application/json"):
            body = await request.json()
        else:
            body = dict(await request.form())
        to = body.get("recipient", body.get("To"))
        to = str(to["id"] if isinstance(to, dict) else to)
        message = body.get("message")
        text = body.get("Body") or (message.get("text") if isinstance(message, dict) else message)
        replies = message.get("quick_replies", []) if isinstance(message, dict) else []
        self._caught = [*self._caught, {"to": to.lstrip("+"), "text": text, "replies": replies}][-MOST:]
        return JSONResponse({"msg_id": secrets.token_hex(8), "sid": secrets.token_hex(8)})

    async def _arrived(self, request: Request) -> Response:
        """What has come to one telephone."""
        who = request.query_params.get("hos", "").lstrip("+")
        return JSONResponse([one for one in self._caught if one["to"] == who])

    def _names(self) -> dict[str, str]:
        places = self._house.base.places
        return {key: places[key].name if key in places else key for key in self._house.channels}


def integrity(file: Path) -> str:
    """What a page says of a script, so that a browser runs no other."""
    return "sha384-" + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()


def _page(template: str, **values: Any) -> Response:
    return HTMLResponse(templates.get_template(template).render(**values))
