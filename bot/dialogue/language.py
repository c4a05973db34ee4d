"""Whether a message is in Danish at all.

A word count, not a model: the commonest small words of Danish (and of how people
write it: without æøå, in Jutlandic, misspelt) against those of the languages
people try instead. In doubt it is Danish: second-language Danish has foreign
words in it and must never be turned away.
"""

import re

from bot.triage.folding import fold

DANISH = frozenset(
    """
    jeg jer a du han hun vi i de det den der som og eller men at er var har hvad hvor hvordan ikke ik ikk it ett
    min mit mine til fra med mæ paa om for af kommunen kommune sagsbehandler brev svar hjaelp skal vil kan gerne
    en et nej ja tak hej goddag noget nogen siden maaned uger ved ingen mig dig os dem sag klage klager bor far
    mor barn hvem hvornaar hvorfor skrive ringe ringer penge faar faaet fik sagt siger bare meget
    """.split()
)
# Words that Danish has too ("have" is a garden, "pas" a passport) are no sign of another language.
FOREIGN = frozenset(
    """
    the i'm you he she we they is are was has what where how not my your to from with about of and or but
    how why who when there this that am i'm don't because someone anybody any get got been speak talk complain complaint appeal
    decision letter answer municipality money benefit child children caseworker doesn't didn't
    need help please can could would like want ich du er sie wir das der die und nicht ist mein meine haben
    brauche hilfe bitte kann ein eine einem einen einer von zu auf wo wie warum sich mich habe brief gemeinde verstehe
    sprechen je tu il elle nous vous les des est mon ma mes avoir besoin aide ja
    nie jest mam nie moje prosze pomoc potrzebuje ben sen bir icin yardim degil istiyorum lutfen lytfen yo ella
    necesito ayuda por favor ne comprends lettre j'ai d'aide suis
    """.split()
)
BOTH = frozenset("i a mit der er du for her at den de it vi en et ja to og".split())  # Danish, and something else too
STRANGE = re.compile(r"[ąćęłńśźżğışßñçăţșțčšžřěőű]")  # letters that Danish words have none of
OTHER_SCRIPT = re.compile(
    r"[\u0370-\u03ff\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u1200-\u137f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
)


def is_foreign(text: str) -> bool:
    if len(OTHER_SCRIPT.findall(text)) > len(text) / 3:
        return True
    words = re.findall(r"[^\W\d_]+(?:'[a-z]+)?", fold(text))
    if len(words) < 3:
        return False
    danish = sum(0.5 if word in BOTH else 1.0 for word in words if word in DANISH)
    foreign = sum(word in FOREIGN - DANISH or bool(STRANGE.search(word)) for word in words)
    return foreign >= 2 and foreign > danish * 1.5 and foreign / len(words) > 0.25
