"""Regular expressions as editors write them, for text that is folded."""

import re

from bot.triage.folding import fold


def folded_pattern(pattern: str) -> str:
    """Editors write æøå; the text is folded, so the pattern is too. Capitals in `\\S` and the like stay."""
    return re.sub(r"[^\W\d_a-zA-Z]", lambda letter: fold(letter.group()), pattern)
