"""Write the hashes of the widget's parts into its loader, which pins them for a page that pins the loader.

    python bot/widget/pin.py

A municipality that writes `integrity="sha256-…"` on its script tag trusts one file;
the browser then trusts just those parts that this file names.
"""

import base64
import hashlib
import re
from pathlib import Path

HERE = Path(__file__).parent
LOADER = HERE / "loader.js"
PINS = re.compile(r"(?<=const PINS = \{\n).*?(?=  \};)", re.DOTALL)


def integrity(file: Path) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode()


def pinned(loader: str) -> str:
    """The loader with the hashes as they should be."""
    parts = sorted(file for file in HERE.glob("*.js") if file != LOADER)
    return PINS.sub("".join(f'    "{part.name}": "{integrity(part)}",\n' for part in parts), loader, count=1)


if __name__ == "__main__":
    LOADER.write_text(pinned(LOADER.read_text(encoding="utf-8")), encoding="utf-8")
