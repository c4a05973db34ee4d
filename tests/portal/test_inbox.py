"""A citizen has asked for a person: someone takes it, answers, and closes it, and the log knows who saw what."""

import csv
import io
import json
from datetime import datetime, timedelta

import pytest

from bot.portal.waited import waited, working_days
from bot.store.audit import AuditFilter
from bot.store.conversations import Said
from bot.store.handovers import FAILED

DAY = timedelta(days=1)
CONTACT = {"name": "Mette Prøvesen", "reach": "+4520304050", "best_time": "formiddag"}


@pytest.fixture
def leave(office):
    def leave(municipality="aarhus", summary="Afslag på kørestol", mail_to="", says="Jeg har fået afslag på en kørestol"):
        conversation = office.conversations.start("web", municipality, lives=3650 * DAY)[0].id
        office.conversations.add(conversation, [Said("citizen", says)])
        return office.handovers.leave(
            conversation,
            client_id="abcdefgh",
            municipality=municipality,
            channel="web",
            summary=summary,
            contact=CONTACT,
            mail_to=mail_to,
        )

    return leave


def acts(office, about):
    return [entry.act for entry in reversed(office.audit.read(AuditFilter(about=about)))]


# Waiting time


@pytest.mark.parametrize(
    ("since", "now", "words"),
    [
        ("2026-11-23T11:00", "2026-11-23T11:00", "0 minutter"),
        ("2026-11-23T11:00", "2026-11-23T11:01", "1 minut"),
        ("2026-11-23T11:00", "2026-11-23T13:30", "2 timer"),
        ("2026-11-20T11:00", "2026-11-23T11:00", "1 hverdag"),  # Friday to Monday
        ("2026-11-20T11:00", "2026-11-22T12:00", "siden sidste hverdag"),
        ("2026-11-18T11:00", "2026-11-23T11:00", "3 hverdage"),
        ("2026-12-23T11:00", "2026-12-28T11:00", "1 hverdag"),  # Christmas
        ("2026-11-23T11:00", "2026-11-23T10:00", "0 minutter"),  # a clock that is behind
    ],
)
def test_waiting_is_told_by_the_clock_and_then_in_working_days(since, now, words):
    assert waited(datetime.fromisoformat(since), datetime.fromisoformat(now)) == words


def test_a_day_is_danish_also_when_the_clock_is_not():
    late_evening = datetime(2026, 11, 19, 23, 30)  # past midnight in Denmark: Friday

    assert waited(late_evening, datetime(2026, 11, 23, 11)) == "1 hverdag"
    assert working_days(datetime(2026, 11, 20).date(), datetime(2026, 11, 20).date()) == 0


# The list


def test_the_list_says_nothing_of_who_the_citizen_is(at_portal, leave):
    async def story(portal):
        receipt = leave().receipt
        anna = await portal.signed_in("laeser", ["aarhus"])

        page = await anna.get("/indbakke")

        assert receipt in page.text
        assert "Afslag på kørestol" in page.text
        assert not any(word in page.text for word in ("Mette", "20304050", "formiddag"))

    at_portal(story)


def test_messages_to_another_municipality_are_not_there(at_portal, leave):
    async def story(portal):
        theirs = leave("aalborg").receipt
        anna = await portal.signed_in("administrator", ["aarhus"])

        assert theirs not in (await anna.get("/indbakke")).text
        for path in ("", "/journal"):
            assert (await anna.get(f"/indbakke/{theirs}{path}")).status_code == 404
        for act in ("kontakt", "tag", "svar", "notat", "luk", "genaabn", "journal"):
            assert (await anna.post(f"/indbakke/{theirs}/{act}", tekst="Hej")).status_code == 404, act

    at_portal(story)


def test_the_list_is_chosen_by_state_and_municipality(at_portal, leave, office):
    async def story(portal):
        failed, waiting, other = leave().receipt, leave().receipt, leave("aalborg").receipt
        office.handovers.become(failed, FAILED)
        anna = await portal.signed_in()

        assert (await anna.get("/indbakke")).text.index(failed) < (await anna.get("/indbakke")).text.index(waiting)
        only_failed = (await anna.get("/indbakke?tilstand=fejlet")).text
        assert failed in only_failed
        assert waiting not in only_failed
        only_aalborg = (await anna.get("/indbakke?kommune=aalborg")).text
        assert other in only_aalborg
        assert waiting not in only_aalborg

    at_portal(story)


@pytest.mark.parametrize("query", ["tilstand=noget", "kommune=xx", "side=0", "side=-1", "side=99999999999", "side=a"])
def test_an_address_with_nonsense_in_it_still_gives_the_list(at_portal, query):
    async def story(portal):
        anna = await portal.signed_in()

        assert (await anna.get(f"/indbakke?{query}")).status_code == 200

    at_portal(story)


# One message


def test_reading_a_message_is_written_in_the_log_and_the_contact_stays_shut(at_portal, leave, office):
    async def story(portal):
        receipt = leave().receipt
        anna = await portal.signed_in("laeser", ["aarhus"])

        page = await anna.get(f"/indbakke/{receipt}")

        assert "Mette" not in page.text
        assert acts(office, receipt) == ["laest"]

    at_portal(story)


def test_opening_the_contact_is_written_in_the_log_each_time(at_portal, leave, office):
    async def story(portal):
        receipt = leave().receipt
        bo = await portal.signed_in("bedoemmer", ["aarhus"])

        for _ in range(2):
            page = await bo.post(f"/indbakke/{receipt}/kontakt")
            assert "Mette Prøvesen" in page.text
            assert 'href="tel:+4520304050"' in page.text

        assert acts(office, receipt) == ["kontakt_set", "kontakt_set"]

    at_portal(story)


def test_a_reader_may_neither_open_nor_answer(at_portal, leave, office):
    async def story(portal):
        receipt = leave().receipt
        anna = await portal.signed_in("laeser", ["aarhus"])

        for act in ("kontakt", "tag", "svar", "notat", "luk", "genaabn", "journal"):
            assert (await anna.post(f"/indbakke/{receipt}/{act}", tekst="Hej")).status_code == 403, act

        assert office.inbox.get(receipt).taken_by is None
        assert acts(office, receipt) == []

    at_portal(story)


def test_the_citizen_is_told_when_someone_takes_it(at_portal, leave, office):
    async def story(portal):
        handover = leave()
        bo = await portal.signed_in("bedoemmer", ["aarhus"])

        answer = await bo.post(f"/indbakke/{handover.receipt}/tag")

        assert answer.status_code == 303
        said = office.conversations.messages(handover.conversation)[-1]
        assert said.text == f"En person har taget din besked {handover.receipt}."
        assert said.custom == {"handover": {"receipt": handover.receipt, "state": "accepted"}}

    at_portal(story)


def test_the_second_to_take_it_is_told_who_has_it(at_portal, leave, office):
    async def story(portal):
        handover = leave()
        bo = await portal.signed_in("bedoemmer", ["aarhus"], name="Bo Holm")
        ida = await portal.signed_in("bedoemmer", ["aarhus"], name="Ida Vang")
        await bo.post(f"/indbakke/{handover.receipt}/tag")

        late = await ida.post(f"/indbakke/{handover.receipt}/tag")

        assert late.status_code == 409
        assert "Bo Holm har taget den." in late.text
        assert office.inbox.get(handover.receipt).taken_by == bo.account.username
        assert len(office.conversations.messages(handover.conversation)) == 2, "borgeren får det at vide en gang"

    at_portal(story)


def test_a_message_can_be_taken_over_from_a_colleague_without_troubling_the_citizen(at_portal, leave, office):
    async def story(portal):
        handover = leave()
        bo, ida = await portal.signed_in("bedoemmer"), await portal.signed_in("bedoemmer")
        await bo.post(f"/indbakke/{handover.receipt}/tag")

        await ida.post(f"/indbakke/{handover.receipt}/tag", fra=bo.account.username)

        assert office.inbox.get(handover.receipt).taken_by == ida.account.username
        assert len(office.conversations.messages(handover.conversation)) == 2

    at_portal(story)


def test_an_answer_reaches_the_citizen_and_the_bot_is_silent(at_portal, leave, office):
    async def story(portal):
        handover = leave()
        bo = await portal.signed_in("bedoemmer")
        await bo.post(f"/indbakke/{handover.receipt}/tag")

        answer = await bo.post(f"/indbakke/{handover.receipt}/svar", tekst="Jeg ringer i morgen.")

        assert answer.status_code == 303
        last = office.conversations.messages(handover.conversation)[-1]
        assert (last.author, last.text) == ("person", "Jeg ringer i morgen.")
        assert office.conversations.get(handover.conversation).state == "person"
        assert "Jeg ringer i morgen." not in str(office.audit.read(AuditFilter()))

    at_portal(story)


def test_only_whoever_has_it_answers(at_portal, leave, office):
    async def story(portal):
        handover = leave()
        bo, ida = await portal.signed_in("bedoemmer", name="Bo Holm"), await portal.signed_in("bedoemmer")
        await bo.post(f"/indbakke/{handover.receipt}/tag")

        answer = await ida.post(f"/indbakke/{handover.receipt}/svar", tekst="Hej")

        assert answer.status_code == 409
        assert all(message.author != "person" for message in office.conversations.messages(handover.conversation))

    at_portal(story)


def test_when_the_conversation_is_gone_one_is_told_to_ring_and_keeps_the_words(at_portal, leave, office):
    async def story(portal):
        handover = leave()
        bo = await portal.signed_in("bedoemmer")
        await bo.post(f"/indbakke/{handover.receipt}/tag")
        office.conversations.forget(handover.conversation)

        page = await bo.get(f"/indbakke/{handover.receipt}")
        answer = await bo.post(f"/indbakke/{handover.receipt}/svar", tekst="Jeg ringer i morgen.")

        assert "Samtalen er slut" in page.text
        assert 'name="tekst"' in page.text, "et notat kan stadig skrives"
        assert answer.status_code == 409
        assert "Ring eller skriv til borgeren" in answer.text
        assert "Jeg ringer i morgen." in answer.text

    at_portal(story)


def test_it_is_closed_with_a_reason_and_can_be_opened_again(at_portal, leave, office):
    async def story(portal):
        receipt = leave().receipt
        bo = await portal.signed_in("bedoemmer", name="Bo Holm")
        await bo.post(f"/indbakke/{receipt}/tag")

        assert (await bo.post(f"/indbakke/{receipt}/luk", tekst="Tak")).status_code == 422, "hvordan endte det?"
        await bo.post(f"/indbakke/{receipt}/luk", udfald="unreached", tekst="Ringet tre gange")
        page = (await bo.get(f"/indbakke/{receipt}")).text
        assert "Ikke fået fat i borgeren" in page
        assert "Ringet tre gange" in page
        assert (await bo.post(f"/indbakke/{receipt}/luk", udfald="solved")).status_code == 409
        await bo.post(f"/indbakke/{receipt}/genaabn")

        assert office.inbox.get(receipt).state == "accepted"
        assert acts(office, receipt) == ["taget", "lukket", "laest", "genaabnet"]

    at_portal(story)


def test_what_a_citizen_or_a_colleague_writes_is_no_markup(at_portal, leave):
    async def story(portal):
        receipt = leave(summary="<script>alert(1)</script>").receipt
        bo = await portal.signed_in("bedoemmer")
        await bo.post(f"/indbakke/{receipt}/notat", tekst="<img src=x>")

        page = (await bo.get(f"/indbakke/{receipt}")).text + (await bo.get("/indbakke")).text

        assert "<script>alert" not in page
        assert "<img src=x>" not in page
        assert "&lt;script&gt;alert" in page

    at_portal(story)


# The journal


def test_an_export_has_date_subject_and_text_and_stands_in_the_log(at_portal, leave, office):
    async def story(portal):
        receipt = leave().receipt
        bo = await portal.signed_in("bedoemmer", name="Bo Holm")
        await bo.post(f"/indbakke/{receipt}/notat", tekst="Ringet op")

        page = await bo.post(f"/indbakke/{receipt}/journal", format="html")
        given = (await bo.post(f"/indbakke/{receipt}/journal", format="json")).json()

        for words in (receipt, "Afslag på kørestol", "Jeg har fået afslag på en kørestol", "Ringet op", "Bo Holm"):
            assert words in page.text
            assert words in json.dumps(given, ensure_ascii=False)
        assert given["emne"] == f"Henvendelse fra borger, nr. {receipt}"
        assert given["parter"] == ""
        assert "Mette" not in page.text + json.dumps(given, ensure_ascii=False)
        assert acts(office, receipt) == ["notat", "eksport", "eksport"]

    at_portal(story)


def test_the_parties_are_there_when_they_are_asked_for_and_the_log_says_so(at_portal, leave, office):
    async def story(portal):
        receipt = leave().receipt
        bo = await portal.signed_in("bedoemmer")

        given = (await bo.post(f"/indbakke/{receipt}/journal", format="json", parter="ja")).json()

        assert given["parter"] == "Mette Prøvesen, +4520304050"
        assert acts(office, receipt) == ["kontakt_set", "eksport"]

    at_portal(story)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_spreadsheet_takes_nothing_for_a_formula(at_portal, leave, start, office):
    async def story(portal):
        receipt = leave(says=f"{start}HYPERLINK(1)", summary=f"{start}SUM(A1)").receipt
        bo = await portal.signed_in("bedoemmer")

        answer = await bo.post(f"/indbakke/{receipt}/journal", format="csv", parter="ja")

        [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
        assert set(row) == {
            *("dato", "emne", "parter", "tekst", "kvittering", "samtale", "kommune", "kanal", "eksporteret", "eksporteret_af")
        }
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())
        assert f"{start}SUM(A1)" in row["tekst"]
        assert row["kvittering"] == receipt

    at_portal(story)


def test_a_party_whose_name_is_a_formula_is_made_harmless(office):
    from bot.portal.journal import Record, as_csv

    record = Record(
        day=datetime(2026, 11, 23).date(),
        subject="=1+1",
        parties="@SUM(A1)",
        summary="",
        lines=(),
        notes=(),
        receipt="-2",
        conversation="",
        municipality="",
        channel="",
        exported_at=datetime(2026, 11, 23, 12),
        exported_by="",
    )

    [row] = csv.DictReader(io.StringIO(as_csv(record).removeprefix("\ufeff")), delimiter=";")

    assert (row["emne"], row["parter"], row["kvittering"]) == ("'=1+1", "'@SUM(A1)", "'-2")


def test_a_conversation_can_be_exported_too(at_portal, leave, office):
    async def story(portal):
        handover = leave()
        office.conversations.came_to(handover.conversation, route="maegling", area="hjaelpemidler")
        bo = await portal.signed_in("bedoemmer", ["aarhus"])
        path = f"/samtaler/{handover.conversation}/journal"

        assert (await bo.get(path)).status_code == 200
        given = (await bo.post(path, format="json")).json()

        assert given["emne"].startswith("Samtale med borgertriage: Hjælpemidler")
        assert given["kvittering"] == handover.receipt
        assert acts(office, handover.conversation) == ["eksport"]

    at_portal(story)


# Exempt from deletion


def test_a_conversation_is_kept_for_a_reason_and_let_go_again(at_portal, leave, office):
    async def story(portal):
        handover = leave()
        bo = await portal.signed_in("bedoemmer", ["aarhus"], name="Bo Holm")
        path = f"/samtaler/{handover.conversation}"

        assert (await bo.post(f"{path}/behold", behold="ja")).status_code == 400, "hvorfor?"
        await bo.post(f"{path}/behold", behold="ja", grund="aktindsigt")
        assert office.heads.get(handover.conversation).kept
        page = (await bo.get(f"{path}/journal")).text
        assert "Bo Holm undtog den" in page
        assert "Der er søgt aktindsigt" in page
        assert "Sletter borgeren selv samtalen, er den væk" in page
        assert "Undtaget fra sletning" in (await bo.get(f"/indbakke/{handover.receipt}")).text
        await bo.post(f"{path}/behold", behold="nej")

        assert not office.heads.get(handover.conversation).kept
        assert acts(office, handover.conversation) == ["gemt", "ikke_gemt"]

    at_portal(story)


def test_nobody_keeps_or_exports_a_conversation_of_another_municipality(at_portal, leave, office):
    async def story(portal):
        conversation = leave("aalborg").conversation
        bo = await portal.signed_in("administrator", ["aarhus"])

        for path, values in (("behold", {"behold": "ja", "grund": "sag"}), ("journal", {"format": "json"})):
            assert (await bo.post(f"/samtaler/{conversation}/{path}", **values)).status_code == 404
        assert (await bo.get(f"/samtaler/{conversation}/journal")).status_code == 404
        assert not office.heads.get(conversation).kept

    at_portal(story)
