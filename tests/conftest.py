"""What several tests share: the real knowledge base, the real texts, and a trained model."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from bot.dialogue import Conversation, load_wording
from bot.knowledge import load

# A slow machine is no failure, and a run says the same as the one before; `make fuzz` looks further, by chance.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("wide", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("TEST_PROFILE", "steady"))

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
TODAY = date(2026, 11, 22)
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def base():
    return load()


@pytest.fixture(scope="session")
def wording():
    return load_wording()


@pytest.fixture(scope="session")
def alarm(base):
    """Rules and the learned detector, as the product has them; the detector takes seconds to train."""
    from bot.danger import Alarm
    from bot.danger.training import ready_detector
    from bot.settings import settings

    return Alarm(base.danger_signals, ready_detector(settings().models))


@pytest.fixture(scope="session")
def conversation(base, wording, alarm):
    return Conversation(base, wording, alarm)


@pytest.fixture(scope="session")
def shared():
    """The folder beside the project with sources and evaluation sets; skips out loud without it."""
    if not SHARED.exists():
        pytest.skip(f"{SHARED} findes ikke: kilderne kan ikke holdes op mod reglerne her")
    return SHARED


@pytest.fixture(scope="session")
def model():
    """The trained model's file; trained now if it is older than its inputs."""
    from bot.hooks.training import ready_model
    from bot.settings import settings

    return ready_model(settings().models)


@pytest.fixture(scope="session")
def listen(model):
    """What the trained model understands of a text."""
    from evaluate.understanding import understanding

    return understanding(model)


def without(what, reason):
    """Skip a test out loud for want of `what`; where everything is said to be there (.ci/run), that is a failure."""
    if what in os.environ.get("TEST_NOTHING_SKIPPED", "").split(","):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, for the tests that look at pages."""
    if not CHROMIUM.exists():
        without("chromium", "Chromium mangler (apt-get install chromium): siderne er ikke prøvet i en browser")
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright mangler: siderne er ikke prøvet i en browser")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()
