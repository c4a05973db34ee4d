"""The web chat API, and the faults of Rasa's own channels it must not have (R1-R3, R7, R9, R10)."""

import asyncio

from bot.gateway.engine import Reply
from tests.gateway.conftest import ORIGIN


def test_whoever_waits_is_told_when_there_is_nothing_to_say(at_door, arrive, house):
    """A turn without a word (a person has it by now) must not leave "skriver …" on the screen."""

    async def nothing(sender, text, told):
        await asyncio.sleep(0.2)
        return Reply([], None)

    house.engine.turn = nothing

    async def test(client):
        citizen = await arrive(client)
        await citizen.say("hej")
        began = asyncio.get_running_loop().time()
        answer = await client.get("/api/v1/messages", params={"after": 1, "wait": 20}, headers=citizen.headers)
        assert answer.json()["messages"] == []
        assert not answer.json()["typing"]
        assert asyncio.get_running_loop().time() - began < 10

    at_door(test)


def test_a_message_is_answered(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        assert (await citizen.say("Jeg har fået afslag")).status_code == 202
        messages = await citizen.settled()
        assert [(one["author"], one["text"]) for one in messages] == [
            ("citizen", "Jeg har fået afslag"),
            ("bot", "Du skrev: Jeg har fået afslag"),
        ]
        assert messages[1]["question"]["options"] == [{"id": "2.1", "title": "Ja tak"}, {"id": "2.2", "title": "Nej"}]
        assert house.engine.heard[0][2] == {"municipality": "aalborg"}

    at_door(test)


def test_sent_twice_is_one_turn_and_one_answer(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        answers = await asyncio.gather(*(citizen.say("hej", client_id="samme-besked") for _ in range(5)))
        assert {answer.json()["seq"] for answer in answers} == {1}
        assert len(await citizen.settled()) == 2
        assert len(house.engine.heard) == 1

    at_door(test)


def test_an_option_is_chosen_by_its_id_alone(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        await citizen.say("hej")
        await citizen.settled()
        assert (await citizen.say(option="2.1")).status_code == 202
        messages = await citizen.settled()
        assert messages[2]["text"] == "Ja tak"
        assert house.engine.heard[1][1] == "ja"
        for wrong in ("2.3", "1.1", "99.1", "2.0", "2", "ja", "2.1.1", "-2.1", "٢.١"):
            assert (await citizen.say(option=wrong)).status_code == 422, wrong

    at_door(test)


def test_a_typed_payload_is_only_text(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        await citizen.say('/bekraeft{"emne": "afgoerelse"}')
        await citizen.say("2.1")
        await citizen.settled()
        assert [text for _, text, _ in house.engine.heard] == ['/bekraeft{"emne": "afgoerelse"}', "2.1"]

    at_door(test)


def test_nobody_reads_anothers_conversation(at_door, arrive):
    async def test(client):
        mine, theirs = await arrive(client), await arrive(client)
        await mine.say("hemmeligt")
        await mine.settled()
        assert await theirs.messages() == []
        for token in ("", "aalborg.", "aalborg.gaet", mine.headers["Authorization"].removeprefix("Bearer aalborg."), "x"):
            answer = await client.get("/api/v1/messages", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401, token
        moved = mine.headers["Authorization"].replace("aalborg.", "aarhus.")
        assert (await client.get("/api/v1/messages", headers={"Authorization": moved})).status_code == 401

    at_door(test)


def test_only_the_municipalitys_own_pages_may_call(at_door, arrive):
    async def test(client):
        citizen = await arrive(client)
        for origin in (
            "https://evil.example",
            "https://www.aalborg.dk.evil.example",
            "http://www.aalborg.dk",
            "null",
            "https://www.aarhus.dk",
        ):
            assert (
                await client.post("/api/v1/conversations", json={"municipality": "aalborg"}, headers={"Origin": origin})
            ).status_code == 403
            headers = {**citizen.headers, "Origin": origin}
            assert (await client.get("/api/v1/messages", headers=headers)).status_code == 403, origin
        preflight = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        assert (await client.options("/api/v1/messages", headers=preflight)).status_code == 403
        answer = await client.options("/api/v1/messages", headers={**preflight, "Origin": ORIGIN})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, ORIGIN)
        assert "access-control-allow-credentials" not in answer.headers

    at_door(test)


def test_too_long_and_empty_are_told_kindly(at_door, arrive):
    async def test(client):
        citizen = await arrive(client)
        assert (await citizen.say("x" * 2000)).status_code == 202
        answer = await citizen.say("x" * 2001)
        assert answer.status_code == 413
        assert "2.000" in answer.json()["error"]["message"]
        assert (await citizen.say("   ")).status_code == 422
        huge = await client.post("/api/v1/messages", content=b"x" * 200_000, headers=citizen.headers)
        assert huge.status_code == 413

    at_door(test)


def test_what_is_no_message_is_refused_in_words(at_door, arrive):
    async def test(client):
        citizen = await arrive(client)
        for content in (
            b"",
            b"[]",
            b"{",
            b'"hej"',
            b"\xff\xfe",
            b'{"client_id": 4, "text": "x"}',
            b'{"client_id": "abcdefgh", "text": 5}',
        ):
            answer = await client.post("/api/v1/messages", content=content, headers=citizen.headers)
            assert answer.status_code == 422, content
            assert answer.json()["error"]["message"]
        assert (await client.get("/api/v1/findes-ikke")).status_code == 404
        assert (await client.put("/api/v1/messages")).status_code == 405

    at_door(test)


def test_a_program_is_slowed_down(at_door, arrive):
    async def test(client):
        citizen = await arrive(client)
        answers = [await citizen.say(f"nummer {n}") for n in range(25)]
        assert [answer.status_code for answer in answers].count(202) == 20
        refused = answers[-1]
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "limit")
        assert int(refused.headers["retry-after"]) > 0
        await citizen.settled()

    at_door(test)


def test_news_come_as_they_happen(at_door, arrive):
    async def test(client):
        citizen = await arrive(client)
        waiting = asyncio.create_task(citizen.messages(after=0, wait=5))
        await asyncio.sleep(0.05)
        began = asyncio.get_running_loop().time()
        await citizen.say("hej")
        assert (await waiting)[0]["text"] == "hej"
        assert asyncio.get_running_loop().time() - began < 1  # rung for, not looked for

    at_door(test)


class AnsweredMeanwhile:
    """The turn is done between the first time it is asked about and the next."""

    def __init__(self):
        self._asked = 0

    def busy(self, conversation):
        self._asked += 1
        return self._asked == 1


def test_nobody_is_told_to_wait_on_for_an_answer_they_have(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        await citizen.say("hej")
        await citizen.settled()
        house.turns = AnsweredMeanwhile()

        answer = (await citizen.ask("GET", "/messages?after=1&wait=25")).json()

        assert [one["author"] for one in answer["messages"]] == ["bot"]
        assert answer["typing"] is False

    at_door(test)


def test_what_identifies_is_masked_before_it_is_kept(at_door, arrive, house, tmp_path):
    canaries = ("010180-1234", "20 30 40 50", "mette@example.dk", "0101801234")

    async def test(client):
        citizen = await arrive(client)
        await citizen.say(f"Mit cpr er {canaries[0]}, ring {canaries[1]} eller skriv til {canaries[2]}")
        await citizen.say(f"igen: {canaries[3]}")
        await citizen.settled()
        await citizen.ask("POST", "/rating", json={"helped": "ja", "comment": f"ring {canaries[1]}"})

    at_door(test)
    assert house.engine.heard[0][2]["masked"] == ["cpr", "telefon", "mail"]
    house.database.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for canary in canaries:
        assert canary.encode() not in kept
        assert all(canary not in text for _, text, _ in house.engine.heard)


def test_a_number_split_over_two_messages_is_masked(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        await citizen.say("mit cpr-nummer er 010180")
        await citizen.settled()
        await citizen.say("1234")
        messages = await citizen.settled()
        assert "1234" not in messages[-2]["text"]

    at_door(test)
    assert all("1234" not in text for _, text, _ in house.engine.heard)


def test_delete_means_gone_everywhere_and_now(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        await citizen.say("kanariefugl")
        await citizen.settled()
        assert (await citizen.ask("DELETE", "/conversations/current")).status_code == 204
        assert (await citizen.ask("GET", "/messages")).status_code == 401
        assert set(house.engine.forgot) == {house.engine.heard[0][0]}  # the chore may have told it too
        assert house.retention.to_forget() == []

    at_door(test)


def test_delete_reaches_a_language_model_that_was_down(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        await citizen.say("hej")
        await citizen.settled()
        house.engine.down = True
        assert (await citizen.ask("DELETE", "/conversations/current")).status_code == 204
        (left,) = house.retention.to_forget()
        house.engine.down = False
        await house.forget_at_engine(left)
        assert set(house.engine.forgot) == {left}
        assert house.retention.to_forget() == []

    at_door(test)


def test_nothing_is_stored_by_looking(at_door, house):
    async def test(client):
        answer = await client.get("/api/v1/municipalities/aalborg", headers={"Origin": ORIGIN})
        assert answer.json()["name"] == "Aalborg Kommune"
        assert "set-cookie" not in answer.headers

    at_door(test)
    assert house.conversations.get("") is None


def test_every_answer_has_its_guards_on(at_door):
    async def test(client):
        for path in ("/healthz", "/api/v1/municipalities/aalborg", "/findes-ikke", "/samtale/aalborg"):
            headers = (await client.get(path)).headers
            assert "default-src 'none'" in headers["content-security-policy"], path
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["cache-control"] == "no-store"

    at_door(test)
