"""How far the judgements can be trusted, and what they say of the bot: agreement, and the share led right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.portal.guard import Visitor, guarded
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.scope import served
from bot.review.agreement import Agreement, agreement
from bot.review.estimate import Judged, drawn_alone, estimate, strata
from bot.review.reasons import REASONS
from bot.store.clock import danish, day_in, midnight
from bot.store.reviews import ASKED, Judgement

QUESTIONS = {
    "route_right": "Blev borgeren ledt rigtigt?",
    "route": "Den rigtige vej",
    "case_type": "Sagstype",
    "urgent": "Fare",
}
FEW = 30  # below it a figure can easily change
USUAL = 365  # days
NO_ANSWER = "ingen"


@dataclass(frozen=True)
class Period:
    """Danish days, both within."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        return midnight(self.last + timedelta(days=1))


def routes() -> list[Route]:
    return [Route("/enighed", guarded("laeser", _show), methods=["GET"])]


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    asked = request.query_params
    period = _period(asked.get("fra", ""), asked.get("til", ""), today=danish(office.clock()).date())
    choices = served(office, visitor)
    municipality = asked.get("kommune", "") if asked.get("kommune") in choices else ""
    reach = {municipality} if municipality else visitor.municipalities
    agreements, judged = await run_in_threadpool(_figures, office, reach, period)
    return page(
        request,
        "quality.html",
        visitor,
        period=period,
        municipality=municipality,
        municipalities=choices,
        questions=QUESTIONS,
        agreements=agreements,
        pairs=agreements["route_right"].pairs,
        strata=strata(judged),
        whole=estimate(strata(judged)),
        drawn=drawn_alone(judged),
        names={key: reason.text for key, reason in REASONS.items()} | {"ingen": "Ingen grund: læst ved lodtrækning."},
        few=FEW,
    )


def _figures(office: Office, municipalities: Collection[str], period: Period) -> tuple[dict[str, Agreement], Sequence[Judged]]:
    pairs = office.reviews.pairs(municipalities, since=period.since, until=period.until)
    judged = office.reviews.judged(municipalities, since=period.since, until=period.until)
    return {name: agreement([(_answer(one, name), _answer(other, name)) for one, other in pairs]) for name in ASKED}, judged


def _answer(judgement: Judgement, name: str) -> str:
    return str(getattr(judgement, name) or NO_ANSWER)


def _period(first: str, last: str, *, today: date) -> Period:
    """The latest year where nothing sensible was asked for."""
    until = _day(last) or today
    since = _day(first) or until - timedelta(days=USUAL)
    return Period(min(since, until), max(since, until))


def _day(text: str) -> date | None:
    try:
        return day_in(text)
    except ValueError:
        return None
