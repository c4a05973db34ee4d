"""Mask what identifies a person, before anything is stored, logged or understood.

By shape, not by check digit: CPR numbers without modulus 11 have been in use since
2007 (cpr.dk), so a check would let real ones through. A CPR number in a place
where nobody reads it costs nothing; one that is stored cannot be taken back.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.privacy.persons import Lexicon, Span, persons

# Digits as people type them: a capital O for nought, an l or I for one.
D0, D1, D2, D3, D = "[0Oo]", "[1lI]", "[2]", "[3]", r"[\dOolI]"
# 60 is added to the day of a number given for a time.
DAY = rf"(?:{D0}[1-9lI]|[1-2lI]{D}|3[01OolI]|6[1-9lI]|[78]{D}|9[01OolI])"
MONTH = rf"(?:{D0}[1-9lI]|{D1}[0-2OolI])"
DASHES = "\\-‐‑‒–—−"
GAP = rf"(?:[\s.{DASHES}/]|\s\s)?"
# A digit may begin a number anywhere, a letter that stands for one only where no word goes on.
CPR = re.compile(
    rf"(?<!\d)(?:(?=\d)|\b){DAY}{GAP}{MONTH}{GAP}(?:{D}{D}[\s.,:_{DASHES}/]{{0,3}}|(?:19|20){D}{D}\s?[{DASHES}]\s?)"
    rf"(?:{D}|[xX*]){{2}}\s?(?:{D}|[xX*]){{2}}(?!\d|\s*(?:kr|,-))|"
    rf"(?<!\d)[0-3] \d [01] \d \d \d[ {DASHES}]{{1,3}}\d \d \d \d(?!\d)"
)
EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\bsnabel-?a\b)\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
YEARS = r"(?:19|20)\d\d\s?[ –/-]\s?(?:19|20)\d\d(?!\d)"
ISO_DATE = r"(?:19|20)\d\d[-.](?:0[1-9]|1[0-2])[-.](?:0[1-9]|[12]\d|3[01])(?!\d)"
DANISH_DATE = r"(?:0[1-9]|[12]\d|3[01])[-. ]?(?:0[1-9]|1[0-2])[-. ]?(?:19|20)\d\d(?!\d)"
PHONE = re.compile(
    rf"(?<![\d.,/+x-])(?!{YEARS}|{ISO_DATE}|{DANISH_DATE})(?:(?:\+|00)45[ -]?)?"
    r"(?:[2-9]\d(?:[ .-]?\d\d){3}|[2-9]\d \d{3} \d{3}|[2-9]\d\d \d\d \d{3})"
    r"(?![\d_<]|-\d|[.,]\d|\s*(?:kr|,-|timer|uger|dage|aar|år))"
)
FOREIGN_PHONE = re.compile(r"(?<![\w])\+(?!45)\d{1,3}[ -]?\d(?:[ -]?\d){6,11}(?!\d)")
CASE_NUMBER = re.compile(
    r"\b(?:(?:sags?|journal|faktura|kreditor|kunde|konto|ordre|vare|serie|bestillings?|kvitterings?|j\.?)[ -]?(?:nr|nummer|id)\.?|"
    r"cvr(?:[ -]?(?:nr|nummer)\.?)?|se-?nr\.?|ean|\w*kort(?:et)?|faktura|sag(?:en)?|ordre|fil|fejlkode)[: ]{0,2}(?:er )?$",
    re.IGNORECASE,
)

STREET = re.compile(
    r"\b(?:[A-ZÆØÅ][\w.'’-]*\s){0,3}?[A-ZÆØÅa-zæøå][\w'’-]*(?:vej|vejen|gade|gaden|allé|alle|stræde|straede|vænge|vænget|vang|vangen|sving|svinget|"
    r"toft|toften|bakke|bakken|have|haven|park|parken|plads|pladsen|torv|torvet|kaj|kajen|stien|sti|lunden|krogen|skrænten|dal|dalen|ager|ageren|"
    r"mark|marken|engen|boulevard|bro|brogade|kollegiet|gård|gården)\s+(?:nr\.?\s*)?\d{1,3}\s?(?:[A-Za-z]\b)?"
    r"(?:,?\s*(?:\d{1,2}|st|kl)\.?\s*(?:sal\b)?,?\s*(?:tv|th|mf|t\.?v|t\.?h|dør \d+|[1-9]?\d(?= ?[,.;]|$))?\b\.?)?",
)
BIRTHDAY_LAST = re.compile(
    rf"(?<!\d){DAY}{GAP}{MONTH}{GAP}{D}{D}\s*[.,{DASHES}]?\s*$|\b(?:cpr|personnummer)\b[^\d]{{0,40}}$|CPR-nummer fjernet\]\W*$",
    re.IGNORECASE,
)
ANNOUNCED = re.compile(
    rf"\b(?:cpr|person)[- ]?(?:nr|num+er)?\.?[^\d\n]{{0,20}}?(?P<six>{DAY}{GAP}{MONTH}{GAP}{D}{D})(?![\d.-])", re.IGNORECASE
)
FOUR_FIRST = re.compile(
    r"^(?P<lead>(?:(?:og |så |ja |nej )?(?:de |det |resten(?: er)?|sidste)?\s*(?:sidste |fire )*(?:fire |4 |tal |cifre )?(?:er |:)?)?[\s-]*)(?P<four>\d{2}\s?\d{2})(?!\d|\.|,\d|\s*(?:kr|timer|uger|dage|år))",
    re.IGNORECASE,
)

STAND_IN = {
    "mail": "[mailadresse fjernet]",
    "cpr": "[CPR-nummer fjernet]",
    "telefon": "[telefonnummer fjernet]",
    "adresse": "[adresse fjernet]",
    "navn": "[navn fjernet]",
}
ANY_STAND_IN = re.compile(r"\[[^\]]* fjernet\]")
KINDS = (("mail", EMAIL), ("cpr", CPR), ("telefon", FOREIGN_PHONE), ("telefon", PHONE), ("adresse", STREET))


@dataclass(frozen=True)
class Masked:
    """The text without what identifies, and what kinds were taken out (`cpr`, `telefon`, `mail`, `adresse`, `navn`)."""

    text: str
    kinds: tuple[str, ...] = ()


def mask(text: str, *, after: str = "") -> Masked:
    """Take out numbers and addresses. `after` is the message before: a CPR number may be split over the two."""
    found: list[str] = []
    text = _split_number(text, after, found)
    for kind, pattern in KINDS:
        text = pattern.sub(_noting(kind, found), text)
    text = ANNOUNCED.sub(_first_six(found), text)
    return Masked(text, tuple(dict.fromkeys(found)))


def may_end_a_number(text: str) -> bool:
    """Whether a message could be the last four digits of a number begun in the message before."""
    return bool(FOUR_FIRST.match(text))


@dataclass(frozen=True)
class Masker:
    """Takes out persons' names too: those the rules find, and those `finders` (a language model) find."""

    lexicon: Lexicon
    finders: Sequence[Callable[[str], Sequence[Span]]] = field(default_factory=tuple)

    def mask(self, text: str, *, after: str = "") -> Masked:
        masked = mask(text, after=after)
        spans = [*persons(masked.text, self.lexicon), *(span for find in self.finders for span in find(masked.text))]
        without = _without(masked.text, spans)
        return Masked(without, (*masked.kinds, *(["navn"] if without != masked.text else [])))


def _without(text: str, spans: Sequence[Span]) -> str:
    """The text with a stand-in for each span; stand-ins already there are left alone."""
    taken = [match.span() for match in ANY_STAND_IN.finditer(text)]
    for span in reversed(_joined(spans)):
        if not any(start < span.end and span.start < stop for start, stop in taken):
            text = text[: span.start] + STAND_IN["navn"] + text[span.end :]
    return text


def _joined(spans: Sequence[Span]) -> list[Span]:
    """In order, those that overlap as one: "Kjær" found by one and "Lone Kjær" by another is one name."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _split_number(text: str, after: str, found: list[str]) -> str:
    """The last four digits, when the message before ended with the first six."""
    match = FOUR_FIRST.match(text) if BIRTHDAY_LAST.search(after) else None
    if not match:
        return text
    found.append("cpr")
    return text[: match.start("four")] + STAND_IN["cpr"] + text[match.end("four") :]


def _first_six(found: list[str]) -> Callable[[re.Match[str]], str]:
    """`mit cpr er 010203`: the rest comes in the next message."""

    def replace(match: re.Match[str]) -> str:
        found.append("cpr")
        start, end = (place - match.start() for place in match.span("six"))
        return match.group()[:start] + STAND_IN["cpr"] + match.group()[end:]

    return replace


def _noting(kind: str, found: list[str]) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        if kind == "telefon" and CASE_NUMBER.search(match.string[: match.start()]):
            return match.group()
        found.append(kind)
        return STAND_IN[kind]

    return replace
