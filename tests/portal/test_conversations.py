"""Finding and reading conversations, and joining one: what is shown, to whom, and what is noted of it."""

import re

import pytest

from bot.portal.explanation import explained
from bot.store.audit import AuditFilter
from bot.store.conversations import Said
from bot.store.search import PAGE
from tests.portal.talks import Talks


@pytest.fixture
def talks(office):
    return Talks(office)


def acts(office, about):
    """What the log says was done about something, oldest first."""
    return [entry.act for entry in reversed(office.audit.read(AuditFilter(about=about)))]


def test_the_list_shows_what_each_conversation_was_about(at_portal, talks):
    talks.whole()

    async def visit(portal):
        person = await portal.signed_in()
        page = (await person.get("/samtaler")).text

        for words in ("nej til en ny kørestol", "Klageorgan", "62\N{NO-BREAK SPACE}%", "1 samtale"):
            assert words in page

    at_portal(visit)


def test_filters_combine_and_stay_in_the_links_and_the_form(at_portal, talks):
    found, other = talks.whole(), talks.start(channel="sms")

    async def visit(portal):
        person = await portal.signed_in()
        page = (await person.get("/samtaler?vej=klageorgan&kanal=web&ord=k%C3%B8rest")).text

        assert f"/samtaler/{found}?ord=k%C3%B8rest&amp;kanal=web&amp;vej=klageorgan" in page
        assert other not in page
        assert '<option value="klageorgan" selected>' in page
        assert 'value="kørest"' in page

    at_portal(visit)


def test_what_the_address_says_that_nobody_knows_is_left_out_with_a_word(at_portal, talks):
    key = talks.whole()

    async def visit(portal):
        person = await portal.signed_in()
        page = await person.get("/samtaler?vej=maanen&fra=i+gaar&kanal=web")

        assert page.status_code == 200
        assert "det er udeladt" in page.text.lower()
        assert "vej og fra dato" in page.text
        assert key in page.text

    at_portal(visit)


def test_one_pages_through_the_older_ones_and_back(at_portal, talks, clock):
    keys = []
    for _ in range(PAGE + 1):
        keys.append(talks.start())
        clock.passes(minutes=1)

    async def visit(portal):
        person = await portal.signed_in()
        first = (await person.get("/samtaler?kanal=web")).text
        older = re.search(r'rel="next" href="([^"]+)"', first).group(1).replace("&amp;", "&")
        second = (await person.get(older)).text

        assert keys[0] not in first
        assert keys[0] in second
        assert "Til de nyeste" in second
        assert keys[-1] not in second

    at_portal(visit)


def test_a_search_is_noted_without_the_words_searched_for(at_portal, office):
    async def visit(portal):
        person = await portal.signed_in()
        await person.get("/samtaler?ord=Sinatur&vej=maegling")
        (entry,) = office.audit.read(AuditFilter(act="soegt"))

        assert entry.detail == {"felter": ["ord", "vej"]}

    at_portal(visit)


def test_a_view_is_saved_found_again_and_deleted(at_portal, talks):
    talks.whole()

    async def visit(portal):
        person, other = await portal.signed_in(), await portal.signed_in()
        await person.post("/samtaler/visninger", on="/samtaler", navn="Mine klager", visning="vej=klageorgan&trick=1")
        page = (await person.get("/samtaler")).text

        assert '<a href="/samtaler?vej=klageorgan">Mine klager</a>' in page
        assert "Mine klager" not in (await other.get("/samtaler")).text

        delete = re.search(r"/samtaler/visninger/\d+/slet", page).group()
        await other.post(delete, on="/samtaler")
        assert "Mine klager" in (await person.get("/samtaler")).text
        await person.post(delete, on="/samtaler")
        assert "Mine klager" not in (await person.get("/samtaler")).text

    at_portal(visit)


def test_nobody_finds_or_reads_another_municipalitys_conversations(at_portal, talks, office):
    key = talks.whole(municipality="aarhus")

    async def visit(portal):
        person = await portal.signed_in("bedoemmer", ["aalborg"])

        assert key not in (await person.get("/samtaler")).text
        assert key not in (await person.get("/samtaler?kommune=aarhus")).text
        for path in (f"/samtaler/{key}", f"/samtaler/{key}/nyt?efter=0"):
            assert (await person.get(path)).status_code == 404
        for deed in ("overtag", "svar", "giv-tilbage"):
            assert (await person.post(f"/samtaler/{key}/{deed}", svar="Hej")).status_code == 404
        assert acts(office, key) == []
        assert office.conversations.get(key).state == "bot"

    at_portal(visit)


def test_reading_a_conversation_is_noted(at_portal, talks, office):
    key = talks.whole()

    async def visit(portal):
        person = await portal.signed_in(municipalities=["aarhus"])
        await person.get(f"/samtaler/{key}")
        (entry,) = office.audit.read(AuditFilter(about=key))

        assert (entry.username, entry.act, entry.municipality) == (person.account.username, "laest", "aarhus")

    at_portal(visit)


def test_the_transcript_says_what_was_understood_asked_and_decided(at_portal, talks):
    key = talks.whole()

    async def visit(portal):
        person = await portal.signed_in()
        page = re.sub(r"\s+", " ", (await person.get(f"/samtaler/{key}")).text)

        for words in (
            *("Jeg har fået nej til en ny kørestol.", "Have det lavet om", "<strong>Afgørelse</strong> 81 %"),
            *("ellers Sagsbehandling 12 %", "Spurgte så om <strong>Ønske</strong>", "rækker kunne afgøre sagen"),
            *("Det afgjorde", "Retssikkerhedsloven, § 60", "18.12.2026", "25 dage tilbage", "Fristen er nær"),
            *("<strong>Have det ændret</strong> 90 %", "20. november 2026"),
        ):
            assert words in page, words

    at_portal(visit)


def test_a_citizens_markup_is_text(at_portal, talks):
    key = talks.start()
    talks.citizen(key, "<script>alert(1)</script> afslag", "Fortæl mere")

    async def visit(portal):
        person = await portal.signed_in()
        for path in (f"/samtaler/{key}", "/samtaler", f"/samtaler/{key}/nyt?efter=0"):
            assert "<script>alert" not in (await person.get(path)).text

    at_portal(visit)


def test_next_and_previous_keep_the_filter(at_portal, talks, clock):
    first = talks.whole()
    clock.passes(minutes=5)
    talks.start()
    clock.passes(minutes=5)
    last = talks.whole()

    async def visit(portal):
        person = await portal.signed_in()
        page = (await person.get(f"/samtaler/{last}?vej=klageorgan")).text

        assert f'rel="next" href="/samtaler/{first}?vej=klageorgan"' in page
        assert 'rel="prev"' not in page

    at_portal(visit)


def test_similar_conversations_are_shown_and_only_ones_own(at_portal, talks):
    one, alike, elsewhere = talks.start(), talks.start(), talks.start("aalborg")
    different = talks.start()
    talks.citizen(one, "Afslag på kørestol med elmotor", "Tak")
    talks.citizen(alike, "De gav afslag på en kørestol med elmotor til min søn", "Tak")
    talks.citizen(elsewhere, "Afslag på kørestol med elmotor", "Tak")
    talks.citizen(different, "Skolen svarer ikke", "Tak")

    async def visit(portal):
        person = await portal.signed_in(municipalities=["aarhus"])
        page = (await person.get(f"/samtaler/{one}")).text
        shown = page.partition('id="lignende"')[2]

        assert alike in shown
        assert elsewhere not in page
        assert different not in shown

    at_portal(visit)


def test_a_deleted_conversation_is_not_among_the_similar(at_portal, talks, office):
    one, alike = talks.start(), talks.start()
    talks.citizen(one, "Afslag på kørestol med elmotor", "Tak")
    talks.citizen(alike, "Afslag på kørestol med elmotor", "Tak")

    async def visit(portal):
        person = await portal.signed_in()
        assert alike in (await person.get(f"/samtaler/{one}")).text
        office.conversations.forget(alike)
        assert alike not in (await person.get(f"/samtaler/{one}")).text

    at_portal(visit)


def test_a_person_takes_over_writes_and_hands_back(at_portal, talks, office):
    key = talks.start(state="waiting")
    talks.citizen(key, "Må jeg tale med et menneske?", "Ja")

    async def visit(portal):
        person = await portal.signed_in("bedoemmer", name="Kim Prøve")
        answer = await person.post(f"/samtaler/{key}/overtag?tilstand=live", on=f"/samtaler/{key}")
        assert answer.headers["location"] == f"/samtaler/{key}?tilstand=live#live"
        page = (await person.get(f"/samtaler/{key}")).text
        assert "Kim Prøve overtog samtalen" in page
        assert "Et menneske svarer" in (await person.get("/samtaler?tilstand=live")).text

        await person.post(f"/samtaler/{key}/svar", on=f"/samtaler/{key}", svar="Hej, jeg hedder Kim.\r\nHvad er der sket?")
        await person.post(f"/samtaler/{key}/giv-tilbage", on=f"/samtaler/{key}")

        said = [(message.author, message.text) for message in office.conversations.messages(key)][2:]
        assert said == [
            ("system", office.wording.say("doer.person_er_her")),
            ("person", "Hej, jeg hedder Kim.\nHvad er der sket?"),
            ("system", office.wording.say("doer.person_er_gaaet")),
        ]
        assert office.conversations.get(key).state == "bot"
        assert [act for act in acts(office, key) if act != "laest"] == ["overtaget", "svaret", "givet_tilbage"]

    at_portal(visit)


def test_the_second_to_take_over_is_told_that_somebody_has_it(at_portal, talks, office):
    key = talks.start(state="waiting")

    async def visit(portal):
        first, second = await portal.signed_in("bedoemmer"), await portal.signed_in("bedoemmer")
        await first.post(f"/samtaler/{key}/overtag")
        answer = await second.post(f"/samtaler/{key}/overtag")

        assert answer.status_code == 409
        assert "Nogen kom før dig" in answer.text
        assert acts(office, key) == ["overtaget"]

    at_portal(visit)


@pytest.mark.parametrize("deed", ["overtag", "svar", "giv-tilbage"])
def test_a_reader_cannot_join(at_portal, talks, office, deed):
    key = talks.start(state="waiting")

    async def visit(portal):
        reader = await portal.signed_in("laeser")

        assert "Overtag" not in (await reader.get(f"/samtaler/{key}")).text
        assert (await reader.post(f"/samtaler/{key}/{deed}", svar="Hej")).status_code == 403
        assert office.conversations.get(key).state == "waiting"

    at_portal(visit)


def test_an_empty_or_too_long_answer_is_kept_and_not_sent(at_portal, talks, office):
    key = talks.start(state="person")

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        empty = await person.post(f"/samtaler/{key}/svar", svar="  ")
        long = await person.post(f"/samtaler/{key}/svar", svar="ord " * 600)

        assert empty.status_code == long.status_code == 422
        assert "Skriv et svar først." in empty.text
        assert "ord ord ord" in long.text
        assert office.conversations.messages(key) == []
        assert acts(office, key) == ["laest", "laest"]

    at_portal(visit)


def test_a_citizen_who_is_gone_is_not_written_to(at_portal, talks, office, clock):
    key = talks.start(state="waiting")
    clock.passes(days=2)

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")

        assert "Overtag samtalen" not in (await person.get(f"/samtaler/{key}")).text
        assert (await person.post(f"/samtaler/{key}/overtag")).status_code == 422
        assert office.conversations.get(key).state == "waiting"

    at_portal(visit)


def test_new_messages_come_with_what_was_understood_and_are_noted_as_read(at_portal, talks, office):
    key = talks.whole()

    async def visit(portal):
        person = await portal.signed_in()
        nothing = (await person.get(f"/samtaler/{key}/nyt?efter=4")).json()
        news = (await person.get(f"/samtaler/{key}/nyt?efter=2")).json()

        assert nothing == {"html": "", "seq": 4, "state": "bot"}
        assert 'id="besked-3"' in news["html"]
        assert 'id="besked-2"' not in news["html"]
        assert "Have det ændret" in news["html"]
        assert acts(office, key) == ["laest"]
        assert (await person.get(f"/samtaler/{key}/nyt?efter=vrøvl")).status_code == 400

    at_portal(visit)


def test_a_conversation_that_is_gone_is_not_found(at_portal, talks, office):
    key = talks.whole()
    office.conversations.forget(key)

    async def visit(portal):
        person = await portal.signed_in()

        assert (await person.get(f"/samtaler/{key}")).status_code == 404

    at_portal(visit)


def test_the_reason_for_a_question_is_the_rows_still_open(talks, office):
    key = talks.whole()
    first, second = explained(office.transcripts.get(key), office.base).values()

    assert first.asked == "oensker"
    assert len(first.rows) > 1
    assert all("oensker" in row.missing for row in first.rows if row.missing)
    assert [told.fact for told in first.told] == ["kommune", "emne", "omraade"]
    assert {told.fact for told in second.told} == {"oensker", "afgoerelse", "hvornaar"}


def test_a_fact_that_is_taken_back_is_named(talks, office):
    key = talks.start()
    facts = {"kommune": "aarhus", "emne": "adfaerd"}
    talks.citizen(key, "De var grove", "Hvad?", understood={"facts": facts, "beliefs": {}, "asked": "oensker"})
    talks.citizen(key, "Nej, glem det", "Hvad så?", understood={"facts": {"kommune": "aarhus"}, "beliefs": {}, "asked": None})
    last = list(explained(office.transcripts.get(key), office.base).values())[-1]

    (told,) = last.told
    assert (told.fact, told.answer, told.before) == ("emne", None, "adfaerd")


def test_facts_in_words_that_are_no_longer_used_explain_nothing_and_break_nothing(at_portal, talks, office):
    key = talks.start()
    old = {"facts": {"emne": "noget_gammelt", "udgaaet": "ja"}, "beliefs": {}, "asked": "oensker", "tries": 1}
    talks.citizen(key, "Hej", "Hvad?", understood=old)
    (made,) = explained(office.transcripts.get(key), office.base).values()

    assert made.rows == ()

    async def visit(portal):
        person = await portal.signed_in()
        assert (await person.get(f"/samtaler/{key}")).status_code == 200

    at_portal(visit)


def test_a_turn_that_failed_is_shown_as_such(at_portal, talks):
    key = talks.start()
    talks.citizen(key, "Hej", Said("system", "Jeg kan ikke svare lige nu.", {"down": True}), failed=True)

    async def visit(portal):
        person = await portal.signed_in()
        page = (await person.get(f"/samtaler/{key}")).text

        assert "Svaret gik galt" in page
        assert "Sprogmodellen svarede ikke" in page

    at_portal(visit)
