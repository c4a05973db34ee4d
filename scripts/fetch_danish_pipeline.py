#!/usr/bin/env python3
"""Fetch the official Danish spaCy pipeline, where it can be had.

`da_core_news_sm` is in no package registry, only among spaCy's own releases. Where
they cannot be reached the bundled pipeline under `models/` is used, and this says so.
"""

import subprocess
import sys
import urllib.error
import urllib.request

import spacy

NAME = "da_core_news_sm"
PATIENCE = 10  # seconds


def main() -> int:
    if spacy.util.is_package(NAME):
        return 0
    address = release()
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method="HEAD"), timeout=PATIENCE):
            pass
    except (urllib.error.URLError, OSError):
        print(f"• {NAME} kan ikke hentes her; den medfølgende danske model bruges")
        return 0
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", address], check=False
    )
    print(
        f"✓ {NAME} er hentet" if done.returncode == 0 else f"• {NAME} kunne ikke sættes op; den medfølgende danske model bruges"
    )
    return 0


def release() -> str:
    """The release that fits this spaCy: the same major and minor version."""
    major, minor, *_ = spacy.__version__.split(".")
    wheel = f"{NAME}-{major}.{minor}.0"
    return f"https://github.com/explosion/spacy-models/releases/download/{wheel}/{wheel}-py3-none-any.whl"


if __name__ == "__main__":
    sys.exit(main())
