"""A small stand-in for the gateway: the contract of bot/gateway/openapi.yml, a scripted bot, and failures to order.

The widget is tested against the contract, not against the gateway: here a connection is
lost after a message was taken, or the whole door is down, exactly when a test says so.
"""

import asyncio
import json
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

WIDGET = Path(__file__).parents[2] / "bot" / "widget"
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"

PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>Klag over kommunen</title><link rel="icon" href="/ikon.svg">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/side.css">
<script src="/widget/loader.js" data-kommune="aalborg" {more} defer></script></head>
<body><header><strong>Aalborg Kommune</strong></header><main><h1>Er du utilfreds med kommunen?</h1>
<p>Du kan klage over en afgørelse, over sagsbehandlingen eller over den måde, du er blevet behandlet på.</p>
<p>Er du i tvivl om, hvor du skal hen, så kan vores robot vise dig vej.</p>
<p><a href="#mere">Læs mere om at klage</a></p></main></body></html>"""
PAGE_STYLE = """body { font: 18px/1.6 sans-serif; margin: 0; color: #1a1a1a } header { background: #22324a; color: #fff;
  padding: 1.2rem 2rem }
main { max-width: 44rem; padding: 2rem } a { color: #0059b3 }"""
ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8H0z"/></svg>'

MUNICIPALITY = {
    "key": "aalborg",
    "name": "Aalborg Kommune",
    "office": {
        "name": "Borgerrådgiveren i Aalborg",
        "short": "borgerrådgiveren",
        "phone": "99 31 31 31",
        "phone_note": "Mandag til torsdag kl. 9-15, fredag kl. 9-13",
        "web": "https://www.aalborg.dk/borgerraadgiver",
        "address": "Boulevarden 13, 9000 Aalborg",
    },
    "hours": {"open_now": True, "text": "Åbent til kl. 15"},
    "privacy_notice": "https://www.aalborg.dk/privatliv",
    "silent": None,
    "texts": {},
}
ANSWER = """Sidste dag for at klage er 3. december 2026. Der er 11 dage tilbage. Jeg har regnet fra den dag, du fik brevet.

Du kan klage til Ankestyrelsen. Du sender klagen til kommunen, som ser på sagen igen, før den går videre.

Du kan også bede afdelingen forklare det eller se på sagen igen. Kommunen har pligt til at vejlede dig.

Det, du har skrevet her, er ikke en klage og stopper ingen frist. Du skal selv skrive eller ringe."""
OUTCOME = {
    "route": "klageorgan",
    "title": "Klag til Ankestyrelsen gennem kommunen",
    "place": {
        "name": "Aalborg Kommune, Job og Velfærd",
        "phone": "99 31 31 31",
        "phone_note": "Mandag til torsdag kl. 9-15",
        "web": "www.aalborg.dk/klage",
        "mail": "klage@aalborg.dk",
        "address": "Boulevarden 13, 9000 Aalborg",
    },
    "why": "Det er dem, der ser på klager over den slags afgørelser. Kommunen får først lov at se på sagen igen.",
    "deadline": {"text": "Sidste dag for at klage er 3. december 2026.", "last_day": "2026-12-03", "days_left": 11},
    "hours": {"open_now": True, "text": "Åbent til kl. 15"},
    "bring": ["Brevet med afgørelsen", "Datoen, du fik brevet", "Det, du mener, er forkert"],
    "basis": ["Retssikkerhedslovens § 60", "Forvaltningslovens § 25"],
}
URGENT = {
    "text": "Det, du skriver, gør, at jeg stopper her et øjeblik. Er der fare lige nu, så ring 112.\n"
    "Du må gerne ringe, også hvis du er i tvivl. Ring, skriv ikke en sms.",
    "urgent": {
        "signal": "livsfare",
        "numbers": [{"name": "Alarmcentralen", "phone": "112"}, {"name": "Livslinien", "phone": "70 201 201"}],
    },
}


@dataclass
class Talk:
    """One conversation, as the gateway would keep it."""

    said: list = field(default_factory=list)
    taken: dict = field(default_factory=dict)
    state: str = "bot"
    typing: bool = False
    step: int = 0
    version: int = 0

    def say(self, author, text, **more):
        seq = len(self.said) + 1
        options = more.pop("options", None)
        if options:
            more["question"] = {
                "fact": "prøve",
                "options": [{"id": f"{seq}.{n}", "title": title} for n, title in enumerate(options, 1)],
            }
        self.said.append({"seq": seq, "author": author, "at": "2026-11-22T10:15:02Z", "text": text, **more})
        self.version += 1
        return seq

    def become(self, **what):
        for name, value in what.items():
            setattr(self, name, value)
        self.version += 1


class FakeDoor:
    """Starts on a free port; the switches are plain attributes a test sets and `restore` puts back."""

    def __init__(self):
        self.restore()
        routes = [
            Route("/api/v1/municipalities/{key}", self.municipality),
            Route("/api/v1/conversations", self.begin, methods=["POST"]),
            Route("/api/v1/conversations/current", self.remove, methods=["DELETE"]),
            Route("/api/v1/messages", self.say, methods=["POST"]),
            Route("/api/v1/messages", self.poll),
            Route("/api/v1/events", self.events),
            Route("/api/v1/summary", self.summary),
            Route("/api/v1/handovers", self.hand_over, methods=["POST"]),
            Route("/api/v1/rating", self.rate, methods=["POST"]),
            Route("/side.css", lambda _: Response(PAGE_STYLE, media_type="text/css")),
            Route("/ikon.svg", lambda _: Response(ICON, media_type="image/svg+xml")),
            Route("/", lambda _: Response("")),
            Route("/side", lambda _: page()),
            Route("/en", lambda _: page(lang="en")),
            Route("/streng", lambda _: page(headers={"Content-Security-Policy": STRICT})),
            Route("/laast", lambda _: page(more=f'integrity="{self.integrity}"')),
            Mount("/widget", StaticFiles(directory=WIDGET)),
        ]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        config = uvicorn.Config(Starlette(routes=routes), port=port, ws="none", log_level="critical", timeout_graceful_shutdown=1)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def restore(self):
        self.talks = {}
        self.handovers = []
        self.ratings = []
        self.posted = 0
        self.integrity = ""
        self.down = False  # every call answers 503
        self.lose_answers = 0  # so many messages are taken, and the line goes dead before the answer
        self.no_stream = False  # a proxy that lets no stream through
        self.think = 0.05
        self.epoch = time.monotonic()  # streams older than this are cut

    def __enter__(self):
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self.server.should_exit = True
        self.thread.join(5)

    def cut(self):
        """All streams end, as when a phone changes network."""
        self.epoch = time.monotonic()

    @property
    def talk(self):
        """The newest conversation."""
        return list(self.talks.values())[-1]

    # The calls

    async def municipality(self, request):
        return self._unless_down() or JSONResponse(MUNICIPALITY)

    async def begin(self, request):
        if refusal := self._unless_down():
            return refusal
        assert (await request.json())["municipality"] == "aalborg"
        token = secrets.token_urlsafe(24)
        self.talks[token] = Talk()
        return JSONResponse({"token": token, "expires_in": 86400}, 201)

    async def say(self, request):
        talk = self._talk(request)
        if not isinstance(talk, Talk):
            return talk
        self.posted += 1
        body = await request.json()
        if body["client_id"] not in talk.taken:
            text = body.get("text") or self._title(talk, body["option"])
            if len(text) > 2000:
                return refusal(413, "too_long", "Beskeden er for lang.")
            talk.taken[body["client_id"]] = talk.say("citizen", text)
            asyncio.get_running_loop().create_task(self._answer(talk, text))
        if self.lose_answers:
            self.lose_answers -= 1
            return Response("", 202, {"Content-Length": "40"})  # promises more than it gives: the line goes dead
        return JSONResponse({"seq": talk.taken[body["client_id"]]}, 202)

    async def poll(self, request):
        talk = self._talk(request)
        if not isinstance(talk, Talk):
            return talk
        after, until = int(request.query_params["after"]), time.monotonic() + int(request.query_params["wait"])
        seen = talk.version
        while time.monotonic() < until and talk.version == seen and len(talk.said) <= after and not self.down:
            await asyncio.sleep(0.02)
        return JSONResponse({"messages": talk.said[after:], "state": talk.state, "typing": talk.typing})

    async def events(self, request):
        talk = self._talk(request)
        if not isinstance(talk, Talk):
            return talk
        if self.no_stream:
            return refusal(502, "proxy", "Ingen strøm her.")
        after = int(request.headers.get("Last-Event-ID") or request.query_params["after"])
        return StreamingResponse(self._stream(talk, after, time.monotonic()), media_type="text/event-stream")

    async def _stream(self, talk, after, begun):
        seen = None
        while begun >= self.epoch and not self.down and not self.server.should_exit:
            if seen != talk.version:
                seen = talk.version
                for message in talk.said[after:]:
                    after = message["seq"]
                    yield f"event: message\r\nid: {after}\r\ndata: {json.dumps(message)}\r\n\r\n"
                yield f"event: state\r\ndata: {json.dumps({'state': talk.state, 'typing': talk.typing})}\r\n\r\n"
            await asyncio.sleep(0.02)

    async def summary(self, request):
        talk = self._talk(request)
        return (
            JSONResponse({"summary": "Du har fået en afgørelse.\nDu vil have den lavet om."}) if isinstance(talk, Talk) else talk
        )

    async def hand_over(self, request):
        talk = self._talk(request)
        if not isinstance(talk, Talk):
            return talk
        body = await request.json()
        if "@" not in body["reach"] and not body["reach"].replace(" ", "").isdigit():
            return refusal(422, "reach", "Skriv et telefonnummer eller en mailadresse.")
        if body["client_id"] not in [one["client_id"] for one in self.handovers]:
            self.handovers.append(body)
        talk.become(state="waiting")
        return JSONResponse({"receipt": "A-7K2M", "state": "sent"}, 201)

    async def rate(self, request):
        talk = self._talk(request)
        if not isinstance(talk, Talk):
            return talk
        self.ratings.append(await request.json())
        return Response(status_code=204)

    async def remove(self, request):
        talk = self._talk(request)
        if not isinstance(talk, Talk):
            return talk
        del self.talks[self._token(request)]
        return Response(status_code=204)

    # The script

    async def _answer(self, talk, text):
        talk.become(typing=True)
        await asyncio.sleep(self.think)
        talk.typing = False
        self._reply(talk, text)

    def _reply(self, talk, text):
        if "slår" in text or "dø" in text:
            return talk.say("bot", **URGENT)
        talk.step += 1
        if talk.step == 1:
            opening = "Tak, fordi du skriver. Du er utilfreds med noget, kommunen har bestemt. Har du fået en afgørelse?"
            return talk.say("bot", opening, options=["Ja", "Nej", "Ved ikke"])
        if talk.step == 2:
            return talk.say(
                "bot",
                "Tak. Hvornår fik du brevet?",
                options=["I denne uge", "For et par uger siden", "For længere siden", "Ved ikke"],
            )
        if talk.step == 3:
            return talk.say("bot", ANSWER, outcome=OUTCOME)
        return talk.say("bot", "Er der andet, jeg kan hjælpe med?")

    # Small change

    def _token(self, request):
        return request.headers.get("Authorization", "").removeprefix("Bearer ")

    def _talk(self, request):
        return self._unless_down() or self.talks.get(self._token(request)) or refusal(401, "token", "Samtalen er udløbet.")

    def _unless_down(self):
        return refusal(503, "unavailable", "Chatten er nede lige nu.") if self.down else None

    def _title(self, talk, option):
        offered = [one for message in talk.said for one in message.get("question", {}).get("options", [])]
        return next(one["title"] for one in offered if one["id"] == option)


def refusal(status, code, message):
    return JSONResponse({"error": {"code": code, "message": message}}, status)


def page(lang="da", more="", headers=None):
    return HTMLResponse(PAGE.format(lang=lang, more=more), headers=headers)
