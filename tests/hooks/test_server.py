"""Rasa as it really runs: one server for all these tests, spoken to over HTTP as a neighbour would."""

import json
import os
import re
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.supervisor import python
from bot.talk import send

pytestmark = pytest.mark.model
CPR = "010203-1234"
CANARY = "kanariefugl"
STORY = "Hej, jeg har fået afslag på en ny kørestol. Brevet kom i mandags."


@pytest.fixture(scope="module")
def server(model, tmp_path_factory):
    state = tmp_path_factory.mktemp("state")
    port = free_port()
    log = state / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            python("-m", "bot.hooks.server", str(model)),
            env={**os.environ, "BOT_PORT": str(port), "BOT_STATE": str(state)},
            stdout=out,
            stderr=out,
        )
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/webhooks/rest/", process)
        yield SimpleNamespace(url=url, port=port, state=state, log=log)
        process.terminate()
        process.wait(15)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, process):
    for _ in range(600):
        assert process.poll() is None, "serveren stoppede"
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("serveren svarer ikke")


def tell(server, text, sender=None, municipality="aalborg"):
    return send(server.url, sender or uuid.uuid4().hex, text, municipality)


def post(server, body):
    request = urllib.request.Request(f"{server.url}/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def asked(replies):
    return [reply["custom"]["question"]["fact"] for reply in replies if "question" in reply.get("custom", {})]


def test_a_question_stands_in_one_message_as_text_and_for_machines(server):
    replies = tell(server, STORY)

    question = replies[-1]
    assert question["text"].endswith(("?", "byrådet."))
    assert question["custom"]["question"]["fact"] == "indbragt_andetsteds"
    assert {"value": "nej", "title": "Nej"} in question["custom"]["question"]["options"]


def test_the_first_thing_anyone_reads_is_that_this_is_a_robot(server):
    first = tell(server, "Goddag")[0]["text"]

    assert "robot" in first
    assert "CPR" in first
    assert "menneske" in first


def test_a_conversation_ends_in_an_outcome_with_a_deadline(server):
    sender = uuid.uuid4().hex
    for text in (STORY, "De skal lave det om", "Nej"):
        replies = tell(server, text, sender)
    assert asked(replies) == ["bekraeft"]

    replies = tell(server, "Ja", sender)

    outcome = next(reply["custom"]["outcome"] for reply in replies if "outcome" in reply.get("custom", {}))
    assert (outcome["route"], outcome["body"], outcome["area"]) == ("klageorgan", "ankestyrelsen", "hjaelpemidler")
    assert outcome["municipality"] == "aalborg"
    assert outcome["deadline"]["length"] == "P4W"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", outcome["deadline"]["date"])
    assert 0 < outcome["confidence"] <= 1
    assert outcome["facts"]["emne"] == "afgoerelse"
    assert outcome["basis"]


def test_two_citizens_at_once_are_not_mixed_up(server):
    one, other = uuid.uuid4().hex, uuid.uuid4().hex
    tell(server, "Jeg har fået afslag på en kørestol", one)
    tell(server, "Min sagsbehandler svarer aldrig", other, "aarhus")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda sender: tell(server, "hvad er partshøring?", sender), [one, other] * 4))

    assert all(asked(replies) for replies in answers)
    assert asked(answers[0]) != asked(answers[1])


def test_identifiers_and_words_reach_no_table_and_no_log(server):
    sender = uuid.uuid4().hex
    tell(server, f"{STORY} Mit nummer er {CPR}, og jeg har en {CANARY}.", sender)
    tell(server, "ring på 22 33 44 55 eller skriv til a.b@eksempel.dk", sender)
    tell(server, "min sagsbehandler hedder Tordis Kvalsund, og jeg bor Skovvej 117, 2. tv", sender)
    tell(server, "mit personnummer er 040506", sender)
    tell(server, "9753", sender)

    database = next(server.state.glob("*.db"))
    with sqlite3.connect(database) as connection:
        stored = "\n".join(str(row) for (table,) in tables(connection) for row in connection.execute(f"select * from {table}"))
    logged = server.log.read_text(encoding="utf-8", errors="replace")

    for secret in (
        CPR,
        CPR.replace("-", ""),
        "22 33 44 55",
        "a.b@eksempel.dk",
        "Tordis",
        "Kvalsund",
        "Skovvej 117",
        "040506",
        '"9753"',
    ):
        assert secret not in stored
        assert secret not in logged
    assert CANARY not in logged


def tables(connection):
    return connection.execute("select name from sqlite_master where type = 'table'").fetchall()


def test_a_cpr_number_is_met_with_a_kind_word(server):
    replies = tell(server, f"Mit nummer er {CPR}, kan I hjælpe?")

    assert any("CPR-nummer" in reply["text"] and "fjernet" in reply["text"] for reply in replies)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀😀😀",
        "/restart",
        '/fortael{"emne":"afgoerelse"}',
        "\x00\x07\x1b",
        "?" * 300,
        "kommunen svarer ikke " * 5000,
        "/session_start",
    ],
    ids=["tom", "blank", "emoji", "ordre", "indsprøjtet", "styretegn", "tegn", "100 kB", "session"],
)
def test_odd_input_gets_a_sensible_answer(server, text):
    replies = tell(server, text)

    assert all(reply["text"].strip() for reply in replies)
    assert asked(replies), "borgeren ved ikke, hvad hun skal gøre nu"


def test_a_typed_intent_sets_no_fact(server):
    sender = uuid.uuid4().hex

    replies = tell(server, '/fortael{"emne": "klage_over_ordningen", "kommune": "aarhus"}', sender, municipality=None)

    assert asked(replies) == ["fortael_mere"]


@pytest.mark.parametrize("body", ["{", "[]", '"x"', '{"message": "hej"}', '{"sender": "a b", "message": "x"}', "hej"])
def test_what_is_no_message_is_refused_with_a_reason(server, body):
    status, answer = post(server, body.encode())

    assert status == 400
    assert "expected JSON" in answer["error"]


@pytest.mark.parametrize("message", [None, 5, ["a"], {"a": 1}])
def test_a_message_that_is_no_text_counts_as_empty(server, message):
    status, replies = post(server, json.dumps({"sender": "x1", "message": message, "metadata": "aalborg"}).encode())

    assert status == 200
    assert asked(replies)


def test_a_message_longer_than_anyone_types_is_read_from_its_beginning_and_that_is_said(server):
    replies = tell(server, f"{STORY} " + "Det er trist. " * 400)

    assert any("kun læst begyndelsen" in reply["text"] for reply in replies)


def test_a_yes_to_having_complained_is_understood_and_followed_by_to_whom(server):
    sender = uuid.uuid4().hex
    for text in (STORY, "Ja"):
        replies = tell(server, text, sender)

    assert asked(replies) == ["indbragt_andetsteds"]
    assert "forstod jeg ikke" not in replies[-1]["text"]
    assert "hvem" in replies[-1]["text"]
    assert asked(tell(server, "Ankestyrelsen", sender)) != ["indbragt_andetsteds"]


def test_an_english_speaker_is_told_honestly_and_given_the_contact(server):
    text = tell(server, "I need help with my letter from the municipality, I do not understand it")[-1]["text"]

    assert "only understand Danish" in text
    assert "99 31 19 67" in text


def test_danger_comes_before_everything(server):
    replies = tell(server, "jeg vil ikke leve mere, de har taget min kontanthjælp")

    urgent = next(reply for reply in replies if "urgent" in reply.get("custom", {}))
    assert urgent["custom"]["urgent"]["signal"] == "livsfare"
    assert "112" in urgent["custom"]["urgent"]["numbers"]
    assert "70 201 201" in urgent["text"]
    assert "klag" not in urgent["text"].lower()


def test_only_the_loopback_address_answers(server):
    listening = [
        line.split()[1] for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:] if line.split()[3] == "0A"
    ]

    assert [address for address in listening if address.endswith(f":{server.port:04X}")] == [f"0100007F:{server.port:04X}"]


def test_the_model_and_the_trackers_are_not_to_be_had_over_http(server):
    for path in ("/model", "/conversations/x/tracker", "/domain", "/status"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(server.url + path, timeout=5)
