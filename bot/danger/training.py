"""Train the detector when it is older than its examples: seconds, and no Rasa."""

from pathlib import Path

from bot.danger.concepts import Concepts
from bot.danger.detector import Detector
from bot.danger.examples import CONCEPTS, examples
from bot.learning.fingerprint import fingerprint

ROOT = Path(__file__).parents[2]
INPUTS = ("data/akut", "data/nlu", "bot/danger", "bot/learning", "bot/triage/folding.py", "requirements/run.txt")


def ready_detector(models: Path, root: Path = ROOT) -> Detector:
    """The detector made of just this content; trained now where there is none. Raises KnowledgeError for a bad example."""
    file = models / f"akut.{fingerprint(root, INPUTS)}.npz"
    if not file.exists():
        models.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part.npz")  # whoever reads meanwhile must not find half of it
        Detector.train(examples(root), Concepts.read(root / "data" / "akut" / CONCEPTS)).save(unfinished)
        unfinished.rename(file)
    return Detector.load(file)
