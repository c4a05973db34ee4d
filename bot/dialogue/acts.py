"""What a citizen does by a message, besides telling: yes, no, don't know, back, a person please.

Exact where words are exact. A story is never taken for a command: these are
forms of short messages, or words at the very start of one.
"""

import re

from bot.triage.folding import fold

SHORT = 8  # words
POLITE = r"(?:^|\b)(?:ja |nej |ok |okay |hov |ups |vent |kan (?:jeg|vi|man) (?:ikke )?|jeg vil(?: gerne| godt| hellere)? |lad os |maa jeg |vil du |kan du )?"

FORMS = {
    "forfra": r"(?:^|\b)(?:forfra|start(?:e|er)? (?:forfra|over|igen)|begynd(?:e)? (?:forfra|igen)|slet (?:det hele|alt|samtalen)|ny (?:sag|samtale)|nulstil|glem det hele)\b",
    "tilbage": r"^(?:gaa |et skridt |en )?(?:tilbage|forrige|fortryd|gaa tilbage)(?: et skridt| til forrige(?: spoergsmaal)?)?[.! ]*$",
    "spring_over": r"^(?:spring(?: det)? over|spring|naeste(?: spoergsmaal)?|videre|gaa videre|fortsaet|skip|det vil jeg ikke (?:svare paa|sige|ud med)|ikke relevant|pas|ingen kommentar(?:er)?)[.! ]*$",
    "menneske": (
        r"\b(?:(?:tale?|snakke?|skrive|komme til at tale|chatte|kontakt|ringe) (?:med|til) (?:et |en )?"
        r"(?:rigtigt? |levende |aegte |virkelig )?(?:menneske|person|medarbejder|nogen rigtige|en rigtig|raadgiver))\b|"
        r"^(?:menneske|et menneske|person|en person|rigtigt menneske|medarbejder|ring(?: mig)? op|ring til mig|i vil ikke forstaa mig|"
        r"jeg vil ikke (?:tale|snakke|skrive) med en (?:robot|maskine|bot|computer))[.! ]*$|"
        r"\bikke (?:tale|snakke|skrive) med en (?:robot|maskine|bot|computer)\b"
    ),
    "tak": r"^(?:mange |tusind |tusinde |ok |okay |super |fint |godt |dejligt )?(?:tak+(?: skal du have| for (?:hjaelpen|det|hjaelp|svar(?:et)?))?|mange tak|takker|thx|thanks?|1000 tak)[.! :)]*(?:det var (?:en )?(?:stor )?hjaelp)?[.!]*$",
    "farvel": r"^(?:farvel|hej hej|vi ses|hav en god (?:dag|aften|weekend)|ha det|hadet|bye|godnat|god (?:dag|aften) herfra|(?:tak og |tak, )farvel)[.! ]*$",
    "hilsen": r"^(?:hej+(?:sa)?|hejsa|goddag|god dag|godaften|god aften|godmorgen|god morgen|dav|daw|davs|mojn|goddaw|hallo|halloej|hello|hi|yo|hey|hej med (?:dig|jer))[.! ]*$",
    "ved_ikke": (
        r"^(?:nej |naa |oeh+ |aah+,? |altsaa |aerligt talt |tja+,? |hmm*,? )?(?:det |de )?(?:ved|veed|aner|husker|kan) (?:jeg |a |jer |vi )?(?:det |jo |simpelthen |slet |desvaerre |aerligt talt )*"
        r"(?:ikke?|ik+|ett|it|itt)(?: helt| rigtig(?:t)?| lige| praecis| noget om| sige| svare paa| huske)*(?: nu)?[.!? ]*$|"
        r"^(?:ved ikke|ved ik|ved ett|vedikke|ingen (?:ide|ide om det|anelse)|aner(?: det)? ikke|ikke sikker|det er jeg ikke sikker paa|usikker|maaske|\?+|dunno|pas)[.!? ]*$|"
        r"^det ved jeg ikke\b.{0,20}$"
    ),
    "ret": (
        r"\b(?:jeg mente|jeg mener|det var (?:en )?fejl|rettelse|jeg skrev forkert|jeg kom til at skrive|du har misforstaaet|det er misforstaaet|det passer ikke|forkert forstaaet)\b|"
        r"^(?:nej|naej|nae|hov|ups|vent)\b[^.]{0,25}\b(?:det var|det er|det hedder|jeg mente|jeg skrev)\b.{2,}|"
        r"^(?:nej|naej|nae|hov|vent),? (?:\w+ ){0,4}(?:ikke?|ik|it|ett) .{3,}"
    ),
}
COMPILED = {act: re.compile(form) for act, form in FORMS.items()}
COMMANDS = ("forfra", "tilbage", "spring_over", "menneske", "tak", "farvel", "hilsen")

YES = re.compile(
    r"^(?:aah |naa |tak,? |oh |jamen |joh,? )*(?:ja+h?|jow+|jo|jep+|jeps|yes+|yep|yup|jada|ok(?:ay)?|korrekt|rigtigt?|praecis|lige praecis|netop|stemmer|det stemmer|"
    r"passer|det passer|det er rigtigt?|det er (?:helt |fuldstaendig )?korrekt|sandt|enig|100|selvfoelgelig|jamen ja|helt rigtigt?|det (?:har|er) (?:du|do|det)\b.*ret|"
    r"det er (?:det|saadan|ganske rigtigt?)|fuldstaendigt?|naturligvis|det kan jeg bekraefte|bekraeftet|👍)\b"
)
SWEARING = re.compile(
    r"\b(?:fuck\w*|fandeme?|fanden|satan\w*|helvede|lort(?:e\w*)?|kraft\w*eddem\w*|idiot\w*|roev\w*|svin|kaelling\w*|bitch|pis(?:se\w*)?|skid\w*|"
    r"rend(?: og hop| mig)|hold (?:kaeft|din|mund)|kan i ikke rende|latterlig\w* (?:robot|maskine|bot))\b"
)
NO = re.compile(
    r"^(?:aah |naa |oeh |tja,? )*(?:nej+|naej+|nae+h?|nope|niks|nix|no|nej tak|nada|ikke (?:endnu|rigtigt?|korrekt|helt)|forkert|det er (?:ikke|forkert)|det passer ikke|slet ikke|overhovedet ikke|aldrig)\b"
)


def command(text: str) -> str | None:
    """A command to the conversation, or None when the message tells something."""
    folded = fold(text)
    words = len(folded.split())
    for act in COMMANDS:
        if words <= (25 if act == "menneske" else SHORT) and COMPILED[act].search(folded):
            return act
    return None


def does_not_know(text: str) -> bool:
    folded = fold(text)
    return len(folded.split()) <= SHORT and bool(COMPILED["ved_ikke"].search(folded))


def is_correction(text: str) -> bool:
    return bool(COMPILED["ret"].search(fold(text)))


def is_swearing(text: str) -> bool:
    """Anger and nothing else: there is no matter in it to read."""
    folded = fold(text)
    return len(folded.split()) <= 7 and bool(SWEARING.search(folded))


def yes_or_no(text: str) -> str | None:
    """`ja`, `nej`, or None where the first words are neither."""
    folded = fold(text)
    if NO.match(folded):
        return "nej"
    return "ja" if YES.match(folded) else None
