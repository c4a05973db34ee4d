"""The alarm as the product has it: rules and the learned detector together, without Rasa."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.danger import Alarm
from bot.danger.concepts import Concepts
from bot.danger.examples import written
from bot.dialogue import Conversation, Memory, Reading
from bot.knowledge.yaml import KnowledgeError
from evaluate import danger
from tests.conftest import TODAY

ROOT = Path(__file__).parents[2]
CASES = [ROOT / "tests" / "cases" / f"{name}.jsonl" for name in ("akut", "akut_2")]
# Cases written by somebody who saw neither rules nor examples. Measured 0.85 and 0.02: docs/quality.md.
RECALL, FALSE_ALARMS = 0.78, 0.05
NOT_DANGER = """
    det slår mig ihjel at vente på svar
    jeg er død træt af kommunen
    kan I slå græsset på hjørnet
    mødet blev udsat til torsdag
    kommunen truer med at stoppe min ydelse
    jeg har fået afslag på hjemmehjælp
    jeg skriver speciale om selvmord
    min eks slog mig for ti år siden, det er slut, sagen handler om børnepenge
    hej, jeg vil gerne klage over min søns skolebus
    jeg er bange for at miste min bolig til foråret
    maden på plejehjemmet er kold
    jeg kan ikke leve af kontanthjælp
"""
DANGER = {
    "livsfare": "jeg vil ikke leve mere",
    "barn_i_fare": "min eks slår vores datter",
    "vold": "min mand slår mig, og jeg tør ikke gå hjem",
    "akut_sygdom": "min mor ligger på gulvet og kan ikke komme op",
    "bolig_nu": "vi har ingen steder at sove i nat",
    "ingen_penge": "vi har ingen mad i huset",
}


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_most_danger_is_found_and_little_else(alarm, file):
    found = danger.sounded(alarm, danger.cases(file))

    assert found.recall.value >= RECALL, found.recall
    assert found.false_alarms.value <= FALSE_ALARMS, found.false_alarms


def test_the_outsiders_set_is_found(alarm, shared):
    ways = danger.in_every_way(alarm, shared / "evaluation" / "urgent_dev.jsonl")

    assert all(ways[way].false_alarms.value <= 0.02 for way in ("", "uden æøå")), ways
    assert ways["6 % slåfejl"].false_alarms.value <= 0.03, ways  # measured 1 of 48
    assert all(found.recall.value >= 0.97 for found in ways.values()), ways


def test_ordinary_sentences_set_it_off_once_in_a_thousand_at_most(alarm, shared):
    assert danger.ordinary(alarm, shared / "corpora", every=10).value <= 0.002  # all 20,000 stand in docs/quality.md


def test_doubt_names_a_number_once_and_the_conversation_goes_on(base, wording):
    class Doubt:
        def signal(self, text):
            return None

        def worry(self, text):
            return True

    conversation = Conversation(base, wording, Doubt())
    first = conversation.respond("det er svært", Reading(), Memory(), today=TODAY, site="aalborg")
    second = conversation.respond("meget svært", Reading(), first.memory, today=TODAY, site="aalborg")

    said = ["\n".join(utterance.text for utterance in turn.says) for turn in (first, second)]
    assert "112" in said[0]
    assert "70 201 201" in said[0]
    assert "112" not in said[1]
    assert "question" in (first.says[-1].custom or {})


@pytest.mark.parametrize(("key", "text"), DANGER.items())
def test_plain_danger_is_named_rightly_alone_and_in_a_complaint(alarm, key, text):
    for way in (text, text.upper(), f"Jeg har klaget over et afslag. {text}. Hvornår får jeg svar?"):
        signal = alarm.signal(way)

        assert signal, way
        assert signal.key == key


@pytest.mark.parametrize("text", [line.strip() for line in NOT_DANGER.strip().splitlines()])
def test_idioms_negations_and_ordinary_complaints_set_off_nothing(alarm, text):
    assert alarm.signal(text) is None


def test_without_a_detector_the_rules_stand_alone(base):
    signal = Alarm(base.danger_signals).signal("jeg vil ikke leve mere")

    assert signal
    assert signal.key == "livsfare"


def test_a_deadline_at_the_door_is_advice_and_comes_after_danger(alarm):
    advice = alarm.signal("Klagefristen er i morgen, hvad gør jeg")
    graver = alarm.signal("Klagefristen er i morgen, og jeg vil ikke leve mere")

    assert advice
    assert advice.numbers == ()
    assert graver
    assert graver.key == "livsfare"


def test_it_needs_nothing_of_rasa():
    code = "import sys, bot.danger.training; sys.exit(any(name.split('.')[0] == 'rasa' for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_every_danger_has_hundreds_of_examples_and_as_many_that_only_look_so(base):
    known = written(ROOT)

    for signal in base.danger_signals:
        if signal.numbers:
            assert sum(example.signal == signal.key for example in known) >= 300
            assert sum(example.like == signal.key and example.signal != signal.key for example in known) >= 300


def test_a_mistake_in_the_examples_says_file_line_and_cure(tmp_path):
    folder = tmp_path / "data" / "akut"
    folder.mkdir(parents=True)
    (folder / "vold.yml").write_text('fare:\n- {stemme: sms, tekst: "han slår"}\n', encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"vold\.yml, linje 2: mangler feltet 'kilde'"):
        written(tmp_path)


def test_a_concept_that_cannot_be_read_says_where(tmp_path):
    file = tmp_path / "begreber.yml"
    file.write_text("begreber:\n  barn: '('\n", encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"begreber\.yml, linje 2"):
        Concepts.read(file)
