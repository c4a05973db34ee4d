"""The report as a PDF, read back: tagged, in Danish, with a title, and with the same figures."""

import io
import re
from datetime import date

import pypdf
import pytest

from bot.report import pdf
from bot.store.learned import Amendment, Learned


@pytest.fixture(scope="module")
def made(document, year):
    return pypdf.PdfReader(io.BytesIO(pdf.pdf(document(year))))


@pytest.fixture(scope="module")
def words(made):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in made.pages))


def tags(node, found):
    """The kinds of elements in the tree that a screen reader follows."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            tags(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append((node["/S"], node))
        if "/K" in node:
            tags(node["/K"], found)
    return found


def test_it_is_tagged_and_says_its_language_and_title(made):
    root = made.trailer["/Root"]

    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"].startswith("da")
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert made.metadata.title == "Borgertriage 2026. Årsrapport · Aalborg Kommune"
    assert made.metadata.author == "Borgerrådgiveren i Aalborg Kommune"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_a_screen_reader_finds_headings_tables_and_every_chart_in_words(made, document, year):
    found = tags(made.trailer["/Root"]["/StructTreeRoot"], [])

    kinds = [kind for kind, _ in found]
    assert kinds.count("/Table") == len(list(document(year).tables))
    assert {"/H1", "/H2", "/TH", "/TD", "/L", "/Caption"} <= set(kinds)
    charts = [node["/Alt"] for kind, node in found if kind == "/Figure"]
    assert len(charts) == 13
    assert any("marts: 90 (44,3\N{NO-BREAK SPACE}%)" in said for said in charts)


def test_the_figures_stand_in_it(words):
    assert "Borgerne førte 203 samtaler med borgertriagen i 2026." in words
    assert "Mægling 140 69,0" in words
    assert "Slettet af borgeren under 5" in words
    assert "Skønnet ud fra 40 bedømte samtaler blev 75" in words


def test_it_is_as_long_as_it_should_be_and_its_pages_are_numbered(made, words):
    assert 10 <= len(made.pages) <= 15
    assert f"Side {len(made.pages)} af {len(made.pages)}" in words


def test_its_fonts_are_in_it(made):
    for page in made.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descendants = font.get_object().get("/DescendantFonts", [font])
            descriptor = descendants[0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_same_report_is_the_same_file(document, year):
    assert pdf.pdf(document(year)) == pdf.pdf(document(year))


def test_what_staff_wrote_is_text_and_no_typesetting(document, year):
    why = 'Sæt #set page() og "$x$" \\ *fed* ind'
    learned = Learned(0, 0, 0, (Amendment("texts/udfald.yml", date(2026, 2, 2), why),))

    made = pypdf.PdfReader(io.BytesIO(pdf.pdf(document(year, learned=learned))))

    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in made.pages))
    assert "#set page()" in words
    assert "*fed* ind" in words


def test_a_year_without_conversations_is_a_valid_document_too(document):
    made = pypdf.PdfReader(io.BytesIO(pdf.pdf(document([], learned=Learned(0, 0, 0, ())))))

    assert "Der var ingen samtaler i 2026." in " ".join(page.extract_text() for page in made.pages)
