"""The trained fact classifier on its own, without a server."""

import tarfile
import tempfile
from pathlib import Path

from bot.dialogue import Reading


class Folder:
    """As much of Rasa's model storage as loading a component needs."""

    def __init__(self, path):
        self.path = path

    def read_from(self, resource):
        return self

    def __enter__(self):
        return self.path

    def __exit__(self, *problem):
        return None


def understanding(model):
    """`text -> Reading`, by the classifier in a trained model's archive."""
    import bot.hooks.without_tensorflow  # noqa: F401
    from bot.nlu.fact_classifier import FactClassifier

    unpacked = Path(tempfile.mkdtemp())
    with tarfile.open(model) as archive:
        archive.extractall(unpacked)
    folder = next(path.parent for path in unpacked.rglob("features.json"))
    classifier = FactClassifier.load({"c": 0.3}, Folder(folder), None, None)
    return lambda text: Reading.parse(classifier.read(text))
