"""What a running bot can be told from outside. Read by entry points only."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Settings:
    """Where things are. Every one can be set by an environment variable of the same name with BOT_ before it."""

    host: str = "127.0.0.1"  # Rasa is never reachable from outside
    port: int = 5005
    models: Path = ROOT / "models" / "trained"
    state: Path = ROOT / "var"
    credentials: Path = ROOT / "credentials.yml"

    @property
    def database(self) -> Path:
        return self.state / "rasa.db"

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


def settings() -> Settings:
    default = Settings()
    return Settings(
        port=int(os.environ.get("BOT_PORT", default.port)),
        models=Path(os.environ.get("BOT_MODELS", default.models)),
        state=Path(os.environ.get("BOT_STATE", default.state)),
    )
