"""Find the names of persons in what citizens write: by the company names keep, and by lists.

Danish writes names with capitals, citizens often do not; and a good many names are
words ("Bo", "Sten", "Liv"). So a name counts when it is introduced ("min
sagsbehandler hedder …", "mvh", "fru"), when it stands in the list of first names
and is no word, or when capitals say so in the middle of a sentence. What follows
it and looks like a name belongs to it. Pure: the lists are arguments.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
INITIAL = re.compile(r"[A-ZÆØÅ]\.?")
SENTENCE_START = re.compile(r"(?:^|[.!?:\n…]\s*|[-–]\s)[\s\"»«'(]*$")
INTRODUCED = re.compile(
    r"(?:\b(?:hedder|hed|hedde|heder|kalder sig|kaldes|ved navn|navnet er|navn er|navn:|fru|frk\.?|hr\.?|fr\.|dr\.|mvh|vh|kh|"
    r"hilsen|hilsner|kære|kaere|hende der|ham der|hende|ham|undertegnede|underskrevet|underskrift)[,:]?\s+"
    r"|(?:med venlig hilsen|venlig hilsen|hilsen)[,\s]*\n\s*)$",
    re.IGNORECASE,
)
RELATION = re.compile(
    r"\b(?:mand|kone|søn|soen|datter|mor|far|bror|søster|soester|barnebarn|nabo|ven|veninde|kæreste|kaereste|eks|samlever|hustru|"
    r"tvillinger|mormor|morfar|farmor|farfar|svigermor|svigerfar|moster|faster|onkel|tante|kusine|fætter|nevø|niece|drengen?|pigen?|børn(?:ene)?|"
    r"sagsbehandler\w*|rådgiver\w*|raadgiver|læge|lærer\w*|pædagog\w*|mentor|psykolog\w*|leder\w*|konsulent\w*|medarbejder\w*|"
    r"jurist\w*|advokat\w*|tolk\w*|formand\w*|visitator\w*|chef\w*|damen?|manden|hjælper\w*|kontaktperson\w*|chauffør\w*|udlejer\w*|værge\w*)"
    r"(?:,? (?:som |der )?hedder)?,?\s+$",
    re.IGNORECASE,
)
NOT_A_NAME = re.compile(
    r"(?:skole|skolen|gården|gaarden|hjemmet|huset|parken|vej|vejen|gade|gaden|allé|kommune|kommunen|regionen|region|styrelsen|svinget|vangen|haven|hallen|nævnet|centret|center|klub|"
    r"forening|kirke|hospital|sygehus|fonden|banken|bank|apotek|bibliotek|børnehave|børnehaven|vuggestue|plads|torv|by|bro|strand|havn|fjord|marken|bakken|"
    r"banke|sund|borg|køb|rup|sted|lev|løse)$|^(?:de|dem|deres|i|jer|jeres|nem|mit|e-|web|app)",
    re.IGNORECASE,
)
PLACE_BEFORE = re.compile(r"\b(?:i|på|paa|ved|mod|omkring|nær)\s+$", re.IGNORECASE)
ACTS = re.compile(  # what somebody named at the start of a sentence does
    r"^\s*,?\s*(?:er|æ|har|hår|hå|var|bor|siger|sagde|skrev|kan|ka|ku|kunne|skal|ska|vil|fik|får|kom|kommer|kører|sidder|taler|hjalp|hjælper|arbejder|"
    r"bruger|lovede|ringede|ringer|skriver|mangler|går|gik|spiller|flyttede|tog|tager|låste|spurgte|svarer|mener|passer|henter|(?:og|å|\+) [A-ZÆØÅ]|og (?:hans|hendes)|"
    r"på \d|fra [A-ZÆØÅ]|min|som|der|ikke|tør)\b|^\s*,"
)
PARTICLES = frozenset({"van", "von", "de", "da", "al", "el", "bin", "abu", "af", "ibn", "la", "du"})
SHORTEST_TAIL = 6  # letters of a compound's last part
SHORTEST_LOWER = 4  # letters; shorter words without capitals are too often words


@dataclass(frozen=True)
class Span:
    """Where something stands in a text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """What names there are, folded to lower case: `words` are names that are also words, `not_persons` places
    and firms, `common` words that are written without a capital.
    """

    first: Collection[str]
    last: Collection[str]
    words: Collection[str]
    not_persons: Collection[str]
    common: Collection[str]


def persons(text: str, lexicon: Lexicon) -> list[Span]:
    """The names of persons, in order; a name with what belongs to it is one span."""
    tokens = list(WORD.finditer(text))
    shouting = sum(token.group().isupper() for token in tokens) > len(tokens) / 2
    reader = _Reader(text, tokens, lexicon, shouting)
    return list(reader.spans())


@dataclass(frozen=True)
class _Reader:
    text: str
    tokens: list[re.Match[str]]
    lexicon: Lexicon
    shouting: bool

    def spans(self) -> Iterator[Span]:
        number = 0
        while number < len(self.tokens):
            if not self._begins(number):
                number += 1
                continue
            last = self._ends(number)
            yield Span(self._from(number), self.tokens[last].end())
            number = last + 1

    def _begins(self, number: int) -> bool:
        token = self.tokens[number]
        name = self._name(number)
        before = self.text[: token.start()]
        if name in self.lexicon.not_persons and name not in self.lexicon.first:
            return False
        introduced = bool(INTRODUCED.search(before)) or bool(RELATION.search(before))
        if introduced and self._looks_like_a_name(number):
            return True
        if name in self.lexicon.first:
            return self._is_first_name(number, before)
        if self._capital(number) and name in self.lexicon.last:
            return self._has_initial(number) or (
                not SENTENCE_START.search(before) and not PLACE_BEFORE.search(before) and name not in self.lexicon.words
            )
        return self._is_unknown(number, before)

    def _is_first_name(self, number: int, before: str) -> bool:
        name = self._name(number)
        if name not in self.lexicon.words:
            return self._capital(number) or len(name) >= SHORTEST_LOWER
        if not self._capital(number):
            return False
        after = self.text[self.tokens[number].end() :]
        if SENTENCE_START.search(before):
            return bool(ACTS.search(after)) or self._continues(number + 1)
        return not self.shouting or self._continues(number + 1)

    def _looks_like_a_name(self, number: int) -> bool:
        name = self._name(number)
        if name in self.lexicon.first or name in self.lexicon.last:
            return self._capital(number) or name not in self.lexicon.words
        return self._capital(number) and not self.shouting

    def _is_unknown(self, number: int, before: str) -> bool:
        """`Shilan har ringet`, `talt med Malthe`: a capital on a word that is no word, no place and no firm."""
        if self.shouting:
            return self._name(number) not in self.lexicon.common and self._continues(number + 1)
        if not self._is_strange(number) or PLACE_BEFORE.search(before):
            return False
        if not SENTENCE_START.search(before):
            return True
        after = self.text[self.tokens[number].end() :]
        owns = self._name(number).endswith("s") and re.match(r" [a-zæøå]{3,}", after)
        return bool(owns or ACTS.search(after)) or self._continues(number + 1)

    def _is_strange(self, number: int) -> bool:
        word, name = self.tokens[number].group(), self._name(number)
        known = self._is_word(name) or name in self.lexicon.not_persons
        return len(word) > 2 and word[0].isupper() and word[1:].islower() and not known and not NOT_A_NAME.search(word)

    def _is_word(self, name: str) -> bool:
        """Also one made of others: `kommunetandlægen`, `a-kassen`."""
        tails = (name[start:] for start in range(len(name) - SHORTEST_TAIL + 1))
        return any(tail in self.lexicon.common for tail in tails) or name.rsplit("-", 1)[-1] in self.lexicon.common

    def _ends(self, number: int) -> int:
        last = number
        while self._continues(last + 1):
            last += 1
        return last

    def _continues(self, number: int) -> bool:
        """Whether the word belongs to the name before it."""
        if not 0 < number < len(self.tokens):
            return False
        between = self.text[self.tokens[number - 1].end() : self.tokens[number].start()]
        if not re.fullmatch(r"\.? |\. ?|s? ", between) or "\n" in between:
            return False
        name = self._name(number)
        if name in PARTICLES:
            return self._continues(number + 1)
        if name in self.lexicon.not_persons and name not in self.lexicon.last:
            return False
        known = name in self.lexicon.first or name in self.lexicon.last
        if self._capital(number) and (known or not self.shouting):
            return between != ". " or bool(INITIAL.fullmatch(self.tokens[number - 1].group()))
        return known and name not in self.lexicon.words and between == " "

    def _from(self, number: int) -> int:
        """With the initial before it: `P. Madsen`."""
        while self._has_initial(number):
            number -= 1
        return self.tokens[number].start()

    def _has_initial(self, number: int) -> bool:
        if number == 0:
            return False
        between = self.text[self.tokens[number - 1].end() : self.tokens[number].start()]
        return bool(INITIAL.fullmatch(self.tokens[number - 1].group())) and between in (". ", ".")

    def _capital(self, number: int) -> bool:
        return self.tokens[number].group()[0].isupper()

    def _name(self, number: int) -> str:
        """Folded, without the genitive's s where the bare name is known; of `Inge-Lis` the part that is known."""
        name = self.tokens[number].group().casefold()
        if "-" in name and self._capital(number):
            name = next((part for part in name.split("-") if part in self.lexicon.first), name)
        known = name in self.lexicon.first or name in self.lexicon.last
        return name if known or not name.endswith("s") or name[:-1] not in self.lexicon.first else name[:-1]
