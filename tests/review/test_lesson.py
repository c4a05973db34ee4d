"""Corrections as lines of training data."""

import subprocess

import pytest
import yaml

from bot.hooks.importer import training_data
from bot.nlu.examples import LEARNED, examples
from bot.review.lesson import FILE, TEACHABLE, Lesson, difference, plain, written

TOLD = Lesson(12, "De svarer aldrig på mine breve", None, {"emne": "ingen_kontakt", "myndighed": "kommunen"})
ANSWERED = Lesson(13, 'Hun sagde "nej" til [navn fjernet],\nog så gik hun', "afgoerelse", {"afgoerelse": "ja"})


def read(text, tmp_path, base):
    file = tmp_path / "fra_samtaler.yml"
    file.write_text(text, encoding="utf-8")
    told = examples(training_data((str(file),)), base)
    return [(example.text, example.asked, dict(example.facts)) for example in told if example.kind == "fortael"]


def test_what_is_written_is_what_the_training_reads(tmp_path, base):
    assert read(written("", [TOLD, ANSWERED]), tmp_path, base) == [
        ("De svarer aldrig på mine breve", None, {"emne": "ingen_kontakt", "myndighed": "kommunen"}),
        ('Hun sagde "nej" til , og så gik hun', "afgoerelse", {"afgoerelse": "ja"}),
    ]


def test_where_it_came_from_stands_beside_each():
    (block,) = yaml.safe_load(written("", [TOLD, ANSWERED]))["nlu"]

    assert [one["metadata"]["kilde"] for one in block["examples"]] == ["rettelse-12", "rettelse-13"]


def test_the_next_are_added_and_those_already_there_left_alone(tmp_path, base):
    first = written("", [TOLD])

    both = written(first, [TOLD, ANSWERED])

    assert both.startswith(first)
    assert len(read(both, tmp_path, base)) == 2
    assert written(both, [TOLD, ANSWERED]) == both


def test_one_number_is_not_taken_for_the_beginning_of_another():
    first = written("", [Lesson(120, "De svarer aldrig på mine breve", None, {"emne": "ingen_kontakt"})])

    assert written(first, [TOLD]) != first


def test_without_corrections_there_is_no_file():
    assert written("", []) == ""
    assert difference("", "") == ""


@pytest.mark.parametrize(
    "text", ["Fed\x00skrift", "To\u2028linjer", "Et \x85 mellemrum", 'Citat " og \\ streg', "Åh nej 😢: # - {}"]
)
def test_what_a_citizen_may_have_typed_can_be_read_again(text, tmp_path, base):
    read_again = read(written("", [Lesson(1, text, None, {"emne": "adfaerd"})]), tmp_path, base)

    assert [one[0] for one in read_again] == [plain(text)]


def test_the_difference_can_be_applied(tmp_path):
    before, after = written("", [TOLD]), written(written("", [TOLD]), [ANSWERED])
    for start in ("", before):
        folder = tmp_path / ("new" if not start else "old")
        (folder / "data" / "nlu").mkdir(parents=True)
        if start:
            (folder / FILE).write_text(start, encoding="utf-8")
        subprocess.run(["git", "apply", "-"], input=difference(start, after).encode(), cwd=folder, check=True)

        assert (folder / FILE).read_text(encoding="utf-8") == after


def test_what_can_be_taught_is_what_is_learned():
    assert TEACHABLE == LEARNED
