"""The portal on a port of its own, for browsers."""

import contextlib
import threading
import time

import uvicorn

from bot.portal.app import portal


@contextlib.contextmanager
def served(office):
    """The address of the open portal; `office.settings.portal_port` is free, and `portal_url` blank."""
    config = uvicorn.Config(
        portal(office.settings, office),
        port=office.settings.portal_port,
        ws="none",
        log_level="critical",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "portalen åbnede ikke"
        time.sleep(0.02)
    yield office.settings.portal
    server.should_exit = True
    thread.join(10)
