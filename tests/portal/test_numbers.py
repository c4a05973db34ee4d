"""Figures, the yearly report and the state of the knowledge: for those who may see them, and no further."""

import io
import re
import zipfile
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import openpyxl
import pypdf
import pytest
from sqlalchemy import insert, update

from bot.knowledge.provenance import Provenance
from bot.report.danish import capital
from bot.store import Tally, schema, staff_schema
from bot.store.conversations import Said

LIVES = timedelta(days=1)


def counted(office, number, municipality="aalborg", **more):
    """Conversations as they stand in the tally: shown to mediation in March 2026."""
    usual = {
        "channel": "web",
        "month": "2026-03",
        "deleted": False,
        "weekday": 0,
        "hour": 10,
        "open": True,
        "route": "maegling",
        "table_row": "maegling",
        "questions": 2,
        "messages": 3,
        "handed_over": False,
        "abandoned": False,
    }
    row = asdict(Tally(**usual | {"municipality": municipality} | more)) | {"counted_at": datetime(2026, 11, 1)}
    with office.database.begin() as connection:
        connection.execute(insert(staff_schema.tally), [row] * number)


def talked(office, clock, municipality, turns):
    """`turns`: what the citizen wrote, what was asked then, and the facts known."""
    conversation, _ = office.conversations.start("web", municipality, lives=LIVES)
    for number, (text, asked, facts) in enumerate(turns):
        office.turns.take(conversation.id, text, text, {}, client_id=f"besked-{number}", answered=True, lives=LIVES)
        turn = office.turns.claim(conversation.id)
        office.turns.answer(turn, [Said("bot", "svar")], understood={"asked": asked, "facts": facts, "tries": 0})
    with office.database.begin() as connection:
        mine = schema.conversation.c.id == conversation.id
        connection.execute(update(schema.conversation).where(mine).values(started_at=clock() - timedelta(days=1)))


def rows(page, caption):
    """The rows of the table under a caption, as text."""
    table = re.search(rf"<caption[^>]*>{caption}.*?</table>", page.text, re.DOTALL).group().replace("\N{NO-BREAK SPACE}", " ")
    cells = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in cells]


def test_the_year_so_far_is_shown_with_charts_and_tables(at_portal, office):
    counted(office, 60)
    counted(office, 40, month="2026-10", route="klageorgan", channel="sms")
    counted(office, 7, month="2025-12")

    async def story(portal):
        reader = await portal.signed_in("laeser")

        page = await reader.get("/tal")

        assert page.status_code == 200
        assert ["Mægling", "60", "60,0 %"] in rows(page, "Vej")
        assert ["Chat", "60", "60,0 %"] in rows(page, "Kanal")
        assert rows(page, "Vej")[-1][:2] == ["I alt", "100"]
        assert page.text.count('<svg xmlns="http://www.w3.org/2000/svg"') == 14

    at_portal(story)


def test_a_period_is_chosen_by_its_months(at_portal, office):
    counted(office, 60)
    counted(office, 7, month="2025-12")

    async def story(portal):
        reader = await portal.signed_in("laeser")

        page = await reader.get("/tal?fra=2025-12&til=2026-02")

        assert rows(page, "Måned")[:-1] == [
            ["december 2025", "7", "100,0 %"],
            ["januar 2026", "0", "0,0 %"],
            ["februar 2026", "0", "0,0 %"],
        ]

    at_portal(story)


@pytest.mark.parametrize(
    "query", ["fra=2026-99", "fra=<script>", "fra=2026-12&til=2026-01", "fra=2000-01&til=2099-12", "til=2020-01"]
)
def test_no_period_whatever_breaks_the_page(at_portal, office, query):
    counted(office, 60)

    async def story(portal):
        reader = await portal.signed_in("laeser")

        assert (await reader.get(f"/tal?{query}")).status_code == 200

    at_portal(story)


def test_small_numbers_are_not_shown(at_portal, office):
    counted(office, 60)
    counted(office, 50, route="klageorgan")
    counted(office, 3, route="politikere")

    async def story(portal):
        reader = await portal.signed_in("laeser")

        shown = {row[0]: row[1:] for row in rows(await reader.get("/tal"), "Vej")}

        assert shown["Politikerne"] == ["under 5", ""]
        assert shown["Klageorgan"] == ["skjult", ""]
        assert shown["Mægling"][0] == "60"

    at_portal(story)


@pytest.mark.parametrize("path", ["/tal", "/tal/tal.xlsx", "/tal/tal.zip", "/aarsrapport", "/aarsrapport/rapport.pdf", "/viden"])
def test_what_is_elsewhere_is_not_there(at_portal, path):
    async def story(portal):
        of_aarhus = await portal.signed_in("laeser", ("aarhus",))

        assert (await of_aarhus.get(f"{path}?kommune=aalborg")).status_code == 404
        assert (await of_aarhus.get(f"{path}?kommune=findes_ikke")).status_code == 404
        assert (await of_aarhus.get(f"{path}?kommune=aarhus")).status_code == 200

    at_portal(story)


def test_all_of_mine_are_mine_alone(at_portal, office):
    counted(office, 60, "aalborg")
    counted(office, 30, "aarhus")
    counted(office, 10, "randers")
    counted(office, 5, None)

    async def story(portal):
        mine = await portal.signed_in("laeser", ("aarhus", "randers"))
        everybody = await portal.signed_in("laeser", ("*",))

        assert rows(await mine.get("/tal"), "Vej")[-1][1] == "40"
        assert rows(await everybody.get("/tal"), "Vej")[-1][1] == "105"
        assert "Borgerne førte 40 samtaler" in (await mine.get("/aarsrapport")).text

    at_portal(story)


def test_whoever_sees_nothing_gets_no_figures(at_portal, office):
    counted(office, 60)

    async def story(portal):
        nobody = await portal.signed_in("laeser", ())

        assert "Der er ingen samtaler i perioden." in (await nobody.get("/tal")).text

    at_portal(story)


def test_the_figures_can_be_taken_away(at_portal, office):
    counted(office, 60)

    async def story(portal):
        reader = await portal.signed_in("laeser")

        workbook = await reader.get("/tal/tal.xlsx?kommune=aalborg")
        archive = await reader.get("/tal/tal.zip?kommune=aalborg")

        assert workbook.headers["content-disposition"] == 'attachment; filename="tal-2026-01-2026-11-aalborg.xlsx"'
        assert openpyxl.load_workbook(io.BytesIO(workbook.content))["Vej"]["B4"].value == 60
        files = zipfile.ZipFile(io.BytesIO(archive.content))
        assert "Mægling;60;1,0000" in files.read("vej.csv").decode("utf-8-sig")

    at_portal(story)


def test_the_report_is_shown_and_taken_away_whole(at_portal, office):
    counted(office, 60)

    async def story(portal):
        reader = await portal.signed_in("laeser")

        page = await reader.get("/aarsrapport?kommune=aalborg&aar=2026")
        made = {
            kind: await reader.get(f"/aarsrapport/rapport.{kind}?kommune=aalborg&aar=2026")
            for kind in ("html", "pdf", "xlsx", "zip")
        }

        assert "Borgerne førte 60 samtaler med borgertriagen i 2026." in page.text
        assert page.text.count("<h1") == 1
        assert "style=" not in page.text
        for kind, answer in made.items():
            assert answer.headers["content-disposition"] == f'attachment; filename="rapport-2026-aalborg.{kind}"'
        assert "Borgerne førte 60 samtaler" in made["html"].text
        pages = pypdf.PdfReader(io.BytesIO(made["pdf"].content)).pages
        assert "Borgerne førte 60 samtaler" in " ".join(one.extract_text() for one in pages)

    at_portal(story)


def test_the_reports_looks_come_from_the_portal_itself(at_portal):
    async def story(portal):
        reader = await portal.signed_in("laeser")

        style = await reader.get("/aarsrapport/rapport.css")

        assert style.headers["content-type"].startswith("text/css")
        assert 'href="/aarsrapport/rapport.css"' in (await reader.get("/aarsrapport")).text

    at_portal(story)


@pytest.mark.parametrize(
    "path", ["/aarsrapport?aar=1999", "/aarsrapport?aar=2027", "/aarsrapport?aar=x", "/aarsrapport/rapport.exe"]
)
def test_a_report_that_cannot_be_is_not_there(at_portal, path):
    async def story(portal):
        reader = await portal.signed_in("laeser")

        assert (await reader.get(path)).status_code == 404

    at_portal(story)


def test_a_year_without_conversations_says_so(at_portal):
    async def story(portal):
        reader = await portal.signed_in("laeser")

        assert "Der var ingen samtaler i 2025." in (await reader.get("/aarsrapport?aar=2025")).text

    at_portal(story)


def test_old_facts_stand_with_who_is_to_check_them(at_portal, office):
    long_ago = Provenance(("aalborg_vedtaegt",), datetime(2025, 10, 1).date())
    aalborg = office.base.municipalities["aalborg"]
    area = office.base.areas["hjaelpemidler"]
    office.edition.base = replace(
        office.base,
        municipalities={**office.base.municipalities, "aalborg": replace(aalborg, provenance=long_ago)},
        areas={**office.base.areas, "hjaelpemidler": replace(area, provenance=long_ago)},
    )

    async def story(portal):
        reader = await portal.signed_in("laeser")

        found = rows(await reader.get("/viden"), "Ikke set efter i et halvt år")

        assert ["Aalborg Kommune", "Kommune", "1.10.2025", "418", "Borgerrådgiveren i Aalborg Kommune"] in found
        assert [capital(area.name), "Område", "1.10.2025", "418", "Redaktøren"] in found
        assert len(found) == 2

    at_portal(story)


def test_rows_that_decided_nothing_are_named_with_what_that_rests_on(at_portal, office):
    counted(office, 6, "aarhus", table_row="maegling")
    counted(office, 1, "aarhus", table_row="serviceniveau", month="2025-11")
    counted(office, 9, "aarhus", table_row="ansaettelse", month="2025-10")  # too long ago

    async def story(portal):
        reader = await portal.signed_in("laeser", ("aarhus",))

        page = await reader.get("/viden")

        assert "9 af 11 rækker er ikke brugt. Det bygger på 7 samtaler med et udfald." in page.text
        never = re.search(r"<ul><li><code>.*?</ul>", page.text).group()
        assert "ansaettelse" in never
        assert "serviceniveau" not in never

    at_portal(story)


def test_questions_nobody_can_answer_and_words_nobody_taught_are_listed(at_portal, office, clock):
    turns = [("min snurrepibe er væk", "oensker", {}), ("ved ikke", None, {"oensker": "ved_ikke"})]
    talked(office, clock, "aalborg", turns)
    talked(office, clock, "aalborg", turns)
    talked(office, clock, "aarhus", [("min krimskramsdims [navn fjernet]", None, {})])

    async def story(portal):
        reader = await portal.signed_in("laeser", ("aalborg",))

        page = await reader.get("/viden")

        assert rows(page, "De sværeste først") == [["Ønske", "2", "2", "0", "100 %"]]
        assert ["snurrepibe", "", "2"] in rows(page, "De hyppigste først")
        assert "krimskramsdims" not in page.text
        assert "fjernet" not in page.text

    at_portal(story)
