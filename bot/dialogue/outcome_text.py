"""The outcome as a citizen reads it: a text that stands alone.

Where, why and by which rule; what they can and cannot do there; how and when to
reach it; the deadline; what to have ready; what happens next; what runs beside
it; and that this chat is not a complaint. The wording is in `texts/udfald.yml`.
"""

import re
from collections.abc import Iterator

from bot.dialogue.dates import written, written_period
from bot.dialogue.wording import Wording
from bot.knowledge import Area, Body, KnowledgeBase, Municipality
from bot.triage import Case, Deadline, Outcome
from bot.triage.route import READ_THE_LETTER

DECIDES_ELSEWHERE = ("klageorgan", "rette_myndighed")
WRITES_COMPLAINT = ("klageorgan",)
BY_AREA = {"klageorgan", "rette_myndighed"}


class OutcomeText:
    """Composes the text of an outcome."""

    def __init__(self, base: KnowledgeBase, wording: Wording) -> None:
        self._base = base
        self._wording = wording

    def compose(self, outcome: Outcome, case: Case, municipality: Municipality) -> str:
        area = self._base.areas.get(case.matter.key) if case.matter else None
        body = self._body(outcome.body, municipality)
        parts = [
            self._deadline(outcome, case, area),
            self._where(outcome, body, area, municipality),
            self._how(outcome, body, area),
            self._can(outcome, body),
            *self._contact(body),
            self._bring(body),
            self._then(body, area, outcome),
            *self._beside(outcome, case, area, municipality),
            *self._reservations(outcome, case, area, municipality),
            self._say("ikke_en_klage"),
        ]
        return "\n\n".join(re.sub(r"[ \t]+", " ", part).strip() for part in parts if part.strip())

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

    def _deadline(self, outcome: Outcome, case: Case, area: Area | None) -> str:
        last_day = outcome.deadline
        if last_day and case.period:
            return self._dated(last_day, written_period(case.period))
        if area and area.matter.length and area.subject and case.decided:
            return self._say("frist.ukendt", frist_tekst=area.deadline_text)
        return ""

    def _dated(self, last_day: Deadline, received: str) -> str:
        values = {"dato": written(last_day.day), "dage": self._days(last_day.days_left), "fra": received}
        if last_day.passed:
            return self._say("frist.overskredet", **values)
        if last_day.days_left == 0:
            return self._say("frist.sidste_dag", **values)
        return self._say("frist.naer" if last_day.near else "frist.loeber", **values)

    def _days(self, days: int) -> str:
        return self._say("en_dag") if days == 1 else self._say("dage", antal=str(days))

    def _where(self, outcome: Outcome, body: Body, area: Area | None, municipality: Municipality) -> str:
        unsure = outcome.route in BY_AREA and self._is_unsure(outcome, body, area)
        name = f"hvor.{outcome.route}_usikkert" if unsure else f"hvor.{outcome.route}"
        why = self._say(f"hvorfor.{outcome.row}")
        return f"{self._say(name, sted=body.name)} {why}\n{self._rules(outcome, area)}"

    def _is_unsure(self, outcome: Outcome, body: Body, area: Area | None) -> bool:
        if body.key == READ_THE_LETTER:
            return True
        by_area = bool(area and outcome.body == area.body)
        return by_area and bool(area and not area.safe_to_name_body)

    def _rules(self, outcome: Outcome, area: Area | None) -> str:
        rules = [f"{self._base.sources[basis.source].short}, {basis.provision}" for basis in outcome.basis]
        if area and area.legal_basis and outcome.body == area.body and outcome.route in BY_AREA:
            rules.insert(0, area.legal_basis)
        return self._say("regler", regler="; ".join(rules))

    def _how(self, outcome: Outcome, body: Body, area: Area | None) -> str:
        """How to send the complaint; only where it goes to the area's own body."""
        if not (area and outcome.route in BY_AREA and outcome.body == area.body):
            return ""
        return " ".join(part for part in (area.sent_to, area.reassessment, area.fee, area.remember) if part)

    def _can(self, outcome: Outcome, body: Body) -> str:
        own_choice = self._say("vurderer_selv") if body.kind in ("kommune", "tilsyn") and outcome.route == "raadgivning" else ""
        free = self._say("gratis") if body.free and outcome.route not in ("politikere",) else ""
        return " ".join(part for part in (self._say("kan", kan=body.can, kan_ikke=body.cannot), own_choice, free) if part)

    def _contact(self, body: Body) -> Iterator[str]:
        line = self.contact(body)
        checked = self._say("kontakt_kilde", dato=written(body.provenance.checked_on).split(" den ")[1])
        if line:
            yield " ".join(part for part in (self._say("kontakt", kontakt=line), body.contact.phone_note, checked) if part)
        elif body.contact.phone_note:
            yield body.contact.phone_note

    def _bring(self, body: Body) -> str:
        return self._say("medbring", ting=_listed(body.bring)) if body.bring else ""

    def _then(self, body: Body, area: Area | None, outcome: Outcome) -> str:
        return self._say("efter", efter=body.then) if body.then else ""

    def _beside(self, outcome: Outcome, case: Case, area: Area | None, municipality: Municipality) -> Iterator[str]:
        for track in outcome.also:
            yield self._track(track, outcome, area, municipality)
        if outcome.route == "raadgivning" and outcome.body == "raadgiver" or outcome.route in WRITES_COMPLAINT:
            yield self._advisers(area)

    def _track(self, track: str, outcome: Outcome, area: Area | None, municipality: Municipality) -> str:
        if track == "klageorgan" and outcome.row == "diskrimination":
            return self._say("ogsaa.diskrimination")
        if track == "klageorgan":
            sure = area and area.subject and area.safe_to_name_body and area.body != READ_THE_LETTER
            place = self._base.bodies[area.body].name if area and sure else ""
            return self._say("ogsaa.klageorgan", sted=place) if sure else self._say("ogsaa.klageorgan_usikkert")
        if track == "raadgivning" and municipality.office.key == "afdelingen":
            return self._advisers(area)
        return self._say(f"ogsaa.{track}", ordning=municipality.office.short)

    def _advisers(self, area: Area | None) -> str:
        keys = area.advisers[:2] if area and area.advisers else ("retshjaelp",)
        named = [self._adviser(key) for key in keys]
        return self._say("ogsaa.raadgiver", raadgivere=" eller ".join(named))

    def _adviser(self, key: str) -> str:
        adviser = self._base.advisers[key]
        reach = adviser.contact.phone and f"telefon {adviser.contact.phone}" or adviser.contact.web
        return f"{adviser.name} ({reach})" if reach else adviser.name

    def _reservations(self, outcome: Outcome, case: Case, area: Area | None, municipality: Municipality) -> Iterator[str]:
        for name in outcome.reservations:
            if name == "fuldmagt":
                yield self._say("forbehold.fuldmagt", fuldmagt=municipality.power_of_attorney)
            elif name == "over_et_aar" and not (municipality.one_year_limit and outcome.body == municipality.office.key):
                continue
            elif f"udfald.forbehold.{name}" in self._wording.lines:
                yield self._say(f"forbehold.{name}")
        if outcome.route in WRITES_COMPLAINT and area and area.group in ("beskaeftigelse", "udsatte", "udk"):
            yield self._say("forbehold.virkning")

    @staticmethod
    def _capital(text: str) -> str:
        return text[:1].upper() + text[1:]


def _listed(things: tuple[str, ...]) -> str:
    *most, last = things
    return f"{', '.join(most)} og {last}" if most else last
