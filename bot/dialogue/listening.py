"""From a message to facts: what it answers, and what it tells besides.

Rules where rules are exact (yes and no, towns, days, "ved ikke", a power of
attorney), the language model's reading where they are not. What was asked for is
taken on less evidence than what is only read between the lines: people answer
what they are asked, and the summary shows it to them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from bot.dialogue import acts
from bot.dialogue.belief import best, ranked, update
from bot.dialogue.memory import Memory
from bot.dialogue.reading import NOTHING, Distribution, Reading
from bot.dialogue.when import expressions, read_when
from bot.dialogue.whereabouts import Gazetteer
from bot.knowledge import KnowledgeBase
from bot.triage import FACTS, VED_IKKE, Period
from bot.triage.folding import fold

SUBJECT = "omraade"
LEARNED = ("emne", SUBJECT, "oensker")  # many messages together
YES_NO = ("afgoerelse", "talt_med_afdelingen")
# How sure the model must be of what it reads between the lines, and of an answer.
UNASKED = {
    "emne": 0.72,
    "omraade": 0.60,
    "oensker": 0.75,
    "afgoerelse": 0.80,
    "talt_med_afdelingen": 0.85,
    "indbragt_andetsteds": 0.90,
    "paa_vegne_af": 0.80,
    "myndighed": 0.88,
}
# These readings send people far, or rest on what is *not* said: they take more.
UNASKED_MORE = {
    ("emne", "generel_utilfredshed"): 0.88,
    ("emne", "klage_over_ordningen"): 0.95,
    ("talt_med_afdelingen", "nej"): 0.95,
    ("afgoerelse", "nej"): 0.92,
    ("myndighed", "kommunen"): 0.70,
    ("oensker", "vejledning"): 0.92,
    ("oensker", "dialog"): 0.95,
}
ABOUT_US = 0.97  # that it is about the office itself: many only say that they write to it
NO_SUBJECT = 0.85  # areas that only say what kind of trouble it is
ABOUT_THE_OFFICE = re.compile(r"borger ?(?:r(?:aa|a|e)?d|m(?:ae|a|e)+g)|raadgiver|maegler|crecea")
ABOUT_AN_APPEAL = re.compile(r"ankest|naevn|klageinstans|stadf|hjemvis")
AUTHORITY_SAYS = 5.0  # how much likelier an area is, when its authority is named
AUTHORITY_NAMES = {
    "Udbetaling Danmark": re.compile(r"\budbetalings? ?d(?:anmark|k)\b|\budk\b"),
    "Familieretshuset": re.compile(r"\bfamil\w*rets?hus|\bstatsforvaltning"),
}
IN_CONTEXT = ("afgoerelse", "talt_med_afdelingen", "indbragt_andetsteds", "paa_vegne_af")  # "nej" to one says nothing of another
OFFICE_AREAS = ("klage_over_borgerraadgiver", "klage_over_borgermaegler")
APPEAL_AREAS = ("ankestyrelsens_afgoerelse", "kommunen_foelger_ikke_afgoerelse")
PLAIN = (*IN_CONTEXT, "hvornaar", "kommune", "myndighed")  # a short answer to these tells nothing of the matter
FEW_WORDS = 12
A_STORY = 20  # words
FOR_ANOTHER = 0.60
ELSEWHERE, FAR_ELSEWHERE = 0.80, 0.93  # an area that sends people away from the municipality, and from one they name
NAMES_KOMMUNE = re.compile(r"\bkommun|\bjobcent|\bsagsbehandler|\bvisitat|\bforvaltning|\braadhus")
OVERTURNS = 0.85
CONFIRMS, A_FEW = 0.90, 9  # a longer answer without yes or no is not one
SAYS_NOTHING = 0.6  # of an answer, that it names none of what was asked for
IN_DOUBT = 0.2  # of the likelier of two areas that lead the same way
TWINS = 0.15  # of the second likeliest, where one question tells the two apart
SHORT, SURE = 4, 0.90  # a few words unasked must be plain
LIKELY_ENOUGH = 0.30  # of one area, where it and its likes agree on the place
NO_ONE_SUBJECT = re.compile(
    r"\b(?:svaert at (?:sige|saette|forklare)|ikke (?:nogen |noget |en |et |e?n )?(?:bestemt|saerlig|enkelt|konkret|en ting)\w*|(?:lidt af )?(?:det hele|alting|alt muligt)|"
    r"hele vejen rundt|kan jeg (?:faktisk |simpelthen )?ikke (?:sige|svare)|mange (?:forskellige )?ting)\b"
)
ANSWERED = {"emne": 0.40, "omraade": 0.30, "oensker": 0.40, "myndighed": 0.50, "indbragt_andetsteds": 0.55, "paa_vegne_af": 0.55}
ANSWERED_FAR = 0.55
PLAIN_ANSWER, FIRM_GUESS = 0.60, 0.60  # an answer that stands by itself, against a guess that does not
ANSWERED_MORE = {("emne", "klage_over_ordningen"): 0.90, ("emne", "ansaettelse"): 0.60}
ONLY_ASKS = 0.55  # of an answer to "what is wrong", that nothing is: they want to know something
WISH_SAYS = 6.0  # how much likelier "change it" is about a decision than about anything else
STILL_SURE = 0.25
SAME_CONSEQUENCE = 0.60  # the areas that lead to one and the same place, together
IN_CORRECTION = {"omraade": 0.65}
DECIDED = re.compile(
    r"\b(?:brev\w*|afgoerelse\w*|afslag\w*|nej|bevilling\w*|fik|faaet|modtog\w*|modtaget|kom|skrev\w*|besked|dateret)\b"
)
NO_POWER = re.compile(
    r"\b(?:ikke|ingen|uden|ik|ikk|ik'|har it|har ett|mangler|aldrig)\b[^.,;]{0,25}\bfuld ?magt|fuld ?magt\w*\b[^.,;]{0,15}\b(?:nej|ikke|ik|mangler)\b"
)
POWER = re.compile(r"\bfuld ?magt|\bvaerge\b|\bvaergemaal")
MYSELF = re.compile(
    r"\b(?:mig|mae|wos|os|vi|vos) (?:selv|sjael|sael|sel|sjol|sae?lv)\b|\bmigselv\b|\b(?:min|mit|vores|vor) eg(?:en|et|ne)\b|^(?:det er |kun |bare |for )*(?:mig|mae|os)\b"
)
# `Nej, jeg har fået en afgørelse`: said in so few words there is nothing to weigh. Not `har jeg …?`, `hvis jeg …`, `har ikke …`.
HAS_DECISION = re.compile(
    r"(?<!hvis )(?<!naar )(?<!foer )(?<!inden )(?<!indtil )\b(?:jeg|vi) (?:har (?:altsaa |allerede |lige |netop |jo |da |faktisk |ogsaa |godt )*"
    r"(?:faaet|modtaget)|fik|modtog) (?:en|et|min|mit|vores) (?:\w+ )?(?:afgoerelser?|afslag)\b(?!.*\?)"
)
SAID_PLAINLY = 12  # words
NO_DECISION = "manglende_afgoerelse"
OUR_KOMMUNE = re.compile(r"^(?!.*\b(?:ikke?|ik|it|ett) (?:fra |hos )?(?:selve )?kom+un).*\bkom+un")


@dataclass(frozen=True)
class Heard:
    """The memory after listening, and how it went.

    `new`: something became known that was not. `understood`: the question was answered (or none was asked).
    `answer`: ja or nej to a summary. `impossible`: `fremtid` or `dato`, for a day that cannot be; `halvt`, for a yes that
    leaves open whom they complained to.
    """

    memory: Memory
    new: bool = False
    understood: bool = True
    answer: str | None = None
    impossible: str | None = None


class Listener:
    """Turns messages into facts."""

    def __init__(self, base: KnowledgeBase, gazetteer: Gazetteer) -> None:
        self._base = base
        self._gazetteer = gazetteer
        self._troubles = {key for key, area in base.areas.items() if not area.subject}
        self._consequence = {
            key: (area.authority, area.body, area.length, area.safe_to_name_body) for key, area in base.areas.items()
        }
        self._areas_of_authority = [
            (pattern, {key for key, area in base.areas.items() if name in area.responsible})
            for name, pattern in AUTHORITY_NAMES.items()
        ]
        self._twins = {
            frozenset(pair)
            for word in base.ambiguous_words.values()
            for pair in combinations([area for area, _ in word.options], 2)
            if self._consequence[pair[0]] != self._consequence[pair[1]]
        }

    def hear(self, text: str, reading: Reading, memory: Memory, *, today: date, correcting: bool = False) -> Heard:
        pending = memory.pending
        if pending not in (None, "bekraeft") and (chosen := _chosen_option(text, memory.options)):
            known = memory.with_fact(str(pending), chosen)  # a choice says what it answers, and no word more
            return Heard(known, dict(known.facts) != dict(memory.facts))
        reading = _by_plain_words(text, _only_what_is_named(text, reading))
        reading, trouble = self._subjects_apart(self._by_authority(text, reading))
        correcting = correcting or (pending not in (*IN_CONTEXT, "bekraeft") and _explicit_correction(text))
        answer = acts.yes_or_no(text) if pending == "bekraeft" else None
        if pending == "bekraeft":
            names_a_day = "hvornaar" in memory.facts and isinstance(read_when(text, today=today), Period)
            correcting = answer == "nej" or (answer is None and (acts.is_correction(text) or names_a_day))
            if answer is None and not correcting:
                answer = _likely(reading.answer("bekraeft"), CONFIRMS) if len(text.split()) <= A_FEW else None
        start = memory
        memory, understood, impossible = self._take_answer(text, reading, memory, today)
        if trouble and pending in (None, "fortael_mere", "emne", SUBJECT):
            memory = self._take_trouble(trouble, memory)
            if pending == SUBJECT and not understood:  # asked for the subject, they say there is none but this
                memory, understood = memory.with_fact(SUBJECT, VED_IKKE), True
        if pending == "emne" and not understood and dict(reading.answered.get("oensker", ())).get("vejledning", 0.0) >= ONLY_ASKS:
            memory, understood = memory.with_fact("oensker", "vejledning").with_fact("emne", VED_IKKE), True
        knocks = pending in (None, "fortael_mere") and acts.only_knocks(text)
        if not knocks and not (pending == "bekraeft" and answer == "ja"):
            memory = self._take_told(text, reading, memory, today, skip=pending if understood else None, correcting=correcting)
        return Heard(memory, dict(memory.facts) != dict(start.facts), understood, answer, impossible)

    def _by_authority(self, text: str, reading: Reading) -> Reading:
        """`Der står Udbetaling Danmark på brevet`: likelier one of its areas, whatever the money is called."""
        folded = fold(text)
        named = {area for pattern, areas in self._areas_of_authority for area in areas if pattern.search(folded)}
        if not named or SUBJECT not in reading.told:
            return reading
        odds = [(area, p * (AUTHORITY_SAYS if area in named else 1.0)) for area, p in reading.told[SUBJECT]]
        whole = sum(p for _, p in odds) / (sum(p for _, p in reading.told[SUBJECT]) or 1.0)
        told = tuple(sorted(((area, p / whole) for area, p in odds), key=lambda pair: -pair[1]))
        return replace(reading, told={**reading.told, SUBJECT: told})

    def _subjects_apart(self, reading: Reading) -> tuple[Reading, str | None]:
        """An area that only names a kind of trouble is no subject: its weight goes to "nothing", its trouble is told apart."""
        told, troubles = self._without_trouble(reading.told.get(SUBJECT, ()))
        answered, _ = self._without_trouble(reading.answered.get(SUBJECT, ()))
        apart = replace(reading, told={**reading.told, SUBJECT: told}, answered={**reading.answered, SUBJECT: answered})
        trouble, sure = max(troubles, key=lambda pair: pair[1], default=("", 0.0))
        return apart, trouble if sure >= (ABOUT_US if trouble in OFFICE_AREAS else NO_SUBJECT) else None

    def _without_trouble(self, heard: Distribution) -> tuple[Distribution, list[tuple[str, float]]]:
        troubles = [(area, p) for area, p in heard if area in self._troubles]
        if not troubles:
            return heard, []
        kept = {area: p for area, p in heard if area not in self._troubles}
        kept[NOTHING] = kept.get(NOTHING, 0.0) + sum(p for _, p in troubles)
        return tuple(sorted(kept.items(), key=lambda pair: -pair[1])), troubles

    # --- the answer to what was asked ---

    def _take_answer(self, text: str, reading: Reading, memory: Memory, today: date) -> tuple[Memory, bool, str | None]:
        pending = memory.pending
        if pending is None or pending in ("bekraeft", "fortael_mere"):
            return memory, True, None
        if acts.does_not_know(text) or (pending == "omraade" and NO_ONE_SUBJECT.search(fold(text))):
            return memory.with_fact(pending, VED_IKKE), True, None
        if pending == "hvornaar":
            return self._take_day(text, memory, today)
        if pending == "afgoerelse" and len(text.split()) <= A_FEW and isinstance(day := read_when(text, today=today), Period):
            return (
                memory.with_fact("afgoerelse", "ja").with_fact("hvornaar", str(day)),
                True,
                None,
            )  # whoever says when, says that
        if pending == "kommune":
            return self._take_municipality(text, memory)
        if pending in LEARNED:
            return self._take_learned(pending, text, reading, memory)
        value = self._by_rule(pending, text, reading) or _likely(reading.answer(pending), ANSWERED.get(pending, 0.55))
        if value:
            return memory.with_fact(pending, value), True, None
        half = pending == "indbragt_andetsteds" and acts.yes_or_no(text) == "ja"
        return memory, False, "halvt" if half else None

    def _by_rule(self, fact: str, text: str, reading: Reading) -> str | None:
        folded = fold(text)
        if fact == "afgoerelse" and _says_there_is_a_decision(text):
            return "ja"
        if fact in YES_NO:
            return acts.yes_or_no(text)
        if fact == "myndighed" and OUR_KOMMUNE.search(folded):
            return "kommunen"
        if fact == "indbragt_andetsteds" and acts.yes_or_no(text) == "nej":
            value, sure = reading.answer(fact)
            return value if value not in ("nej", NOTHING) and sure > 0.9 else "nej"
        if fact == "paa_vegne_af":
            return _power_of_attorney(folded) or ("mig_selv" if MYSELF.search(folded) else None)
        return None

    def _take_day(self, text: str, memory: Memory, today: date) -> tuple[Memory, bool, str | None]:
        when = read_when(text, today=today)
        if isinstance(when, Period):
            return memory.with_fact("hvornaar", str(when)), True, None
        return memory, False, None if when is None else "fremtid" if when.future else "dato"

    def _take_municipality(self, text: str, memory: Memory) -> tuple[Memory, bool, str | None]:
        key = self._gazetteer.answer(text)
        if key is None and memory.options and acts.yes_or_no(text) == "ja":
            key = memory.options[0]  # the one that was suggested
        return (memory.with_fact("kommune", key), True, None) if key else (memory, False, None)

    def _take_learned(self, fact: str, text: str, reading: Reading, memory: Memory) -> tuple[Memory, bool, str | None]:
        """An answer weighs with what the earlier messages said of the same; a bare yes or no is none."""
        heard = reading.answered.get(fact, ())
        if (acts.yes_or_no(text) and len(text.split()) <= 2) or dict(heard).get(NOTHING, 0.0) > SAYS_NOTHING:
            return memory, False, None
        memory = _believe(memory, fact, heard) if not self._plain(fact, heard, memory) else _start_over(memory, fact, heard)
        value, sure = self._likeliest(fact, memory)
        needed = ANSWERED_MORE.get((fact, value), self._needed_of_answer(fact, value))
        if value == NOTHING or not (sure >= needed or (fact == SUBJECT and self._agreed(memory, SAME_CONSEQUENCE))):
            return memory, False, None
        return memory.with_fact(fact, value), True, None

    def _plain(self, fact: str, heard: Distribution, memory: Memory) -> bool:
        """Whether an answer to "what is it about?" stands by itself, whatever was guessed before."""
        if fact != SUBJECT:
            return False
        value, sure = max(heard, key=lambda pair: pair[1], default=(NOTHING, 0.0))
        guess, before = best(memory.beliefs.get(fact, {}))
        return value != NOTHING and sure >= PLAIN_ANSWER and guess != value and before < FIRM_GUESS

    def _needed_of_answer(self, fact: str, value: str) -> float:
        """To send somebody away from the municipality takes more, also when they were asked."""
        far = fact == SUBJECT and value in self._base.areas and self._base.areas[value].authority != "kommunen"
        return ANSWERED_FAR if far else ANSWERED[fact]

    # --- what is told besides ---

    def _take_told(
        self, text: str, reading: Reading, memory: Memory, today: date, *, skip: str | None, correcting: bool
    ) -> Memory:
        if correcting:
            memory = self._correct(text, reading, memory, today)
        short, names_kommune = len(text.split()) <= SHORT, bool(NAMES_KOMMUNE.search(fold(text)))
        if "paa_vegne_af" not in memory.facts and (power := _power_of_attorney(fold(text))):
            memory = memory.with_fact("paa_vegne_af", power)
        for fact in UNASKED:
            if fact == skip or (fact in LEARNED and skip in PLAIN and len(text.split()) < FEW_WORDS):
                continue
            if fact in memory.facts and memory.facts[fact] != VED_IKKE:
                if skip is None or len(text.split()) >= A_STORY:  # a short answer to another question overturns nothing
                    memory = self._reconsider(fact, reading, memory)
                continue
            if fact == "oensker" and _only_knocks(memory):
                continue
            if fact in IN_CONTEXT and skip in IN_CONTEXT:
                continue
            memory = self._take_one(fact, reading, memory, short=short, names_kommune=names_kommune)
        memory = _suspect_another(reading, _weigh_wish(memory))
        memory = self._take_place(text, memory)
        return self._take_story_day(text, memory, today)

    def _take_one(self, fact: str, reading: Reading, memory: Memory, *, short: bool, names_kommune: bool) -> Memory:
        told = reading.told.get(fact, ())
        if fact in LEARNED:
            memory = _believe(memory, fact, told)
            value, sure = self._likeliest(fact, memory)
            says_something = bool(told) and dict(told).get(NOTHING, 0.0) < 0.5
        else:
            value, sure = reading.best(fact)
            says_something = value != NOTHING
        if not says_something or value not in _values(self._base, fact) or _contradicts(fact, value, memory):
            return memory
        needed = SURE if short else self._needed(fact, value, names_kommune=names_kommune)
        enough = sure >= needed or (fact == SUBJECT and self._agreed(memory, needed))
        if not enough or (fact == SUBJECT and self._has_twin(memory)):
            return memory
        return memory.with_fact(fact, value)

    def _likeliest(self, fact: str, memory: Memory) -> tuple[str, float]:
        """The best of what is believed; of two areas that lead the same way, the one most people mean, unless it is unlikely."""
        belief = memory.beliefs.get(fact, {})
        value, sure = best(belief)
        usual = self._base.areas[value].if_in_doubt if fact == SUBJECT and value in self._base.areas else ""
        return (usual, sure) if usual and belief.get(usual, 0.0) >= sure * IN_DOUBT else (value, sure)

    def _has_twin(self, memory: Memory) -> bool:
        """Two likeliest areas that citizens and we mix up, and that the catalogue has a question for."""
        likeliest = ranked(memory.beliefs["omraade"])[:2]
        return len(likeliest) == 2 and likeliest[1][1] >= TWINS and frozenset(area for area, _ in likeliest) in self._twins

    def _take_trouble(self, area: str, memory: Memory) -> Memory:
        """An area that only says what kind of trouble it is says the trouble, unless that was asked and answered."""
        for fact, value in self._base.areas[area].implies:
            memory = memory if fact in memory.asked else memory.with_fact(fact, value)
        return memory

    def _reconsider(self, fact: str, reading: Reading, memory: Memory) -> Memory:
        """What is said later can overturn what is known, where it is said with near certainty."""
        if fact not in LEARNED or not reading.told.get(fact):
            return memory
        memory = _believe(memory, fact, reading.told[fact])
        value, sure = best(memory.beliefs.get(fact, {}))
        overturned = sure >= OVERTURNS and value in _values(self._base, fact)
        return memory.with_fact(fact, value) if overturned else memory

    def _needed(self, fact: str, value: str, *, names_kommune: bool) -> float:
        if fact == SUBJECT and self._base.areas[value].authority != "kommunen":
            return FAR_ELSEWHERE if names_kommune else ELSEWHERE
        return UNASKED_MORE.get((fact, value), UNASKED[fact])

    def _correct(self, text: str, reading: Reading, memory: Memory, today: date) -> Memory:
        """`nej, det var ikke afslaget, det var at de ikke svarer`: what is named takes the place of what was known."""
        when = read_when(text, today=today)
        if isinstance(when, Period) and "hvornaar" in memory.facts:
            memory = memory.with_fact("hvornaar", str(when))
        for fact in UNASKED:
            value, sure = reading.best(fact)
            if value in (NOTHING, memory.facts.get(fact)) or sure < IN_CORRECTION.get(fact, 0.45):
                continue
            beliefs = {**memory.beliefs, fact: {v: p for v, p in reading.told[fact] if v != NOTHING}}
            memory = replace(memory.with_fact(fact, value), beliefs=beliefs if fact in LEARNED else memory.beliefs)
        return memory

    def _take_place(self, text: str, memory: Memory) -> Memory:
        if "kommune" in memory.facts:
            return self._doubt_place(text, memory)
        own, mentioned = self._gazetteer.own(text), self._gazetteer.mentioned(text)
        if own:
            return memory.with_fact("kommune", own)
        return replace(memory, beliefs={**memory.beliefs, "kommune": {mentioned: 0.5}}) if mentioned else memory

    def _doubt_place(self, text: str, memory: Memory) -> Memory:
        """On one municipality's page, a story that names another: ask which it is."""
        named = self._gazetteer.named(text)
        if named in (None, memory.facts["kommune"]) or "kommune" in memory.asked or "kommune" in memory.beliefs:
            return memory
        return replace(memory.with_fact("kommune", None), beliefs={**memory.beliefs, "kommune": {named: 0.5}})

    def _take_story_day(self, text: str, memory: Memory, today: date) -> Memory:
        """A story's day counts only where it is the only one and stands by a letter or a decision."""
        if "hvornaar" in memory.facts or not DECIDED.search(fold(text)) or len(expressions(text, today=today)) != 1:
            return memory
        when = read_when(text, today=today)
        if not isinstance(when, Period) or when.running or not when.first or not when.last or (when.last - when.first).days > 10:
            return memory
        return memory.with_fact("hvornaar", str(when))

    def _agreed(self, memory: Memory, needed: float) -> bool:
        """Areas that lead to the same place need not be told apart by the citizen."""
        belief = memory.beliefs.get(SUBJECT, {})
        first, sure = best(belief)
        if first not in self._base.areas or sure < LIKELY_ENOUGH:
            return False
        same = self._consequence.get(first)
        together = sum(p for area, p in belief.items() if self._consequence.get(area) == same)
        return together >= max(needed, SAME_CONSEQUENCE)


def two_likeliest(memory: Memory, fact: str) -> list[str]:
    return [value for value, _ in ranked(memory.beliefs.get(fact, {})) if value not in (NOTHING, VED_IKKE)][:2]


def _believe(memory: Memory, fact: str, heard: Distribution) -> Memory:
    return replace(memory, beliefs={**memory.beliefs, fact: update(memory.beliefs.get(fact, {}), heard)}) if heard else memory


def _start_over(memory: Memory, fact: str, heard: Distribution) -> Memory:
    return _believe(replace(memory, beliefs={**memory.beliefs, fact: {}}), fact, heard)


def _values(base: KnowledgeBase, fact: str) -> Mapping[str, object]:
    return base.areas if fact == "omraade" else dict.fromkeys(FACTS[fact])


def _likely(answer: tuple[str, float], threshold: float) -> str | None:
    value, sure = answer
    return value if value != NOTHING and sure >= threshold else None


def _chosen_option(text: str, options: tuple[str, ...]) -> str | None:
    """`2`, `nummer 2`, `b`: an option by its place; or the option's own key, as a button sends it."""
    folded = fold(text).strip(" .!")
    if folded in options:
        return folded
    match = re.fullmatch(r"(?:nummer |nr\.? |valg |svar )?(\d)", folded)
    return options[int(match[1]) - 1] if match and 1 <= int(match[1]) <= len(options) else None


def _only_what_is_named(text: str, reading: Reading) -> Reading:
    """A complaint about the office itself, or about what an appeal body decided, names it."""
    folded = fold(text)
    unnamed = {
        *(() if ABOUT_THE_OFFICE.search(folded) else (*OFFICE_AREAS, "klage_over_ordningen")),
        *(() if ABOUT_AN_APPEAL.search(folded) else APPEAL_AREAS),
    }
    told = {fact: tuple((value, p) for value, p in heard if value not in unnamed) for fact, heard in reading.told.items()}
    return replace(reading, told=told)


def _says_there_is_a_decision(text: str) -> bool:
    return len(text.split()) <= SAID_PLAINLY and bool(HAS_DECISION.search(fold(text)))


def _by_plain_words(text: str, reading: Reading) -> Reading:
    """That there is a decision, where that is what it says; then it is no complaint that there is none."""
    if not _says_there_is_a_decision(text):
        return reading
    subjects = tuple((area, p) for area, p in reading.told.get(SUBJECT, ()) if area != NO_DECISION)
    certain = (("ja", 1.0),)
    return replace(
        reading,
        told={**reading.told, "afgoerelse": certain, SUBJECT: subjects},
        answered={**reading.answered, "afgoerelse": certain},
    )


def _weigh_wish(memory: Memory) -> Memory:
    """Whoever wants a decision changed mostly complains of the decision; where that was read otherwise, ask.

    Of the training examples that say both, six in ten about a decision want it changed, and fewer than one in ten of
    the others do.
    """
    belief = memory.beliefs.get("emne", {})
    said = memory.facts.get("emne")
    if memory.facts.get("oensker") != "aendre" or said in (None, "afgoerelse", VED_IKKE) or "emne" in memory.asked:
        return memory
    against, decision = belief.get(str(said), 0.0), belief.get("afgoerelse", 0.0) * WISH_SAYS
    return memory.with_fact("emne", None) if decision > against * STILL_SURE else memory


def _suspect_another(reading: Reading, memory: Memory) -> Memory:
    """Whoever seems to write for another is asked, before the end, whether there is a power of attorney."""
    heard = dict(reading.told.get("paa_vegne_af", ()))
    another = sum(p for value, p in heard.items() if value.startswith("anden"))
    return replace(memory, beliefs={**memory.beliefs, "paa_vegne_af": {"anden": another}}) if another >= FOR_ANOTHER else memory


def _power_of_attorney(folded: str) -> str | None:
    """Whoever speaks of a power of attorney speaks for another, with it or without."""
    if NO_POWER.search(folded):
        return "anden_uden_fuldmagt"
    return "anden_med_fuldmagt" if POWER.search(folded) else None


def _only_knocks(memory: Memory) -> bool:
    """`Har brug for råd, kan I hjælpe?` wishes for nothing yet: there is neither subject nor trouble to wish about."""
    return not {"emne", "omraade"} & set(memory.facts)


def _contradicts(fact: str, value: str, memory: Memory) -> bool:
    """Whoever disagrees with a decision has one, and what is decided for all is none, unless they say otherwise when asked."""
    told_otherwise = {"nej": "afgoerelse", "ja": "serviceniveau"}
    return fact == "afgoerelse" and best(memory.beliefs.get("emne", {}))[0] == told_otherwise.get(value)


def _explicit_correction(text: str) -> bool:
    return acts.is_correction(text) and not acts.does_not_know(text)
