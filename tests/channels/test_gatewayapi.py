"""GatewayAPI is believed when it signs, in the way its documentation says, and not otherwise."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.gatewayapi import (
    SEND_URL,
    authorization,
    message_body,
    read_event,
    rest_body,
    signed_by,
    vouched_for,
)
from bot.channels.sms_delivery import Delivery
from bot.channels.sms_parts import Place, Sms

# The example of the REST API's documentation ("Authentication token"); its secret is "secret".
PUBLISHED_TOKEN = (
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpZCI6MjM4MTcwMywibXNpc2RuIjo0NTQyNjA5MDQ1LCJ0aW1lIjoxNTIyNzY0MDYyLCJzdGF0dXMiOiJERUxJVkVSRUQi"
    "LCJlcnJvciI6bnVsbCwiY29kZSI6bnVsbCwidXNlcnJlZiI6bnVsbCwiY2FsbGJhY2tfdXJsIjoiaHR0cDovL2JiYWY3MTQyLm5ncm9rLmlvIiwiYXBpIjo0fQ."
    "KdfDH65bnQtgxEkFnpAQodOciAJedZFB13r9wEo8t3Y"
)  # fmt: skip
# The examples of the messaging API's documentation.
ENVELOPE = {"event_id": "09c829a2-a77b-422d-8562-2f88e784dfb5", "timestamp": "2025-04-01T11:50:12.003029+00:00"}
PUBLISHED_MESSAGE = {
    **ENVELOPE,
    "event_type": "user-message.text.sms",
    "event": {
        "msg_id": "01K33QFGSHXXM0Q7HM7QS34PY6",
        "sender": 4512345678,
        "sent_at": "2025-04-01T11:49:12.005021+00:00",
        "content": {"message": "Hello World", "encoding": "UCS2", "header": "050003CC0201"},
    },
}
PUBLISHED_STATUS = {
    **ENVELOPE,
    "event_type": "message.status.sms",
    "event": {
        "msg_id": "01JQRJWK259Y1YEECJZB50908V",
        "recipient": 4512345678,
        "reference": "<client provided reference>",
        "status": "REJECTED",
        "status_at": "2025-04-01T11:49:12.005021+00:00",
        "error": {"hex_code": "0x1905", "details": "Unsupported sender"},
    },
}
# And of the REST API's.
PUBLISHED_REST_MESSAGE = {
    "id": 1000001,
    "msisdn": 4587654321,
    "receiver": 451204,
    "message": "foo Hello World",
    "senttime": 1450000000,
    "webhook_label": "test",
    "country_code": "DK",
    "country_prefix": 45,
}
SENT = datetime(2025, 4, 1, 11, 49, 12, 5021, tzinfo=timezone.utc)
BODY = json.dumps(PUBLISHED_MESSAGE).encode()


def signature(body=BODY, secret="hemmelig"):
    return "v1=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def token(claims, *, algorithm="HS256", digest=hashlib.sha256, secret="secret"):
    parts = [json.dumps({"typ": "JWT", "alg": algorithm}).encode(), json.dumps(claims).encode()]
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = hmac.new(secret.encode(), signed, digest).digest()
    return (signed + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


def test_a_signed_body_is_believed():
    assert vouched_for("messaging", secret="hemmelig", body=BODY, signature=signature()) == PUBLISHED_MESSAGE


def test_the_signature_is_the_one_openssl_computes():
    # printf '{"a":1}' | openssl dgst -sha256 -hmac secret
    assert signed_by("secret", b'{"a":1}', "v1=aa9e2e3575f5d7098b6caccd790888c36d5fdb63342a73bada2d6a51747a8494")


@pytest.mark.parametrize(
    "forged",
    [
        None,
        "",
        "v1=",
        signature(secret="gættet"),
        signature(BODY + b" "),
        signature().removeprefix("v1="),
        signature().replace("v1", "v0"),
        signature().upper(),
        "md5=" + hmac.new(b"hemmelig", BODY, "md5").hexdigest(),
        "v1=æøå",
        token(PUBLISHED_MESSAGE, secret="hemmelig"),
    ],
)
def test_any_other_signature_is_refused(forged):
    assert vouched_for("messaging", secret="hemmelig", body=BODY, signature=forged) is None


def test_without_a_secret_nobody_is_believed():
    assert vouched_for("messaging", secret="", body=BODY, signature=signature(secret="")) is None
    assert vouched_for("rest", secret="", body=b"", signature=token({"id": 1}, secret="")) is None


def test_what_is_signed_and_unreadable_is_an_error():
    with pytest.raises(ValueError):
        vouched_for("messaging", secret="hemmelig", body=b"{", signature=signature(b"{"))


def test_the_published_token_is_believed():
    claims = vouched_for("rest", secret="secret", body=b"", signature=PUBLISHED_TOKEN)

    assert read_event(claims) == Delivery("2381703", "+4542609045", "DELIVERED", "delivered")


def test_of_a_token_the_claims_are_read_and_not_the_body_beside_it():
    body = json.dumps({**PUBLISHED_REST_MESSAGE, "message": "noget andet"}).encode()

    claims = vouched_for("rest", secret="secret", body=body, signature=token(PUBLISHED_REST_MESSAGE))

    assert claims == PUBLISHED_REST_MESSAGE


@pytest.mark.parametrize(
    "forged",
    [
        PUBLISHED_TOKEN[:-1] + "A",
        PUBLISHED_TOKEN.rsplit(".", 1)[0] + ".",
        PUBLISHED_TOKEN.rsplit(".", 1)[0],
        token({"id": 1}, secret="gættet"),
        token({"id": 1}, algorithm="none"),
        token({"id": 1}, algorithm="HS512", digest=hashlib.sha512),
        token({"id": 1}, algorithm="MD5", digest=hashlib.md5),
        signature(),
        "a.b.c",
        "æ.ø.å",
        "W10.W10.W10",
        "",
    ],
)
def test_any_other_token_is_refused(forged):
    assert vouched_for("rest", secret="secret", body=b"", signature=forged) is None


@given(st.text(max_size=80))
def test_a_header_of_anything_is_refused_quietly(header):
    for api in ("messaging", "rest"):
        assert vouched_for(api, secret="hemmelig", body=BODY, signature=header) is None


def test_a_citizens_message_is_read():
    assert read_event(PUBLISHED_MESSAGE) == Sms(
        id="01K33QFGSHXXM0Q7HM7QS34PY6",
        sender="+4512345678",
        receiver=None,
        text="Hello World",
        place=Place(0xCC, 2, 1),
        sent=SENT,
    )


def test_a_citizens_message_by_the_rest_api_is_read():
    message = read_event(PUBLISHED_REST_MESSAGE)

    assert message == Sms(
        "1000001", "+4587654321", "+451204", "foo Hello World", None, datetime(2015, 12, 13, 9, 46, 40, tzinfo=timezone.utc)
    )
    assert read_event({**PUBLISHED_REST_MESSAGE, "udh": "BQADzAIB"}).place == Place(0xCC, 2, 1)
    assert read_event({**PUBLISHED_REST_MESSAGE, "udh": "?", "message": None, "senttime": "i går"}).place is None


def test_a_message_by_rcs_is_a_message():
    event = {"msg_id": "01K", "sender": 4512345678, "content": "Hej", "sent_at": "2025-04-01T11:49:12Z"}

    assert read_event({**ENVELOPE, "event_type": "user-message.text.rcs", "event": event}).text == "Hej"


def test_a_delivery_is_read():
    assert read_event(PUBLISHED_STATUS) == Delivery(
        id="01JQRJWK259Y1YEECJZB50908V",
        recipient="+4512345678",
        status="REJECTED",
        state="failed",
        reference="<client provided reference>",
        error="0x1905 Unsupported sender",
    )


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("DELIVERED", "delivered"),
        ("ENROUTE", "waiting"),
        ("UNDELIVERABLE", "failed"),
        ("EXPIRED", "failed"),
        ("NOGET_NYT", "waiting"),
    ],
)
def test_only_a_failure_is_a_failure(status, state):
    event = {**PUBLISHED_STATUS["event"], "status": status, "error": None, "reference": None}

    delivery = read_event({**PUBLISHED_STATUS, "event": event})

    assert (delivery.state, delivery.error) == (state, None)


@pytest.mark.parametrize(
    "event",
    [
        {**ENVELOPE, "event_type": "user-message.location.rcs", "event": {}},
        {**ENVELOPE, "event_type": "ny", "event": None},
        {},
        [],
        None,
        "x",
    ],
)
def test_what_is_something_else_is_passed_over(event):
    assert read_event(event) is None


@pytest.mark.parametrize(
    "event",
    [
        {**PUBLISHED_MESSAGE, "event": None},
        {**PUBLISHED_MESSAGE, "event": {"msg_id": "1"}},
        {**PUBLISHED_STATUS, "event": {"msg_id": "1"}},
        {"message": "Hej"},
        {"status": "DELIVERED"},
    ],
)
def test_what_lacks_something_is_an_error_and_tells_nothing_of_the_citizen(event):
    with pytest.raises(ValueError) as error:
        read_event(event)

    assert "Hej" not in str(error.value)


def test_a_message_is_sent_within_the_eu():
    assert set(SEND_URL.values()) == {"https://messaging.gatewayapi.eu/mobile/single", "https://gatewayapi.eu/rest/mtsms"}
    assert authorization("abc") == {"Authorization": "Token abc"}
    assert message_body("Hej", to="+4512345678", sender="+4500000001", reference="7") == {
        "sender": "4500000001",
        "recipient": 4512345678,
        "message": "Hej",
        "reference": "7",
    }


@pytest.mark.parametrize(("text", "encoding"), [("Rødgrød med fløde", "UTF8"), ("Så’n", "UCS2"), ("👍", "UCS2")])
def test_the_rest_api_is_told_the_encoding(text, encoding):
    assert rest_body(text, to="4512345678", sender="Aalborg", reference="7") == {
        "sender": "Aalborg",
        "message": text,
        "encoding": encoding,
        "recipients": [{"msisdn": 4512345678}],
        "userref": "7",
    }


@pytest.mark.parametrize("sender", ["", "ab", "Borgerrådgiver", "for mange bogstaver", "+" + "1" * 16, "Århus"])
def test_a_sender_that_would_be_replaced_is_refused(sender):
    with pytest.raises(ValueError):
        message_body("Hej", to="+4512345678", sender=sender, reference="7")


@pytest.mark.parametrize("number", ["", "12 34 56 78", "+45", "004512345678", "Aalborg"])
def test_a_recipient_that_is_no_number_is_refused(number):
    with pytest.raises(ValueError):
        rest_body("Hej", to=number, sender="Aalborg", reference="7")
