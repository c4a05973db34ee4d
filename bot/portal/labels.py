"""What keys are called in Danish, to those who work here: short, and as the field says it.

Areas, bodies and municipalities are called what `knowledge/` calls them. The rest is for the staff
alone and stands here; what the citizens read is in `texts/`.
"""

from collections.abc import Mapping

from bot.knowledge import KnowledgeBase
from bot.report.danish import capital

YES_OR_NO = {"ja": "Ja", "nej": "Nej"}
WORDS: dict[str, str] = {
    # roles
    "laeser": "Læser",
    "bedoemmer": "Bedømmer",
    "redaktoer": "Redaktør",
    "administrator": "Administrator",
    # facts, and what else is asked for
    "kommune": "Kommune",
    "myndighed": "Myndighed",
    "emne": "Sagstype",
    "omraade": "Område",
    "oensker": "Ønske",
    "afgoerelse": "Afgørelse",
    "hvornaar": "Hvornår",
    "talt_med_afdelingen": "Talt med afdelingen",
    "indbragt_andetsteds": "Indbragt andre steder",
    "paa_vegne_af": "På vegne af",
    "bekraeft": "Er det rigtigt forstået",
    "fortael_mere": "Fortæl mere",
    # routes
    "maegling": "Mægling",
    "raadgivning": "Rådgivning",
    "klageorgan": "Klageorgan",
    "forvaltning": "Afdelingen selv",
    "rette_myndighed": "Rette myndighed",
    "politikere": "Politikerne",
    "menneske": "Et menneske",
    # case types
    "ingen_kontakt": "Ingen kontakt",
    "langvarig_sag": "Langvarig sag",
    "generel_utilfredshed": "Generel utilfredshed",
    "sagsbehandling": "Sagsbehandling",
    "adfaerd": "Adfærd",
    "udfoerelse": "Udførelse",
    "diskrimination": "Diskrimination",
    "serviceniveau": "Serviceniveau",
    "ansaettelse": "Ansættelse",
    "klage_over_ordningen": "Klage over ordningen",
    # channels
    "web": "Chat",
    "side": "Siden uden script",
    "sms": "Sms",
    "messenger": "Messenger",
    # who speaks, and who answers
    "citizen": "Borgeren",
    "bot": "Robotten",
    "person": "En person",
    "system": "Systemet",
    "waiting": "Venter på en person",
    "closed": "Afsluttet",
    # a message to a person
    "sent": "Sendt",
    "delivered": "Fremme",
    "accepted": "Taget",
    "failed": "Ikke fremme",
    # a conversation in the queue
    "open": "Venter",
    "disagreed": "Bedømt forskelligt",
    "done": "Bedømt",
    "dropped": "Skal ikke læses",
    # what was not known
    "anden": "En anden",
    "ved_ikke": "Ved ikke",
    **YES_OR_NO,
    "delvist": "Delvist",
}
ANSWERS: dict[str, dict[str, str]] = {
    "myndighed": {"kommunen": "Kommunen", "anden": "En anden myndighed", "privat": "Et firma eller en privat"},
    "oensker": {
        "aendre": "Have det ændret",
        "forstaa": "Forstå det",
        "dialog": "Tale med nogen",
        "klage": "Klage",
        "vejledning": "Kende sine muligheder",
    },
    "kommune": {"anden": "En anden kommune"},
    "indbragt_andetsteds": {
        "nej": "Nej",
        "klageinstans": "En klageinstans",
        "tilsyn": "Ankestyrelsens tilsyn",
        "ombudsmand": "Ombudsmanden",
        "domstol": "Domstolene",
        "byraad": "Byrådet eller et udvalg",
    },
    "paa_vegne_af": {
        "mig_selv": "Sig selv",
        "anden_med_fuldmagt": "En anden, med fuldmagt",
        "anden_uden_fuldmagt": "En anden, uden fuldmagt",
    },
}
SIGNALS = {
    "livsfare": "Livsfare",
    "barn_i_fare": "Barn i fare",
    "vold": "Vold",
    "akut_sygdom": "Akut sygdom",
    "bolig_nu": "Ingen bolig i nat",
    "ingen_penge": "Ingen penge til mad",
    "frist_taet_paa": "Frist tæt på",
}


class Labels:
    """The name of a key; of a fact's answer, where the fact is given."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._bodies = {key: capital(body.short or body.name) for key, body in base.bodies.items()}
        self._areas = {key: capital(area.name) for key, area in base.areas.items()}
        self._places = {key: place.name for key, place in base.places.items()}
        self._of_fact: dict[str, tuple[Mapping[str, str], ...]] = {
            "omraade": (self._areas,),
            "kommune": (self._places,),
        }

    def of(self, key: str | None, fact: str | None = None) -> str:
        """Blank where there is no key; the key itself, made readable, where nobody knows it."""
        if key is None:
            return ""
        own = (ANSWERS.get(fact, {}), *self._of_fact.get(fact, ())) if fact else ()
        for names in (*own, WORDS, SIGNALS, self._places, self._bodies, self._areas):
            if key in names:
                return names[key]
        return capital(key.replace("_", " "))
