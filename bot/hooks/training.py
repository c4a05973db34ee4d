"""Train the model, when it is older than what it is made of.

The model carries in its name a hash of everything it depends on (data, domain,
config, knowledge, our components, the Danish pipeline). A changed wording in
`texts/` does not change it.
"""

import shutil
import tempfile
from pathlib import Path

from bot.learning.fingerprint import fingerprint
from bot.settings import ROOT

INPUTS = (
    *("config.yml", "domain.yml", "data/nlu", "data/dialogue", "knowledge/areas", "bot/nlu", "bot/learning"),
    *("bot/hooks/importer.py", "bot/triage/folding.py", "requirements/run.txt", "models/da_bot_news_sm/meta.json"),
)


def ready_model(models: Path, root: Path = ROOT) -> Path:
    """The model made of just this content; trained now where there is none."""
    return trained_model(models, root) or train(models, root)


def trained_model(models: Path, root: Path = ROOT) -> Path | None:
    """The model made of just this content, or None."""
    model = _target(models, root)
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
        shutil.move(result.model, _target(models, root))
    return _target(models, root)


def _target(models: Path, root: Path) -> Path:
    return models / f"{fingerprint(root, INPUTS)}.tar.gz"
