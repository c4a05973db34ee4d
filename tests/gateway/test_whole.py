"""The product as a newcomer starts it: Rasa, the door and the store, spoken to by clients we did not write."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from httpx_sse import connect_sse

from bot.settings import settings
from bot.supervisor import python
from tests.hooks.test_server import free_port

pytestmark = pytest.mark.model
ROOT = Path(__file__).parents[2]
CITIZENS = [json.loads(line) for line in (ROOT / "tests" / "cases" / "borgere.jsonl").read_text(encoding="utf-8").splitlines()]
CHOSEN = [one for one in CITIZENS if one["municipality"] in ("aalborg", "aarhus")][:4]
UNSURE = "Det ved jeg ikke"
CPR = "010203-1234"


@pytest.fixture(scope="module")
def product(model, tmp_path_factory):
    state = tmp_path_factory.mktemp("state")
    rasa, door, portal = free_port(), free_port(), free_port()
    log = (state / "start.txt").open("wb")
    ports = {"BOT_PORT": str(rasa), "BOT_DOOR_PORT": str(door), "BOT_PORTAL_PORT": str(portal)}
    ports |= {"BOT_STATE": str(state), "BOT_MODELS": str(settings().models)}
    process = subprocess.Popen(python("-m", "bot", "run"), env={**os.environ, **ports}, stdout=log, stderr=log, cwd=ROOT)
    url = f"http://127.0.0.1:{door}"
    for _ in range(600):
        assert process.poll() is None, (state / "start.txt").read_text()
        try:
            if httpx.get(f"{url}/readyz", timeout=1).json()["status"] == "ok":
                break
        except httpx.HTTPError:
            time.sleep(0.2)
    yield SimpleNamespace(url=url, state=state, rasa=rasa)
    process.terminate()
    process.wait(20)


class Chat:
    """A citizen at the web chat API."""

    def __init__(self, product, municipality="aalborg"):
        self.client = httpx.Client(base_url=f"{product.url}/api/v1", timeout=30)
        token = self.client.post("/conversations", json={"municipality": municipality}).json()["token"]
        self.client.headers["Authorization"] = f"Bearer {token}"
        self.after, self.sent = 0, 0

    def say(self, text):
        self.sent += 1
        assert self.client.post("/messages", json={"client_id": f"besked-{self.sent:03}", "text": text}).status_code == 202
        heard = []
        while True:
            answer = self.client.get("/messages", params={"after": self.after, "wait": 10}).json()
            heard += answer["messages"]
            self.after = max([self.after, *(one["seq"] for one in answer["messages"])])
            if not answer["typing"]:
                return [one for one in heard if one["author"] != "citizen"]


@pytest.mark.parametrize("citizen", CHOSEN, ids=lambda one: one["id"])
def test_a_citizen_gets_there_by_the_api_and_by_the_page(product, citizen):
    by_api = through_api(product, citizen)
    assert by_api["title"]
    assert through_page(product, citizen) == by_api["title"]


def through_api(product, citizen):
    chat, said = Chat(product, citizen["municipality"]), citizen["opening"]
    for _ in range(14):
        heard = chat.say(said)
        outcome = next((one["outcome"] for one in heard if "outcome" in one), None)
        if outcome:
            return outcome
        fact = next(one["question"]["fact"] for one in reversed(heard) if "question" in one)
        said = citizen["answers"].get(fact, "Ja" if fact == "bekraeft" else UNSURE)
    raise AssertionError("intet udfald")


def through_page(product, citizen):
    """By forms alone; what is asked is known by the database, as the page does not say it."""
    here, said = f"/samtale/{citizen['municipality']}", citizen["opening"]
    with httpx.Client(base_url=product.url, follow_redirects=True, timeout=30) as client:
        for number in range(14):
            page = client.post(here, data={"maerke": f"maerke-{number:03}", "tekst": said}).text
            card = re.search(r'class="card">\s*<h3>([^<]+)</h3>', page)
            if card:
                return unescape(card[1])
            said = citizen["answers"].get(asked(product), "Ja" if asked(product) == "bekraeft" else UNSURE)
    raise AssertionError("intet udfald")


def asked(product):
    import sqlite3

    with sqlite3.connect(product.state / "samtaler.db") as database:
        (custom,) = database.execute(
            "select m.custom from message m join conversation c on c.id = m.conversation "
            "where c.channel = 'side' and m.custom like '%question%' order by c.started_at desc, m.seq desc limit 1"
        ).fetchone()
    return json.loads(custom)["question"]["fact"]


def test_a_stranger_to_us_reads_the_stream_and_takes_it_up_again(product):
    chat = Chat(product)
    chat.say("Jeg har fået afslag på en kørestol")
    with connect_sse(chat.client, "GET", "/events", params={"after": 0}) as stream:
        events = stream.iter_sse()
        first = next(events)
        assert (first.event, first.id, json.loads(first.data)["author"]) == ("message", "1", "citizen")
    with connect_sse(chat.client, "GET", "/events", headers={"Last-Event-ID": "1"}) as stream:
        assert next(stream.iter_sse()).id == "2"


def test_an_identifier_is_in_no_table_no_file_and_no_log(product):
    chat = Chat(product)
    heard = chat.say(f"Hej, mit cpr er {CPR}, og jeg har fået afslag")
    assert any("CPR" in one["text"] for one in heard)
    for file in product.state.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert CPR.encode() not in content, file.name
            assert CPR.replace("-", "").encode() not in content, file.name


def test_delete_reaches_the_language_models_own_memory(product):
    chat = Chat(product)
    chat.say("kanariefugl er mit ord")
    assert chat.client.delete("/conversations/current").status_code == 204
    for file in product.state.glob("rasa.db*"):
        assert b"kanariefugl" not in file.read_bytes(), file.name


def test_the_model_is_killed_and_the_citizen_is_not_lost(product):
    chat = Chat(product)
    chat.say("Jeg har fået afslag på en kørestol")
    found = subprocess.run(["pgrep", "-f", "bot.hooks.server"], capture_output=True, text=True, check=True).stdout.split()
    ours = [
        int(pid) for pid in found if f"BOT_PORT={product.rasa}" in Path(f"/proc/{pid}/environ").read_text().replace("\0", "\n")
    ]
    for pid in ours:
        os.kill(pid, signal.SIGKILL)
    down = chat.say("Jeg vil ikke leve længere")
    assert down[0]["urgent"]["signal"] == "livsfare"
    assert any("99 31 19 67" in one["text"] for one in down)
    for _ in range(300):
        if httpx.get(f"{product.url}/readyz", timeout=5).json()["engine"]:
            break
        time.sleep(0.2)
    assert any("question" in one for one in chat.say("nej"))


def test_a_plain_program_can_read_the_page(product):
    with urllib.request.urlopen(f"{product.url}/samtale/aarhus") as answer:
        page = answer.read().decode()
    assert '<form method="post" action="/samtale/aarhus">' in page
    assert "<script" not in page
