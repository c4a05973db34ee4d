"""What we quote and how to reach an office stand word for word in the municipalities' own documents.

Quotations are compared with white space squeezed: a document's line breaks are not its words.
"""

import re

import pytest

from bot.triage.folding import fold
from tests.conftest import ROOT

AARHUS, BROKEN_SCAN, AALBORG = "000_*.txt", "001_*.txt", "003_*.txt"
SEEDS = {"aarhus_borgermaegler": AARHUS, "aalborg_borgerraadgivning": AALBORG, "aalborg_vedtaegt": AALBORG}
SEEN_BY_CITIZENS = [*sorted((ROOT / "knowledge").rglob("*.yml")), *sorted((ROOT / "texts").glob("*.yml"))]
ADDRESS = re.compile(r"https?://\S+")
NAMES_THAT_GROW_OLD = ("Karina", "Korsbæk", "Anja", "Kristensen")


def squeeze(text):
    return " ".join(text.split())


def words(text):
    """The longer words, addresses left out, in one spelling: "ændre" and "aendre" are the same, "aendre" and "zendre" are not."""
    return {fold(word) for word in re.findall(r"\w{5,}", ADDRESS.sub(" ", text))}


@pytest.fixture(scope="module")
def seed(shared):
    """`seed(AARHUS)`: the document's text, squeezed."""

    def read(pattern):
        (file,) = (shared / "seeds").glob(pattern)
        return squeeze(file.read_text(encoding="utf-8"))

    return read


def quotations(base):
    for municipality in base.municipalities.values():
        for row in municipality.table.rows:
            for basis in row.basis:
                yield municipality.key, row.id, basis


def test_every_quotation_stands_in_the_document_it_names(base, seed):
    quoted = [(key, row, basis) for key, row, basis in quotations(base) if basis.quote]

    assert len(quoted) > 20
    for key, row, basis in quoted:
        assert squeeze(basis.quote) in seed(SEEDS[basis.source]), f"{key}, {row}: citatet står ikke i kilden"


def test_a_row_that_rests_on_one_of_the_documents_quotes_it(base):
    for key, row, basis in quotations(base):
        assert bool(basis.quote) == (basis.source in SEEDS), f"{key}, {row}: {basis}"


def test_a_paragraph_that_is_named_is_the_one_the_quotation_stands_under(base, seed):
    statute = seed(AALBORG)
    for key, row, basis in quotations(base):
        if basis.source == "aalborg_vedtaegt":
            number = int(re.match(r"§ (\d+)", basis.provision)[1])
            section = statute[statute.index(f" § {number}. ") : statute.index(f" § {number + 1}. ")]

            assert squeeze(basis.quote) in section, f"{key}, {row}: citatet står ikke i § {number}"


def test_the_mediators_contact_is_as_in_the_document(base, seed):
    contact, document = base.bodies["borgermaegler_aarhus"].contact, seed(AARHUS)
    hours = contact.phone_hours.replace(" til ", " – ").replace("klokken 9-12", "kl. 9 – 12")

    assert f"{contact.phone}, {hours}" in document
    assert f"E-mail: {contact.mail}" in document
    assert contact.web in document


def test_the_same_contact_stands_in_the_scanned_twin(base, seed):
    contact, twin = base.bodies["borgermaegler_aarhus"].contact, seed(BROKEN_SCAN)

    assert contact.phone in twin
    assert contact.mail in twin
    assert "mandag — fredag kl. 9 — 12" in twin


def test_the_advisers_contact_is_as_on_the_page(base, seed):
    municipality, page = base.municipality("aalborg"), seed(AALBORG)
    contact = municipality.office.contact
    (other,) = re.findall(r"\d\d \d\d \d\d \d\d", contact.phone_note)
    (form,) = re.findall(r"\d\d \d\d \d\d \d\d", municipality.power_of_attorney)

    assert f"Borgerrådgiver {contact.phone}" in page
    assert f"Socialfaglig konsulent {other}" in page
    assert f"ringe på telefon {form}" in page
    assert contact.address.replace("sal, 9000", "sal 9000") in page


def test_what_aalborgs_page_leaves_blank_is_blank_here(base):
    contact = base.bodies["borgerraadgiver_aalborg"].contact

    assert (contact.phone_hours, contact.mail) == ("", "")


def test_what_aarhus_document_leaves_blank_is_blank_here(base):
    office = base.bodies["borgermaegler_aarhus"]

    assert (office.contact.address, office.contact.address_note) == ("", "")
    assert office.name == "Borgermægleren i Aarhus Kommune"


@pytest.mark.parametrize("file", SEEN_BY_CITIZENS, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_of_the_broken_scan_is_used(file, shared, seed):
    misread = words(seed(BROKEN_SCAN)) - words(seed(AARHUS))

    assert {"borgermeegleren", "borgermaeqler", "gnsker"} <= misread
    assert sorted(misread & words(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", SEEN_BY_CITIZENS, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_name_of_an_employee_stands_in_what_citizens_read(file):
    text = file.read_text(encoding="utf-8")

    assert not [name for name in NAMES_THAT_GROW_OLD if name in text]
