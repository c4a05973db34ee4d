"""The description of the web chat API is true: schemathesis tries the open door by it, and it names just what there is."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.gateway import web
from tests.conftest import without
from tests.gateway.served import NoLimits, guided_house, served

ROOT = Path(__file__).parents[2]
SCHEMATHESIS = ROOT / ".venv-tools" / "bin" / "schemathesis"
DESCRIPTION = yaml.safe_load((ROOT / "bot" / "gateway" / "openapi.yml").read_text(encoding="utf-8"))
OPERATIONS = {(path, method.upper()) for path, methods in DESCRIPTION["paths"].items() for method in methods}
# It opens its own conversations, and a new one when it has deleted the one it had. The stream never ends, so it reads
# one event of it. `wait` is left at 0, as it would wait for nothing (the limits are tried below). What the description
# cannot say: whether an option is the conversation's own, and whether a phone number is one.
RULES = """
max-stream-events = 1

[auth.dynamic.openapi.samtale]
path = "/conversations"
payload = { municipality = "aalborg" }
extract_selector = "/token"
retry_on = [401]

[checks]
negative_data_rejection.expected-statuses = [401, 403, 404, 405, 413, 422]

[[operations]]
include-path-regex = "/(messages|handovers)"
checks.positive_data_acceptance.expected-statuses = ["2xx", "401", "422"]

[[operations]]
include-path = "/messages"
include-method = "GET"
parameters = { "query.wait" = 0 }
"""


def test_schemathesis_finds_nothing(parts, tmp_path):
    if not SCHEMATHESIS.exists():
        without("schemathesis", "schemathesis mangler (make test henter den): API'et er ikke prøvet mod sin beskrivelse")
    (tmp_path / "regler.toml").write_text(RULES, encoding="utf-8")
    generous = guided_house(tmp_path, parts)
    generous.limits = NoLimits()

    with served(generous) as url:
        run = subprocess.run(
            [
                *(SCHEMATHESIS, "--config-file", tmp_path / "regler.toml", "run", f"{url}/api/v1/openapi.json"),
                *("--checks", "all", "--max-examples", "25", "--generation-deterministic", "--warnings", "off", "--no-color"),
            ],
            capture_output=True,
            text=True,
            timeout=170,
            cwd=tmp_path,
        )

    assert run.returncode == 0, run.stdout[-8000:]
    assert f"Tested: {len(OPERATIONS)}" in run.stdout
    assert "No issues found" in run.stdout


def test_the_description_names_every_route_and_no_other():
    routes = {(route.path, method) for route in web.routes() for method in route.methods - {"HEAD"}}

    assert routes == OPERATIONS


def test_the_document_for_people_names_no_path_that_is_not_there():
    named = set(re.findall(r"`(GET|POST|DELETE|PUT|PATCH) (/[^`? ]*)", (ROOT / "docs" / "doeren.md").read_text(encoding="utf-8")))

    assert named
    assert {(path, method) for method, path in named} <= OPERATIONS


def test_every_refusal_has_a_line_and_is_described(wording):
    source = (
        file.read_text(encoding="utf-8") for file in (ROOT / "bot" / "gateway").glob("*.py") if file.stem in ("web", "handover")
    )
    raised = set(re.findall(r'(?:ProblemError\(\d+, |HandoverError\()"(\w+)"', "".join(source)))
    described = set(DESCRIPTION["components"]["schemas"]["Problem"]["properties"]["error"]["properties"]["code"]["enum"])

    assert raised <= described
    assert all(wording.say(f"doer.fejl.{'for_lang' if code == 'too_long' else code}") for code in described)


def test_it_is_open_to_all_and_not_sent_twice(at_door):
    async def test(client):
        first = await client.get("/api/v1/openapi.json")
        again = await client.get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["etag"]})

        assert json.loads(first.content) == DESCRIPTION
        assert first.headers["cache-control"] == "no-cache"
        assert (again.status_code, again.content) == (304, b"")

    at_door(test)


WRONG_PLACES = ("after=-1", "after=%D9%A2", "after=1000000000", "after=1.0", "after=")


@pytest.mark.parametrize(
    "path",
    [
        *(f"/messages?{query}" for query in (*WRONG_PLACES, "wait=26", "wait=-1", "wait=x")),
        *(f"/events?{query}" for query in WRONG_PLACES),
    ],
)
def test_a_number_out_of_bounds_is_refused(at_door, arrive, path):
    async def test(client):
        citizen = await arrive(client)

        refused = await citizen.ask("GET", path)

        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "json")

    at_door(test)


def test_the_longest_wait_is_allowed(at_door, arrive):
    async def test(client):
        citizen = await arrive(client)
        await citizen.say("hej")

        assert (await citizen.messages(wait=25))[0]["text"] == "hej"

    at_door(test)


def test_a_method_there_is_not_is_told_which_there_are(at_door):
    async def test(client):
        refused = await client.put("/api/v1/messages")

        assert refused.status_code == 405
        assert set(refused.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}

    at_door(test)


def test_what_no_database_keeps_is_taken_out_of_a_message(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        body = b'{"client_id": "besked-0001", "text": "hej\\u0000 med \\ud83d dig"}'
        await client.post("/api/v1/messages", content=body, headers=citizen.headers)

        messages = await citizen.settled()

        assert messages[0]["text"] == "hej med  dig"
        assert house.engine.heard[0][1] == "hej med  dig"
        assert (await citizen.say("\0")).status_code == 422

    at_door(test)
