"""The year in figures, against figures worked out by hand."""

from bot.report import findings
from bot.report.danish import counted, inside, length, number, percent
from bot.report.figures import months_between
from bot.report.suppression import Hidden
from bot.store import Tally
from tests.report.conftest import many, of_year, tally


def counts(breakdown):
    return {line.key: line.count for line in breakdown.lines}


def test_every_table_splits_the_same_conversations(base, year):
    found = of_year(year, base)

    assert found.total == 203
    assert {breakdown.total for breakdown in found.breakdowns.values()} == {203}


def test_where_they_were_shown_to_is_counted_with_what_led_nowhere_last(base, year):
    found = of_year(year, base)

    assert [(line.label, line.count) for line in found["vej"].lines] == [
        ("Mægling", 140),
        ("Klageorgan", 40),
        ("Afdelingen selv", 0),
        ("Et menneske", 0),
        ("Politikerne", 0),
        ("Rette myndighed", 0),
        ("Rådgivning", 0),
        ("Intet udfald", Hidden.OTHER),
        ("Slettet af borgeren", Hidden.SMALL),
    ]


def test_a_share_is_of_all_conversations(base, year):
    assert of_year(year, base)["vej"].line("maegling").share == 140 / 203


def test_months_stand_in_order_with_the_empty_ones_among_them(base, year):
    found = of_year(year, base)["maaned"]

    assert [line.label for line in found.lines][:3] == ["januar", "februar", "marts"]
    assert counts(found)["2026-03"] == 90
    assert counts(found)["2026-01"] == 0
    assert counts(found)["2026-12"] is Hidden.SMALL


def test_hours_are_danish_clock_hours_and_the_office_was_open_or_not(base):
    found = of_year([*many(6, hour=0, open=False), *many(7, hour=9), *many(8, hour=23, open=None)], base)

    assert counts(found["tid"]) == {"0-6": 6, "6-9": 0, "9-12": 7, "12-15": 0, "15-18": 0, "18-21": 0, "21-24": 8}
    assert counts(found["aabent"]) == {"aabent": 7, "lukket": 6, "ingen": 8}


def test_a_conversation_has_one_ending(base):
    tallies = [
        *many(10, handed_over=True),  # shown the way, and handed over: the way counts
        *many(6, route=None, handed_over=True),
        *many(7, route=None, abandoned=True),
        *many(8, route=None),
    ]

    found = of_year(tallies, base)

    assert counts(found["udgang"]) == {"vist": 10, "givet_videre": 6, "afbrudt": 7, "andet": 8}
    assert counts(found["menneske"]) == {"ja": 16, "nej": 15}


def test_the_middle_number_of_questions_and_what_19_of_20_had_at_most(base):
    asked = [0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 14]

    found = of_year([tally(questions=number) for number in asked], base).questions

    assert (found.median, found.most) == (3, 6)


def test_of_too_few_no_middle_is_given(base):
    assert of_year(many(4), base).questions is None


def test_small_areas_are_told_together(base):
    tallies = [*many(20), *many(3, area="sygedagpenge"), *many(2, area="foertidspension")]

    found = of_year(tallies, base)["omraade"]

    assert counts(found) == {"hjaelpemidler": 20, "andre": 5}


def test_those_led_right_are_weighted_by_what_they_were_drawn_from(base):
    """100 were unsure, 10 of them read, 5 right; 300 had no reason, 30 read, all right: (100 · 0,5 + 300 · 1) / 400."""
    tallies = [
        *many(90, reason="usikker"),
        *many(5, reason="usikker", verdict="ja"),
        *many(5, reason="usikker", verdict="nej"),
        *many(270),
        *many(30, reason="proeve", sampled=True, verdict="ja"),
    ]

    found = of_year(tallies, base).accuracy

    assert found.share == 0.875
    assert (found.conversations, found.reviewed, found.covered) == (400, 40, 1.0)
    assert found.low < 0.875 < found.high


def test_of_what_the_citizen_deleted_only_month_and_channel_are_counted(base):
    found = of_year([*many(20), *[Tally("aalborg", "sms", "2026-04", deleted=True)] * 6], base)

    assert counts(found["kanal"])["sms"] == 6
    assert counts(found["maaned"])["2026-04"] == 6
    assert counts(found["vej"])["slettet"] == 6
    assert counts(found["slettet"]) == {"ja": 6, "nej": 20}


def test_a_year_with_next_to_nobody_gives_no_number_away(base):
    found = of_year(many(3), base)

    assert found.total is Hidden.SMALL
    shown = [line for breakdown in found.breakdowns.values() for line in breakdown.lines]
    assert all(line.count == 0 or isinstance(line.count, Hidden) for line in shown)
    assert all(line.share is None for line in shown)


def test_a_year_without_anybody_is_all_noughts(base):
    found = of_year([], base)

    assert found.total == 0
    assert all(line.count == 0 for breakdown in found.breakdowns.values() for line in breakdown.lines)


def test_months_go_over_new_year():
    assert months_between("2025-11", "2026-02") == ("2025-11", "2025-12", "2026-01", "2026-02")


def test_what_the_tables_show_is_said_in_words(base, year):
    found = of_year(year, base)

    assert findings.busiest(found) == "Der var flest i marts (90 samtaler)."
    assert findings.biggest(found["vej"], "Flest blev vist til") == (
        "Flest blev vist til mægling (140, 69,0\N{NO-BREAK SPACE}%) og klageorgan (40, 19,7\N{NO-BREAK SPACE}%)."
    )
    assert findings.satisfaction(found).startswith("Borgerne kan sige til sidst, om det hjalp: 40 svarede ja, ")
    assert findings.deleted(found).startswith("Under 5 samtaler blev slettet af borgeren selv.")


def test_numbers_are_written_as_in_danish():
    assert number(12345) == "12.345"
    assert number(2.5, 1) == "2,5"
    assert percent(0.1234) == "12,3\N{NO-BREAK SPACE}%"
    assert counted(1, "samtale", "samtaler") == "1 samtale"
    assert counted(2, "samtale", "samtaler") == "2 samtaler"
    assert counted(0, "samtale", "samtaler") == "ingen samtaler"
    assert counted(Hidden.SMALL, "samtale", "samtaler") == "under 5 samtaler"
    assert counted(Hidden.OTHER, "samtale", "samtaler") == "et skjult antal samtaler"
    assert (length("P30D"), length("P1Y"), length("P3M")) == ("30 dage", "1 år", "3 måneder")
    assert (inside("Mægling"), inside("SU")) == ("mægling", "SU")
