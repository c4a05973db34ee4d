"""A year of invented conversations, and the report of it."""

from datetime import date

import pytest

from bot.knowledge.channels import load_channels
from bot.portal.labels import Labels
from bot.report.document import Material, report
from bot.report.figures import figures, months_of
from bot.store import Tally
from bot.store.learned import Amendment, Learned

LEARNED = Learned(proposed=3, approved=1, rejected=0, changes=(Amendment("channels/aalborg.yml", date(2026, 3, 1), "=1+1"),))


def tally(**more):
    """Somebody in Aalborg who wrote at ten on a Monday in March, and was shown to mediation."""
    usual = {
        "municipality": "aalborg",
        "channel": "web",
        "month": "2026-03",
        "deleted": False,
        "weekday": 0,
        "hour": 10,
        "open": True,
        "route": "maegling",
        "case_type": "ingen_kontakt",
        "area": "hjaelpemidler",
        "questions": 2,
        "messages": 3,
        "handed_over": False,
        "abandoned": False,
    }
    return Tally(**usual | more)


def many(number, **more):
    return [tally(**more)] * number


def of_year(tallies, base, *, year=2026):
    named = Labels(base).of
    return figures(tallies, months=months_of(year), named=named, signals=base.signals)


@pytest.fixture(scope="session")
def document(base):
    """`document(tallies, municipality)`: their yearly report, made in January."""

    def make(tallies, municipality="aalborg", *, learned=LEARNED, made_on=date(2027, 1, 15)):
        return report(
            Material(
                year=2026,
                municipality=base.municipality(municipality) if municipality else None,
                channels=load_channels().get(municipality) if municipality else None,
                figures=of_year(tallies, base),
                learned=learned,
                made_on=made_on,
            )
        )

    return make


@pytest.fixture(scope="session")
def year():
    """Two hundred conversations and three, as varied as a year is."""
    return [
        *many(90),
        *many(
            40, month="2026-05", hour=20, open=False, route="klageorgan", case_type="afgoerelse", deadline="given", helped="ja"
        ),
        *many(30, month="2026-09", channel="sms", reason="usikker", verdict="ja", helped="nej"),
        *many(10, month="2026-09", channel="sms", reason="usikker", verdict="nej", questions=9),
        *many(20, month="2026-10", route=None, case_type=None, area=None, abandoned=True, questions=5),
        *many(10, month="2026-11", handed_over=True, urgent="vold", deadline="passed"),
        *[Tally("aalborg", "web", "2026-12", deleted=True)] * 3,
    ]
