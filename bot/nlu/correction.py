"""`Nej, det var ikke afslaget, det var at de aldrig svarer`: only the last part is meant.

What somebody says it was *not* must not be read as what it was.
"""

import re

NOT_BUT = re.compile(
    r"^(?:nej|næ|nej nej|hov|vent|ups)?[,. ]*(?:det|den|de|sagen|jeg)\s+(?:er|var|handler|handlede|mente|mener|klager|vil)\s+"
    r"(?:jo |altså |slet |overhovedet )?(?:ikke|ik|ikk|it|ett)\b[^.!?]*?"
    r"[,.;]\s*(?:men |nej,? |tværtimod |)(?P<meant>(?:det (?:er|var|handler)|men|jeg (?:mente|mener|klager)|om at|at)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)


STAND_IN = re.compile(r"\[[^\]]*fjernet\]")  # what masking leaves behind is not the citizen's word


def corrected(text: str) -> str:
    """The part that is meant, where a message takes something back; else the whole of it."""
    text = STAND_IN.sub(" ", text)
    match = NOT_BUT.match(text.strip())
    return match["meant"] if match and len(match["meant"]) > 6 else text
