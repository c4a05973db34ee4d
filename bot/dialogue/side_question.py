"""Questions beside the matter: "hvad er partshøring?", "er det gratis?", "hvem er du?".

Answered from the knowledge, and then the thread is taken up where it was. Only
short messages count: a story that ends in a question is a story.
"""

import re
from collections.abc import Mapping

from bot.dialogue.wording import Wording
from bot.knowledge import KnowledgeBase, Municipality, Term
from bot.triage.folding import fold

LONGEST = 16  # words

# What citizens ask about the office; answered by the municipality's own profile.
OFFICE = {
    "gratis": (
        r"^(?!.*\ber (?!(?:det|du|i|de|hun|han|borger\w*|maegl\w*|samtale\w*|chat\w*|jeres|hjaelpen|raadgivning\w*)\b)\w+ gratis).*\bgratis\b|"
        r"\b(?:hvad koster (?:det|i|borger\w*|maegl\w*|jeres|at)|koster (?:det|borger\w*|maegl\w*)|hvad er prisen)\b|"
        r"\bskal (?:jeg|man) betale(?= noget| for (?:det|jer|hjaelp|borger|maegl|samtal|at)|\W*$)"
    ),
    "fortrolighed": r"\b(?:faar .*at vide|tavshedspligt|fortroligt?|bliver det mellem os|siger (?:i|du) det videre|fortael(?:ler|le) (?:i|du) (?:det )?(?:til|videre))\b",
    "uafhaengig": r"\b(?:uafhaengig\w*|holder? (?:i|du|de) med kommunen|paa kommunens side|en del af kommunen|ansat af kommunen|under kommunen)\b",
    "bindende": r"\b(?:bindende|skal kommunen (?:saa )?(?:goere|foelge|rette)|bestemmer (?:borgerraadgiveren|borgermaegleren|de))\b",
    "telefontid": r"\b(?:hvornaar (?:kan|maa) (?:jeg|man) ringe|telefontid\w*|aabningstid\w*|hvornaar har .*aabent|har .*aabent)\b",
    "hvem": r"\b(?:hvad hedder (?:borger\w+|hun|han|de)|hvem er borger\w+|hvem sidder der|hvad hedder .*(?:raadgiver|maegler)\w*)\b",
    "hvor_laenge": r"\bhvor laenge har\b.*\b(?:eksisteret|vaeret|haft|fandtes|kunnet)\b",
    "beretning": r"\b(?:beretning\w*|hvad sker der med det,? jeg)\b",
    "akter": r"\bskal jeg (?:selv )?(?:skaffe|finde|have|samle) (?:alle )?(?:papir|akter|breve|dokument)",
    "erhverv": r"\b(?:firma\w*|virksomhed\w*|erhvervsdrivende|butik\w*|forening\w*)\b.*\b(?:ogsaa|bruge|maa|kan)\b.*\?|\bkun for borgere\b",
    "frist": r"\b(?:hvor gammel maa|frist for at (?:gaa til|kontakte|bruge) borger\w+|er det for sent at (?:gaa til|kontakte) borger\w+)\b",
    "moede": r"\b(?:hvor (?:er|foregaar|holdes|skal|ligger) (?:moedet|det moede|jeg moede op|i henne|kontoret)|hvor ligger (?:i|de|borger\w+)|personligt moede)\b",
}
# Whom one complains of the office to; a question, not a complaint.
OFFICE["klage_over"] = r"\b(?:hvem|hvor|hvordan)\b.*\b(?:klag\w+|behandler) .*\bover (?:borger\w+|jer)\b"
# What they ask about the bot itself; answered in texts/sidespor.yml.
BOT = {
    "tavshedspligt": r"\b(?:har du tavshedspligt|er du (?:fortrolig|hemmelig)|er det (?:her )?hemmeligt)\b",
    "hvem_er_du": r"\b(?:hvem er du|hvad er du|er du (?:(?:et? |en )?(?:rigtigt? |levende )?(?:menneske|robot|bot|maskine|computer|person|ai)|rigtig|kommunen)|taler jeg med)\b",
    "hvad_kan_du": r"\b(?:hvad kan (?:du|i) (?:hjaelpe|goere|bruges)|hvad kan du\b|hvordan virker (?:det|du))\b",
    "er_det_en_klage": r"\b(?:er det her (?:saa )?en klage|er klagen (?:saa )?(?:sendt|afgivet|indgivet)|stopper (?:det|det her|fristen|klagefristen)|har jeg (?:saa |nu )?klaget|gaelder det(?: her)? som)\b",
    "skriv_min_klage": r"\b(?:kan (?:du|i|borger\w+) (?:skrive|lave|formulere|hjaelpe med at skrive) (?:min|en|klagen|selve))\b",
    "mine_chancer": r"\b(?:mine chancer|faar jeg (?:saa )?(?:ret|medhold)|vinder jeg|kan jeg vinde|hvem har ret|har jeg ret(?! til)|synes du)\b",
    "hvad_gemmer_du": r"\b(?:gemmer (?:du|i)|hvad sker der med mine (?:data|oplysninger)|bliver (?:det|samtalen) gemt|hvem kan (?:laese|se) (?:det|samtalen)|slette? mine)\b",
    "hvor_lang_tid": r"\bhvor lang tid (?:tager|gaar|varer)\b",
    "bisidder": r"\b(?:bisidder|tage (?:en|et|nogen|min|mit)(?: \w+)? med(?: til moedet)?)\b.*\?",
    "anonym": r"\b(?:anonym\w*|uden at sige (?:mit|hvem))\b",
    "tolk": r"\btolk\b",
}
ASKS = re.compile(r"\?|^(?:hvad|hvem|hvor|hvornaar|hvordan|hvorfor|er|kan|maa|skal|faar|har|koster|gemmer|stopper|forklar)\b")
MEANS = re.compile(
    r"\bhvad (?:er|betyder|vil|menes|mener|daekker|daeler)\b|\bhvad er (?:en|et)\b|\bbetyder\b|\bforklar\b|\bhvad for noget\b"
)


class SideQuestions:
    """Finds the answer to a question beside the matter."""

    def __init__(self, base: KnowledgeBase, wording: Wording) -> None:
        self._wording = wording
        self._office = {key: re.compile(pattern) for key, pattern in OFFICE.items()}
        self._bot = {key: re.compile(pattern) for key, pattern in BOT.items()}
        self._terms = [(term, _term_pattern(term)) for term in _longest_first(base.terms)]

    def answer(self, text: str, municipality: Municipality) -> str | None:
        """The answer, or None when the message is no such question."""
        folded = fold(text)
        if len(folded.split()) > LONGEST or not ASKS.search(folded):
            return None
        if MEANS.search(folded):
            term = next((term for term, pattern in self._terms if pattern.search(folded)), None)
            if term:
                return term.meaning
        for key, pattern in self._bot.items():
            if pattern.search(folded):
                return self._wording.say(f"sidespor.{key}")
        for key, pattern in self._office.items():
            if pattern.search(folded):
                return municipality.answers[key]
        return None


def _term_pattern(term: Term) -> re.Pattern[str]:
    forms = sorted((fold(form) for form in term.forms), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?:en|et|er|erne|s|n|t)?\b")


def _longest_first(terms: Mapping[str, Term]) -> list[Term]:
    return sorted(terms.values(), key=lambda term: -max(len(form) for form in term.forms))
