"""Before a change is made one is told what it moves: stored conversations and worked examples, decided before and after."""

import html
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.dialogue.edition import Edition
from bot.portal import impact
from bot.portal.impact import Case, pieces, worked_examples
from bot.store import schema
from bot.store.conversations import Said
from bot.store.replays import Replays, Told

AARHUS = "knowledge/municipalities/aarhus.yml"
DAY = timedelta(days=1)
TALKS = {"kommune": "aarhus", "emne": "adfaerd", "myndighed": "kommunen", "oensker": "dialog"}
GUIDED = {"kommune": "aarhus", "emne": "sagsbehandling", "myndighed": "kommunen", "oensker": "vejledning"}
ELSEWHERE = TALKS | {"kommune": "aalborg"}
UNDECIDED = {"kommune": "aarhus", "emne": "afgoerelse"}
AT = datetime(2026, 11, 20, 12)


@pytest.fixture(scope="module")
def files():
    return Edition.read()


def told(*facts):
    return [Told(f"samtale{number}", AT, one) for number, one in enumerate(facts)]


def changed(place, after, file=AARHUS):
    return Edition.read({file: [(place, after)]})


def reckoned(before, after, *facts):
    return impact.impact(before, after, stored=told(*facts), examples=None)["conversations"]


def test_a_changed_place_moves_the_conversations_it_decides_and_no_others(files):
    after = changed(["tabel", "vejledning", "sted"], "borgermaegler_aarhus")

    found = reckoned(files, after, GUIDED, TALKS, ELSEWHERE, UNDECIDED)

    assert found["count"] == 4
    assert found["moved"] == [
        {
            "from": ["raadgivning", "raadgiver"],
            "to": ["raadgivning", "borgermaegler_aarhus"],
            "count": 1,
            "names": ["samtale0"],
        }
    ]
    assert impact.moved(found) == 1


def test_the_moves_that_are_many_stand_first_and_only_some_are_named(files):
    after = changed(["tabel", "vejledning", "sted"], "borgermaegler_aarhus")

    [move] = reckoned(files, after, *[GUIDED] * 12)["moved"]

    assert move["count"] == 12
    assert len(move["names"]) == 10


def test_a_new_telephone_number_moves_nobody_but_is_read_by_those_it_is_shown_to(files):
    found = reckoned(files, changed(["ordning", "telefon"], "12 34 56 78"), TALKS, TALKS, GUIDED, ELSEWHERE, UNDECIDED)

    assert found["moved"] == []
    assert found["shown"] == 2


def test_a_text_of_the_outcome_is_read_by_all_it_is_shown_to(files):
    after = changed(["ikke_en_klage"], "Dette er ikke en klage, men en hjælp.", file="texts/udfald.yml")

    found = reckoned(files, after, TALKS, GUIDED, GUIDED, UNDECIDED)

    assert found["moved"] == []
    assert found["shown"] == 3


def test_a_case_that_opens_again_is_told_as_not_decided(files):
    rows = [row.id for row in files.base.municipality("aarhus").table.rows]
    after = changed(["tabel", rows[0], "hvis"], {"myndighed": ["anden", "privat"], "paa_vegne_af": ["mig_selv"]})

    found = reckoned(files, after, {"kommune": "aarhus", "myndighed": "anden", "emne": "adfaerd"})

    assert [(move["from"][0], move["to"]) for move in found["moved"]] == [("rette_myndighed", ["", ""])]


def test_a_conversation_is_read_as_on_its_own_day(files):
    old = ELSEWHERE | {"hvornaar": "2026-01-10", "indbragt_andetsteds": "nej", "talt_med_afdelingen": "ja"}
    decide = impact.Decider(files)

    within, beyond = (decide(Case("x", old, day)) for day in (date(2026, 11, 20), date(2027, 11, 20)))

    assert within.body == beyond.body == "borgerraadgiver_aalborg"
    assert within.text != beyond.text, "over et år siden, hvis den læses et år senere"


def test_facts_that_are_no_longer_facts_are_counted_apart(files):
    found = reckoned(files, files, TALKS, {"kommune": "aarhus", "emne": "noget_gammelt"}, {"hvornaar": "engang", **GUIDED})

    assert found["unreadable"] >= 1
    assert found["count"] + found["unreadable"] == 3


def test_facts_with_other_names_than_ours_are_left_out(files):
    found = reckoned(files, files, {**TALKS, "nyt_navn": "ja", "afgoerelse": None})

    assert (found["count"], found["unreadable"]) == (1, 0)


def test_the_same_before_and_after_moves_nothing(files):
    examples = worked_examples()

    found = impact.impact(files, files, stored=told(TALKS), examples=examples)["examples"]

    assert found["count"] == len(examples) > 100
    assert (found["moved"], found["shown"], found["unreadable"]) == ([], 0, 0)


def test_the_examples_a_change_moves_are_named(files):
    after = changed(["tabel", "vejledning", "sted"], "borgermaegler_aarhus")

    found = impact.impact(files, after, stored=[], examples=worked_examples())["examples"]

    assert impact.moved(found) > 0
    assert all(isinstance(name, str) and name for move in found["moved"] for name in move["names"])


def test_an_installation_without_the_examples_says_so(tmp_path, files):
    assert worked_examples(tmp_path) is None
    assert impact.impact(files, files, stored=[], examples=None)["examples"] is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tak. Din besked er sendt til {navn}. Dit nummer er {kvittering}.", ["Tak. Din besked er sendt til"]),
        (["Kort {a}", "Fortæl mig lidt mere om det."], ["Fortæl mig lidt mere om det."]),
        ("{kontakt}", []),
        ("", []),
    ],
)
def test_of_a_text_the_longest_stretch_that_always_stands_the_same_is_looked_for(text, found):
    assert pieces(text) == found


# From the store


@pytest.fixture
def converse(office):
    def converse(*understood, municipality="aarhus", says=(), started=AT):
        conversation = office.conversations.start("web", municipality, lives=DAY)[0].id
        for number, facts in enumerate(understood):
            office.turns.take(conversation, "Hej", "Hej", {}, client_id=f"besked{number:04}", answered=True, lives=DAY)
            turn = office.turns.claim(conversation)
            office.turns.answer(turn, [Said("bot", "Tak.")], understood=facts and {"facts": facts, "beliefs": {}})
        if says:
            office.conversations.add(conversation, [Said(*one) for one in says])
        with office.database.begin() as connection:
            at = schema.conversation.c.id == conversation
            connection.execute(update(schema.conversation).where(at).values(started_at=started))
        return conversation

    return converse


def test_a_conversation_is_judged_by_what_was_known_last(office, converse):
    conversation = converse({"kommune": "aarhus"}, TALKS, None)
    converse(None)
    converse()

    assert office.replays.latest(limit=10) == [Told(conversation, AT, TALKS)]


def test_the_newest_come_first_and_no_more_than_wanted(office, converse):
    old, new = converse(TALKS, started=AT - DAY), converse(GUIDED, started=AT)
    there = converse(ELSEWHERE, municipality="aalborg", started=AT - 2 * DAY)

    assert [one.conversation for one in office.replays.latest(limit=10)] == [new, old, there]
    assert [one.conversation for one in office.replays.latest(limit=1)] == [new]
    assert [one.conversation for one in office.replays.latest(municipality="aalborg", limit=10)] == [there]


def test_what_the_bot_has_said_is_counted_by_conversation(office, converse):
    converse(says=[("bot", "Chatten er 100% lukket i dag."), ("system", "Chatten er 100% lukket i dag.")])
    converse(says=[("citizen", "Chatten er 100% lukket i dag.")])
    replays = Replays(office.database)

    assert replays.said("er 100% lukket") == 1
    assert replays.said("er 100_ lukket") == 0, "tegn er kun tegn"


def test_the_one_who_agrees_sees_what_it_moves(at_portal, converse):
    async def story(portal):
        guided = converse(GUIDED)
        converse(TALKS)
        converse(ELSEWHERE, municipality="aalborg")
        anna, bo = await portal.signed_in("redaktoer", ["aarhus"]), await portal.signed_in("redaktoer", ["aarhus"])
        given = {
            "fil": AARHUS,
            "sted": ["tabel", "vejledning", "sted"],
            "vaerdi": "borgermaegler_aarhus",
            "hvorfor": "De vejleder også",
            "fra": "2026-11-23",
        }

        preview = await anna.post("/aendringer/ret", trin="se", **given)
        answer = await anna.post("/aendringer/ret", trin="send", **given)
        page = html.unescape((await bo.get(answer.headers["location"])).text)

        for shown in (html.unescape(preview.text), page):
            assert "Ændringen flytter 1 af 2 samtaler og" in shown
            assert f"/samtaler/{guided}" in shown
            assert "Rådgivning: " in shown

    at_portal(story)


def test_a_text_says_in_how_many_conversations_it_has_stood(at_portal, converse, office):
    async def story(portal):
        converse(says=[("system", office.wording.say("doer.person_er_her"))])
        anna = await portal.signed_in("redaktoer")
        given = {"fil": "texts/doer.yml", "sted": "person_er_her", "vaerdi": "Nu skriver en person.", "hvorfor": "Kortere"}

        page = await anna.post("/aendringer/ret", trin="se", fra="2026-11-23", **given)

        assert "Teksten er blevet sagt i 1 samtale." in page.text

    at_portal(story)
