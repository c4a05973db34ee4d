"""The report says what the year was like, also when it was like nothing, and never more than may be said."""

from dataclasses import replace
from datetime import date

import pytest

from bot.report.model import Figure, Heading, Listing, Paragraph, Signature, Table
from bot.report.suppression import Hidden
from bot.store.learned import Amendment, Learned
from tests.report.conftest import LEARNED, many

NOTHING = Learned(0, 0, 0, ())


def text(document):
    """All running text."""
    parts = []
    for block in document.blocks:
        parts += [block.text] if isinstance(block, Paragraph) else block.items if isinstance(block, Listing) else []
    return " ".join(parts)


def test_the_report_has_all_its_parts_in_order(document, year):
    headings = [block.text for block in document(year).blocks if isinstance(block, Heading) and block.level == 2]

    assert headings == [
        "Kort fortalt",
        "Om rapporten",
        "Hvad borgertriagen er, og hvad den ikke må",
        "Året i tal",
        "Kvalitet, og hvor sikre vi er",
        "Hvad der er lært",
        "Databeskyttelse",
        "Metode",
    ]


def test_after_each_chart_stands_its_table(document, year):
    blocks = document(year).blocks

    for block, after in zip(blocks, blocks[1:], strict=False):
        if isinstance(block, Figure):
            assert isinstance(after, Table)
            assert after.key == block.chart.key


def test_aalborg_is_told_what_its_statute_asks_for_and_others_are_not(document, year):
    assert "vedtægten § 6" in text(document(year, "aalborg"))
    assert "§ 6" not in text(document(year, "aarhus"))


def test_it_ends_with_who_stands_behind_it(document, year):
    assert document(year, "aarhus").blocks[-1] == Signature("Aarhus Kommune, 15. januar 2027", "Borgermægleren i Aarhus Kommune")


def test_the_time_things_are_kept_is_the_municipalitys_own(document, year):
    said = text(document(year, "aarhus"))

    assert "samtaler i chatten og sms i 30 dage, samtaler i Messenger i 7 dage og beskeder til et menneske i 90 dage" in said


def test_a_year_without_conversations_is_reported_as_such(document):
    empty = document([], learned=NOTHING)

    assert "Der var ingen samtaler i 2026." in text(empty)
    assert "Der blev ikke foreslået rettelser i 2026." in text(empty)
    assert not [block for block in empty.blocks if isinstance(block, Figure)]


def test_a_year_that_is_not_over_says_so(document, year):
    assert "Året er ikke slut. Tallene går til og med 22. november 2026." in text(document(year, made_on=date(2026, 11, 22)))
    assert "ikke slut" not in text(document(year))


def test_small_numbers_stand_nowhere_in_the_text_or_the_tables(document, year):
    made = document([*year, *many(2, area="sygedagpenge", urgent="livsfare")])

    numbers = [row[1] for table in made.tables if table.columns[1] == "Samtaler" for row in table.rows]
    assert Hidden.SMALL in numbers
    assert not [number for number in numbers if isinstance(number, int) and 0 < number < 5]
    assert "under 5 samtaler" in text(made).lower()


def test_what_was_learned_is_told_in_the_right_number(document, year):
    assert "3 rettelser blev foreslået i 2026. 1 rettelse blev godkendt, og ingen rettelser blev afvist." in text(document(year))
    assert "1 ændring af oplysninger, regler eller tekster trådte i kraft. Alle er set af to personer." in text(document(year))


def test_a_change_made_by_one_person_in_a_hurry_is_not_called_anything_else(document, year):
    alone = Amendment("channels/aalborg.yml", date(2026, 6, 1), "Lukket", emergency=True)

    said = text(document(year, learned=replace(LEARNED, changes=(*LEARNED.changes, alone))))

    assert "1 hastede og blev sat i kraft af én person." in said
    assert "Alle er set af to personer" not in said


def test_the_estimate_is_given_with_its_uncertainty(document, year):
    said = text(document(year))

    assert "Skønnet ud fra 40 bedømte samtaler blev 75\N{NO-BREAK SPACE}% vist rigtigt vej." in said
    assert "Usikkerheden går fra 60\N{NO-BREAK SPACE}% til 86\N{NO-BREAK SPACE}%." in said


@pytest.mark.parametrize("verdicts", [0, 4])
def test_of_too_few_verdicts_no_estimate_is_made(document, verdicts):
    made = document([*many(50), *many(verdicts, verdict="ja")])

    assert "for få samtaler til at sige" in text(made)
    assert "rigtigt" not in [table.key for table in made.tables]


def test_all_municipalities_together_are_signed_by_none_of_them(document, year):
    made = document(year, None)

    assert made.key == "rapport-2026-alle"
    assert made.blocks[-1].name == "Borgertriagens redaktion"
