"""Twilio is believed when it signs; a message without words is a message."""

from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from twilio.request_validator import RequestValidator

from bot.channels.sms_delivery import Delivery
from bot.channels.sms_parts import Sms
from bot.channels.twilio_sms import (
    NO_REPLY,
    form_fields,
    read_delivery,
    read_message,
    send_parameters,
    signed_by_twilio,
)

# The worked example of Twilio's documentation ("Webhooks security"), with auth token 12345.
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FIELDS = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+12349013030",
    "Digits": "1234",
    "From": "+12349013030",
    "To": "+18005551212",
}
SIGNATURE = "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
MESSAGE = {
    "MessageSid": "SM0123456789abcdef0123456789abcdef",
    "AccountSid": "AC0123456789abcdef0123456789abcdef",
    "From": "+4512345678",
    "To": "+4500000001",
    "Body": "Jeg vil klage på kommunen",
    "NumMedia": "0",
    "FromCity": "",
}


def test_the_published_example_is_believed():
    assert signed_by_twilio("12345", url=URL, fields=FIELDS, signature=SIGNATURE)
    assert signed_by_twilio("12345", url=URL.replace(".com", ".com:443"), fields=FIELDS, signature=SIGNATURE)


@pytest.mark.parametrize(
    "change",
    [
        {"auth_token": "54321"},
        {"auth_token": ""},
        {"url": URL.replace("https", "http")},
        {"url": URL.replace("bar=2", "bar=3")},
        {"fields": {**FIELDS, "Digits": "1235"}},
        {"fields": {**FIELDS, "Body": "Hej"}},
        {"fields": {}},
        {"signature": None},
        {"signature": ""},
        {"signature": "æ" * 28},
        {"signature": SIGNATURE.lower()},
    ],
)
def test_a_forged_message_is_refused(change):
    request = {"auth_token": "12345", "url": URL, "fields": FIELDS, "signature": SIGNATURE, **change}

    assert not signed_by_twilio(request.pop("auth_token"), **request)


def test_a_form_is_read_with_its_blank_fields_and_so_its_signature_holds():
    fields = form_fields(urlencode(MESSAGE).encode())
    signature = RequestValidator("12345").compute_signature(URL, MESSAGE)

    assert fields == MESSAGE
    assert signed_by_twilio("12345", url=URL, fields=fields, signature=signature)


def test_a_field_given_twice_is_refused():
    body = urlencode([*MESSAGE.items(), ("Body", "noget andet")]).encode()
    signature = RequestValidator("12345").compute_signature(URL, MESSAGE)

    assert not signed_by_twilio("12345", url=URL, fields=form_fields(body), signature=signature)


def test_a_message_is_read():
    assert read_message(MESSAGE) == Sms(
        "SM0123456789abcdef0123456789abcdef", "+4512345678", "+4500000001", "Jeg vil klage på kommunen"
    )


@pytest.mark.parametrize("body", [{}, {"Body": ""}, {"Body": None}])
def test_a_picture_without_words_is_a_message_too(body):
    fields = {key: value for key, value in MESSAGE.items() if key != "Body"}

    message = read_message({**fields, **body, "NumMedia": "2"})

    assert (message.text, message.media) == ("", 2)


@pytest.mark.parametrize("count", ["", "x", "-1", None])
def test_a_strange_count_of_pictures_is_none(count):
    assert read_message({**MESSAGE, "NumMedia": count}).media == 0


@pytest.mark.parametrize("missing", ["MessageSid", "From", "To"])
def test_a_message_from_nobody_is_an_error_and_tells_nothing_of_the_citizen(missing):
    with pytest.raises(ValueError, match=missing) as error:
        read_message({**MESSAGE, missing: ""})

    assert "klage" not in str(error.value)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("queued", "waiting"),
        ("sent", "waiting"),
        ("delivered", "delivered"),
        ("undelivered", "failed"),
        ("failed", "failed"),
        ("ny", "waiting"),
    ],
)
def test_a_delivery_is_read(status, state):
    fields = {"MessageSid": "SM1", "To": "+4512345678", "From": "+4500000001", "MessageStatus": status, "ErrorCode": "30003"}

    assert read_delivery(fields) == Delivery("SM1", "+4512345678", status, state, error="30003")


def test_a_message_is_sent_as_a_form():
    assert send_parameters("Hej", to="+4512345678", sender="+4500000001", status_callback="https://x.dk/s") == {
        "To": "+4512345678",
        "From": "+4500000001",
        "Body": "Hej",
        "StatusCallback": "https://x.dk/s",
    }


def test_a_messaging_service_sends_under_its_own_name():
    service = "MG" + "0123456789abcdef" * 2

    assert send_parameters("Hej", to="+4512345678", sender=service)["MessagingServiceSid"] == service


@pytest.mark.parametrize(
    "change",
    [
        {"to": "12345678"},
        {"to": ""},
        {"sender": ""},
        {"sender": "123"},
        {"sender": "Borgerrådgiver"},
        {"text": ""},
        {"text": "a" * 1601},
    ],
)
def test_what_twilio_would_refuse_is_not_sent(change):
    message = {"text": "Hej", "to": "+4512345678", "sender": "Aalborg", **change}

    with pytest.raises(ValueError):
        send_parameters(message.pop("text"), **message)


def test_the_webhook_is_answered_with_nothing_to_say():
    root = ElementTree.fromstring(NO_REPLY)

    assert (root.tag, list(root)) == ("Response", [])
