"""Single sign-on against a real provider, which we did not write: oidc-provider-mock, started on a free port.

It does not check PKCE by itself; that the challenge is sent, and fits what is sent afterwards, is checked here.
"""

import base64
import hashlib
import json
import socket
import subprocess
import time
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from bot.portal import oidc
from bot.settings import Settings
from bot.store.audit import AuditFilter
from tests.conftest import without
from tests.portal.conftest import NOON

PROGRAM = Path(__file__).parents[2] / ".venv-tools" / "bin" / "oidc-provider-mock"
IDA = {"sub": "ida-1", "preferred_username": "Ida", "email": "ida@aalborg.test", "email_verified": True}
MAX = {"sub": "max-2", "preferred_username": "max-hos-kommunen", "email": "max@aalborg.test", "email_verified": True}
UVE = {"sub": "uve-3", "preferred_username": "ukendt", "email": "max@aalborg.test", "email_verified": False}


@pytest.fixture(scope="module")
def issuer():
    if not PROGRAM.exists():
        without("oidc-provider-mock", f"{PROGRAM} mangler: det fælles login er ikke prøvet mod en rigtig udbyder")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    people = [word for one in (IDA, MAX, UVE) for word in ("--user-claims", json.dumps(one))]
    command = [str(PROGRAM), "--port", str(port), "--require-nonce", "true", *people]
    provider = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            if httpx.get(f"{address}/.well-known/openid-configuration", timeout=1).status_code == 200:
                break
        except httpx.HTTPError:
            time.sleep(0.1)
    else:
        pytest.fail("oidc-provider-mock svarer ikke")
    yield address
    provider.terminate()
    provider.wait(10)


@pytest.fixture
def with_provider(office, issuer, clock):
    clock.at = datetime.now(timezone.utc).replace(tzinfo=None)  # the provider has a clock of its own
    office.settings = replace(office.settings, oidc_issuer=issuer, oidc_client_id="portalen", oidc_client_secret="hemmeligt")
    return office


async def at_provider(person, sub, *, til="/"):
    """Off to the provider, in as `sub` there, and the way back that it gives."""
    away = await person.get(f"/oidc/start?til={til}")
    assert away.status_code == 303, away.text
    async with httpx.AsyncClient() as browser:
        back = await browser.post(away.headers["location"], data={"sub": sub})
    return away.headers["location"], back.headers["location"].removeprefix("http://portal.test")


def test_a_prepared_user_comes_in_by_the_provider_s_word_and_is_known_the_next_time(at_portal, with_provider):
    async def story(portal):
        office = with_provider
        ida = office.accounts.create("ida", name="Ida Vang", role="laeser", municipalities=["aalborg"])
        person = await portal.stranger()
        assert "Log ind med din organisation" in (await person.get("/ind")).text

        _, back = await at_provider(person, "ida-1", til="/mig")
        came = await person.get(back)

        assert came.headers["location"] == "/mig"
        assert "Ida Vang" in (await person.get("/mig")).text
        assert office.accounts.get(ida.id).subject == f"{office.settings.oidc_issuer} ida-1"
        again = await portal.stranger()
        _, back = await at_provider(again, "ida-1")
        assert (await again.get(back)).headers["location"] == "/"
        assert [entry.act for entry in office.audit.read(AuditFilter())] == ["ind", "ind", "bundet"]

    at_portal(story)


def test_what_is_asked_of_the_provider_is_bound_to_this_browser_and_this_errand(at_portal, with_provider):
    async def story(portal):
        person = await portal.stranger()
        await person.get("/ind")

        asked, _ = await at_provider(person, "ida-1")

        query = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
        assert query["response_type"] == "code"
        assert query["redirect_uri"] == "http://portal.test/oidc/svar"
        assert query["code_challenge_method"] == "S256"
        assert len(query["state"]) >= 43
        assert len(query["nonce"]) >= 43
        proof = with_provider.sessions.find(person.client.cookies["portal"]).carried["oidc"]
        digest = hashlib.sha256(proof["verifier"].encode()).digest()
        assert query["code_challenge"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    at_portal(story)


def test_a_verified_mail_address_is_a_name_too(at_portal, with_provider):
    async def story(portal):
        with_provider.accounts.create("max@aalborg.test", name="Max", role="laeser", municipalities=["aalborg"])
        person = await portal.stranger()

        _, back = await at_provider(person, "max-2")

        assert (await person.get(back)).status_code == 303
        assert (await person.get("/")).status_code == 200

    at_portal(story)


def test_an_unverified_mail_address_is_nobody_s(at_portal, with_provider):
    async def story(portal):
        with_provider.accounts.create("max@aalborg.test", name="Max", role="administrator", municipalities=["*"])
        person = await portal.stranger()

        _, back = await at_provider(person, "uve-3")

        refused = await person.get(back)
        assert refused.status_code == 403
        assert "ingen bruger her" in refused.text
        assert (await person.get("/")).status_code == 303

    at_portal(story)


def test_an_account_with_a_password_is_not_taken_over_by_a_name(at_portal, with_provider):
    async def story(portal):
        ida = with_provider.accounts.create("ida", name="Ida", role="administrator", municipalities=["*"])
        with_provider.accounts.set_password(ida.id, "$argon2id$hendes")
        person = await portal.stranger()

        _, back = await at_provider(person, "ida-1")

        assert (await person.get(back)).status_code == 403
        assert with_provider.accounts.get(ida.id).subject is None

    at_portal(story)


def test_no_account_is_ever_made(at_portal, with_provider):
    async def story(portal):
        person = await portal.stranger()

        _, back = await at_provider(person, "ida-1")

        assert (await person.get(back)).status_code == 403
        assert with_provider.accounts.all() == []

    at_portal(story)


def test_a_closed_account_stays_out(at_portal, with_provider):
    async def story(portal):
        ida = with_provider.accounts.create("ida", name="Ida", role="laeser", municipalities=["*"])
        person = await portal.stranger()
        _, back = await at_provider(person, "ida-1")
        await person.get(back)
        with_provider.accounts.set_active(ida.id, False)

        again = await portal.stranger()
        _, back = await at_provider(again, "ida-1")

        assert (await again.get(back)).status_code == 403

    at_portal(story)


def test_an_answer_is_worth_nothing_to_another_browser_or_a_second_time(at_portal, with_provider):
    """Else somebody could log others in as themselves, or as others with an answer they have seen."""

    async def story(portal):
        with_provider.accounts.create("ida", name="Ida", role="laeser", municipalities=["*"])
        person, other = await portal.stranger(), await portal.stranger()
        await at_provider(other, "max-2")
        _, back = await at_provider(person, "ida-1")

        assert (await other.get(back)).status_code == 403
        assert (await (await portal.stranger()).get(back)).headers["location"] == "/ind"
        assert (await person.get(back)).status_code == 303
        assert (await person.get(back)).headers["location"] == "/ind"

    at_portal(story)


def test_an_answer_to_another_nonce_is_refused(at_portal, with_provider):
    async def story(portal):
        with_provider.accounts.create("ida", name="Ida", role="laeser", municipalities=["*"])
        person = await portal.stranger()
        _, back = await at_provider(person, "ida-1")
        session = with_provider.sessions.find(person.client.cookies["portal"])
        with_provider.sessions.carry(session, {"oidc": {**session.carried["oidc"], "nonce": "en anden"}})

        assert (await person.get(back)).status_code == 502

    at_portal(story)


def test_a_code_that_the_provider_does_not_know_is_refused(at_portal, with_provider):
    async def story(portal):
        person = await portal.stranger()
        _, back = await at_provider(person, "ida-1")
        state = parse_qs(urlsplit(back).query)["state"][0]

        assert (await person.get(f"/oidc/svar?code=gaet&state={state}")).status_code == 502

    at_portal(story)


def test_whoever_says_no_at_the_provider_is_told_and_may_try_again(at_portal, with_provider):
    async def story(portal):
        person = await portal.stranger()
        away = await person.get("/oidc/start")
        async with httpx.AsyncClient() as browser:
            denied = await browser.post(away.headers["location"], data={"action": "deny"})

        answer = await person.get(denied.headers["location"].removeprefix("http://portal.test"))

        assert answer.status_code == 403
        assert "afbrudt eller afvist" in answer.text

    at_portal(story)


def test_a_provider_that_calls_itself_something_else_is_not_believed(at_portal, with_provider, issuer):
    async def story(portal):
        with_provider.settings = replace(with_provider.settings, oidc_issuer=f"{issuer}/")

        assert (await (await portal.stranger()).get("/oidc/start")).status_code == 502

    at_portal(story)


KEY, STRANGER = RSAKey.generate_key(2048, {"kid": "1"}), RSAKey.generate_key(2048, {"kid": "1"})
KEYS = {"keys": [KEY.as_dict(private=False)]}
CHOSEN = Settings(oidc_issuer="https://login.test", oidc_client_id="portalen")
SECOND = int(NOON.replace(tzinfo=timezone.utc).timestamp())
CLAIMS = {"iss": "https://login.test", "aud": "portalen", "sub": "1", "nonce": "n", "iat": SECOND, "exp": SECOND + 300}


def token(key=KEY, *, alg="RS256", **changed):
    claims = {name: value for name, value in {**CLAIMS, **changed}.items() if value is not None}
    return jwt.encode({"alg": alg, "kid": "1"}, claims, key, algorithms=["RS256", "HS256", "none"])


def read(given, *, nonce="n"):
    return oidc.checked({"id_token": given}, KEYS, CHOSEN, nonce=nonce, at=NOON)


def test_a_whole_token_is_believed():
    assert read(token())["sub"] == "1"
    assert read(token(aud=["portalen", "en anden"], azp="portalen"))["sub"] == "1"


@pytest.mark.parametrize(
    "given",
    [
        token(STRANGER),
        token(aud="en anden"),
        token(aud=["portalen", "en anden"], azp="en anden"),
        token(iss="https://ond.test"),
        token(nonce="en anden"),
        token(nonce=None),
        token(sub=None),
        token(exp=SECOND - 61),
        token(OctKey.import_key("hemmeligheden er kendt af begge"), alg="HS256"),
        "en.to.tre",
        "",
    ],
    ids=["fremmed nøgle", "til en anden", "udstedt til en anden", "fra en anden", "andet nonce", "intet nonce", "intet navn"]
    + ["for gammel", "delt hemmelighed", "vrøvl", "ingenting"],
)
def test_a_token_that_is_not_from_the_provider_for_us_and_for_this_errand_is_refused(given):
    with pytest.raises(oidc.ProviderError):
        read(given)


def test_a_token_that_nobody_has_signed_is_refused():
    part = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in ({"alg": "none"}, CLAIMS)]

    with pytest.raises(oidc.ProviderError):
        read(f"{part[0]}.{part[1]}.")


def test_a_provider_that_is_away_is_told_in_words(at_portal, with_provider):
    async def story(portal):
        with_provider.settings = replace(with_provider.settings, oidc_issuer="http://127.0.0.1:9")

        answer = await (await portal.stranger()).get("/oidc/start")

        assert answer.status_code == 502
        assert "svarer ikke, som det skal" in answer.text

    at_portal(story)


def test_without_an_issuer_there_is_no_such_way_in(at_portal, office):
    async def story(portal):
        person = await portal.stranger()

        assert (await person.get("/oidc/start")).status_code == 404
        assert "organisation" not in (await person.get("/ind")).text

    at_portal(story)
