"""The facts a conversation can establish, and the answers each can have.

A fact's name and its answers are the vocabulary shared by the decision tables,
Rasa's slots, the citizen's options and the statistics. `None` means "not known
yet" and nothing else; `VED_IKKE` ("I don't know") is an answer like any other.
Three facts have too many answers to list here: `kommune` (a municipality's key),
`omraade` (an area's key) and `hvornaar` (a period, see `bot.triage.period`).
"""

from dataclasses import dataclass, fields, replace

JA, NEJ, VED_IKKE = "ja", "nej", "ved_ikke"

OPEN = ()  # any answer: checked against the knowledge base, not here

FACTS: dict[str, tuple[str, ...]] = {
    "kommune": OPEN,
    "myndighed": ("kommunen", "anden", "privat", VED_IKKE),
    "emne": (
        "ingen_kontakt",
        "afgoerelse",
        "langvarig_sag",
        "generel_utilfredshed",
        "sagsbehandling",
        "adfaerd",
        "udfoerelse",
        "diskrimination",
        "serviceniveau",
        "ansaettelse",
        "klage_over_ordningen",
        VED_IKKE,
    ),
    "omraade": OPEN,
    "oensker": ("aendre", "forstaa", "dialog", "klage", "vejledning", VED_IKKE),
    "afgoerelse": (JA, NEJ, VED_IKKE),
    "hvornaar": OPEN,
    "talt_med_afdelingen": (JA, NEJ, VED_IKKE),
    "indbragt_andetsteds": (NEJ, "klageinstans", "tilsyn", "ombudsmand", "domstol", "byraad", VED_IKKE),
    "paa_vegne_af": ("mig_selv", "anden_med_fuldmagt", "anden_uden_fuldmagt", VED_IKKE),
}


@dataclass(frozen=True)
class Facts:
    """What the citizen has told us; None where we do not know yet."""

    kommune: str | None = None
    myndighed: str | None = None
    emne: str | None = None
    omraade: str | None = None
    oensker: str | None = None
    afgoerelse: str | None = None
    hvornaar: str | None = None
    talt_med_afdelingen: str | None = None
    indbragt_andetsteds: str | None = None
    paa_vegne_af: str | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            answer, accepted = getattr(self, field.name), FACTS[field.name]
            if answer is not None and accepted and answer not in accepted:
                raise ValueError(f"{field.name} cannot be {answer!r}; choose one of {', '.join(accepted)}")

    def answer(self, fact: str) -> str | None:
        answer: str | None = getattr(self, fact)
        return answer

    def with_answer(self, fact: str, answer: str | None) -> "Facts":
        return replace(self, **{fact: answer})

    def known(self) -> dict[str, str]:
        return {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name)}
