"""How often one may ask, counted by one door or by several."""

import asyncio
import os

import pytest

from bot.gateway.limits import Limits
from tests.conftest import without

REDIS = os.environ.get("TEST_REDIS_URL", "")
TWICE = ("2 per 1 minute",)


def allowed(limits, who, times):
    async def ask():
        return [await limits.allows(TWICE, "prøve", who) for _ in range(times)]

    return asyncio.run(ask())


def test_two_doors_count_together_in_redis():
    if not REDIS:
        without("redis", "TEST_REDIS_URL er ikke sat: fælles grænser er ikke prøvet her")
    one, other, who = Limits(REDIS), Limits(REDIS), os.urandom(8).hex()

    first, second = allowed(one, who, 1), allowed(other, who, 2)

    assert (first, second) == ([True], [True, False])


def test_each_is_counted_for_themselves():
    limits = Limits()

    assert allowed(limits, "den ene", 3) == [True, True, False]
    assert allowed(limits, "den anden", 1) == [True]


def test_where_redis_is_away_nobody_is_turned_away(caplog):
    limits = Limits("redis://127.0.0.1:1/0")

    assert allowed(limits, "en borger", 3) == [True, True, True]
    assert "limits_down" in caplog.text


@pytest.mark.parametrize(
    ("path", "last"), [("/api/v1/municipalities/aalborg", 429), ("/samtale/aalborg", 429), ("/healthz", 200)]
)
def test_an_address_may_only_ask_so_often(at_door, monkeypatch, path, last):
    monkeypatch.setattr("bot.gateway.crowd.REQUESTS", TWICE)

    async def test(client):
        answers = [await client.get(path) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, last]

    at_door(test)
