"""An editor who makes a mistake is told the file, the line and the cure, in Danish."""

from datetime import date

import pytest

from bot.knowledge.yaml import KnowledgeError, read


@pytest.fixture
def write(tmp_path):
    def write(text):
        file = tmp_path / "vaerker.yml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_a_file_is_read_as_it_is_written(write):
    section = read(
        write("navn: Ankestyrelsen\ntelefon: 33 41 12 00\nkoder: [a, 1]\nset: 2026-11-22\nmaa: ja\nbarn: {alder: 7}\ntom:\n")
    )

    assert section.text("navn") == "Ankestyrelsen"
    assert section.text("telefon") == "33 41 12 00"
    assert section.texts("koder") == ("a", "1")
    assert section.day("set") == date(2026, 11, 22)
    assert section.text("set") == "2026-11-22"
    assert section.flag("maa") is True
    assert section.section("barn").text("alder") == "7"
    assert section.text("tom", "intet") == "intet"


def test_a_telephone_number_is_no_sum_and_no_is_no_truth_value(write):
    section = read(write("telefon: 99311967\nnul: 012\nsvar: no\nversion: 1.10\n"))

    assert [section.text(key) for key in section.values] == ["99311967", "012", "no", "1.10"]


def test_what_is_left_out_takes_its_default(write):
    section = read(write("navn: A\n"))

    assert section.text("web", "") == ""
    assert section.texts("koder", ()) == ()
    assert section.flag("maa", default=False) is False
    assert section.list_of_sections("raekker") == []


@pytest.mark.parametrize(
    ("text", "take", "told"),
    [
        (
            "navn: A\nhvís: B\n",
            lambda s: s.only("navn", "hvis"),
            "vaerker.yml, linje 2: kender ikke feltet 'hvís' (mener du 'hvis'?)",
        ),
        ("navn: A\nzzz: B\n", lambda s: s.only("navn"), "vaerker.yml, linje 2: kender ikke feltet 'zzz'"),
        ("\n\nnavn: A\n", lambda s: s.text("web"), "vaerker.yml, linje 3: mangler feltet 'web'"),
        ("web:\nnavn: A\n", lambda s: s.text("web"), "vaerker.yml, linje 1: mangler feltet 'web'"),
        ("navn: [A, B]\n", lambda s: s.text("navn"), "vaerker.yml, linje 1: 'navn' skal være tekst"),
        ("a: b\nkoder: A\n", lambda s: s.texts("koder"), "vaerker.yml, linje 2: 'koder' skal være en liste"),
        ("koder: [{a: b}]\n", lambda s: s.texts("koder"), "vaerker.yml, linje 1: 'koder' skal være en liste af tekster"),
        ("koder: [A]\n", lambda s: s.list_of_sections("koder"), "vaerker.yml, linje 1: 'koder' skal være en liste af blokke"),
        ("a: b\nmaa: måske\n", lambda s: s.flag("maa"), "vaerker.yml, linje 2: 'maa' skal være ja eller nej, ikke 'måske'"),
        ("set: i går\n", lambda s: s.day("set"), "vaerker.yml, linje 1: 'set' skal være en dato som 2026-11-22"),
        ("barn: A\n", lambda s: s.section("barn"), "vaerker.yml, linje 1: 'barn' skal være en blok med felter"),
        ("a: {b: c}\nd: e\n", lambda s: list(s.sections()), "vaerker.yml, linje 2: 'd' skal være en blok med felter"),
        (
            "vej: klageorgn\n",
            lambda s: s.one_of("vej", ("klageorgan", "maegling")),
            "vaerker.yml, linje 1: 'vej' kan ikke være 'klageorgn' (mener du 'klageorgan'?)",
        ),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_its_line_and_cure(write, text, take, told):
    section = read(write(text))

    with pytest.raises(KnowledgeError) as problem:
        take(section)

    assert str(problem.value) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("navn: A\nnavn: B\n", "vaerker.yml, linje 2: feltet 'navn' står to gange"),
        ("navn: A\nbarn:\n  x: 1\n  x: 2\n", "vaerker.yml, linje 4: feltet 'x' står to gange"),
        ("set: 2026-02-31\n", "vaerker.yml, linje 1: '2026-02-31' er ikke en dato som 2026-11-22"),
        ("- a\n- b\n", "vaerker.yml, linje 1: filen skal bestå af felter på formen 'navn: værdi'"),
        ("", "vaerker.yml, linje 1: filen skal bestå af felter på formen 'navn: værdi'"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(write, text, told):
    with pytest.raises(KnowledgeError) as problem:
        read(write(text))

    assert str(problem.value) == told


@pytest.mark.parametrize(
    ("text", "line"), [("navn: A\n  barn: B\n", 2), ("a: b\nnavn: [A, B\n", 3), ('a: "b\n', 2), ("a: b\n\tc: d\n", 2)]
)
def test_what_cannot_be_read_says_where_and_what_to_look_for(write, text, line):
    with pytest.raises(KnowledgeError) as problem:
        read(write(text))

    assert str(problem.value).startswith(f"vaerker.yml, linje {line}: kan ikke læses")
    assert "tjek indrykning og kolon" in str(problem.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(KnowledgeError, match="findes ikke"):
        read(tmp_path / "mangler.yml")


def test_a_file_in_another_encoding_is_told_to_be_saved_again(tmp_path):
    file = tmp_path / "gammel.yml"
    file.write_bytes("navn: Ærø".encode("latin-1"))

    with pytest.raises(KnowledgeError, match=r"gammel\.yml: filen skal gemmes som UTF-8"):
        read(file)
