"""Judging at the portal: the queue, the form, two who differ, and what comes of it all."""

import re
from datetime import timedelta

import pytest

from bot.review.reasons import raters, sampled
from bot.store import Queue
from bot.store.audit import AuditFilter
from bot.store.conversations import Said
from bot.store.queue import DISAGREED, DONE, OPEN
from tests.portal.conftest import PORTAL

DAY = timedelta(days=1)
OUTCOME = {
    "route": "klageorgan",
    "body": "ankestyrelsen",
    "case_type": "afgoerelse",
    "area": "hjaelpemidler",
    "facts": {"kommune": "aarhus", "emne": "afgoerelse", "omraade": "hjaelpemidler", "oensker": "aendre", "afgoerelse": "ja"},
}
RIGHT = {"rigtig": "ja", "tone": "god", "fare": "ingen", "sagstype": "afgoerelse", "omraade": "hjaelpemidler"}
WRONG = RIGHT | {"rigtig": "nej", "vej": "maegling", "sted": "borgermaegler_aarhus"}


@pytest.fixture
def talk(office, clock):
    """`talk(...)`: a whole conversation, read by so many and drawn or not; its key."""

    def talk(*, judges=1, drawn=False, municipality="aarhus", failed=True, urgent=None, quiet=True, ended=True):
        key = None
        while key is None or raters(key) != judges or sampled(key) is not drawn:
            if key:
                office.conversations.forget(key)
            key = office.conversations.start("web", municipality, lives=DAY)[0].id
        office.turns.take(key, "Jeg fik afslag på en kørestol", "x", {}, client_id="12345678", answered=True, lives=DAY)
        asked = Said("bot", "Hvad håber du?", {"question": {"fact": "oensker", "options": []}})
        panel = Said("bot", "Ring 112", {"urgent": {"signal": "livsfare", "numbers": ["112"]}})
        told = Said("bot", "Gå til Ankestyrelsen", {"outcome": OUTCOME})
        says = [asked, *([panel] if urgent else []), *([told] if ended else [])]
        office.turns.answer(office.turns.claim(key), says, failed=failed, understood={"facts": OUTCOME["facts"]})
        if quiet:
            Queue(office.database, lambda: office.conversations.get(key).last_at + timedelta(hours=1)).fill()
        return key

    return talk


def judged(office):
    """Verdicts of all that was looked at, whatever the reason."""
    from datetime import datetime

    found = office.reviews.judged({"*"}, since=datetime(2000, 1, 1), until=datetime(2100, 1, 1))
    return sorted(str(one.verdict) for one in found for _ in range(one.number))


def test_the_queue_says_why_each_conversation_waits(at_portal, talk):
    key = talk()

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        page = await person.get("/koe")

        assert page.status_code == 200
        assert f"/samtaler/{key}" in page.text
        assert "Et svar gik galt undervejs." in page.text

    at_portal(visit)


def test_the_queue_can_be_narrowed_to_a_reason_and_what_is_mine(at_portal, talk):
    key = talk()

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")

        assert key in (await person.get("/koe?grund=fejl")).text
        assert key not in (await person.get("/koe?grund=fare")).text
        assert key not in (await person.get("/koe?hvis=mine")).text
        assert key in (await person.get("/koe?grund=vrøvl&hvis=vrøvl&side=x")).text

    at_portal(visit)


def test_taking_the_next_opens_it_and_keeps_it_from_others(at_portal, talk, office):
    key = talk()

    async def visit(portal):
        first, second = await portal.signed_in("bedoemmer"), await portal.signed_in("bedoemmer")
        taken = await first.post("/koe/naeste", on="/koe")
        left = await second.post("/koe/naeste", on="/koe")

        assert taken.headers["location"].startswith(f"/samtaler/{key}")
        assert left.headers["location"] == "/koe?besked=tom"
        assert key in (await first.get("/koe?hvis=mine")).text

    at_portal(visit)


def test_another_municipalitys_conversation_is_not_there(at_portal, talk):
    key = talk(municipality="aalborg")

    async def visit(portal):
        person = await portal.signed_in("redaktoer", ["aarhus"])

        assert key not in (await person.get("/koe")).text
        for path in ("bedoem", "laer"):
            assert (await person.get(f"/samtaler/{key}/{path}")).status_code == 404
        for path in ("bedoem", "kommentar", "maerke", "tildel", "laer"):
            assert (await person.post(f"/samtaler/{key}/{path}", on="/koe", **RIGHT)).status_code == 404
        assert (await person.get(f"/uenighed/{key}")).status_code == 404

    at_portal(visit)


def test_a_reader_judges_nothing(at_portal, talk):
    key = talk()

    async def visit(portal):
        person = await portal.signed_in("laeser")

        assert (await person.get("/koe")).status_code == 403
        assert (await person.post(f"/samtaler/{key}/bedoem", **RIGHT)).status_code == 403
        assert (await person.get("/uenighed")).status_code == 403

    at_portal(visit)


def test_a_judgement_is_kept_and_whoever_gave_it_is_led_to_the_next(at_portal, talk, office):
    key, after = talk(), talk()

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        said = RIGHT | {"kendsgerning.oensker": "forstaa", "unoedig": "oensker", "note": "Pænt gjort", "naeste": "ja"}
        answer = await person.post(f"/samtaler/{key}/bedoem", on="/koe", **said)

        assert answer.headers["location"] == f"/samtaler/{after}#bedoem"
        standing = office.reviews.standing(key, person.account.id)
        assert standing.state == DONE
        kept = standing.mine.judgement
        assert (kept.route, kept.body, kept.area) == ("klageorgan", "ankestyrelsen", "hjaelpemidler")
        assert (dict(kept.facts), kept.needless, kept.note) == ({"oensker": "forstaa"}, ("oensker",), "Pænt gjort")
        assert [one.about for one in office.audit.read(AuditFilter(act="bedoemt"))] == [key]

    at_portal(visit)


def test_the_form_begins_with_what_the_bot_had_but_not_with_whether_it_was_right(at_portal, talk):
    key = talk()

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        page = (await person.get(f"/samtaler/{key}/bedoem")).text

        assert re.search(r'value="afgoerelse" selected', page)
        assert re.search(r'value="hjaelpemidler" selected', page)
        assert not re.search(r'name="rigtig"[^>]* checked', page)
        assert 'name="kendsgerning.oensker"' in page
        assert 'name="kendsgerning.kommune"' not in page

    at_portal(visit)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (RIGHT | {"rigtig": ""}, "Svar på, om borgeren blev ledt rigtigt."),
        (RIGHT | {"tone": "vrøvl"}, "Svar på, hvordan tonen var."),
        (RIGHT | {"fare": ""}, "Svar på, om fare blev taget rigtigt."),
        (RIGHT | {"rigtig": "nej"}, "Vælg den vej og det sted, der havde været rigtigt."),
        (
            RIGHT | {"rigtig": "nej", "vej": "klageorgan", "sted": "ankestyrelsen"},
            "Vælg den vej og det sted, der havde været rigtigt.",
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_written_is_lost(at_portal, talk, office, given, problem):
    key = talk()

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        answer = await person.post(f"/samtaler/{key}/bedoem", on="/koe", **given, note="Min lange note")

        assert answer.status_code == 422
        assert problem in answer.text
        assert "Min lange note" in answer.text
        assert judged(office) == ["None"]

    at_portal(visit)


def test_where_danger_was_seen_somebody_must_say_whether_it_was_right(at_portal, talk):
    key = talk(urgent=True)

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")

        assert (await person.post(f"/samtaler/{key}/bedoem", on="/koe", **RIGHT)).status_code == 422
        said = RIGHT | {"fare": "rigtigt"}
        assert (await person.post(f"/samtaler/{key}/bedoem", on="/koe", **said)).status_code == 303

    at_portal(visit)


def test_a_conversation_without_an_answer_can_be_judged_without_a_way(at_portal, talk, office):
    key = talk(ended=False)

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        said = RIGHT | {"rigtig": "nej", "sagstype": "", "omraade": ""}

        assert (await person.post(f"/samtaler/{key}/bedoem", on="/koe", **said)).status_code == 303
        kept = office.reviews.standing(key, person.account.id).mine.judgement
        assert (kept.route, kept.body, kept.case_type, kept.area) == (None, None, None, None)

    at_portal(visit)


def test_what_may_go_on_is_not_judged(at_portal, talk):
    key = talk(quiet=False)

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        answer = await person.post(f"/samtaler/{key}/bedoem", on="/", **RIGHT)

        assert answer.status_code == 422
        assert "stille i en halv time" in answer.text

    at_portal(visit)


def test_neither_judgement_nor_comment_of_the_other_is_seen_before_ones_own_is_saved(at_portal, talk, office):
    key = talk(judges=2)

    async def visit(portal):
        first = await portal.signed_in("bedoemmer", name="Mette Prøve")
        second = await portal.signed_in("bedoemmer", name="Jens Prøve")
        await first.post(f"/samtaler/{key}/bedoem", on="/koe", **WRONG, note="Skulle til mægling")
        await first.post(f"/samtaler/{key}/kommentar", on="/koe", tekst="Det her var helt galt")
        before = (await second.get(f"/samtaler/{key}/bedoem")).text
        await second.post(f"/samtaler/{key}/bedoem", on="/koe", **RIGHT)
        after = (await second.get(f"/samtaler/{key}/bedoem")).text

        for words in ("Skulle til mægling", "Det her var helt galt", "Mette Prøve"):
            assert words not in before
            assert words in after
        assert office.reviews.standing(key, second.account.id).state == DISAGREED

    at_portal(visit)


def test_when_the_other_has_judged_ones_own_stands(at_portal, talk, office):
    key = talk(judges=2)

    async def visit(portal):
        first, second = await portal.signed_in("bedoemmer"), await portal.signed_in("bedoemmer")
        await first.post(f"/samtaler/{key}/bedoem", on="/koe", **RIGHT)
        await second.post(f"/samtaler/{key}/bedoem", on="/koe", **RIGHT)
        answer = await first.post(f"/samtaler/{key}/bedoem", on="/koe", **WRONG)

        assert answer.status_code == 422
        assert "En anden har bedømt samtalen imens" in answer.text
        assert judged(office) == ["ja"]

    at_portal(visit)


def test_two_who_differ_are_shown_side_by_side_and_settled_by_an_editor(at_portal, talk, office):
    key = talk(judges=2)

    async def visit(portal):
        first, second = await portal.signed_in("bedoemmer"), await portal.signed_in("bedoemmer")
        editor = await portal.signed_in("redaktoer", name="Lone Prøve")
        await first.post(f"/samtaler/{key}/bedoem", on="/koe", **RIGHT)
        await second.post(f"/samtaler/{key}/bedoem", on="/koe", **WRONG)
        listed, shown = await editor.get("/uenighed"), await editor.get(f"/uenighed/{key}")
        incomplete = await editor.post(f"/uenighed/{key}", on="/uenighed", rigtig="nej", tone="ok", fare="ingen")
        answer = await editor.post(f"/uenighed/{key}", on="/uenighed", **WRONG)
        again = await editor.post(f"/uenighed/{key}", on="/uenighed", **RIGHT)

        assert key in listed.text
        assert shown.text.count("Uenige</span>") == 2
        assert incomplete.status_code == 422
        assert answer.headers["location"] == "/uenighed?besked=afgjort"
        assert again.headers["location"] == "/uenighed?besked=vaek"
        assert judged(office) == ["nej"]
        assert (await first.get("/uenighed")).status_code == 403

    at_portal(visit)


def test_comments_and_tags_are_for_colleagues(at_portal, talk):
    key = talk()

    async def visit(portal):
        person = await portal.signed_in("bedoemmer", name="Mette Prøve")
        await person.post(f"/samtaler/{key}/kommentar", on="/koe", tekst="Se på <b>fristen</b>")
        await person.post(f"/samtaler/{key}/maerke", on="/koe", maerke="Årsberetning")
        tagged = (await person.get(f"/samtaler/{key}/bedoem")).text
        await person.post(f"/samtaler/{key}/maerke", on="/koe", fjern="årsberetning")
        untagged = (await person.get(f"/samtaler/{key}/bedoem")).text

        assert "Se på &lt;b&gt;fristen&lt;/b&gt;" in tagged
        assert "Mette Prøve" in tagged
        assert 'name="fjern" value="årsberetning"' in tagged
        assert 'name="fjern"' not in untagged

    at_portal(visit)


def test_what_another_has_taken_only_an_editor_frees(at_portal, talk, office):
    key = talk()

    async def visit(portal):
        first, second = await portal.signed_in("bedoemmer"), await portal.signed_in("bedoemmer")
        editor = await portal.signed_in("redaktoer")
        await first.post(f"/samtaler/{key}/tildel", on="/koe", hvem="mig")
        refused = await second.post(f"/samtaler/{key}/tildel", on="/koe", hvem="ingen")
        freed = await editor.post(f"/samtaler/{key}/tildel", on="/koe", hvem="ingen")

        assert (refused.status_code, freed.status_code) == (403, 303)
        assert office.reviews.standing(key, first.account.id).assigned is None
        assert office.reviews.standing(key, first.account.id).state == OPEN

    at_portal(visit)


def test_an_editor_gives_a_conversation_to_a_colleague_who_may_judge_it(at_portal, talk, office):
    key = talk()

    async def visit(portal):
        editor = await portal.signed_in("redaktoer", name="Lone Prøve")
        jens = await portal.signed_in("bedoemmer", ["aarhus"], name="Jens Prøve")
        await portal.signed_in("laeser", name="Kun Læser")
        await portal.signed_in("bedoemmer", ["aalborg"], name="Kun Aalborg")
        gone = await portal.signed_in("bedoemmer", name="Ikke Mere")
        office.accounts.set_active(gone.account.id, False)
        offered = (await editor.get(f"/samtaler/{key}/bedoem")).text
        answer = await editor.post(f"/samtaler/{key}/tildel", on="/koe", hvem="kollega", kollega=jens.account.id)

        assert re.findall(r'<option value="\d+">([^<]+ [^<]+)</option>', offered) == ["Jens Prøve"]
        assert answer.headers["location"] == f"/samtaler/{key}#tildel"
        assert key in (await jens.get("/koe?hvis=mine")).text
        assert "Jens Prøve har samtalen" in (await editor.get(f"/samtaler/{key}")).text
        written = office.audit.read(AuditFilter(act="givet"))
        assert [(one.username, one.about, one.detail) for one in written] == [("person1", key, {"til": "person2"})]

    at_portal(visit)


@pytest.mark.parametrize("kollega", ["", "x", "999", "3"])
def test_nobody_who_may_not_judge_it_is_given_a_conversation(at_portal, talk, office, kollega):
    key = talk()

    async def visit(portal):
        editor, reviewer = await portal.signed_in("redaktoer"), await portal.signed_in("bedoemmer")
        await portal.signed_in("bedoemmer", ["aalborg"])
        answer = await editor.post(f"/samtaler/{key}/tildel", on="/koe", hvem="kollega", kollega=kollega)
        refused = await reviewer.post(f"/samtaler/{key}/tildel", on="/koe", hvem="kollega", kollega=editor.account.id)

        assert answer.status_code == 422
        assert "Vælg den kollega, der skal have samtalen." in answer.text
        assert refused.status_code == 403
        assert office.reviews.standing(key, editor.account.id).assigned is None
        assert office.audit.read(AuditFilter(act="givet")) == []

    at_portal(visit)


def test_whoever_has_judged_a_conversation_is_not_given_it_again(at_portal, talk, office):
    key = talk(judges=2)

    async def visit(portal):
        editor, first = await portal.signed_in("redaktoer"), await portal.signed_in("bedoemmer")
        await first.post(f"/samtaler/{key}/bedoem", on="/koe", **RIGHT)
        answer = await editor.post(f"/samtaler/{key}/tildel", on="/koe", hvem="kollega", kollega=first.account.id)

        assert answer.status_code == 422
        assert "De har bedømt den" in answer.text
        assert office.reviews.standing(key, editor.account.id).assigned is None

    at_portal(visit)


def test_what_two_differ_on_is_given_to_an_editor(at_portal, talk, office):
    key = talk(judges=2)

    async def visit(portal):
        first, second = await portal.signed_in("bedoemmer"), await portal.signed_in("redaktoer")
        chief = await portal.signed_in("administrator")
        await first.post(f"/samtaler/{key}/bedoem", on="/koe", **RIGHT)
        await second.post(f"/samtaler/{key}/bedoem", on="/koe", **WRONG)
        refused = await chief.post(f"/samtaler/{key}/tildel", on="/koe", hvem="kollega", kollega=first.account.id)
        given = await chief.post(f"/samtaler/{key}/tildel", on="/koe", hvem="kollega", kollega=second.account.id)

        taken = await first.post(f"/samtaler/{key}/tildel", on="/koe", hvem="mig")

        assert (refused.status_code, given.status_code, taken.status_code) == (422, 303, 403)
        assert "Tag den</button>" not in (await first.get(f"/samtaler/{key}")).text
        assert office.reviews.standing(key, chief.account.id).assigned == second.account.id

    at_portal(visit)


def test_agreement_and_the_share_led_right_are_told_with_how_sure_they_are(at_portal, talk, office, clock):
    pairs = [(RIGHT, RIGHT), (RIGHT, RIGHT), (WRONG, WRONG), (RIGHT, WRONG)]
    keys = [talk(judges=2) for _ in pairs]
    talk(failed=False)
    clock.at = office.conversations.get(keys[0]).last_at

    async def visit(portal):
        first, second = await portal.signed_in("bedoemmer"), await portal.signed_in("bedoemmer")
        for key, (one, other) in zip(keys, pairs, strict=True):
            await first.post(f"/samtaler/{key}/bedoem", on="/koe", **one)
            await second.post(f"/samtaler/{key}/bedoem", on="/koe", **other)
        page = (await second.get("/enighed")).text
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))

        # Two of three settled were right: 67 %. Three of four pairs agree; kappa (0.75 - 0.5) / 0.5.
        assert "67 % mellem 21 % og 94 %" in words
        assert "Tallet dækker 80 % af samtalerne" in words
        assert "3 af 4 (75 %) 0,50" in words
        assert "4 af 4 (100 %) Kan ikke regnes" in words
        assert "Der er få bedømmelser" in words

    at_portal(visit)


def test_without_judgements_the_page_says_so_and_invents_nothing(at_portal):
    async def visit(portal):
        person = await portal.signed_in("laeser", ["aarhus"])
        page = (await person.get("/enighed?fra=2026-13-99&til=vrøvl&kommune=aalborg")).text

        assert "så det kan ikke anslås" in page
        assert "Ingen samtaler er bedømt af to" in page
        assert "nan" not in re.sub(r"<[^>]+>", " ", page).lower().split()

    at_portal(visit)


def test_a_form_from_elsewhere_judges_nothing(at_portal, talk, office):
    key = talk()

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        mark = await person.csrf("/koe")
        foreign = {"Origin": "https://ond.example"}
        answers = [
            await person.client.post(f"/samtaler/{key}/bedoem", data=RIGHT | {"csrf": mark}, headers=foreign),
            await person.client.post(f"/samtaler/{key}/bedoem", data=RIGHT, headers={"Origin": PORTAL}),
        ]

        assert [one.status_code for one in answers] == [403, 403]
        assert judged(office) == ["None"]

    at_portal(visit)
