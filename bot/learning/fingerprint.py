"""A hash of everything a model is made of, so that it is trained when that has changed, and only then.

"Changed" is a matter of content, not of dates: a fresh clone with the same content
needs no training; a changed comma in an example does.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

IGNORED = {"__pycache__"}


def fingerprint(root: Path, inputs: Iterable[str]) -> str:
    """A hash of the files and folders named, by their paths below `root`; those that do not exist are passed over."""
    digest = hashlib.sha256()
    for file in _files(root, inputs):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files(root: Path, inputs: Iterable[str]) -> Iterator[Path]:
    for name in inputs:
        path = root / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (file for file in sorted(path.rglob("*")) if file.is_file() and not IGNORED & set(file.parts))
