"""Train the model, when it is older than what it is made of.

"Older" is a matter of content, not of dates: the model carries in its name a hash
of everything it depends on (data, domain, config, knowledge, our components, the
Danish pipeline). A fresh clone with the same content needs no training; a changed
comma in an example does. A changed wording in `texts/` does not.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.settings import ROOT

INPUTS = (
    *("config.yml", "domain.yml", "data", "knowledge/areas", "bot/nlu", "bot/learning", "bot/hooks/importer.py", "bot/triage/folding.py"),
    "requirements/run.txt",
)
PIPELINE = "models/da_bot_news_sm/meta.json"
IGNORED = {"__pycache__"}


def fingerprint(root: Path = ROOT) -> str:
    """A hash of all the model is made of."""
    digest = hashlib.sha256()
    for file in _files(root):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def trained_model(models: Path, root: Path = ROOT) -> Path | None:
    """The model made of just this content, or None."""
    model = models / f"{fingerprint(root)}.tar.gz"
    return model if model.exists() else None


def train(models: Path, root: Path = ROOT) -> Path:
    """Train and store the model; older ones stay. Raises RuntimeError when nothing came of it."""
    import bot.hooks.without_tensorflow  # noqa: F401, I001 -- before anything of Rasa's
    import rasa.model_training

    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        result = rasa.model_training.train(
            domain=str(root / "domain.yml"),
            config=str(root / "config.yml"),
            training_files=[str(root / "data")],
            output=folder,
            force_training=True,
        )
        if result.code or not result.model:
            raise RuntimeError("træningen gav ingen model; se beskederne ovenfor")
        target = models / f"{fingerprint(root)}.tar.gz"
        shutil.move(result.model, target)
    return target


def _files(root: Path) -> Iterator[Path]:
    for name in (*INPUTS, PIPELINE):
        path = root / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (file for file in sorted(path.rglob("*")) if file.is_file() and not IGNORED & set(file.parts))
