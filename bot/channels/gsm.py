"""How a phone counts a text message.

A text of only GSM 03.38 letters (æøåÆØÅ are among them) takes 7 bits a letter and
160 fit in one SMS; a single letter outside, such as a curly quote from a word
processor, turns the whole text into UCS-2 and 70 fit. A longer text is sent in
parts that the phone joins, and each part gives up some room to say which it is:
153 or 67. A part cannot end in the middle of a letter: those of the extension
table take two septets, those outside the basic plane two UCS-2 units.

    >>> segment_count("å" * 160), segment_count("å" * 161), segment_count("’" * 71)
    (1, 2, 2)

Source: 3GPP TS 23.038 (the alphabets) and TS 23.040 (the parts).
"""

import re
import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
GSM_ALONE, GSM_PART = 160, 153
UCS2_ALONE, UCS2_PART = 70, 67

SAME_MEANING = {
    **dict.fromkeys("–—‒―‐‑−⁃•‣▪●◦·", "-"),
    **dict.fromkeys("’‘‚‛′´`ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‹›", "'"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    **dict.fromkeys("\u2028\u2029\u0085\v", "\n"),
    "\t": " ",
    "…": "...",
    "→": "->",
    "←": "<-",
    "×": "x",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
    "≤": "<=",
    "≥": ">=",
}
BEFORE_A_FRACTION = re.compile(r"(?<=\d)(?=[½¼¾])")


def is_gsm(text: str) -> bool:
    """Whether every letter is in GSM 03.38, so that nobody pays for UCS-2."""
    return all(letter in BASIC or letter in EXTENSION for letter in text)


def units(text: str) -> int:
    """What the text takes: septets where it is GSM, otherwise UCS-2 units of 16 bits."""
    return sum(map(_septets if is_gsm(text) else _code_units, text))


def segments(text: str) -> tuple[str, ...]:
    """The text as it is cut for sending; joined it is the text. An empty text is one empty segment."""
    gsm = is_gsm(text)
    if units(text) <= (GSM_ALONE if gsm else UCS2_ALONE):
        return (text,)
    return _cut(text, gsm)


def segment_count(text: str) -> int:
    """How many SMS the text costs."""
    return len(segments(text))


def to_gsm(text: str) -> str:
    """Put GSM letters in place of others that mean the same: dashes, quotes, spaces, accents on Latin letters.

    What has no such letter (Arabic, emoji) stays as it is, and the count will say so.
    """
    composed = unicodedata.normalize("NFC", BEFORE_A_FRACTION.sub(" ", text))
    return "".join(map(_to_gsm, composed))


def _to_gsm(letter: str) -> str:
    if is_gsm(letter):
        return letter
    if letter in SAME_MEANING:
        return SAME_MEANING[letter]
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return plain if is_gsm(plain) else letter


def _cut(text: str, gsm: bool) -> tuple[str, ...]:
    room, size = (GSM_PART, _septets) if gsm else (UCS2_PART, _code_units)
    parts, start, used = [], 0, 0
    for index, letter in enumerate(text):
        if used + size(letter) > room:
            parts.append(text[start:index])
            start, used = index, 0
        used += size(letter)
    return (*parts, text[start:])


def _septets(letter: str) -> int:
    return 2 if letter in EXTENSION else 1


def _code_units(letter: str) -> int:
    return 2 if ord(letter) > 0xFFFF else 1
