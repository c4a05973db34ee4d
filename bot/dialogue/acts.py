"""What a citizen does by a message, besides telling: yes, no, don't know, back, a person please.

Exact where words are exact. A story is never taken for a command: these are
forms of short messages, or words at the very start of one.
"""

import re

from bot.triage.folding import fold

SHORT = 8  # words
POLITE = (
    r"(?:(?:ja|nej|ok|okay|hov|ups|vent|oev),? )*(?:(?:kan|ka|maa|skal|vil) (?:jeg|vi|man|du|a)(?: ikke| godt| gerne| lige| please)* |"
    r"(?:jeg|a) vil(?: gerne| godt| hellere| bare| lige)* |jeg oensker at |lad os (?:lige )?|bare |proev at )?"
)
PERSON = r"(?:et |en )?(?:rigtigt? |levende |aegte |virkelig |rigtig )?(?:menneske|person|medarbejder|nogen rigtige|en rigtig|raadgiver)"

FORMS = {
    "forfra": (
        rf"^{POLITE}(?:(?:starte?|begynde?|gaa|proeve?)? ?(?:helt )?(?:forfra|fra (?:starten|begyndelsen|scratch))|(?:starte?|begynde?) (?:over|igen|paa ny)|"
        r"slet(?:te)? (?:det hele|alt|alting|(?:min |hele |denne )?samtalen?)|ny (?:sag|samtale)|nulstil|glem(?:me)? det hele)"
        r"(?: igen| nu| tak| (?:lige )?en gang til| med det hele| helt)*[.!? ]*$"
    ),
    "tilbage": r"^(?:gaa |et skridt |en )?(?:tilbage|forrige|fortryd|gaa tilbage)(?: et skridt| til forrige(?: spoergsmaal)?)?[.! ]*$",
    "spring_over": r"^(?:spring(?: det)? over|spring|naeste(?: spoergsmaal)?|videre|gaa videre|fortsaet|skip|det vil jeg ikke (?:svare paa|sige|ud med)|ikke relevant|pas|ingen kommentar(?:er)?)[.! ]*$",
    "menneske": (
        rf"\b(?:ta+le?|snakk?e?|skrive?|komme til at tale|chatte?|kontakt|ringe?) (?:med|me|mae|mej|til) {PERSON}\b|"
        rf"\b(?:jeg|jer|a|vi) (?:vil|ville|oensker|foretraekker)(?: hellere| gerne| bare| kun)* (?:ha|have|ha' |faa|have fat i|ha fat i) {PERSON}\b|"
        rf"^(?:ja,? )?(?:saa )?giv mig (?:nu |saa )?{PERSON}\b|"
        rf"^{POLITE}(?:kontakte?|faa|have|giv mig|er der) {PERSON}\b|"
        r"\b(?:kan|ka|maa) (?:jeg|vi|a|man) (?:faa lov (?:til )?at |godt |ikke )*(?:tale|snakk?e?|ringe) (?:med|mae|til) (?:nogen|een|en|jer)[?.! ]*$|"
        r"^(?:menneske|et menneske|person|en person|rigtigt menneske|medarbejder|ring(?: mig)? op|ring til mig|i vil ikke forstaa mig|"
        r"jeg vil ikke (?:tale|snakke|skrive) med en (?:robot|maskine|bot|computer))[.! ]*$|"
        r"\bikke (?:tale|snakke|skrive) med en (?:robot|maskine|bot|computer)\b"
    ),
    "tak": r"^(?:mange |tusind |tusinde |ok |okay |super |fint |godt |dejligt )?(?:tak+(?: skal du ha(?:ve)?| for (?:hjaelpen|det|hjaelp|(?:dit )?svar(?:et)?))?|mange tak|takker|thx|thanks?|1000 tak)[.! :)]*(?:det var (?:en )?(?:stor )?hjaelp)?[.!]*$",
    "farvel": r"^(?:farvel|hej hej|vi ses|hav en god (?:dag|aften|weekend)|ha det|hadet|bye|godnat|god (?:dag|aften) herfra|(?:tak og |tak, )farvel)[.! ]*$",
    "hilsen": r"^(?:hej+(?:sa)?|hejsa|goddag|god dag|godaften|god aften|godmorgen|god morgen|dav|daw|davs|mojn|goddaw|hallo|halloej|hello|hi|yo|hey|hej med (?:dig|jer))[.! ]*$",
    "ved_ikke": (
        r"^(?:nej |naa |oeh+ |aah+,? |altsaa |aerligt talt |tja+,? |hmm*,? )?(?:det |de )?(?:ved|veed|aner|husker|kan) (?:jeg |a |jer |vi )?(?:det |jo |simpelthen |slet |desvaerre |aerligt talt |faktisk |egentlig |altsaa |virkelig )*"
        r"(?:ikke?|ik+|ett|it|itt)(?: helt| rigtig(?:t)?| lige| praecis| noget om| sige| svare paa| huske)*(?: nu)?[.!? ]*$|"
        r"^(?:ved ikke|ved ik|ved ett|vedikke|ingen (?:ide|ide om det|anelse)|aner(?: det)? ikke|ikke sikker|det er jeg ikke sikker paa|usikker|maaske|\?+|dunno|pas)[.!? ]*$|"
        r"^det ved jeg ikke\b.{0,20}$|^(?:det )?kan (?:jeg )?(?:ikke?|it|ett) huske(?: det)?[.!? ]*$|"
        r"^(?:nej,? |naa,? |oeh+,? |hmm*,? |tja+,? )*(?:jeg|a|vi) (?:(?:ve+d*|aner|husker) (?:det |et |simpelthen |faktisk |slet |desvaerre )*(?:ikke?|ik+|it+|ett)|"
        r"kan (?:ikke?|it|ett) (?:huske|svare|sige)(?: paa)?|er (?:lidt |meget )?(?:i tvivl|usikker|(?:ikke?|it|ett) sikker))(?: det| helt| lige| rigtigt?)*[.!? ]*$"
    ),
    "ret": (
        r"\b(?:jeg mente|jeg mener(?! ikke|,? at| de | det er| kommunen)|det var (?:en )?fejl(?!,? at)|rettelse|jeg skrev forkert|jeg kom til at skrive|du har misforstaaet|det er misforstaaet|det passer ikke|forkert forstaaet)\b|"
        r"^(?:nej|naej|nae|hov|ups|vent)\b[^.]{0,25}\b(?:det var|det er|det hedder|jeg mente|jeg skrev)\b.{2,}|"
        r"^(?:nej|naej|nae|hov|vent),? (?:\w+ ){0,4}(?:ikke?|ik|it|ett) .{3,}"
    ),
}
COMPILED = {act: re.compile(form) for act, form in FORMS.items()}
KNOCKING = frozenset(
    """
    hej hejsa heyy hey goddag god dag daw goddaw dav davs hallo halloej morgen aften kan ka i du de man jeg a vi mon lige her der er nogen noget
    en et mig mae os hjaelpe hjaelp hjaelper faa have brug for behov raad med til om at eller og maaske spoerge sporge vide tale snakke skrive skriver
    det den ved ikke ik ikke hvor hvem hvad hvordan skal vil gerne godt bare svare svarer tak paa forhaand undskyld forstyrrer menneske rigtige sted
    robot maskine chat chatten faar hjulpet mulighed muligt kunne ville stede hoere blot ligemeget ogsaa lige meget bonde mand dame gammel
    """.split()
)
COMMANDS = ("forfra", "tilbage", "spring_over", "menneske", "tak", "farvel", "hilsen")

WHO = r"(?:jeg|vi|han|hun|de|det|a)"
NOT = r"(?:ik+e?|it+|ett)"
YES = re.compile(
    r"^(?:aah |naa |tak,? |oh |jamen |joh,? )*(?:(?:ja+h?|jaja|joh?|jow+|jep|jeps|yes+|yep|yup|jada|ok(?:ay)?(?!,? men)|korrekt|praecis|lige praecis|netop|stemmer|det stemmer|"
    r"passer|det passer|det er rigtigt?|det er (?:helt |fuldstaendig )?korrekt|sandt|enig|100|selvfoelgelig|jamen ja|helt rigtigt?|det (?:har|er) (?:du|do|det)\b.*ret|"
    r"det er (?:det|saadan|ganske rigtigt?)|saadan er det|fuldstaendigt?|naturligvis|det kan jeg bekraefte|bekraeftet|"
    rf"det (?:har|gjorde|goer|fik|tror|mener) {WHO})\b|rigtigt?(?=\W*$)|👍)"
)
NO = re.compile(
    r"^(?:aah |naa |oeh |tja,? )*(?:n+e+j+|n+ae+j+|n+a+j+|nae+h?|nope|niks|nix|no(?! problem)|nej tak|nada|"
    rf"{NOT}(?: (?:endnu|rigtigt?|korrekt|helt|enig))?|uenig|(?:helt |fuldstaendigt? )?forkert|det er (?:{NOT}|(?:helt )?forkert)|"
    rf"(?:det )?(?:passer|stemmer) (?:slet |overhovedet |altsaa |da )?{NOT}|(?:selvfoelgelig|naturligvis|desvaerre|absolut|bestemt) (?:{NOT}|nej)|"
    rf"det (?:har|gjorde|goer|fik|tror|mener) {WHO} (?:desvaerre |slet |altsaa )?(?:{NOT}|aldrig)|slet ikke|overhovedet ikke|aldrig)\b"
)
# Swear words, and whom they are for; nothing else may stand beside them.
SWEARWORD = (
    r"(?:fuck\w*|fock\w*|for ?(?:helvede|fanden|satan)|fanden\w*|helvede\w*|satan\w*|saatans|lorte?|lorte?\w+|shit\w*|pis|pisse?\w*|skide?|skide\w+|"
    r"kraft(?:edeme|stejl\w*)|sgu|roev\w*|roevhul\w*|idiot\w*|klaphat\w*|spade|spasser\w*|bitch\w*|kaelling\w*|svin|moegsvin\w*|taabe\w*|"
    r"narroev\w*|dum\w*|luder\w*|wtf|stupid|hold (?:din )?(?:kaeft|mund)|rend mig(?: i (?:roeven|nakken))?|skrid|gaa ad helvede til)"
)
SWEARING = re.compile(
    rf"^(?=.*\b{SWEARWORD}\b)(?:(?:{SWEARWORD}|du|i|de|dig|jer|er|en|et|en stor|din|dit|jeres|saa|bare|nogle|naa|jeg|mig|alle|sammen|hele|bunken|noget|til|ad|med|"
    r"bot\w*|robot\w*|maskine\w*|kommune\w*|lort\w*)(?:[,.!?* ]+|$))+$"
)
# Somebody who tells of not getting through to a person, and does not ask us for one.
TELLS_OF_A_PERSON = re.compile(
    r"\b(?:jeg|man|vi) (?:kan|maa|faar|fik|kunne) (?:ikke|aldrig|ik)\b|\bproevet\b|\bhar (?:talt|ringet|snakket)\b|\bda jeg\b|"
    r"\b(?:sagsbehandler\w*|kommunen|jobcent\w*|laegen|han|hun) (?:vil|kan|skal|ville|har)\b"
)
WANTS_A_PERSON = re.compile(
    r"\b(?:jeg|a|vi) vil (?!ikke)|\b(?:kan|ka|maa) (?:jeg|vi|a|man)\b|\bikke (?:tale|snakke|skrive) med en\b"
)


def command(text: str) -> str | None:
    """A command to the conversation, or None when the message tells something."""
    folded = fold(text)
    words = len(folded.split())
    for act in COMMANDS:
        if words <= (25 if act == "menneske" else SHORT) and COMPILED[act].search(folded):
            return None if act == "menneske" and _only_tells(folded) else act
    return None


def _only_tells(folded: str) -> bool:
    return bool(TELLS_OF_A_PERSON.search(folded)) and not WANTS_A_PERSON.search(folded)


def only_knocks(text: str) -> bool:
    """`Hej, kan I hjælpe mig med noget?`: polite words and nothing of a matter."""
    words = re.findall(r"[^\W\d_]+", fold(text))
    return bool(words) and all(word in KNOCKING for word in words)


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
