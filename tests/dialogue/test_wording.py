import pytest

from bot.dialogue.wording import Wording, load_wording
from bot.knowledge import KnowledgeError


@pytest.fixture
def texts(tmp_path):
    (tmp_path / "samtale.yml").write_text('hej: [Hej., Goddag.]\nnavn: "Du er {navn}, og det er {dag}."\n', encoding="utf-8")
    (tmp_path / "spoergsmaal.yml").write_text(
        "afgoerelse:\n  valg: {ja: Ja tak, nej: Nej tak}\n  igen: [Prøv igen]\n", encoding="utf-8"
    )
    return load_wording(tmp_path)


def test_the_lines_of_the_conversation_need_no_prefix_and_the_others_are_named_by_their_file(texts):
    assert texts.say("hej") == "Hej."
    assert texts.say("spoergsmaal.afgoerelse.igen") == "Prøv igen"


def test_the_bot_does_not_repeat_itself_and_a_replay_says_the_same(texts):
    assert [texts.say("hej", turn) for turn in range(3)] == ["Hej.", "Goddag.", "Hej."]


def test_what_is_not_filled_in_is_left_to_be_seen(texts):
    assert texts.say("navn", navn="Ane") == "Du er Ane, og det er {dag}."


def test_a_citizens_own_braces_are_not_filled_in(texts):
    assert texts.say("navn", navn="{dag}", dag="mandag") == "Du er {dag}, og det er mandag."


def test_the_options_of_a_question_are_found_below_it(texts):
    assert texts.below("spoergsmaal.afgoerelse.valg") == {"ja": "Ja tak", "nej": "Nej tak"}


def test_a_line_that_no_file_has_is_an_error_or_nothing(texts):
    assert texts.get("findes.ikke") == ""
    with pytest.raises(KeyError):
        texts.say("findes.ikke")


def test_no_texts_at_all_is_told_in_danish(tmp_path):
    with pytest.raises(KnowledgeError, match="her er ingen tekster"):
        load_wording(tmp_path)


def test_a_line_with_a_mistake_in_it_is_named_by_file_and_line(tmp_path):
    (tmp_path / "samtale.yml").write_text("hej: Hej\nhej: Dav\n", encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"samtale\.yml, linje 2: feltet 'hej' står to gange"):
        load_wording(tmp_path)


def test_every_line_the_bot_has_says_something(wording):
    assert isinstance(wording, Wording)
    for name, versions in wording.lines.items():
        assert versions, name
        assert all(version.strip() for version in versions), name
        assert len(set(versions)) == len(versions), f"{name} siger det samme to gange"
