"""The files that can be changed from the portal, and what each says with changes laid over it."""

from bot.knowledge import KnowledgeError
from bot.knowledge.overlay import Changes, overlaid
from bot.knowledge.yaml import Section, read
from bot.settings import ROOT

FOLDERS = ("knowledge/municipalities", "channels", "texts")
TEXTS = {
    "akut": "når nogen er i fare",
    "doer": "når noget er nede, sendt eller lukket",
    "emner": "navne på det, der er galt",
    "resume": "det, borgeren skal sige god for",
    "samtale": "samtalens gang",
    "sidespor": "svar på det, borgeren spørger om",
    "spoergsmaal": "spørgsmålene",
    "udfald": "udfaldet",
}


def title(file: str, municipality: str) -> str:
    """What a file is called to people; `municipality` is the name of the one it belongs to, blank where it is nobody's own."""
    folder, _, name = file.rpartition("/")
    key = name.removesuffix(".yml")
    if folder == "texts":
        return f"Tekster: {TEXTS.get(key, key)}"
    what = "kanaler og opbevaring" if folder == "channels" else "kontor, svar og beslutningstabel"
    return f"{municipality or 'Kommuner uden egen ordning'}: {what}"


def files() -> list[str]:
    """By their paths below the project."""
    return [f"{folder}/{file.name}" for folder in FOLDERS for file in sorted((ROOT / folder).glob("*.yml"))]


def section(file: str, changes: Changes) -> Section:
    """One file as `changes` have it. Raises KnowledgeError for a file that cannot be changed from here."""
    if file not in files():
        raise KnowledgeError(f"{file} kan ikke ændres her")
    return overlaid(read(ROOT / file), changes.get(file, ()))
