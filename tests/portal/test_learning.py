"""Teaching the bot: masked again, approved by another, never what measures it, and written where the training reads."""

import json
from datetime import timedelta

import pytest

from bot.knowledge.names import lexicon
from bot.portal.teaching import learn, proposal
from bot.privacy import Masker
from bot.review.lesson import FILE
from bot.store.audit import AuditFilter
from bot.store.corrections import APPROVED, EXPORTED, PROPOSED

DAY = timedelta(days=1)
TEXT = "De har ikke svaret på et eneste af de breve, jeg har sendt siden foråret"
TOLD = {"tekst": TEXT, "emne": "ingen_kontakt", "talt_med_afdelingen": "ja"}
MEASURED = "Jeg har ventet i fire måneder på at få svar på min ansøgning om en ny kørestol"


@pytest.fixture
def office(office):
    office.masker = Masker(lexicon(), ())  # without the language model, which takes seconds to read
    return office


@pytest.fixture
def said(office):
    """`said(...)`: a conversation in which a citizen has written these; its key."""

    def said(*texts, municipality="aarhus"):
        key = office.conversations.start("web", municipality, lives=DAY)[0].id
        for number, text in enumerate(texts):
            office.turns.take(key, text, "x", {}, client_id=f"1234567{number}", answered=True, lives=DAY)
            facts = {"emne": "sagsbehandling"} | ({"oensker": "klage"} if number else {})
            understood = {"facts": facts, "asked": "oensker" if not number else None}
            office.turns.answer(office.turns.claim(key), [], understood=understood)
        return key

    return said


@pytest.fixture
def root(tmp_path):
    """A project's folder, with a set that measures."""
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "tests" / "cases").mkdir(parents=True)
    line = json.dumps({"opening": MEASURED, "answers": {}}, ensure_ascii=False)
    (tmp_path / "tests" / "cases" / "borgere.jsonl").write_text(line + "\n", encoding="utf-8")
    return tmp_path


def approved(office, text=TEXT, **more):
    values = {"asked": None, "conversation": None, "municipality": "aarhus", "username": "mette"} | more
    number = office.corrections.propose(text, {"emne": "ingen_kontakt"}, **values)
    office.corrections.decide(number, approved=True, username="jens")
    return number


def test_one_chooses_among_the_citizens_own_messages(at_portal, said):
    key = said("Første besked", "Anden besked")

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        choice = (await person.get(f"/samtaler/{key}/laer")).text
        form = (await person.get(f"/samtaler/{key}/laer?besked=2")).text

        assert "Første besked" in choice
        assert "Svar på: Ønske" in choice
        assert "Anden besked</textarea>" in form
        assert 'value="klage" selected' in form
        assert 'value="sagsbehandling" selected' not in form  # that was known from the first

    at_portal(visit)


def test_looking_for_something_to_learn_is_reading_and_is_logged(at_portal, said, office):
    key = said("Første besked")

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        await person.get(f"/samtaler/{key}/laer")

        assert [one.about for one in office.audit.read(AuditFilter(act="laest"))] == [key]

    at_portal(visit)


def test_what_is_proposed_is_masked_again_and_waits_for_another(at_portal, said, office):
    key = said("Første besked", "Anden besked")

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        text = TEXT + " til Mette Sørensen, 010190-1234, tlf. 20 30 40 50"
        answer = await person.post(
            f"/samtaler/{key}/laer", on="/koe", besked="2", **TOLD | {"tekst": text, "note": "Ring til Mette Sørensen"}
        )

        (one,) = office.corrections.listed({"*"}, [PROPOSED])
        assert answer.headers["location"] == "/laering?besked=foreslaaet"
        assert one.asked == "oensker"
        assert dict(one.facts) == {"emne": "ingen_kontakt", "talt_med_afdelingen": "ja"}
        for secret in ("Sørensen", "010190", "20 30 40 50"):
            assert secret not in one.text + one.note
        assert TEXT in one.text

    at_portal(visit)


def test_an_answer_that_does_not_exist_is_not_taught(at_portal, said, office):
    key = said("Første besked")

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        answer = await person.post(f"/samtaler/{key}/laer", on="/koe", besked="1", tekst=TEXT, emne="vrøvl", hvornaar="2026")
        strange = await person.post(f"/samtaler/{key}/laer", on="/koe", besked="99", **TOLD)

        assert answer.status_code == 422
        assert "Vælg mindst én oplysning" in answer.text
        assert TEXT in answer.text
        assert strange.status_code == 404
        assert office.corrections.listed({"*"}, [PROPOSED]) == []

    at_portal(visit)


def test_what_measures_the_bot_is_refused_where_it_is_proposed(at_portal, said, office):
    from tests.nlu.test_no_leak import OWN, said_in

    measured = max(said_in(OWN[:1]), key=len)
    key = said("Første besked")

    async def visit(portal):
        person = await portal.signed_in("bedoemmer")
        answer = await person.post(f"/samtaler/{key}/laer", on="/koe", besked="1", tekst=measured, emne="afgoerelse")

        assert answer.status_code == 422
        assert "næsten den samme som en, botten bliver målt på" in answer.text

    assert len(measured.split()) > 8
    at_portal(visit)


def test_whoever_proposed_it_cannot_approve_it_and_another_can(at_portal, said, office):
    key = said("Første besked")

    async def visit(portal):
        first, second = await portal.signed_in("redaktoer"), await portal.signed_in("redaktoer")
        await first.post(f"/samtaler/{key}/laer", on="/koe", besked="1", **TOLD)
        (one,) = office.corrections.listed({"*"}, [PROPOSED])
        own = await first.post(f"/laering/{one.id}", on="/laering", svar="godkend")
        others = await second.post(f"/laering/{one.id}", on="/laering", svar="godkend", note="Ja")
        late = await second.post(f"/laering/{one.id}", on="/laering", svar="afvis")

        assert own.headers["location"] == "/laering?besked=selv"
        assert others.headers["location"] == "/laering?besked=godkendt"
        assert late.headers["location"] == "/laering?besked=afgjort"
        assert office.corrections.get(one.id).state == APPROVED
        assert [entry.about for entry in office.audit.read(AuditFilter(act="rettelse_godkendt"))] == [f"rettelse-{one.id}"]

    at_portal(visit)


def test_a_reviewer_proposes_and_an_editor_decides(at_portal, office):
    number = office.corrections.propose(
        TEXT, {"emne": "adfaerd"}, asked=None, conversation=None, municipality="aarhus", username="mette"
    )

    async def visit(portal):
        reviewer, elsewhere = await portal.signed_in("bedoemmer"), await portal.signed_in("redaktoer", ["aalborg"])

        assert (await reviewer.post(f"/laering/{number}", on="/laering", svar="godkend")).status_code == 403
        assert (await elsewhere.post(f"/laering/{number}", on="/laering", svar="godkend")).status_code == 404
        assert TEXT not in (await elsewhere.get("/laering")).text
        assert TEXT in (await reviewer.get("/laering")).text

    at_portal(visit)


def test_the_change_can_be_seen_and_fetched_by_an_editor_who_sees_all(at_portal, office):
    number = approved(office)

    async def visit(portal):
        editor, local = await portal.signed_in("redaktoer"), await portal.signed_in("redaktoer", ["aarhus"])
        page, file = await editor.get("/laering"), await editor.get("/laering/fra_samtaler.diff")

        assert f"kilde: rettelse-{number}" in page.text
        assert "attachment" in file.headers["content-disposition"]
        assert f'+  - text: "{TEXT}"' in file.text
        assert (await local.get("/laering/fra_samtaler.diff")).status_code == 403
        assert f"kilde: rettelse-{number}" not in (await local.get("/laering")).text

    at_portal(visit)


def test_what_was_approved_is_written_once_and_noted_as_exported(office, root):
    number = approved(office)

    first, second = learn(office.corrections, root=root), learn(office.corrections, root=root)

    assert f"rettelse-{number}," in (root / FILE).read_text(encoding="utf-8")
    assert first.diff.startswith("--- /dev/null")
    assert second.diff == ""
    assert office.corrections.get(number).state == EXPORTED


def test_what_would_measure_the_bot_is_refused_again_when_it_is_written(office, root):
    fine, leak = approved(office), approved(office, text=f"Hej, {MEASURED}.")

    done = learn(office.corrections, root=root)

    assert [lesson.number for lesson in done.refused] == [leak]
    assert "kørestol" not in (root / FILE).read_text(encoding="utf-8")
    assert [office.corrections.get(one).state for one in (fine, leak)] == [EXPORTED, APPROVED]


def test_without_the_sets_beside_the_project_its_own_still_count(office, root):
    approved(office, text=MEASURED)

    assert not (root / ".." / "shared").exists()
    assert len(proposal(office.corrections, root=root).refused) == 1
