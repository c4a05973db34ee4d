"""What a citizen's text message means, where it is not the story itself.

Two things are read: a command to the channel (`STOP`, `START`, `HJÆLP`, `MENNESKE`)
and the number of an option. Both must be all that the message says: "de skal stoppe
min ydelse" stops nothing, "2 uger siden" chooses nothing. What is neither is free
text, which the dialogue reads.

    >>> command("Stop det."), choice("svar toeren", 3), choice("den 2. november", 3)
    ('stop', 1, None)

Danger is to be looked for before commands: "hjælp" may be just that, and "jeg vil stoppe
det hele" is no `STOP`. `START` counts for one who has stopped; from others "start igen"
is a wish of the dialogue's own.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from bot.triage.folding import fold

Command = Literal["stop", "start", "hjaelp", "menneske"]

LONGEST = 12  # words
TEXTS = r"(?:sms|smser|smserne|smsen|besked\w*|mails?|tekster)"
NOW = rf"(?: nu| tak| venligst| please| straks| igen| mere| alle| bot\w*| samtalen| {TEXTS})*"
SENDING = rf"(?: med)?(?: at)?(?: skrive| sende| smse?| kontakte| forstyrre)(?: mig)?(?: flere)?(?: {TEXTS})?(?: til)?(?: mig)?"
ASK = r"(?:(?:please|venligst|nu|ja|nej|ok|okay|hej|saa|bare) )*"
LEAVE = r"(?:afmelde?s?|framelde?s?)(?: mig| mit nummer| fra| jeres| denne| den her)*"
ONE_WORD = r"(?:unsubscribe|opt ?out|revoke|quit|cancel|end|stop ?all|afmelding|framelding|slet mit nummer)"
WISH = (
    r"(?:jeg vil|vi vil|jeg oensker|kan jeg|ka jeg|maa jeg|a vil|i want|i would like|can i|let me|lad mig)"
    r"(?: gerne| hellere| bare| godt| at| to)*"
)
PERSON = (
    r"(?:et |en |a |an )?(?:rigtigt? |levende |aegte |real |live )?"
    r"(?:menneske|mennesker|person|medarbejder|raadgiver|human|agent|operator|operatoer|somebody|someone)"
)
FORMS: dict[Command, tuple[str, ...]] = {
    "stop": (
        rf"{ASK}stop+(?: stop+)*(?: det| den)?(?: her)?(?:{SENDING})?{NOW}",
        rf"{ASK}(?:(?:i|du) skal|(?:kan|vil|gider) (?:i|du)(?: ikke)?)(?: gerne| godt| lige)* stoppe(?:{SENDING})?{NOW}",
        rf"{ASK}jeg vil(?: gerne)? stoppe (?:samtalen|{TEXTS}){NOW}",
        rf"{ASK}(?:hold op|lad vaere){SENDING}{NOW}",
        rf"{ASK}(?:jeg (?:vil|oensker at) )?(?:gerne )?{LEAVE}{NOW}",
        rf"{ONE_WORD}(?: me)?{NOW}",
        rf"{ASK}(?:jeg )?(?:vil|oensker) ikke (?:at )?(?:(?:have|faa|modtage) )?(?:flere|mere)(?: {TEXTS}| fra jer)+{NOW}",
        rf"{ASK}(?:ikke|ingen) flere {TEXTS}{NOW}",
        rf"{ASK}(?:skriv|send|sms|kontakt)(?: mig)? ikke(?: til mig| flere| mig)*{NOW}",
    ),
    "start": (
        r"(?:(?:ja|ok|okay|hej|please|venligst) )*"
        r"(?:start|unstop|subscribe|resume|genstart|tilmeld|tilmelding|genoptag|begynd|fortsaet)"
        r"(?: mig| op| igen| paa ny| forfra| nu| tak| sms| samtalen| botten| please)*",
    ),
    "hjaelp": (
        r"(?:(?:hej|please|tak|ja|jeg (?:skal|vil) have|jeg har brug for|i need) )*"
        r"(?:hj(?:ae|e|a)lpe?|help|info)(?: mig| me| tak| please| igen| med sms| til sms| her)*",
        r"hvordan (?:virker|bruger jeg|goer jeg)(?: det| det her| dette| den her)?",
        r"hvad kan jeg (?:skrive|svare)",
    ),
    "menneske": (
        rf"(?:(?:ja|nej|ok|hej|please|bare) )*(?:{WISH} )?(?:komme til at )?"
        rf"(?:ta+le?|snakk?e?|chatte|skrive|talk|speak) (?:med|mae|til|to|with) {PERSON}(?: tak| nu| please| i stedet)*",
        rf"(?:(?:ja|nej|ok|hej|please|bare) )*(?:{WISH} )?(?:(?:have|faa|giv mig|get me|give me|kontakte?) )?(?:fat i )?"
        rf"{PERSON}(?: tak| nu| please| i stedet)*",
        r"(?:(?:kan|vil|gider) (?:i|du)(?: ikke)?(?: godt)? ringe|ring)(?: til mig| mig op| op)(?: tak| nu)*",
    ),
}
COMMANDS = {name: re.compile("|".join(forms)) for name, forms in FORMS.items()}

NUMBERS = (
    *("et eet en een one etter etteren ener eneren", "to tow tov two toer toeren toern", "tre trej three treer treeren treern"),
    *("fire four firer fireren firern", "fem five femmer femmeren femmern", "seks six sekser sekseren seksern"),
    *("syv seven syver syveren syvern", "otte eight otter otteren ottern", "ni nine nier nieren", "ti ten tier tieren"),
    *("elleve eleven", "tolv twelve", "tretten thirteen"),
)
ORDERS = (
    *("foerste first oeverste", "anden andet second", "tredje tredie third", "fjerde fourth", "femte fifth", "sjette sixth"),
    *("syvende seventh", "ottende eighth", "niende ninth", "tiende tenth"),
)
NUMBER = {word: number for number, words in enumerate(NUMBERS, 1) for word in words.split()}
ORDER = {word: number for number, words in enumerate(ORDERS, 1) for word in words.split()}
LAST = frozenset(("sidste", "nederste", "last"))
# "Anden" alone is an answer of its own ("en anden myndighed").
ENOUGH_ALONE = LAST | {"foerste", "first", "oeverste", "nederste"}
FIGURE = re.compile(r"([0-9]{1,2})(?:er|eren|ern|ere|ste|nden|den|die|tje|st|nd|rd|th)?")
ARTICLES = frozenset(("den", "det", "the"))
NOUNS = frozenset("mulighed muligheden valg valget punkt punktet option svar svaret one".split())
BEFORE = frozenset(
    """
    ja jo nej ok okay hej saa altsaa vist nok det er maa vaere var bliver jeg svarer vaelger siger tager tror paa mit my svar
    svaret valg valget vaelg answer is mulighed option punkt tallet tal nummer nummeret number numer num nr no
    """.split()
)
AFTER = frozenset("tak mange please venligst helst nok vist jeg tror er det mit svar mulighed muligheden valg valget".split())
JOINED = re.compile(r"\b(nr|nummer|num|no|svar|valg|mulighed|punkt)(?=[0-9])")
APART = re.compile(r"\b([0-9]{1,2}) (?=(?:er|eren|ern)\b)")
KEPT = frozenset("%&+/§$€£½<>@")


def command(text: str) -> Command | None:
    """The command the message is, in Danish or English, or None where it tells something."""
    words = _words(text)
    plain = " ".join(words)
    if not words or len(words) > LONGEST:
        return None
    return next((name for name, form in COMMANDS.items() if form.fullmatch(plain)), None)


def choice(text: str, options: int, *, titles: Sequence[str] = ()) -> int | None:
    """The index of the option whose number the message gives, or None where it is free text.

    With `titles`, "2 det ved jeg ikke" is a choice too where the second option says so.
    """
    number, rest = _number(_after_politeness(_words(text)), options)
    if number is None or not 1 <= number <= options:
        return None
    return number - 1 if _says_no_more(rest) or _is_title(rest, titles[number - 1 : number]) else None


def _number(words: list[str], options: int) -> tuple[int | None, list[str]]:
    """The number the words begin with, and the words after it."""
    article = bool(words) and words[0] in ARTICLES
    first, *rest = words[article:] or [""]
    if figure := FIGURE.fullmatch(first):
        return int(figure[1]), rest
    if first in ORDER or first in LAST:
        return _order(first, rest, options, article=article)
    if first == "en" and rest and rest[0].endswith("er"):
        first, *rest = rest  # "en toer"
    return NUMBER.get(first), rest


def _order(first: str, rest: list[str], options: int, *, article: bool) -> tuple[int | None, list[str]]:
    noun = bool(rest) and rest[0] in NOUNS
    if not (article or noun or first in ENOUGH_ALONE):
        return None, rest
    return ORDER.get(first, options), rest[noun:]


def _after_politeness(words: list[str]) -> list[str]:
    """The words from the number on; an article is part of it."""
    skipped = 0
    while skipped < len(words) and words[skipped] in BEFORE and not _article_at(words, skipped):
        skipped += 1
    return words[skipped:]


def _article_at(words: list[str], index: int) -> bool:
    following = words[index + 1 : index + 2]
    return words[index] in ARTICLES and bool(following) and (following[0] in ORDER or following[0] in LAST)


def _says_no_more(rest: list[str]) -> bool:
    return all(word in AFTER for word in rest)


def _is_title(rest: list[str], titles: Sequence[str]) -> bool:
    return any(_words(title)[: len(rest)] == rest for title in titles)


def _words(text: str) -> list[str]:
    """Folded words; no punctuation or emoji, but a sign that means something (2 %, 2/3, § 2) is kept."""
    folded = fold(unicodedata.normalize("NFKC", text)).translate({ord(mark): "" for mark in "'’‘´`"})
    plain = "".join(letter if letter.isalnum() or letter in KEPT else _gap(letter) for letter in folded)
    return APART.sub(r"\1", JOINED.sub(r"\1 ", " ".join(plain.split()))).split()


def _gap(letter: str) -> str:
    return "" if unicodedata.category(letter) in ("Mn", "Me", "Cf") else " "
