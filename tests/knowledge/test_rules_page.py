from bot.knowledge.base import CASE_DECIDES
from bot.knowledge.rules_page import TARGET, page


def test_the_page_of_rules_is_what_the_tables_say(base):
    assert TARGET.read_text(encoding="utf-8") == page(base), "skriv siden igen: python -m bot rules"


def test_every_row_of_every_table_can_be_read_on_the_page(base):
    text = page(base)

    for municipality in base.municipalities.values():
        for number, row in enumerate(municipality.table.rows, 1):
            assert f"| {number} | {row.id} | " in text, f"{municipality.key}: {row.id}"


def test_every_area_can_be_read_on_the_page_with_its_body_and_deadline(base):
    text = page(base)

    for area in base.areas.values():
        line = next(line for line in text.splitlines() if f"(`{area.key}`)" in line)
        assert base.bodies[area.body].name in line
        assert (area.length or "–") in line


def test_the_page_names_places_as_people_do(base):
    chapters = page(base).split("## Områderne")[0]

    for key in (*CASE_DECIDES, "ankestyrelsen_tilsyn", "byraad_politisk"):
        assert f"| {key} |" not in chapters
