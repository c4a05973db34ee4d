"""The outcome as a citizen reads it: a text that stands alone.

The deadline first, when there is one; then where, why and by which rule; how to
send a complaint; what they can and cannot do there; how and when to reach it;
what to have ready; what happens next; what runs beside it; and that this chat is
not a complaint. The wording is in `texts/udfald.yml`.

Nothing is said twice: where the area says how to complain, the body does not say
it again. A place we are not sure of is never named: the letter names it.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot.dialogue.dates import written, written_period
from bot.dialogue.wording import Wording
from bot.knowledge import Area, Body, Contact, KnowledgeBase, Municipality
from bot.knowledge.base import CASE_DECIDES
from bot.triage import Case, Deadline, Outcome, Period
from bot.triage.route import READ_THE_LETTER

BY_AREA = {"klageorgan", "rette_myndighed"}
TAKES_COMPLAINTS = ("klageinstans", "naevn", "tilsyn")
NO_PRICE = ("politisk", "privat", "noed")  # nobody would ask what it costs
ALREADY_THERE = "allerede-indbragt"
AMPLE = 90  # days; nobody counts further
BULLET = "• "
# Where a decision that stands while one complains may leave somebody without money or a home.
LIVES_BY_IT = ("beskaeftigelse", "udsatte", "udk")


class OutcomeText:
    """Composes the text of an outcome."""

    def __init__(self, base: KnowledgeBase, wording: Wording) -> None:
        self._base = base
        self._wording = wording

    def compose(self, outcome: Outcome, case: Case, municipality: Municipality) -> str:
        area = self._base.areas.get(case.matter.key) if case.matter else None
        unsure = self._is_unsure(outcome, area, municipality)
        body = self._base.bodies[READ_THE_LETTER] if unsure else self._body(outcome.body, municipality)
        parts = [
            self._deadline(outcome, case, area),
            self._where(outcome, body, area, case, municipality, unsure=unsure),
            self._how(outcome, case, area),
            "" if unsure else self._can(outcome, body, area),
            *self._contact(body),
            self._bring(outcome, body),
            self._then(outcome, body, area),
            *dict.fromkeys(self._beside(outcome, case, area, municipality)),
            *self._reservations(outcome, area, municipality),
            self._say("ikke_en_klage"),
        ]
        return "\n\n".join(re.sub(r"[ \t]+", " ", part).strip() for part in parts if part.strip())

    def card(self, outcome: Outcome, case: Case, municipality: Municipality) -> dict[str, Any]:
        """The same in pieces, for a card: `title`, `place`, `where`, `why`, `how`, `deadline`, `bring`, `basis`."""
        area = self._base.areas.get(case.matter.key) if case.matter else None
        unsure = self._is_unsure(outcome, area, municipality)
        body = self._base.bodies[READ_THE_LETTER] if unsure else self._body(outcome.body, municipality)
        return {
            "title": self._capital(body.name),
            "place": {} if unsure else {"name": self._capital(body.name), **_reach(body.contact)},
            "where": self._place(outcome, body, area, case, municipality, unsure=unsure),
            "why": "" if unsure and outcome.row == "klageorgan" else self._say(f"hvorfor.{outcome.row}"),
            "how": self._how(outcome, case, area),
            "deadline": self._deadline_card(self._deadline(outcome, case, area), outcome.deadline),
            "bring": list(body.bring) if outcome.row != ALREADY_THERE else [],
            "basis": self._provisions(outcome, area),
        }

    @staticmethod
    def _deadline_card(text: str, last_day: Deadline | None) -> dict[str, Any] | None:
        if not text:
            return None
        return {
            "text": text,
            "last_day": last_day.day.isoformat() if last_day else None,
            "days_left": last_day.days_left if last_day else None,
        }

    def office_card(self, municipality: Municipality) -> dict[str, Any]:
        """The card of the municipality's own office, for whoever would rather talk to a person."""
        name = self._capital(municipality.office.name)
        empty: dict[str, Any] = {"where": "", "why": "", "how": "", "deadline": None, "bring": [], "basis": []}
        return {"title": name, "place": {"name": name, **_reach(municipality.office.contact)}, **empty}

    def contact(self, body: Body) -> str:
        """One line: how to reach a place."""
        contact = body.contact
        phone = self._say("telefon", telefon=contact.phone) if contact.phone else ""
        if phone and contact.phone_hours:
            phone += self._say("telefontid", telefontid=contact.phone_hours)
        mail = self._say("mail", mail=contact.mail) if contact.mail else ""
        address = f"{contact.address}. {contact.address_note}".strip(". ") if contact.address else ""
        return "; ".join(part for part in (phone, mail, contact.web, address) if part)

    def office(self, municipality: Municipality) -> str:
        """Name, contact and note of the municipality's office, for "tal med et menneske"."""
        body = municipality.office
        lines = [self._capital(body.name) + ".", self.contact(body), body.contact.phone_note]
        return "\n".join(line for line in lines if line)

    def _say(self, name: str, **values: str) -> str:
        return self._wording.say(f"udfald.{name}", 0, **values)

    def _body(self, key: str, municipality: Municipality) -> Body:
        return municipality.office if key == municipality.office.key else self._base.bodies[key]

    def _is_unsure(self, outcome: Outcome, area: Area | None, municipality: Municipality) -> bool:
        """Whether the place follows from the area, and the area's place is not certain."""
        if outcome.body == READ_THE_LETTER:
            return True
        follows = any(row.id == outcome.row and row.body in CASE_DECIDES for row in municipality.table.rows)
        if not (follows and area and outcome.body == area.body):
            return False
        if outcome.row == ALREADY_THERE and area.matter.klageadgang == "nej":
            return True  # somebody has it; whoever it is, it is not the area's own body
        return not area.safe_to_name_body or self._base.bodies[outcome.body].confidence == "lav"

    # --- the deadline ---

    def _deadline(self, outcome: Outcome, case: Case, area: Area | None) -> str:
        last_day = outcome.deadline
        if last_day and case.period:
            return self._dated(last_day, self._counted_from(case.period))
        if area and area.matter.length and area.subject and case.decided:
            return self._say("frist.ukendt", frist_tekst=area.deadline_text)
        return ""

    def _dated(self, last_day: Deadline, received: str) -> str:
        values = {"dato": written(last_day.day), "dage": self._days(last_day.days_left), "fra": received}
        if last_day.passed:
            return self._say("frist.overskredet", **values)
        if last_day.days_left == 0:
            return self._say("frist.sidste_dag", **values)
        if last_day.days_left > AMPLE:
            return self._say("frist.god_tid", **values)
        return self._say("frist.naer" if last_day.near else "frist.loeber", **values)

    def _counted_from(self, period: Period) -> str:
        """`den 6. november 2026`; of several possible days the first, said to be so."""
        if period.first is None:
            return ""
        day = written_period(Period.day(period.first))
        return day if period.first == period.last else self._say("frist.tidligste", dag=day)

    def _days(self, days: int) -> str:
        return self._say("en_dag") if days == 1 else self._say("dage", antal=str(days))

    # --- where, why, by which rule, and how ---

    def _where(
        self, outcome: Outcome, body: Body, area: Area | None, case: Case, municipality: Municipality, *, unsure: bool
    ) -> str:
        place = self._place(outcome, body, area, case, municipality, unsure=unsure)
        why = "" if unsure and outcome.row == "klageorgan" else self._say(f"hvorfor.{outcome.row}")
        return f"{_joined(place, why)}\n{self._rules(outcome, area)}"

    def _place(
        self, outcome: Outcome, body: Body, area: Area | None, case: Case, municipality: Municipality, *, unsure: bool
    ) -> str:
        if outcome.row == ALREADY_THERE:
            return self._say("hvor.allerede_usikkert" if unsure else "hvor.allerede", sted=body.name)
        if unsure:
            return self._say(f"hvor.{outcome.route}_usikkert")
        if outcome.body == "raadgiver":
            return self._say("hvor.raadgiver", raadgivere=self._named_advisers(area, municipality))
        if outcome.route in BY_AREA and body.kind in TAKES_COMPLAINTS:
            elsewhere = outcome.route == "rette_myndighed" and area is not None and area.authority == "anden"
            return self._say("hvor.spoerg_foerst" if elsewhere and not _complains(case) else "hvor.klage", sted=body.name)
        return self._say(f"hvor.{outcome.route}", sted=body.name)

    def _rules(self, outcome: Outcome, area: Area | None) -> str:
        return self._say("regler", regler="; ".join(self._provisions(outcome, area)))

    def _provisions(self, outcome: Outcome, area: Area | None) -> list[str]:
        provisions: dict[str, list[str]] = {}
        for basis in outcome.basis:
            provisions.setdefault(self._base.sources[basis.source].short, []).append(basis.provision)
        rules = [f"{source}, {' og '.join(stated)}" for source, stated in provisions.items()]
        if area and area.legal_basis and self._is_areas_own(outcome, area):
            rules.insert(0, area.legal_basis)
        return rules

    @staticmethod
    def _is_areas_own(outcome: Outcome, area: Area | None) -> bool:
        return area is not None and outcome.route in BY_AREA and outcome.body == area.body and outcome.row != ALREADY_THERE

    def _how(self, outcome: Outcome, case: Case, area: Area | None) -> str:
        """How to send the complaint; only where it goes to the area's own body, or back to the department."""
        if area and self._is_areas_own(outcome, area):
            return _joined(area.sent_to, area.reassessment, area.fee, area.remember)
        return self._ask_again(case, area) if outcome.route == "forvaltning" else ""

    def _ask_again(self, case: Case, area: Area | None) -> str:
        """Where nobody else can change a decision, the department can."""
        if not (area and area.subject and case.decided and area.matter.klageadgang == "nej"):
            return ""
        return _joined(area.sent_to, area.deadline_text, area.remember)

    # --- the place itself ---

    def _can(self, outcome: Outcome, body: Body, area: Area | None) -> str:
        fee = area.fee if area and outcome.body == area.body else ""
        free = self._say("gratis") if body.free and not fee and body.kind not in NO_PRICE else ""
        return _joined(body.can, body.cannot, free)

    def _contact(self, body: Body) -> Iterator[str]:
        line = self.contact(body)
        checked = self._say("kontakt_kilde", dato=written(body.provenance.checked_on).split(" den ")[1])
        if line:
            yield _joined(self._say("kontakt", kontakt=line), body.contact.phone_note, checked)
        elif body.contact.phone_note:
            yield body.contact.phone_note

    def _bring(self, outcome: Outcome, body: Body) -> str:
        if not body.bring or outcome.row == ALREADY_THERE:
            return ""
        return self._say("medbring", ting="\n".join(BULLET + thing for thing in body.bring))

    def _then(self, outcome: Outcome, body: Body, area: Area | None) -> str:
        if outcome.row == ALREADY_THERE:
            return self._say("efter_indbragt")
        if area is None or body.key == READ_THE_LETTER or not self._is_areas_own(outcome, area):
            return body.then
        if area.reassessment:
            return ""  # the area has said what happens next
        return self._say("efter_klage") if body.kind in ("klageinstans", "naevn") else body.then

    # --- beside it ---

    def _beside(self, outcome: Outcome, case: Case, area: Area | None, municipality: Municipality) -> Iterator[str]:
        again = self._ask_again(case, area)
        for track in outcome.also:
            if track == "forvaltning" or (track == "klageorgan" and self._is_areas_own(outcome, area)):
                continue  # said below, or said already
            yield self._track(track, outcome, area, municipality)
        if again and outcome.route in ("maegling", "raadgivning"):
            yield self._say("ogsaa.igen", hvordan=again)
        elif "forvaltning" in outcome.also:
            yield self._say("ogsaa.forvaltning")
        if outcome.route == "klageorgan" and outcome.row != ALREADY_THERE:
            yield self._advisers(area, municipality)

    def _track(self, track: str, outcome: Outcome, area: Area | None, municipality: Municipality) -> str:
        if track == "klageorgan" and outcome.row == "diskrimination":
            return self._say("ogsaa.diskrimination")
        if track == "klageorgan":
            return self._appeal_beside(area)
        if track == "raadgivning" and not municipality.office_advises:
            return self._advisers(area, municipality)
        if outcome.body == municipality.office.key:
            return self._say("ogsaa.samme_sted", ordning=municipality.office.short)
        return self._say(f"ogsaa.{track}", ordning=self._reached(municipality.office.short, municipality.office.contact))

    def _appeal_beside(self, area: Area | None) -> str:
        if not (area and area.subject and area.safe_to_name_body and area.body != READ_THE_LETTER):
            return self._say("ogsaa.klageorgan_usikkert")
        return self._say("ogsaa.klageorgan", sted=self._base.bodies[area.body].name, sendes_til=area.sent_to)

    def _advisers(self, area: Area | None, municipality: Municipality) -> str:
        return self._say("ogsaa.raadgiver", raadgivere=self._named_advisers(area, municipality))

    def _serves(self, adviser: str, municipality: Municipality) -> bool:
        only_in = self._base.advisers[adviser].only_in
        return not only_in or municipality.key in only_in

    def _named_advisers(self, area: Area | None, municipality: Municipality) -> str:
        here = [key for key in (area.advisers if area else ()) if self._serves(key, municipality)]
        keys = here[:2] or ["retshjaelp"]
        return " eller ".join(self._adviser(key) for key in keys)

    def _adviser(self, key: str) -> str:
        adviser = self._base.advisers[key]
        return self._reached(adviser.name, adviser.contact)

    def _reached(self, name: str, contact: Contact) -> str:
        reach = self._say("telefon", telefon=contact.phone) if contact.phone else contact.web
        return f"{name} ({reach})" if reach else name

    def _reservations(self, outcome: Outcome, area: Area | None, municipality: Municipality) -> Iterator[str]:
        own_office = outcome.body == municipality.office.key
        for name in outcome.reservations:
            if name == "fuldmagt":
                yield self._say("forbehold.fuldmagt", fuldmagt=municipality.power_of_attorney)
            elif name == "over_et_aar" and not (municipality.one_year_limit and own_office):
                continue
            elif f"udfald.forbehold.{name}" in self._wording.lines:
                yield self._say(f"forbehold.{name}")
        if own_office and outcome.route == "raadgivning" and any(row.id == ALREADY_THERE for row in municipality.table.rows):
            yield self._say("forbehold.raekkefoelge")
        if outcome.route == "klageorgan" and area and area.group in LIVES_BY_IT and "mens du klager" not in area.remember:
            yield self._say("forbehold.virkning")

    @staticmethod
    def _capital(text: str) -> str:
        return text[:1].upper() + text[1:]


def _reach(contact: Contact) -> dict[str, str]:
    return {field: value for field, value in asdict(contact).items() if value}


def _complains(case: Case) -> bool:
    return case.answer("emne") == "afgoerelse" and case.answer("oensker") not in ("forstaa", "dialog", "vejledning")


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
