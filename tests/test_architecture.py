"""The packages keep to the picture in `bot/__init__.py`."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Each package, and all it may import: of ours, and of the outside world.
MAY_IMPORT = {
    "bot.triage": {"dateutil", "holidays"},
    "bot.privacy": set(),
    "bot.learning": {"bot.triage", "bot.privacy", "spacy", "numpy", "scipy", "sklearn", "joblib", "symspellpy"},
    "bot.knowledge": {"bot.triage", "bot.privacy", "yaml"},
    "bot.review": {"bot.privacy", "numpy", "sklearn"},
    "bot.store": {"bot.triage", "bot.privacy", "bot.review", "sqlalchemy", "alembic", "cryptography"},
    "bot.report": {
        *("bot.triage", "bot.knowledge", "bot.review", "bot.store", "jinja2", "markupsafe", "typst", "xlsxwriter"),
    },
    "bot.channels": {"bot.triage", "twilio"},
    "bot.danger": {"bot.triage", "bot.learning", "bot.knowledge", "numpy", "scipy", "sklearn"},
    "bot.dialogue": {"bot.triage", "bot.knowledge", "dateutil"},
    "bot.nlu": {"bot.triage", "bot.learning", "bot.knowledge", "bot.dialogue", "rasa", "numpy"},
    "bot.hooks": {
        *("bot.privacy", "bot.learning", "bot.knowledge", "bot.dialogue", "bot.settings", "actions"),
        *("rasa", "rasa_sdk", "sanic", "structlog", "sqlalchemy", "yaml", "bot.process"),
    },
    "bot.gateway": {
        *(
            "bot.triage",
            "bot.privacy",
            "bot.learning",
            "bot.knowledge",
            "bot.danger",
            "bot.dialogue",
            "bot.store",
            "bot.channels",
        ),
        *("bot.settings", "bot.process", "bot.newsroom"),
        *("starlette", "uvicorn", "sse_starlette", "httpx", "jinja2", "limits", "redis"),
        *("yaml", "aiosmtplib", "phonenumbers", "dateutil"),
    },
    "bot.portal": {
        *("bot.triage", "bot.privacy", "bot.learning", "bot.knowledge", "bot.danger", "bot.dialogue", "bot.store"),
        *("bot.review", "bot.report"),
        *("bot.settings", "bot.process", "bot.newsroom"),
        *("starlette", "uvicorn", "jinja2", "httpx", "argon2", "pyotp", "segno", "authlib"),
        *("joserfc", "sklearn", "yaml", "markdown_it", "markupsafe"),
    },
    "bot.demo": {"bot.triage", "bot.knowledge", "bot.store", "bot.settings", "bot.supervisor", "httpx", "yaml"},
    "actions": {"bot.triage", "bot.knowledge", "bot.danger", "bot.dialogue", "bot.settings", "rasa_sdk"},
}
RASA = {"bot.nlu", "bot.hooks", "actions"}


def imports(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def package(module):
    """bot.triage.facts -> bot.triage; sqlalchemy.orm -> sqlalchemy."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "bot" else parts[0]


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_package_imports_only_what_lies_below_it(name):
    allowed = MAY_IMPORT[name] | sys.stdlib_module_names | {name}
    for file in (ROOT / name.replace(".", "/")).rglob("*.py"):
        for module in imports(file):
            assert package(module) in allowed, f"{file.relative_to(ROOT)} må ikke importere {module}"


def test_every_package_has_its_place_in_the_picture():
    packages = {f"bot.{path.parent.name}" for path in ROOT.glob("bot/*/__init__.py")} | {"actions"}

    assert packages == set(MAY_IMPORT)


def test_only_the_edges_know_rasa():
    assert {name for name, allowed in MAY_IMPORT.items() if "rasa" in allowed or "rasa_sdk" in allowed} == RASA


def test_the_pure_packages_have_no_clock():
    for name in ("triage", "privacy", "knowledge", "dialogue", "review"):
        for file in (ROOT / "bot" / name).rglob("*.py"):
            assert ".today()" not in file.read_text(encoding="utf-8"), f"{file.relative_to(ROOT)} spørger uret"
