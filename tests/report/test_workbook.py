"""The figures to work on, read back: numbers are numbers, and no text is ever a formula."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest

from bot.report import workbook
from bot.report.model import Document, Table
from bot.report.suppression import Hidden

NASTY = ["=1+1", "+45 12", "-2", "@SUM(A1)", "\tx", "\rx", "{=1+1}", "https://example.org", "12"]


@pytest.fixture
def nasty():
    rows = tuple((text, 7, 0.25, Hidden.SMALL) for text in NASTY)
    table = Table("farlig", "=Farlig: [tabel]/1", ("=Navn", "Antal", "Andel", "Skjult"), rows)
    return Document("rapport", "Titel", "Under", "Kontor", date(2027, 1, 15), (table, table))


def read_csv(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_in_a_csv_a_text_that_looks_like_a_formula_is_disarmed_and_numbers_are_left_alone(nasty):
    head, *rows = read_csv(workbook.csv_file(next(iter(nasty.tables))))

    assert head[0] == "'=Navn"
    assert [row[0] for row in rows][:6] == ["'=1+1", "'+45 12", "'-2", "'@SUM(A1)", "'\tx", "'\rx"]
    assert rows[0][1:] == ["7", "0,2500", "under 5"]


def test_a_negative_number_is_a_number(nasty):
    table = Table("t", "T", ("A", "B"), (("x", -3),))

    assert read_csv(workbook.csv_file(table))[1] == ["x", "-3"]


def test_in_a_workbook_every_text_is_stored_as_text(nasty):
    book = openpyxl.load_workbook(io.BytesIO(workbook.xlsx(nasty)))

    for sheet in book:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
        assert [sheet.cell(row, 1).value for row in (4, 5, 12)] == ["=1+1", "+45 12", "12"]
        assert (sheet.cell(4, 2).value, sheet.cell(4, 3).value) == (7, 0.25)
        assert sheet.cell(4, 4).value == "under 5"


def test_sheets_have_names_that_excel_takes_and_that_differ(nasty):
    names = openpyxl.load_workbook(io.BytesIO(workbook.xlsx(nasty))).sheetnames

    assert names == ["=Farlig   tabel  1", "=Farlig   tabel  1 (2)"]


def test_each_table_of_the_report_is_a_sheet_and_a_file(document, year):
    made = document(year)

    sheets = openpyxl.load_workbook(io.BytesIO(workbook.xlsx(made))).sheetnames
    files = zipfile.ZipFile(io.BytesIO(workbook.csv_zip(made))).namelist()

    assert len(sheets) == len(files) == len(list(made.tables)) == 16
    assert "vej.csv" in files


def test_the_figures_are_the_reports(document, year):
    archive = zipfile.ZipFile(io.BytesIO(workbook.csv_zip(document(year))))

    rows = {row[0]: row[1:] for row in read_csv(archive.read("vej.csv"))}

    assert rows["Mægling"] == ["140", "0,6897"]
    assert rows["Slettet af borgeren"] == ["under 5", ""]
    assert rows["I alt"] == ["203", "1,0000"]


def test_why_a_change_was_made_is_no_formula(document, year):
    archive = zipfile.ZipFile(io.BytesIO(workbook.csv_zip(document(year))))

    assert read_csv(archive.read("aendringer.csv"))[1] == ["1. marts 2026", "Kanaler og åbningstider", "'=1+1"]
