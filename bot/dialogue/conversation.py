"""The conversation: one message in, what the bot says and remembers out.

A pure function of the message, what was understood of it, what is remembered and
the day. The order is fixed: danger first, then what the message asks of the
conversation (start over, a person, a side question), then what it tells. What is
told becomes facts; the decision table says what is still worth asking; when
nothing is, the bot sums up, and sends the citizen on when the summary is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from bot.dialogue import acts
from bot.dialogue.belief import best
from bot.dialogue.clean import Cleaned, clean
from bot.dialogue.language import is_foreign
from bot.dialogue.listening import Listener
from bot.dialogue.memory import Memory
from bot.dialogue.outcome_text import OutcomeText
from bot.dialogue.question import Questioner
from bot.dialogue.reading import Reading
from bot.dialogue.side_question import SideQuestions
from bot.dialogue.summary import Summary
from bot.dialogue.utterance import Utterance, warning
from bot.dialogue.whereabouts import Gazetteer
from bot.dialogue.wording import Wording
from bot.knowledge import DEFAULT, KnowledgeBase, Municipality
from bot.triage import VED_IKKE, Case, Outcome, Signal, next_question, route
from bot.triage.table import Table

NEEDS_CALM = ("livsfare", "vold", "barn_i_fare", "akut_sygdom")
MOST_TRIES = 2
WORRIED = "maaske"  # a number was named in passing; that is done once
LIKELY = 0.3
A_WISH = 4  # words; a longer answer to "what do you hope for" is a wish, not an order
HARMLESS = ("hvornaar", "talt_med_afdelingen", "indbragt_andetsteds", "afgoerelse", "paa_vegne_af", "myndighed", "kommune")
# Where no subject is known, the kind of trouble names the area (for the statistics, and for whoever takes over).
AREA_OF_TROUBLE = {
    "ingen_kontakt": "sagsbehandlingstid",
    "langvarig_sag": "flere_forvaltninger",
    "sagsbehandling": "sagsbehandlingstid",
    "adfaerd": "personaleadfaerd",
    "generel_utilfredshed": "tillid_frustration",
    "diskrimination": "diskrimination",
    "serviceniveau": "politisk_serviceniveau",
    "ansaettelse": "ansaettelse",
}
OFFICE_AREA = {"aalborg": "klage_over_borgerraadgiver", "aarhus": "klage_over_borgermaegler"}


class Watch(Protocol):
    """Whoever looks out for danger: `signal` is one to act on at once, `worry` a reason to name a number in passing."""

    def signal(self, text: str) -> Signal | None: ...

    def worry(self, text: str) -> bool: ...


@dataclass(frozen=True)
class Turn:
    """What the bot remembers and says after a message."""

    memory: Memory
    says: tuple[Utterance, ...] = field(default_factory=tuple)


class Conversation:
    """The bot's side of every conversation; itself it remembers nothing."""

    def __init__(self, base: KnowledgeBase, wording: Wording, alarm: Watch) -> None:
        self._base = base
        self._wording = wording
        self._alarm = alarm
        self._listener = Listener(base, Gazetteer(base.places))
        self._questioner = Questioner(base, wording)
        self._summary = Summary(base, wording)
        self._outcome_text = OutcomeText(base, wording)
        self._side = SideQuestions(base, wording)

    def respond(
        self,
        raw: object,
        reading: Reading,
        memory: Memory,
        *,
        today: date,
        site: str | None = None,
        masked: Sequence[str] = (),
        cut: bool = False,
    ) -> Turn:
        """Answer one message.

        `site` is the municipality on whose page the chat is open; `masked` names what was taken out of the message
        before it came here (`cpr`, `telefon`, `mail`); `cut` says that it was longer than what came here.
        """
        memory = self._on_site(memory, site)
        opening = [Utterance(self._wording.say("robot"), {"notice": True})] if memory.turn == 0 else []
        removed = [Utterance(self._removed(masked, memory))] if masked else []
        cleaned = clean(raw)
        if cut and cleaned.problem is None:
            cleaned = replace(cleaned, problem="for_lang")
        turn = self._answer(cleaned, reading, memory, today)
        return Turn(replace(turn.memory, turn=memory.turn + 1), (*opening, *removed, *turn.says))

    def _removed(self, masked: Sequence[str], memory: Memory) -> str:
        """A kind word about what should not be written here."""
        return self._say("maskeret", memory, hvad=" og ".join(self._wording.say(f"fjernet.{kind}") for kind in masked))

    # --- what a message asks of the conversation, before what it tells ---

    def _answer(self, cleaned: Cleaned, reading: Reading, memory: Memory, today: date) -> Turn:
        if cleaned.problem == "tom" or (cleaned.problem == "kun_tegn" and not self._says_by_sign(cleaned.text, memory)):
            return self._repeat(memory, self._say(cleaned.problem, memory), today)
        signal = self._alarm.signal(cleaned.text)
        if signal and signal.key != memory.warned:
            return self._warn(signal.key, signal.numbers, cleaned, reading, replace(memory, warned=signal.key), today)
        turn = self._obey(cleaned.text, memory, today) or self._aside(cleaned.text, memory, today)
        if turn:
            return turn
        before = (Utterance(self._say("for_lang", memory)),) if cleaned.problem == "for_lang" else ()
        if memory.warned is None and self._alarm.worry(cleaned.text):
            memory, before = replace(memory, warned=WORRIED), (*before, Utterance(self._say("akut.maaske", memory)))
        turn = self._listen(cleaned.text, reading, memory, today)
        return Turn(turn.memory, before + turn.says)

    def _says_by_sign(self, text: str, memory: Memory) -> bool:
        """A thumb or a question mark can be an answer to what was asked."""
        return bool(memory.pending and (acts.yes_or_no(text) or acts.does_not_know(text)))

    def _warn(self, key: str, numbers: tuple[str, ...], cleaned: Cleaned, reading: Reading, memory: Memory, today: date) -> Turn:
        """Numbers first. Then a pause where it is about life; elsewhere the matter goes on.

        A signal without numbers is no danger but good advice in time: it is said, and not reported as urgent.
        """
        panel = warning(key, numbers, self._wording, memory.turn)
        if not numbers:
            turn = self._listen(cleaned.text, reading, memory, today)
            return Turn(turn.memory, (panel, *turn.says))
        heard = self._listener.hear(cleaned.text, reading, memory, today=today)
        if key in NEEDS_CALM:
            paused = replace(heard.memory, pending="fortael_mere", options=(), done=False)
            after = Utterance(self._say("akut.bagefter", memory), {"question": {"fact": "fortael_mere", "options": []}})
            return Turn(paused, (panel, after))
        turn = self._proceed(heard.memory, today)
        return Turn(turn.memory, (panel, *turn.says))

    def _obey(self, text: str, memory: Memory, today: date) -> Turn | None:
        """Carry out a command, if the message is one."""
        command = acts.command(text)
        if command == "menneske" and memory.pending == "oensker" and len(text.split()) > A_WISH:
            return None  # "bare snakke med et menneske om det" is what they hope for, and asked for
        if command == "forfra":
            fresh = Memory(turn=memory.turn, facts={k: v for k, v in memory.facts.items() if k == "kommune"})
            return self._ask("fortael_mere", fresh, self._say("forfra", memory), today)
        if command == "menneske":
            return self._to_a_person(memory, today, asked_for=True)
        if command == "tilbage":
            return self._back(memory, today)
        if command == "spring_over" and memory.pending:
            return self._skip(memory, today)
        if command in ("tak", "farvel"):
            if memory.done or not memory.pending:
                return Turn(memory, (Utterance(self._say(command, memory)),))
            return self._repeat(memory, self._say("tak_undervejs", memory), today) if command == "tak" else self._leave(memory)
        if command == "hilsen":
            before = "" if memory.turn == 0 else self._say("hilsen", memory)
            return self._repeat(memory, before, today)
        return None

    def _leave(self, memory: Memory) -> Turn:
        """They go; what was asked still stands when they come back."""
        return Turn(memory, (Utterance(self._say("farvel", memory)),))

    def _aside(self, text: str, memory: Memory, today: date) -> Turn | None:
        """Answer a side question, and take the thread up where it was."""
        if acts.is_swearing(text) and memory.pending != "bekraeft":
            return self._repeat(memory, self._say("bandeord", memory), today)
        if is_foreign(text):
            contact = self._outcome_text.office(self._municipality(memory))
            return self._repeat(memory, self._say("andet_sprog", memory, kontakt=contact), today)
        answer = self._side.answer(text, self._municipality(memory))
        return self._repeat(memory, answer, today) if answer else None

    def _repeat(self, memory: Memory, before: str, today: date) -> Turn:
        """Say something, and ask again what was asked."""
        if memory.done:
            return Turn(memory, tuple(Utterance(line) for line in (before, self._say("andet", memory)) if line))
        if memory.pending == "bekraeft":
            return self._confirm(memory, before, today)
        return self._ask(memory.pending or "fortael_mere", memory, before, today)

    def _back(self, memory: Memory, today: date) -> Turn:
        if not memory.history:
            return self._repeat(memory, self._say("kan_ikke_tilbage", memory), today)
        *earlier, last = memory.history
        previous = memory.asked[-2] if len(memory.asked) > 1 else "fortael_mere"
        back = replace(memory, facts=last, history=tuple(earlier), confirmed=False, done=False, tries=0, asked=memory.asked[:-1])
        return self._ask(previous, back, self._say("tilbage", memory), today)

    def _skip(self, memory: Memory, today: date) -> Turn:
        """An unanswered question is "don't know", except the invitations."""
        pending = memory.pending
        known = memory if pending in ("fortael_mere", "bekraeft", None) else memory.with_fact(str(pending), VED_IKKE)
        turn = self._proceed(replace(known, pending=None, confirmed=memory.confirmed or pending == "bekraeft"), today)
        return Turn(turn.memory, (Utterance(self._say("spring_over", memory)), *turn.says))

    # --- what a message tells ---

    def _listen(self, text: str, reading: Reading, memory: Memory, today: date) -> Turn:
        before = memory
        if memory.done:
            return self._after(text, reading, memory, today)
        heard = self._listener.hear(text, reading, memory, today=today)
        memory = replace(heard.memory, history=(*before.history, dict(before.facts))[-12:])
        if before.pending == "bekraeft":
            return self._after_summary(heard.answer, heard.new, memory, today)
        if before.pending and not heard.understood:
            told_something_else = heard.new and memory.asked.count(str(before.pending)) <= MOST_TRIES
            if told_something_else:
                return self._ask_again(memory, today)
            return self._not_understood(memory, heard.impossible, today)
        return self._proceed(replace(memory, pending=None, tries=0), today, answered=before.pending)

    def _after_summary(self, answer: str | None, new: bool, memory: Memory, today: date) -> Turn:
        if answer == "ja" and not new:
            return self._proceed(replace(memory, pending=None, confirmed=True), today)
        if new:
            return self._proceed(replace(memory, pending=None, tries=0), today, before=self._say("rettet", memory))
        if answer == "nej":
            return self._ask(
                "fortael_mere", replace(memory, facts=self._doubted(memory)), self._say("hvad_skal_rettes", memory), today
            )
        return self._not_understood(memory, None, today)

    def _doubted(self, memory: Memory) -> dict[str, str]:
        """After a bare "nej": what was heard between the lines is open again, what was answered outright stands."""
        return {fact: value for fact, value in memory.facts.items() if fact in ("kommune", *memory.asked)}

    def _after(self, text: str, reading: Reading, memory: Memory, today: date) -> Turn:
        """After the outcome: a correction reopens what it names; anything else is met with what can be asked."""
        heard = self._listener.hear(
            text, reading, replace(memory, pending=None), today=today, correcting=acts.is_correction(text)
        )
        if heard.new and acts.is_correction(text):
            return self._proceed(replace(heard.memory, done=False), today, before=self._say("rettet", memory))
        return Turn(memory, (Utterance(self._say("andet", memory)),))

    def _not_understood(self, memory: Memory, impossible: str | None, today: date) -> Turn:
        """Once rephrase, once offer the two likeliest readings, then go on without or to a person. Never a loop."""
        pending = str(memory.pending)
        if memory.tries >= MOST_TRIES or (memory.tries >= 1 and pending in HARMLESS):
            return self._give_up(memory, today)
        tried = replace(memory, tries=memory.tries + 1)
        if impossible:
            return self._ask(pending, tried, self._say(f"umuligt.{impossible}", memory), today)
        return self._ask(pending, tried, self._say("omskriv", memory), today)

    def _ask_again(self, memory: Memory, today: date) -> Turn:
        """What was asked is asked once more, unless what was told has made it needless."""
        return self._proceed(replace(memory, pending=None, tries=0), today, before=self._say("rettet_men", memory))

    def _give_up(self, memory: Memory, today: date) -> Turn:
        pending = str(memory.pending)
        if pending in ("fortael_mere", "bekraeft", "emne", "omraade") and not self._enough(memory):
            return self._to_a_person(memory, today, asked_for=False)
        if pending == "bekraeft":  # not a no: they go on, and can still correct what follows
            return self._proceed(replace(memory, pending=None, tries=0, confirmed=True), today)
        known = memory if pending == "fortael_mere" else memory.with_fact(pending, VED_IKKE)
        turn = self._proceed(replace(known, pending=None, tries=0), today)
        return Turn(turn.memory, (Utterance(self._say("videre_uden", memory)), *turn.says))

    def _enough(self, memory: Memory) -> bool:
        return "emne" in memory.facts

    # --- what to say next ---

    def _proceed(self, memory: Memory, today: date, *, answered: str | None = None, before: str = "") -> Turn:
        """Ask what is still worth asking; sum up when nothing is; send them on when the summary is right."""
        acknowledged = before or self._questioner.acknowledge(memory, answered=answered)
        fact = self._next(memory, today)
        if fact:
            return self._ask(fact, memory, acknowledged, today)
        if not memory.confirmed:
            return self._confirm(memory, before, today)
        return self._conclude(memory, today)

    def _next(self, memory: Memory, today: date) -> str | None:
        case = self._case(memory, today)
        knows_something = any(fact in memory.facts for fact in ("emne", "omraade"))
        if not knows_something and "fortael_mere" not in memory.asked:
            return "fortael_mere"
        if "kommune" not in memory.facts and case.answer("myndighed") not in ("anden", "privat"):
            return "kommune"
        question = next_question(case, self._table(memory))
        if question is None and "paa_vegne_af" not in memory.facts and memory.beliefs.get("paa_vegne_af"):
            return "paa_vegne_af"
        return "emne" if question == "omraade" and self._may_be_everything(memory) else question

    def _may_be_everything(self, memory: Memory) -> bool:
        """Whoever is fed up with it all must not be pressed for one subject: ask what kind of trouble it is first."""
        return "emne" not in memory.facts and best(memory.beliefs.get("emne", {}))[0] == "generel_utilfredshed"

    def _ask(self, fact: str, memory: Memory, before: str, today: date) -> Turn:
        question = self._questioner.question(fact, memory, self._case(memory, today))
        text = " ".join(part for part in (before.strip(), question.text) if part)
        asked = replace(memory, pending=fact, options=question.values, asked=(*memory.asked, fact), done=False)
        custom: dict[str, Any] = {"question": {"fact": fact, "options": question.options}}
        if question.sms:
            custom["sms"] = " ".join(part for part in (before.strip(), question.sms) if part)
        return Turn(asked, (Utterance(text, custom),))

    def _confirm(self, memory: Memory, before: str, today: date) -> Turn:
        text = self._summary.text(memory, self._case(memory, today), self._municipality(memory), again="bekraeft" in memory.asked)
        options = self._questioner.options("bekraeft")
        asked = replace(memory, pending="bekraeft", options=tuple(o["value"] for o in options), asked=(*memory.asked, "bekraeft"))
        return Turn(
            asked, (Utterance("\n\n".join(filter(None, (before, text))), {"question": {"fact": "bekraeft", "options": options}}),)
        )

    def _conclude(self, memory: Memory, today: date) -> Turn:
        case = self._case(memory, today)
        outcome = route(case, self._table(memory))
        if outcome is None or outcome.route == "menneske":
            return self._to_a_person(memory, today, asked_for=False)
        text = self._outcome_text.compose(outcome, case, self._municipality(memory))
        told = replace(memory, pending=None, options=(), done=True)
        card = self._outcome_text.card(outcome, case, self._municipality(memory))
        told_all = Utterance(text, {"outcome": self._as_json(outcome, case, memory), "card": card})
        says = (told_all, Utterance(self._say("andet", memory)))
        return Turn(told, says)

    def _to_a_person(self, memory: Memory, today: date, *, asked_for: bool) -> Turn:
        """A person is one step away, at every point; the conversation can go on meanwhile."""
        municipality, case = self._municipality(memory), self._case(memory, today)
        rows = self._table(memory).rows
        outcome = Outcome("menneske", municipality.office.key, rows[-1].id, rows[-1].basis)
        text = self._say("menneske" if asked_for else "menneske_uklart", memory, kontakt=self._outcome_text.office(municipality))
        told = replace(memory, done=not asked_for, pending=memory.pending if asked_for else None, tries=0)
        card = self._outcome_text.office_card(municipality)
        return Turn(told, (Utterance(text, {"outcome": self._as_json(outcome, case, memory), "card": card}),))

    # --- lookups ---

    def _as_json(self, outcome: Outcome, case: Case, memory: Memory) -> dict[str, Any]:
        """The outcome as the contract has it, for the widget, the portal and the statistics."""
        emne = case.answer("emne")
        last_day = outcome.deadline
        return {
            "route": outcome.route,
            "body": outcome.body,
            "case_type": emne or self._likely_trouble(memory),
            "area": self._area(case, str(emne)),
            "municipality": case.facts.kommune,
            "also": list(outcome.also),
            "row": outcome.row,
            "basis": [f"{self._base.sources[basis.source].title}, {basis.provision}" for basis in outcome.basis],
            "deadline": last_day
            and {
                "date": last_day.day.isoformat(),
                "length": last_day.length,
                "passed": last_day.passed,
                "days_left": last_day.days_left,
            },
            "reservations": list(outcome.reservations),
            "facts": {**case.facts.known(), **self._settled(case)},
            "confidence": self._confidence(memory),
        }

    def _likely_trouble(self, memory: Memory) -> str | None:
        """For the statistics, where it decided nothing: the kind of trouble it most likely is."""
        emne, sure = best(memory.beliefs.get("emne", {}))
        return emne if sure >= LIKELY else None

    def _area(self, case: Case, emne: str) -> str | None:
        """What it is about; some kinds of trouble are about nothing else, and others only where no subject is known."""
        said = case.facts.omraade if case.facts.omraade != VED_IKKE else None
        if emne == "klage_over_ordningen":
            return OFFICE_AREA.get(str(case.facts.kommune))
        return AREA_OF_TROUBLE[emne] if emne == "ansaettelse" else said or AREA_OF_TROUBLE.get(emne)

    def _settled(self, case: Case) -> dict[str, str]:
        return {
            fact: answer for fact in ("myndighed", "emne", "afgoerelse", "talt_med_afdelingen") if (answer := case.answer(fact))
        }

    def _confidence(self, memory: Memory) -> float:
        """How sure the weakest of the learned facts was, when it decided."""
        sure = [
            belief.get(memory.facts[fact], 0.0) for fact, belief in memory.beliefs.items() if memory.facts.get(fact) in belief
        ]
        return round(min(sure, default=0.0), 3)

    def _on_site(self, memory: Memory, site: str | None) -> Memory:
        known = site != DEFAULT and (site in self._base.places or site in self._base.municipalities)
        open_question = not {"kommune"} & {*memory.facts, *memory.beliefs}  # a story that names another: asked about
        return memory.with_fact("kommune", site) if known and open_question else memory

    def _municipality(self, memory: Memory) -> Municipality:
        return self._base.municipality(memory.facts.get("kommune"))

    def _table(self, memory: Memory) -> Table:
        return self._municipality(memory).table

    def _case(self, memory: Memory, today: date) -> Case:
        return self._base.case(memory.known_facts(), today=today)

    def _say(self, name: str, memory: Memory, **values: str) -> str:
        return self._wording.say(name, memory.turn, **values)
