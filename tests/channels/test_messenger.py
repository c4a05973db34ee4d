"""Messenger is believed when Meta signs, loses no message of a batch, and shows no button cut in the middle."""

import hmac
import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messenger import (
    Incoming,
    authorization,
    challenge,
    may_answer,
    quick_replies,
    read_events,
    send_bodies,
    send_url,
    signed_by_meta,
)

PAGE, PSID = "682498302938465", "1254477777772919"
BODY = json.dumps({"object": "page", "entry": [], "text": "æøå/<%@"}).encode()
QUERY = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "meatyhamhock"}  # Meta's own example
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)


def signature(body=BODY, secret="hemmelig", name="sha256"):
    return f"{name}=" + hmac.new(secret.encode(), body, name).hexdigest()


def event(**what):
    return {"sender": {"id": PSID}, "recipient": {"id": PAGE}, "timestamp": 1458692752478, **what}


def text(words, mid, **more):
    return event(message={"mid": mid, "text": words, **more})


def webhook(*events, **more):
    return {"object": "page", "entry": [{"id": PAGE, "time": 1458692752478, "messaging": list(events), **more}]}


def options(*titles):
    return [{"id": f"4.{number}", "title": title} for number, title in enumerate(titles, 1)]


def asked(words, *titles):
    return send_bodies(PSID, {"seq": 4, "text": words, "question": {"fact": "x", "options": options(*titles)}})


def test_meta_is_answered_when_it_knows_the_token():
    assert challenge(QUERY, "meatyhamhock") == "1158201444"


@pytest.mark.parametrize(
    ("change", "token"),
    [
        ({"hub.verify_token": "gættet"}, "meatyhamhock"),
        ({"hub.verify_token": None}, "meatyhamhock"),
        ({"hub.mode": "unsubscribe"}, "meatyhamhock"),
        ({"hub.mode": None}, "meatyhamhock"),
        ({"hub.verify_token": ""}, ""),
    ],
)
def test_anybody_else_gets_no_challenge(change, token):
    assert challenge({**QUERY, **change}, token) is None


def test_a_signed_body_is_believed():
    assert signed_by_meta("hemmelig", BODY, signature())


def test_the_scheme_is_the_one_that_is_published_with_an_example():
    # Meta publishes no example; GitHub documents one for the same header and scheme ("Testing the webhook payload validation").
    published = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

    assert signed_by_meta("It's a Secret to Everybody", b"Hello, World!", published)


@pytest.mark.parametrize("name", ["md5", "sha1", "sha512"])
def test_no_other_algorithm_is_accepted_however_right_it_is(name):
    assert not signed_by_meta("hemmelig", BODY, signature(name=name))
    assert not signed_by_meta("hemmelig", BODY, signature(name=name).replace(name, "sha256"))


@pytest.mark.parametrize(
    "forged",
    [
        None,
        "",
        "sha256=",
        signature(secret="gættet"),
        signature(BODY + b" "),
        signature()[7:],
        "sha256=æøå",
        "ukendt=1",
        signature().upper(),
    ],
)
def test_any_other_signature_is_refused(forged):
    assert not signed_by_meta("hemmelig", BODY, forged)


def test_without_a_secret_nobody_is_believed():
    assert not signed_by_meta("", BODY, signature(secret=""))


@given(st.text(max_size=80))
def test_a_header_of_anything_is_refused_quietly(header):
    assert not signed_by_meta("hemmelig", BODY, header)


def test_a_message_is_read():
    assert read_events(webhook(text("hello, world!", "mid.1457764197618:41d102a3e1ae206a38"))) == (
        Incoming("mid.1457764197618:41d102a3e1ae206a38", PAGE, PSID, 1458692752478, "hello, world!"),
    )


def test_every_message_of_every_entry_is_read():
    first, second, third = text("en", "m_1"), text("to", "m_2"), text("tre", "m_3")
    payload = {"object": "page", "entry": [*webhook(first, second)["entry"], *webhook(third)["entry"]]}

    assert [one.text for one in read_events(payload)] == ["en", "to", "tre"]


@given(st.lists(st.lists(st.text(min_size=1, max_size=9), max_size=5), max_size=5))
def test_as_many_are_read_as_came(batches):
    entries = [webhook(*(text(words, f"m_{number}") for number, words in enumerate(batch)))["entry"][0] for batch in batches]

    assert [one.text for one in read_events({"object": "page", "entry": entries})] == [
        words for batch in batches for words in batch
    ]


def test_a_button_comes_with_its_payload():
    (reply,) = read_events(webhook(text("Ja", "m_1", quick_reply={"payload": "4.1"})))
    (postback,) = read_events(
        webhook(event(postback={"mid": "m_2", "title": "Kom i gang", "payload": "START"}, timestamp="1527459824"))
    )

    assert (reply.text, reply.payload) == ("Ja", "4.1")
    assert (postback.id, postback.text, postback.payload, postback.sent_ms) == ("m_2", "Kom i gang", "START", 1527459824)


def test_a_postback_without_an_id_gets_the_same_one_when_it_comes_again():
    payload = webhook(event(postback={"title": "Kom i gang", "payload": "START"}))

    assert [one.id for one in read_events(payload)] == [one.id for one in read_events(payload)] == [f"{PSID}-1458692752478"]


def test_a_picture_without_words_is_a_message():
    attachments = [{"type": "image", "payload": {"url": "https://x"}}, {"type": "sticker", "payload": {"sticker_id": 1}}]

    (picture,) = read_events(webhook(event(message={"mid": "m_1", "attachments": attachments})))

    assert (picture.text, picture.attachments) == ("", ("image", "sticker"))


@pytest.mark.parametrize(
    "other",
    [
        {"message": {"mid": "m_9", "is_echo": True, "text": "vores eget", "app_id": 1}},
        {"message": {"mid": "m_9", "is_deleted": True, "text": "væk"}},
        {"message": {"mid": "m_9"}},
        {"delivery": {"mids": ["m_1"], "watermark": 1458668856253}},
        {"read": {"watermark": 1458668856253}},
        {"reaction": {"reaction": "love", "mid": "m_1"}},
        {"message_edit": {"mid": "m_1", "text": "rettet"}},
        {"message": "sludder"},
        {"message": {"mid": "m_9", "text": "Hej"}, "sender": {"user_ref": "x"}},
        {"message": {"mid": "m_9", "text": "Hej"}, "sender": None},
    ],
)
def test_what_is_no_citizens_message_takes_nothing_with_it(other):
    payload = webhook(event(**other), text("Hej", "m_1"), None, "sludder")

    assert [one.id for one in read_events(payload)] == ["m_1"]


def test_while_a_person_has_the_thread_the_bot_hears_nothing():
    assert read_events(webhook(standby=[text("Hej", "m_1")])) == ()


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        {},
        {"object": "instagram", "entry": []},
        {"object": "page"},
        {"object": "page", "entry": [None, {"messaging": None}]},
    ],
)
def test_any_other_webhook_is_empty(payload):
    assert read_events(payload) == ()


def test_options_are_buttons_under_the_text():
    assert asked("Har du fået en afgørelse?", "Ja", "Nej") == (
        {
            "recipient": {"id": PSID},
            "messaging_type": "RESPONSE",
            "message": {
                "text": "Har du fået en afgørelse?",
                "quick_replies": [
                    {"content_type": "text", "title": "Ja", "payload": "4.1"},
                    {"content_type": "text", "title": "Nej", "payload": "4.2"},
                ],
            },
        },
    )


def test_a_title_too_long_is_cut_between_words_and_stands_whole_in_the_text():
    (body,) = asked("Hvem er det?", "Kommunen", "Et firma eller en privat person")

    assert [reply["title"] for reply in body["message"]["quick_replies"]] == ["Kommunen", "Et firma eller en…"]
    assert body["message"]["text"] == "Hvem er det?\n\nDu kan svare:\n1. Kommunen\n2. Et firma eller en privat person"


def test_titles_that_would_look_alike_are_numbered():
    titles = [reply["title"] for reply in quick_replies(options("En anden myndighed i staten", "En anden myndighed i regionen"))]

    assert titles == ["1. En anden…", "2. En anden…"]


def test_no_more_than_thirteen_buttons_and_the_rest_in_the_text():
    (body,) = asked("Vælg.", *(f"Kommune {number}" for number in range(1, 16)))

    assert len(body["message"]["quick_replies"]) == 13
    assert body["message"]["text"].endswith("15. Kommune 15")


def test_the_bots_own_titles_are_told_apart(wording):
    for fact in ("myndighed", "emne", "oensker", "indbragt_andetsteds", "paa_vegne_af", "bekraeft"):
        titles = list(wording.below(f"spoergsmaal.{fact}.valg").values())
        (body,) = asked(wording.say(f"spoergsmaal.{fact}.spoerg"), *titles)

        shown = [reply["title"] for reply in body["message"]["quick_replies"]]
        assert len(set(shown)) == len(titles)
        assert shown == titles or all(title in body["message"]["text"] for title in titles)


def test_a_long_text_is_cut_between_sentences_and_the_buttons_come_last():
    sentence = "Det her er en sætning om din sag. "

    bodies = asked(sentence * 150, "Ja", "Nej")

    assert [len(body["message"]["text"]) <= 2000 and body["message"]["text"].endswith("sag.") for body in bodies] == [True] * 3
    assert ["quick_replies" in body["message"] for body in bodies] == [False, False, True]


@given(st.text(max_size=5000), st.lists(st.text(min_size=1, max_size=50), max_size=20))
def test_no_body_is_more_than_the_platform_takes(words, titles):
    for body in asked(words, *titles):
        replies = body["message"].get("quick_replies", [])

        assert 0 < len(body["message"]["text"]) <= 2000
        assert len(replies) <= 13
        assert all(0 < len(reply["title"]) <= 20 for reply in replies)


def test_options_without_a_text_still_have_one():
    assert asked("", "Ja", "Nej")[0]["message"]["text"] == "Vælg et svar:"
    assert send_bodies(PSID, {"text": ""}) == ()


def test_an_id_too_long_for_the_platform_is_an_error():
    with pytest.raises(ValueError):
        quick_replies([{"id": "4" * 1001, "title": "Ja"}])


@pytest.mark.parametrize(("hours", "open_"), [(0, True), (23.99, True), (24, False), (48, False)])
def test_a_page_may_answer_for_a_day(hours, open_):
    assert may_answer(NOON, now=NOON + timedelta(hours=hours)) is open_


def test_the_version_of_the_graph_api_is_a_setting():
    assert send_url("v25.0") == "https://graph.facebook.com/v25.0/me/messages"
    assert send_url("v25.0", page=PAGE) == f"https://graph.facebook.com/v25.0/{PAGE}/messages"
    assert authorization("abc") == {"Authorization": "Bearer abc"}


@pytest.mark.parametrize("version", ["", "25.0", "v25", "v25.0/..", "vx"])
def test_what_is_no_version_is_an_error(version):
    with pytest.raises(ValueError):
        send_url(version)
