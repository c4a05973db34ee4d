"""Single sign-on: OpenID Connect, authorization code with PKCE, state and nonce (OpenID Connect Core 1.0; RFC 6749, 7636, 9207).

Off unless there is an issuer. It proves who somebody is, and never makes an account: an administrator has
prepared one, and the first time the provider's name for the person is bound to it. An account with a
password of its own is never taken over by a name. The second step is the provider's business.
"""

import hmac
import logging
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, cast
from urllib.parse import quote, urlencode

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal.entrance import at_stage, comes_in, for_anybody, go_with, own_path
from bot.portal.office import Office
from bot.portal.pages import page
from bot.settings import Settings
from bot.store import Account, Session
from bot.store.keys import new_token
from bot.store.sessions import BEGUN

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]  # none that a shared secret signs
PATIENCE = 10.0  # seconds for the provider
LEEWAY = 60  # seconds that its clock may be off
LONGEST_SUBJECT = 255
HEADING = "Det fælles login lykkedes ikke"
REFUSED = "Login blev afbrudt eller afvist. Prøv igen."
SILENT = "Det fælles login svarer ikke, som det skal. Prøv igen om lidt, eller sig det til en administrator."
UNKNOWN = "Du er logget ind hos din organisation, men har ingen bruger her. Bed en administrator om at oprette dig."

logger = logging.getLogger(__name__)


class ProviderError(Exception):
    """The provider does not answer, or says what it must not."""


def routes() -> list[Route]:
    return [
        Route("/oidc/start", for_anybody(_start), methods=["GET"]),
        Route("/oidc/svar", at_stage(BEGUN, _answer), methods=["GET"]),
    ]


async def _start(request: Request, office: Office, session: Session) -> Response:
    """Off to the provider, with what proves at the return that it is the same browser and the same errand."""
    if not office.settings.oidc_issuer or session.stage != BEGUN:
        raise HTTPException(404)
    try:
        provider = await _provider(office)
    except ProviderError as problem:
        return _failed(request, 502, SILENT, problem)
    proof = {"state": new_token(), "nonce": new_token(), "verifier": new_token()}
    carried = {"oidc": proof, "til": own_path(request.query_params.get("til", "/"))}
    await run_in_threadpool(office.sessions.carry, session, carried)
    asked = {
        "response_type": "code",
        "client_id": office.settings.oidc_client_id,
        "redirect_uri": _return_address(office),
        "scope": "openid profile email",
        "state": proof["state"],
        "nonce": proof["nonce"],
        "code_challenge": create_s256_code_challenge(proof["verifier"]),
        "code_challenge_method": "S256",
    }
    return RedirectResponse(f"{provider['authorization_endpoint']}?{urlencode(asked)}", status_code=303)


async def _answer(request: Request, office: Office, session: Session) -> Response:
    """Back again. What was carried is used once, whatever comes of it."""
    said, proof = request.query_params, session.carried.get("oidc")
    await run_in_threadpool(office.sessions.carry, session, {})
    if not proof or not hmac.compare_digest(said.get("state", "").encode(), proof["state"].encode()):
        return _failed(request, 403, REFUSED, "state")
    if "code" not in said or said.get("iss", office.settings.oidc_issuer) != office.settings.oidc_issuer:
        return _failed(request, 403, REFUSED, "no_code")
    try:
        claims = await _claims(office, said["code"], proof)
    except ProviderError as problem:
        return _failed(request, 502, SILENT, problem)
    account = await run_in_threadpool(_account, office, claims)
    if account is None:
        return _failed(request, 403, UNKNOWN, "no_account")
    token = await comes_in(office, session, account, "fælles login")
    return go_with(office, str(session.carried.get("til", "/")), token)


async def _claims(office: Office, code: str, proof: Mapping[str, str]) -> Mapping[str, Any]:
    """What the provider says of the person, with its signature and every condition checked."""
    provider, chosen = await _provider(office), office.settings
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": _return_address(office),
        "code_verifier": proof["verifier"],
        "client_id": chosen.oidc_client_id,
    }
    given = await _fetch(provider["token_endpoint"], data=asked, auth=_credentials(office))
    return checked(given, await _fetch(provider["jwks_uri"]), chosen, nonce=proof["nonce"], at=office.clock())


def checked(given: Mapping[str, Any], keys: Mapping[str, Any], chosen: Settings, *, nonce: str, at: datetime) -> dict[str, Any]:
    """The claims of an ID token: signed by the provider, meant for us, and for this errand. Raises ProviderError."""
    conditions = {"iss": {"value": chosen.oidc_issuer}, "aud": {"value": chosen.oidc_client_id}}
    known = {"nonce": nonce, "client_id": chosen.oidc_client_id, "access_token": given.get("access_token")}
    try:
        keyring = KeySet.import_key_set(cast(KeySetSerialization, keys))
        token = jwt.decode(str(given.get("id_token", "")), keyring, algorithms=ALGORITHMS)
        claims = CodeIDToken(token.claims, token.header, conditions, known)
        claims.validate(now=int(at.replace(tzinfo=timezone.utc).timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError) as problem:
        raise ProviderError(type(problem).__name__) from None
    return dict(claims)


def _account(office: Office, claims: Mapping[str, Any]) -> Account | None:
    """Whom the provider's word is for: bound before, or prepared under the name that it gives."""
    subject = f"{office.settings.oidc_issuer} {claims['sub']}"
    if len(subject) > LONGEST_SUBJECT:
        return None
    if known := office.accounts.known_as(subject):
        return known if known.active else None
    mail = claims.get("email") if claims.get("email_verified") is True else None
    for name in (claims.get("preferred_username"), mail):
        found = office.accounts.named(name) if isinstance(name, str) else None
        if found and found.active and found.password is None and office.accounts.bind(found.id, subject):
            office.invitations.withdraw(found.id)
            office.audit.write(found.username, "bundet", found.username)
            return found
    return None


async def _provider(office: Office) -> dict[str, Any]:
    """What the provider says of itself."""
    issuer = office.settings.oidc_issuer
    found = await _fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise ProviderError("issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not str(found.get(name, "")).startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ProviderError(name)
    return found


async def _fetch(address: str, *, data: Mapping[str, str] | None = None, auth: httpx.Auth | None = None) -> dict[str, Any]:
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            answer = await client.request("POST" if data else "GET", address, data=data, auth=auth)
            answer.raise_for_status()
            found = answer.json()
    except (httpx.HTTPError, ValueError) as problem:
        raise ProviderError(type(problem).__name__) from None
    if not isinstance(found, dict):
        raise ProviderError("shape")
    return found


def _credentials(office: Office) -> httpx.Auth | None:
    """RFC 6749, 2.3.1: both are form-encoded before they are put together."""
    secret = office.settings.oidc_client_secret
    return httpx.BasicAuth(quote(office.settings.oidc_client_id, safe=""), quote(secret, safe="")) if secret else None


def _return_address(office: Office) -> str:
    return f"{office.settings.portal.rstrip('/')}/oidc/svar"


def _failed(request: Request, status: int, advice: str, why: object) -> Response:
    logger.warning("oidc_failed why=%s", why)
    return page(request, "error.html", None, status, heading=HEADING, advice=advice)
