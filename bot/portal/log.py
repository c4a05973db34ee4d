"""The audit log, for an administrator: who has done what, and read whose conversation, when."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.portal.guard import Visitor, guarded
from bot.portal.office import Office
from bot.portal.pages import page
from bot.store.audit import PAGE, AuditFilter
from bot.store.clock import day_in, midnight

ACTS = {
    "ind": "Logget ind",
    "ud": "Logget ud",
    "afvist": "Afvist ved login",
    "adgangskode": "Valgt adgangskode",
    "telefon": "Sat telefon op",
    "bundet": "Bundet til fælles login",
    "bruger": "Oprettet bruger",
    "bruger_rettet": "Rettet bruger",
    "bruger_lukket": "Lukket bruger",
    "bruger_aabnet": "Åbnet bruger",
    "nyt_link": "Givet nyt link",
    "laest": "Læst samtale",
    "kontakt_set": "Set kontaktoplysninger",
    "eksport": "Eksporteret",
    "soegt": "Søgt blandt samtaler",
    "bedoemt": "Bedømt samtale",
    "afgjort": "Afgjort uenighed",
    "kommentar": "Skrevet kommentar",
    "maerke": "Rettet mærker",
    "tildelt": "Taget til bedømmelse",
    "sluppet": "Sluppet igen",
    "givet": "Givet til en kollega",
    "rettelse": "Foreslået rettelse",
    "rettelse_godkendt": "Godkendt rettelse",
    "rettelse_afvist": "Afvist rettelse",
    "overtaget": "Overtaget samtale",
    "svaret": "Svaret borger",
    "givet_tilbage": "Givet samtale tilbage",
    "taget": "Taget besked",
    "notat": "Skrevet notat",
    "lukket": "Lukket besked",
    "genaabnet": "Åbnet besked igen",
    "gemt": "Undtaget samtale fra sletning",
    "ikke_gemt": "Ophævet undtagelse",
    "aendring_foreslaaet": "Foreslået ændring",
    "aendring_godkendt": "Godkendt ændring",
    "aendring_afvist": "Afvist ændring",
    "aendring_trukket": "Trukket ændring tilbage",
    "noedaendring": "Ændret alene og straks",
}


@dataclass(frozen=True)
class Wanted:
    """The form above the log, as it was filled in."""

    bruger: str
    hvad: str
    om: str
    fra: str
    til: str

    @classmethod
    def of(cls, query: QueryParams) -> "Wanted":
        return cls(*(query.get(name, "").strip() for name in ("bruger", "hvad", "om", "fra", "til")))

    @property
    def filter(self) -> AuditFilter:
        since, until = _day(self.fra), _day(self.til)
        return AuditFilter(
            username=self.bruger,
            act=self.hvad,
            about=self.om,
            since=midnight(since) if since else None,
            until=midnight(until + timedelta(days=1)) if until else None,
        )

    def address(self, **more: object) -> str:
        chosen = {name: value for name, value in {**self.__dict__, **more}.items() if value}
        return f"/log?{urlencode(chosen)}" if chosen else "/log"


def routes() -> list[Route]:
    return [Route("/log", guarded("administrator", _show), methods=["GET"])]


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    wanted, before = Wanted.of(request.query_params), request.query_params.get("foer", "")
    start = int(before) if before.isdecimal() and len(before) < 10 else None
    found = await run_in_threadpool(lambda: office.audit.read(wanted.filter, before=start, limit=PAGE + 1))
    acts = await run_in_threadpool(office.audit.acts)
    shown = found[:PAGE]
    return page(
        request,
        "log.html",
        visitor,
        wanted=wanted,
        entries=shown,
        acts=sorted(acts, key=act_name),
        act_name=act_name,
        newest=wanted.address() if start is not None else None,
        older=wanted.address(foer=shown[-1].id) if len(found) > PAGE else None,
    )


def act_name(act: str) -> str:
    return ACTS.get(act, act.replace("_", " ").capitalize())


def _day(text: str) -> date | None:
    try:
        return day_in(text)
    except ValueError:
        return None
