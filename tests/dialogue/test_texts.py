"""Everything a citizen reads is plain Danish, complete, and says nothing it should not.

How easy a text is to read is measured by its LIX: words per sentence, and 100 times the share of words longer than
six letters. A line that is only contact data, addresses or legal references (`Kontakt: …`, `Reglerne: …`, and the
numbers that are put into a text) is not prose, and is left out; a line of a list counts as a sentence. Outcomes,
summaries and what is said back are measured as the whole messages they are, the other texts as they are filled in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from statistics import median

import pytest

from bot.channels.gsm import segment_count
from bot.channels.sms_prompt import sms_texts
from bot.dialogue import Memory
from bot.dialogue.acts import COMMANDS
from bot.dialogue.outcome_text import OutcomeText
from bot.dialogue.side_question import BOT
from bot.dialogue.summary import Summary
from bot.dialogue.wording import PLACEHOLDER
from bot.knowledge.municipality import ANSWERS
from bot.triage import FACTS, VED_IKKE, Case, Facts, Outcome, route
from bot.triage.case import DERIVED
from bot.triage.table import ROUTES
from tests.conftest import TODAY

EASY, HARDEST = 35, 45
SHORT_OUTCOME, LONGEST_OUTCOME = 210, 335  # words, contact data and legal references too
NOT_PROSE = ("Kontakt: ", "Reglerne: ")
SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÆØÅ\"])")
WORD = re.compile(r"[^\W\d_]+", re.UNICODE)

AREAS = (
    "hjaelpemidler byggesag anbringelse_uden_samtykke skoletransport boligstoette huslejenaevn parkeringsafgift_privat "
    "ejendomsvurdering hjemmesygepleje kommunal_opkraevning affald stu koerekort sundhedspleje"
).split()
# Near, running, passed, with ample time, uncertain, unknown, still going on, and more than a year ago.
DATES = (
    *("2026-10-29", "2026-11-16", "2026-09-01", "2026-11-16/2026-11-20", VED_IKKE),
    *("2024-10-01/..", "2025-03-01/2025-03-31"),
)
MUNICIPALITIES = ("aalborg", "aarhus", "koebenhavn", "kolding", "randers")

# The placeholders of each text that has any, and a value each as the code would fill it in.
FILLED = {
    "forstaaet": {"emne"},
    "forstaaet_om": {"omraade", "emne"},
    "forstaaet_omraade": {"omraade"},
    "spoergsmaal.kommune.er_det": {"kommune"},
    "resume": {"punkter"},
    "resume_igen": {"punkter"},
    "to_muligheder": {"muligheder"},
    "andet_sprog": {"kontakt"},
    "maskeret": {"hvad"},
    "menneske": {"kontakt"},
    "menneske_uklart": {"kontakt"},
    **{f"akut.{signal}": {"numre"} for signal in ("livsfare", "barn_i_fare", "vold", "akut_sygdom", "bolig_nu", "ingen_penge")},
    "doer.nede_kontakt": {"navn", "kontakt"},
    "doer.henvendelse": {"navn", "kvittering"},
    "doer.henvendelse_fremme": {"navn", "kvittering"},
    "doer.henvendelse_taget": {"kvittering"},
    "doer.henvendelse_fejl": {"kvittering"},
    "doer.sms.menneske": {"navn", "telefon", "tid"},
    "doer.messenger.videre": {"link"},
    "resume.kommune": {"kommune"},
    "resume.omraade": {"omraade"},
    **{f"resume.hvornaar.{kind}": {"dato"} for kind in ("dag", "periode", "brev_dag", "brev_periode")},
    "udfald.frist.naer": {"dato", "dage"},
    "udfald.frist.loeber": {"dato", "dage", "fra"},
    "udfald.frist.god_tid": {"dato", "fra"},
    "udfald.frist.tidligste": {"dag"},
    "udfald.frist.overskredet": {"dato"},
    "udfald.frist.ukendt": {"frist_tekst"},
    "udfald.dage": {"antal"},
    **{f"udfald.hvor.{way}": {"sted"} for way in ("klage", "spoerg_foerst", "allerede", *ROUTES)},
    "udfald.hvor.raadgiver": {"raadgivere"},
    "udfald.regler": {"regler"},
    "udfald.kontakt": {"kontakt"},
    "udfald.telefon": {"telefon"},
    "udfald.telefontid": {"telefontid"},
    "udfald.mail": {"mail"},
    "udfald.kontakt_kilde": {"dato"},
    "udfald.medbring": {"ting"},
    "udfald.ogsaa.klageorgan": {"sted", "sendes_til"},
    "udfald.ogsaa.maegling": {"ordning"},
    "udfald.ogsaa.samme_sted": {"ordning"},
    "udfald.ogsaa.raadgivning": {"ordning"},
    "udfald.ogsaa.raadgiver": {"raadgivere"},
    "udfald.ogsaa.igen": {"hvordan"},
    "udfald.forbehold.fuldmagt": {"fuldmagt"},
}
VALUES = {
    "emne": "Det er svært, når ingen svarer.",
    "omraade": "hjælpemidler og ændringer i boligen",
    "punkter": "• Det er Aalborg Kommune.\n• Du har fået en afgørelse.",
    "muligheder": "en afgørelse eller at ingen svarer dig",
    "kontakt": "Kontakt: telefon 99 31 19 67",
    "navn": "Borgerrådgiveren",
    "kvittering": "H7K2M9PX",
    "tid": "Åbner i morgen kl. 9",
    "link": "Kontakt: https://chat.example.dk/fortsaet/x",
    "hvad": "et CPR-nummer",
    "numre": "Kontakt: 70 201 201",
    "kommune": "Aalborg Kommune",
    "dato": "fredag den 4. december 2026",
    "dage": "12 dage",
    "fra": "den 6. november 2026",
    "dag": "den 6. november 2026",
    "frist_tekst": "Du har 4 uger fra den dag, du fik brevet.",
    "antal": "12",
    "sted": "Ankestyrelsen",
    "raadgivere": "DUKH (telefon 76 30 19 30) eller den nærmeste retshjælp",
    "regler": "forvaltningsloven, § 25",
    "telefon": "99 31 19 67",
    "telefontid": "mandag til fredag klokken 9-12",
    "mail": "borger@eksempel.dk",
    "ting": "• brevet fra kommunen\n• dine mails og notater",
    "sendes_til": "Send klagen til den afdeling i kommunen, der har skrevet til dig.",
    "ordning": "Borgerrådgiveren",
    "hvordan": "Skriv til kommunens skoleforvaltning eller kørselskontor.",
    "fuldmagt": "Skriver du for en anden, skal der en fuldmagt til.",
}
# Texts that are never a message or a sentence, only a piece of one.
PIECES = re.compile(
    r"^(?:udfald\.(?:en_dag|dage|telefon|telefontid|mail|regler|kontakt|kontakt_kilde|frist\.tidligste)$|fjernet\.|"
    r"resume\.|emner\.|forstaaet|spoergsmaal\.\w+\.(?:valg|laengere)\.)"
)
ENGLISH = "andet_sprog"
COMMAND_TEXTS = {"menneske": "menneske", "forfra": "forfra", "tilbage": "tilbage", "spring_over": "spring_over"}

NEVER = re.compile(
    r"desværre kan vi ikke|\bjf\.|\bmv\.|\bm\.v\.|\bift\.|\bvedr\.|\bifm\.|\bfor sent\b|"  # office language, a closed door
    r"\bvi sørger for|\bjeg sørger for|garanter|(?<!hvis )\bdu får ret\b|\bdu får medhold|"  # promises
    r"\bdine chancer\b|\bchance\w* for at\b|\bsandsynlighed|\bstor chance|!",
    re.IGNORECASE,
)
CPR = re.compile(r"\b\d{6}[ -–]?\d{4}\b|\b\d{10}\b")
AFTER_STOP = re.compile(r"[a-zæøå]{3,}[.?] [a-zæøå]")


@dataclass(frozen=True)
class Told:
    """An outcome as a citizen reads it, and the case it was told in."""

    text: str
    municipality: str
    outcome: Outcome
    case: Case


def over_a_year(told):
    return "over_et_aar" in told.outcome.reservations


def lix(text):
    """LIX of the prose in a text; 0 where there is none."""
    lines = [line.removeprefix("• ") for line in text.split("\n") if line.strip() and not line.startswith(NOT_PROSE)]
    sentences = [sentence for line in lines for sentence in SENTENCE.split(line) if WORD.search(sentence)]
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    if not words:
        return 0
    return len(words) / len(sentences) + 100 * sum(len(word) > 6 for word in words) / len(words)


def facts_reaching(row) -> Iterator[dict[str, str]]:
    """Facts that meet a row's conditions, with everything an earlier row asks for answered so that it lets go."""
    asked = [fact for fact in row.when if fact not in DERIVED]
    usual = {"myndighed": "kommunen", "indbragt_andetsteds": "nej", "talt_med_afdelingen": "ja", "oensker": VED_IKKE}
    for decided, *answers in product(("ja", "nej"), *(sorted(row.when[fact]) for fact in asked)):
        yield {"emne": VED_IKKE, **usual, "afgoerelse": decided, **dict(zip(asked, answers, strict=True))}


def acknowledgements(base, wording) -> Iterator[str]:
    """What was understood, said back, and the question that follows in the same message."""
    question = wording.say("spoergsmaal.oensker.spoerg")
    subjects = [area.name for area in base.areas.values()]
    emner = [wording.say(f"emner.{emne}.anerkend") for emne in FACTS["emne"] if emne != VED_IKKE]
    for number, subject in enumerate(subjects):
        yield f"{wording.say('forstaaet_omraade', number, omraade=subject)} {question}"
        yield from (f"{wording.say('forstaaet_om', number, omraade=subject, emne=emne)} {question}" for emne in emner)
    for number, emne in enumerate(emner):
        yield f"{wording.say('forstaaet', number, emne=emne)} {question}"


@pytest.fixture(scope="module")
def outcomes(base, wording):
    """Every outcome of every row of every table, for fourteen areas and seven dates, by an own and another's errand."""
    compose = OutcomeText(base, wording).compose
    found: dict[tuple[str, str, str], Told] = {}
    for key in MUNICIPALITIES:
        municipality = base.municipality(key)
        for row, area, when in product(municipality.table.rows, (*AREAS, VED_IKKE), DATES):
            for number, said in enumerate(facts_reaching(row)):
                whose = ("mig_selv", "anden_uden_fuldmagt")[number % 2]
                case = base.case(Facts(kommune=key, omraade=area, hvornaar=when, paa_vegne_af=whose, **said), today=TODAY)
                outcome = route(case, municipality.table)
                if outcome:
                    told = Told(compose(outcome, case, municipality), key, outcome, case)
                    found.setdefault((told.text, key, outcome.row), told)
    return list(found.values())


@pytest.fixture(scope="module")
def summaries(base, wording):
    """Summaries with every subject, and with every answer to every other fact."""
    summary, municipality = Summary(base, wording), base.municipality("aalborg")
    usual = {"kommune": "aalborg", "emne": "afgoerelse", "oensker": "aendre", "hvornaar": "2026-11-16"}
    told = [{**usual, "omraade": area} for area in base.areas]
    told += [{**usual, fact: answer} for fact, answers in FACTS.items() for answer in answers]
    told += [{**usual, "hvornaar": when, "afgoerelse": decided} for when in DATES for decided in ("ja", "nej")]
    cases = [(facts, base.case(Facts(**facts), today=TODAY)) for facts in told]
    return [
        summary.text(Memory(facts=facts), case, municipality, again=again) for facts, case in cases for again in (False, True)
    ]


@pytest.fixture(scope="module")
def texts(wording):
    """Every text in `texts/`, in each of its versions, filled in with real values."""
    return {
        (name, number): PLACEHOLDER.sub(lambda match: VALUES[match.group(1)], line)
        for name, lines in wording.lines.items()
        for number, line in enumerate(lines)
    }


@pytest.fixture(scope="module")
def told(base, wording, texts, summaries, outcomes):
    """All that a citizen can be told: texts, questions, explanations, areas, bodies, local answers, summaries, outcomes."""
    return [
        *(text for (name, _), text in texts.items() if not PIECES.search(name) and name != ENGLISH),
        *(word.question for word in base.ambiguous_words.values()),
        *(term.meaning for term in base.terms.values()),
        *(f"{area.deadline_text} {area.sent_to} {area.fee} {area.remember}" for area in base.areas.values()),
        *(f"{body.can} {body.cannot} {body.then} {body.contact.phone_note}" for body in base.bodies.values()),
        *(rule.text for rule in base.rules.values()),
        *(answer for municipality in base.municipalities.values() for answer in municipality.answers.values()),
        *acknowledgements(base, wording),
        *summaries,
        *(told.text for told in outcomes),
    ]


# --- easy to read ---


def test_everything_the_bot_says_is_easy_to_read(told):
    measured = sorted(((lix(message), message) for message in told), reverse=True)

    hardest, message = measured[0]

    assert hardest <= HARDEST, f"LIX {hardest:.0f}: {message}"
    assert median(value for value, _ in measured) <= EASY


def test_an_outcome_can_be_read_in_two_minutes(outcomes):
    lengths = {told: len(re.findall(r"\w[\w.@:/-]*", told.text)) for told in outcomes}
    own = [length for told, length in lengths.items() if told.case.facts.paa_vegne_af == "mig_selv" and not over_a_year(told)]

    longest = max(lengths, key=lambda told: lengths[told])

    assert median(own) <= SHORT_OUTCOME
    assert lengths[longest] <= LONGEST_OUTCOME, longest.text


def test_every_sentence_begins_with_a_capital_letter(told):
    wrong = [AFTER_STOP.search(message).group() for message in told if AFTER_STOP.search(message)]

    assert wrong == []


# --- complete ---


def test_the_placeholders_of_a_text_are_those_the_bot_fills(wording):
    found = {name: set(PLACEHOLDER.findall(" ".join(lines))) for name, lines in wording.lines.items()}

    assert {name: placeholders for name, placeholders in found.items() if placeholders} == FILLED


def test_nobody_ever_reads_a_placeholder(summaries, outcomes):
    assert [text for text in (*summaries, *(told.text for told in outcomes)) if "{" in text or "}" in text] == []


def test_every_row_of_every_table_has_an_outcome_here(base, outcomes):
    reached = {(told.municipality, told.outcome.row) for told in outcomes}

    assert {(key, row.id) for key in MUNICIPALITIES for row in base.municipality(key).table.rows} == reached


def test_every_fact_can_be_asked_for_twice_and_every_option_is_an_answer(wording):
    asked = [*FACTS, "bekraeft", "fortael_mere"]

    missing = [fact for fact in asked if not {f"spoergsmaal.{fact}.spoerg", f"spoergsmaal.{fact}.igen"} <= set(wording.lines)]
    strangers = [
        (fact, value)
        for fact, answers in FACTS.items()
        for value in wording.below(f"spoergsmaal.{fact}.valg")
        if answers and value not in answers
    ]

    assert missing == []
    assert strangers == []


def test_every_kind_of_trouble_can_be_acknowledged_summed_up_and_told_apart(wording):
    emner = [emne for emne in FACTS["emne"] if emne != VED_IKKE]

    names = [f"emner.{emne}.{use}" for emne in emner for use in ("anerkend", "punkt", "kort")]

    assert [name for name in names if name not in wording.lines] == []


def test_every_answer_that_says_something_has_its_line_in_the_summary(wording):
    silent = {VED_IKKE, "mig_selv"}
    facts = ("talt_med_afdelingen", "indbragt_andetsteds", "oensker", "paa_vegne_af", "afgoerelse")

    names = [f"resume.{fact}.{answer}" for fact in facts for answer in FACTS[fact] if answer not in silent]

    assert [name for name in names if name not in wording.lines] == []


def test_every_row_route_and_reservation_has_its_words(base, wording, outcomes):
    rows = {row.id for municipality in base.municipalities.values() for row in municipality.table.rows}
    told_by_the_deadline = {"frist_naer", "frist_overskredet"}
    reservations = {name for told in outcomes for name in told.outcome.reservations} - told_by_the_deadline

    names = [
        *(f"udfald.hvorfor.{row}" for row in rows),
        *(f"udfald.hvor.{way}" for way in ROUTES),
        *(f"udfald.forbehold.{name}" for name in reservations),
    ]

    assert [name for name in names if name not in wording.lines] == []


def test_no_reason_is_kept_for_a_row_that_no_table_has(base, wording):
    rows = {row.id for municipality in base.municipalities.values() for row in municipality.table.rows}

    assert set(wording.below("udfald.hvorfor")) == rows


def test_every_danger_command_and_side_question_has_its_answer(base, wording):
    names = [
        *(f"akut.{signal}" for signal in base.signals),
        *(COMMAND_TEXTS.get(command, command) for command in COMMANDS),
        *(f"sidespor.{question}" for question in BOT),
    ]

    assert [name for name in names if name not in wording.lines] == []


def test_every_municipality_answers_every_local_question(base):
    unanswered = [(m.key, answer) for m in base.municipalities.values() for answer in ANSWERS if not m.answers.get(answer)]

    assert unanswered == []


# --- what is never said ---


def test_there_is_no_office_language_no_promise_and_no_odds(told, texts):
    found = [NEVER.search(message).group() for message in (*told, *texts.values()) if NEVER.search(message)]

    assert found == []


def test_no_text_looks_like_a_cpr_number(told, texts):
    assert [message for message in (*told, *texts.values()) if CPR.search(message)] == []


# --- an outcome that fits the case ---


def test_a_deadline_is_the_first_thing_a_citizen_reads(outcomes):
    dated = [told.text for told in outcomes if told.outcome.deadline]

    assert dated
    assert [text for text in dated if not re.match(r"Skynd dig|I dag er|Sidste dag|Fristen var nok", text)] == []


def test_an_outcome_says_nothing_twice(outcomes):
    repeated = []
    for told in outcomes:
        sentences = [sentence for line in told.text.split("\n") for sentence in SENTENCE.split(line) if len(sentence) > 20]
        repeated += [sentence for sentence in sentences if sentences.count(sentence) > 1]

    assert sorted(set(repeated)) == []


def test_who_sends_a_complaint_elsewhere_is_told_where_and_others_are_not_told_to_send_one(outcomes):
    strays = [
        paragraph
        for told in outcomes
        if told.outcome.route in ("maegling", "raadgivning", "politikere", "menneske")
        for paragraph in told.text.split("\n\n")
        if "Send klagen" in paragraph and not paragraph.startswith("Du kan samtidig klage over selve afgørelsen")
    ]

    assert strays == []


def test_a_tenant_and_a_private_parking_fee_hear_nothing_of_talks_with_the_municipality(outcomes):
    private = [told.text for told in outcomes if told.case.answer("myndighed") == "privat"]

    assert private
    assert [text for text in private if "mellem dig og kommunen" in text or "bede afdelingen" in text] == []


def test_a_place_nobody_is_sure_of_is_never_named(outcomes):
    unsure = {
        "affald": "Miljø- og Fødevareklagenævnet",
        "koerekort": "Færdselsstyrelsen",
        "sundhedspleje": "Styrelsen for Patientklager",
    }
    told = [one for one in outcomes if one.outcome.row == "klageorgan" and one.case.facts.omraade in unsure]

    named = [one.text for one in told if unsure[one.case.facts.omraade] in one.text]

    assert {one.case.facts.omraade for one in told} == set(unsure)
    assert named == []


def test_free_of_charge_is_never_said_beside_a_fee(base, outcomes):
    with_fee = [
        told.text
        for told in outcomes
        if told.case.matter and base.areas[told.case.matter.key].fee and told.outcome.body == told.case.matter.body
    ]

    assert with_fee
    assert [text for text in with_fee if "Det er gratis." in text] == []


def test_a_case_that_lies_elsewhere_is_not_told_to_complain_again(outcomes):
    lying_there = [told.text for told in outcomes if told.outcome.row == "allerede-indbragt"]

    assert lying_there
    assert [text for text in lying_there if "Send klagen" in text or "Du kan klage til" in text] == []


def test_who_cannot_reach_udbetaling_danmark_is_told_to_begin_with_them(base, wording):
    municipality = base.municipality("aalborg")
    facts = Facts(kommune="aalborg", emne="ingen_kontakt", omraade="boligstoette", oensker="dialog")
    case = base.case(facts, today=TODAY)

    text = OutcomeText(base, wording).compose(route(case, municipality.table), case, municipality)

    assert text.startswith("Her skal du hen først: dem, der har skrevet til dig.")


def test_who_is_sent_to_an_adviser_is_told_which(base, wording):
    municipality = base.municipality("aarhus")
    facts = Facts(kommune="aarhus", emne="sagsbehandling", omraade="hjaelpemidler", oensker="vejledning", afgoerelse="nej")
    case = base.case(facts, today=TODAY)

    first, *_ = OutcomeText(base, wording).compose(route(case, municipality.table), case, municipality).split("\n")

    assert "DUKH (telefon 76 30 19 30)" in first


def test_of_several_possible_days_the_earliest_counts_and_is_said_to(base, wording):
    municipality = base.municipality("randers")
    facts = Facts(
        kommune="randers",
        emne="afgoerelse",
        omraade="byggesag",
        oensker="klage",
        afgoerelse="ja",
        hvornaar="2026-11-16/2026-11-20",
    )
    case = base.case(facts, today=TODAY)

    text = OutcomeText(base, wording).compose(route(case, municipality.table), case, municipality)

    assert "Jeg har regnet fra den 16. november 2026, den tidligste dag, det kan være." in text


@pytest.mark.parametrize("fact", [fact for fact in ("fortael_mere", "bekraeft", *FACTS) if fact not in DERIVED])
def test_a_question_with_its_choices_is_one_text_message(wording, fact):
    """Of two segments at most, however it is put."""
    options = [{"title": title} for title in wording.below(f"spoergsmaal.{fact}.valg").values()]
    lines = [wording.get(f"spoergsmaal.{fact}.{name}") for name in ("sms", "sms_sket", "igen")]

    for line in filter(None, lines):
        (text,) = sms_texts({"text": "lang", "sms": line, "question": {"options": options}})
        assert segment_count(text) <= 2


def test_the_card_names_each_rule_and_leaves_the_heading_to_whoever_shows_it(base, wording):
    municipality = base.municipality("aalborg")
    facts = Facts(kommune="aalborg", emne="ingen_kontakt", omraade="boligstoette", oensker="dialog")
    case = base.case(facts, today=TODAY)
    outcome, composed = route(case, municipality.table), OutcomeText(base, wording)

    basis = composed.card(outcome, case, municipality)["basis"]

    assert basis
    assert f"Reglerne: {'; '.join(basis)}." in composed.compose(outcome, case, municipality)
