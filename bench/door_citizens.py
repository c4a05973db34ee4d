"""Scripted citizens at a running door, by the web chat API and by the page without JavaScript: where do they end up?

    make run                                    # in another window
    .venv/bin/python -m bench.door_citizens     # or another set: … CITIZENS.jsonl

They are judged by what lies beside them (converse.py). Each has an address of its own, as the limits count by address.
What a citizen is not shown (which body an outcome is; what the page's question is about) is read in the store, so this
runs where the door runs, with the same BOT_STATE. A citizen of no municipality in particular goes to the site of the
one they would answer with; where that has no chat, they are left out.
"""

import argparse
import json
import runpy
import statistics
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx

from bot.knowledge.channels import load_channels
from bot.settings import settings
from bot.store import Conversations, Database, Keys

CITIZENS = Path(__file__).parents[2] / "shared" / "evaluation" / "dev_citizens.jsonl"
JOBS = 2
PATIENCE = 60.0  # seconds


class ByApi:
    """A client of the web chat API."""

    channel = "web"

    def __init__(self, door: str, site: str, address: str) -> None:
        self._client = httpx.Client(base_url=f"{door}/api/v1", timeout=PATIENCE, headers={"X-Forwarded-For": address})
        opened = self._client.post("/conversations", json={"municipality": site}).raise_for_status().json()
        self._client.headers["Authorization"] = f"Bearer {opened['token']}"
        self._seq = 0
        self.token = opened["token"].removeprefix(f"{site}.")
        self.ended = False

    def say(self, text: str) -> None:
        mark = uuid.uuid4().hex
        self._seq = self._client.post("/messages", json={"client_id": mark, "text": text}).raise_for_status().json()["seq"]
        typing = True
        while typing:
            news = self._client.get("/messages", params={"after": self._seq, "wait": 25}).raise_for_status().json()
            self._seq = max([self._seq, *(message["seq"] for message in news["messages"])])
            self.ended = self.ended or any("outcome" in message for message in news["messages"])
            typing = news["typing"]


class ByPage:
    """A browser without script."""

    channel = "side"

    def __init__(self, door: str, site: str, address: str) -> None:
        self._client = httpx.Client(base_url=door, timeout=PATIENCE, headers={"X-Forwarded-For": address}, follow_redirects=True)
        self._here = f"/samtale/{site}"
        self.token = ""
        self.ended = False

    def say(self, text: str) -> None:
        page = self._client.post(self._here, data={"maerke": uuid.uuid4().hex, "tekst": text}).raise_for_status().text
        while "Svaret er på vej" in page:
            time.sleep(0.3)
            page = self._client.get(self._here).raise_for_status().text
        self.token = self._client.cookies["samtale"]
        self.ended = 'class="card"' in page


class Visits:
    """Citizens at one door, judged by one judge."""

    def __init__(self, door: str, judge: SimpleNamespace) -> None:
        chosen = settings()
        self._door = door
        self._judge = judge
        self._store = Conversations(Database(chosen.store), Keys.kept_in(chosen.secret))

    def play(self, way: type[ByApi | ByPage], number: int, citizen: dict[str, Any]) -> dict[str, Any]:
        """What converse.py's own player gives, for its judge."""
        talk, said = way(self._door, citizen["site"], f"192.0.2.{number}"), citizen["opening"]
        result: dict[str, Any] = {"citizen": citizen, "outcome": None, "asked": [], "latencies": []}
        for _ in range(self._judge.MAX_TURNS):
            began = time.perf_counter()
            talk.say(said)
            result["latencies"].append(time.perf_counter() - began)
            meant = self._meant(talk, citizen["site"])
            if talk.ended:
                return result | {"outcome": next(one["outcome"] for one in meant if "outcome" in one)}
            asked = [one["question"]["fact"] for one in meant if "question" in one]
            if not asked:
                return result
            result["asked"].append(asked[-1])
            said = citizen["answers"].get(asked[-1], self._judge.UNSURE)
        return result

    def _meant(self, talk: ByApi | ByPage, site: str) -> list[Any]:
        """What the newest answer means to a machine."""
        conversation = self._store.opened_by(talk.token, channel=talk.channel, municipality=site)
        if conversation is None:
            raise RuntimeError("the conversation is not in this store; is BOT_STATE the door's?")
        messages = self._store.messages(conversation.id)
        latest = max(message.seq for message in messages if message.author == "citizen")
        return [message.custom for message in messages if message.seq > latest and message.custom]


def at_a_site(citizens: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each with the municipality on whose site they write; without those who have none."""
    sites = [key for key, channels in load_channels().items() if {"web", "side"} <= channels.switched_on]
    for citizen in citizens:
        named = citizen["answers"].get("kommune", "").lower()
        site = citizen.get("municipality") or next((key for key in sites if key in named), None)
        if site:
            yield {**citizen, "site": site}


def report(name: str, results: Sequence[dict[str, Any]], judge: SimpleNamespace) -> None:
    right = [one for one in results if judge.is_right(one)]
    ended = [one for one in results if one["outcome"]]
    handed = [one for one in ended if one not in right and one["outcome"]["route"] == "menneske"]
    turns = sorted(turn for one in results for turn in one["latencies"])
    print(
        f"{name:4s} right route and body {len(right)} of {len(results)}  {len(right) / len(results):.3f}; "
        f"wrong {len(ended) - len(right) - len(handed)}; handed to a person {len(handed)}; dead ends {len(results) - len(ended)}"
    )
    print(
        f"     questions: median {statistics.median(len(one['asked']) for one in results)}; "
        f"turn p50 {turns[len(turns) // 2] * 1e3:.0f} ms, p95 {turns[int(len(turns) * 0.95)] * 1e3:.0f} ms"
    )
    print(f"     not right: {', '.join(one['citizen']['id'] for one in results if one not in right) or '-'}")


def judge_beside(citizens: Path) -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(citizens.with_name("converse.py"))))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("citizens", nargs="?", type=Path, default=CITIZENS)
    chosen = parser.parse_args()
    judge = judge_beside(chosen.citizens)
    told = [json.loads(line) for line in chosen.citizens.read_text(encoding="utf-8").splitlines() if line.strip()]
    citizens = list(at_a_site(told))
    print(f"{len(citizens)} citizens; {len(told) - len(citizens)} left out: their municipality has no chat")
    visits = Visits(settings().door, judge)
    ends = []
    for name, way in (("API", ByApi), ("page", ByPage)):
        with ThreadPoolExecutor(JOBS) as pool:
            results = list(pool.map(partial(visits.play, way), range(1, len(citizens) + 1), citizens))
        report(name, results, judge)
        ends.append([one["outcome"] and (one["outcome"]["route"], one["outcome"]["body"]) for one in results])
    same = sum(by_api == by_page for by_api, by_page in zip(*ends, strict=True))
    print(f"ended in the same place both ways: {same} of {len(citizens)}")


if __name__ == "__main__":
    main()
