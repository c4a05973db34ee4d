"""A case: the facts as told, and what follows from them.

People do not tell us what the decision table asks for. They say "boligstøtten",
not "an authority other than the municipality". What follows from a fact is
settled here, in one place, before the table is read:

* whose matter it is follows from the subject, where the subject is known;
* whether there is an appeal body follows from the subject too;
* "serviceniveau" with a letter to me is still my own decision;
* whoever cannot get an answer has tried to talk to the department.
"""

from dataclasses import dataclass
from datetime import date

from bot.triage.deadline import within_a_year
from bot.triage.facts import JA, NEJ, VED_IKKE, Facts
from bot.triage.period import Period

DERIVED = {
    "klageadgang": (JA, NEJ, VED_IKKE),
    "inden_et_aar": (JA, NEJ, VED_IKKE),
}
ASK_INSTEAD = {"klageadgang": "omraade", "inden_et_aar": "hvornaar"}
SAYS_KOMMUNEN = {"generel_utilfredshed", "serviceniveau", "ansaettelse", "klage_over_ordningen"}


@dataclass(frozen=True)
class Matter:
    """What triage needs to know of an area of law."""

    key: str
    authority: str = "kommunen"
    klageadgang: str = JA
    body: str = "ankestyrelsen"
    length: str | None = None
    subject: bool = True
    contracted_out: bool = False
    implies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Case:
    """Facts, the matter they are about (None while unknown), and the day they are read on."""

    facts: Facts
    matter: Matter | None
    today: date

    def answer(self, fact: str) -> str | None:
        """The answer the table reads: what was said, or what follows from it; None while open."""
        derive = _DERIVATIONS.get(fact)
        return derive(self) if derive else self._said(fact)

    @property
    def subject(self) -> Matter | None:
        """What the matter is about; None for an area that only says what kind of trouble it is."""
        return self.matter if self.matter and self.matter.subject else None

    @property
    def decided(self) -> bool:
        """Whether there is a decision that a deadline can run from: said so, or complained of and not denied."""
        said = self.answer("afgoerelse")
        return said == JA or (said != NEJ and self.answer("emne") == "afgoerelse")

    @property
    def period(self) -> Period | None:
        said = self.facts.hvornaar
        return None if said in (None, VED_IKKE) else Period.parse(str(said))

    def _said(self, fact: str) -> str | None:
        said = self.facts.answer(fact)
        if said is None and self.matter:
            return dict(self.matter.implies).get(fact)
        return said


def _myndighed(case: Case) -> str | None:
    said, subject = case.facts.myndighed, case.subject
    if subject and subject.authority != "kommunen":
        return subject.authority
    if subject and (subject.contracted_out or said in (None, VED_IKKE)):
        return "kommunen"
    if said is None and _emne(case) in SAYS_KOMMUNEN:
        return "kommunen"
    return said


def _emne(case: Case) -> str | None:
    emne = case._said("emne")
    if emne == "serviceniveau" and case.facts.afgoerelse == JA:
        return "afgoerelse"
    return emne


def _talt_med_afdelingen(case: Case) -> str | None:
    return JA if _emne(case) == "ingen_kontakt" else case._said("talt_med_afdelingen")


def _klageadgang(case: Case) -> str | None:
    if case.subject:
        return case.subject.klageadgang
    return VED_IKKE if case.facts.omraade else None


def _inden_et_aar(case: Case) -> str | None:
    if case.period:
        return JA if within_a_year(case.period, today=case.today) else NEJ
    return VED_IKKE if case.facts.hvornaar == VED_IKKE else None


_DERIVATIONS = {
    "myndighed": _myndighed,
    "emne": _emne,
    "talt_med_afdelingen": _talt_med_afdelingen,
    "klageadgang": _klageadgang,
    "inden_et_aar": _inden_et_aar,
}
