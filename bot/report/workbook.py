"""The tables as figures to work on: a sheet each in one XLSX, or a CSV each.

What people have written may look like a formula. In XLSX a text is stored as text; in CSV, where a
spreadsheet guesses, it gets an apostrophe in front. Numbers stay numbers.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable

import xlsxwriter

from bot.report.model import Document, Table, Value
from bot.report.suppression import Hidden

LONGEST_NAME = 31  # of a sheet
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\N{BYTE ORDER MARK}"


def xlsx(document: Document) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": f"{document.title}. {document.subtitle}", "author": document.sender})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        title, share = book.add_format({"bold": True, "font_size": 13}), book.add_format({"num_format": "0.0%"})
        for table in document.tables:
            sheet = book.add_worksheet(_sheet_name(table.caption, {one.get_name().lower() for one in book.worksheets()}))
            sheet.set_column(0, 0, 48)
            sheet.set_column(1, len(table.columns), 18)
            sheet.write_string(0, 0, table.caption, title)
            for column, name in enumerate(table.columns):
                sheet.write_string(2, column, name, head)
            for row, values in enumerate(table.rows, start=3):
                for column, value in enumerate(values):
                    _write(sheet, row, column, value, share)
            sheet.freeze_panes(3, 1)
    return out.getvalue()


def csv_file(table: Table) -> bytes:
    """Semicolons and a decimal comma, as a Danish spreadsheet expects; UTF-8 that it knows by its first bytes."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(column) for column in table.columns])
    writer.writerows([_plain(value) for value in row] for row in table.rows)
    return (BOM + out.getvalue()).encode()


def csv_zip(document: Document) -> bytes:
    out, on = io.BytesIO(), document.made_on
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in csv_files(document):
            archive.writestr(zipfile.ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0)), content)
    return out.getvalue()


def csv_files(document: Document) -> Iterable[tuple[str, bytes]]:
    return ((f"{table.key}.csv", csv_file(table)) for table in document.tables)


def safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Hidden):
        return str(value.value)
    return safe(value) if isinstance(value, str) else f"{value:.4f}".replace(".", ",") if isinstance(value, float) else str(value)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value, share: object) -> None:
    if isinstance(value, float):
        sheet.write_number(row, column, value, share)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(value.value) if isinstance(value, Hidden) else value)


def _sheet_name(caption: str, taken: Iterable[str]) -> str:
    """Excel's rules; two tables of one name are told apart by a number."""
    name, number, before = FORBIDDEN.sub(" ", caption)[:LONGEST_NAME].strip(), 2, set(taken)
    wanted = name
    while wanted.lower() in before:
        wanted, number = f"{name[: LONGEST_NAME - 4]} ({number})", number + 1
    return wanted
