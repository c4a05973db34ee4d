"""What a running bot can be told from outside. Read by entry points only."""

import os
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Settings:
    """Where things are, and what the door must know. `BOT_` and a name in capitals is the environment variable that sets it."""

    host: str = "127.0.0.1"  # Rasa is never reachable from outside
    port: int = 5005
    models: Path = ROOT / "models" / "trained"
    state: Path = ROOT / "var"
    credentials: Path = ROOT / "credentials.yml"
    door_host: str = "127.0.0.1"
    door_port: int = 8080
    database_url: str = ""  # SQLite in `state` where it is blank
    secret_file: str = ""  # `state`/secret.key where it is blank
    public_url: str = ""  # what citizens' browsers call the door; the door's own address where it is blank
    demo: bool = True  # the demo pages and the simulator
    limits_url: str = "memory://"  # redis://… where several doors are to count together
    proxies: str = "127.0.0.1"  # whose word is taken for where a request comes from
    mail_host: str = ""  # without a mail server, messages to a person stay in the staff's inbox
    mail_port: int = 25
    mail_user: str = ""
    mail_password: str = ""
    mail_from: str = "borgertriage@localhost"
    messenger_verify_token: str = ""
    messenger_app_secret: str = ""
    messenger_page_token: str = ""
    messenger_graph: str = "https://graph.facebook.com/v21.0"
    gatewayapi_secret: str = ""
    gatewayapi_token: str = ""
    gatewayapi_url: str = ""  # the provider's own EU address where it is blank
    gatewayapi_rest: bool = False  # its older API
    twilio_account: str = ""
    twilio_token: str = ""
    twilio_url: str = "https://api.twilio.com"
    portal_host: str = "127.0.0.1"  # the staff's portal belongs on an inner network
    portal_port: int = 8090
    portal_url: str = ""  # what the staff's browsers call it; its own address where it is blank
    oidc_issuer: str = ""  # single sign-on is off where it is blank
    oidc_client_id: str = ""
    oidc_client_secret: str = ""

    @property
    def database(self) -> Path:
        return self.state / "rasa.db"

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def door(self) -> str:
        return f"http://{self.door_host}:{self.door_port}"

    @property
    def portal(self) -> str:
        return self.portal_url or f"http://{self.portal_host}:{self.portal_port}"

    @property
    def store(self) -> str:
        """The address of the database with conversations."""
        return self.database_url or f"sqlite:///{self.state / 'samtaler.db'}"

    @property
    def secret(self) -> Path:
        return Path(self.secret_file) if self.secret_file else self.state / "secret.key"


def settings() -> Settings:
    """As the environment has it. Raises ValueError for what should be a number and is none."""
    given = {field.name: os.environ.get(f"BOT_{field.name.upper()}") for field in fields(Settings)}
    return Settings(**{name: _read(getattr(Settings, name), value) for name, value in given.items() if value is not None})


def for_demo(chosen: Settings) -> Settings:
    """With keys and platforms of the demo's own, where no real ones are given: then nothing leaves the machine."""
    real = (chosen.gatewayapi_secret, chosen.twilio_token, chosen.messenger_app_secret)
    if not chosen.demo or any(real):
        return chosen
    platform = f"{chosen.door}/demo/platform"
    secrets = ("gatewayapi_secret", "messenger_app_secret", "messenger_verify_token")
    tokens = ("gatewayapi_token", "twilio_account", "twilio_token", "messenger_page_token")
    keys: dict[str, Any] = dict.fromkeys((*secrets, *tokens), "demo")
    return replace(chosen, **keys, gatewayapi_url=f"{platform}/sms", twilio_url=platform, messenger_graph=platform)


def _read(default: object, value: str) -> Any:
    if isinstance(default, bool):
        return value.lower() not in ("0", "nej", "false", "")
    return type(default)(value) if isinstance(default, int) else Path(value) if isinstance(default, Path) else value
