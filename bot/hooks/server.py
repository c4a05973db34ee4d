"""Start Rasa: on the loopback address, without its API, its telemetry or TensorFlow.

    python -m bot.hooks.server MODEL

Ends when the process that started it does, so that nothing is left behind.
"""

import bot.hooks.without_tensorflow  # noqa: F401, I001 -- before anything of Rasa's

import logging
import os
import sys
import warnings
from typing import Any

import structlog
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.process import end_with_parent
from bot.settings import Settings, settings


def serve(model: str, chosen: Settings) -> None:
    """Serve until told to stop."""
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    from actions.conversation import conversation
    from bot.hooks.action_endpoint import InProcessActions

    event.listen(Engine, "connect", _overwrite_what_is_deleted)
    conversation()  # a mistake in knowledge/ or texts/ is told now, not to the first citizen
    chosen.state.mkdir(parents=True, exist_ok=True)
    endpoints = AvailableEndpoints(
        action=InProcessActions(),
        tracker_store=EndpointConfig(type="SQL", dialect="sqlite", db=str(chosen.database)),
    )
    serve_application(
        model_path=model,
        credentials=str(chosen.credentials),
        interface=chosen.host,
        port=chosen.port,
        enable_api=False,
        endpoints=endpoints,
    )


def _overwrite_what_is_deleted(connection: Any, record: Any) -> None:
    """What a citizen deletes must not lie on in the file. From the first write on: a page that is split leaves copies too."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA secure_delete=ON")


def _quietly() -> None:
    warnings.filterwarnings("ignore")
    logging.basicConfig(level=logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"


if __name__ == "__main__":
    _quietly()
    end_with_parent()
    serve(sys.argv[1], settings())
