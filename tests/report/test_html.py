"""The report as a page: whole, safe, and for everybody; looked at in a real browser."""

import re
from pathlib import Path

import pytest

from bot.report import html
from bot.store.learned import Amendment, Learned

OUT = Path(__file__).parent / "out"
SIZES = {"telefon": {"width": 360, "height": 740}, "skaerm": {"width": 1280, "height": 900}}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("filled", [True, False], ids=["et år", "et tomt år"])
def test_axe_finds_nothing_and_nothing_sticks_out(browser, document, year, size, filled):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe mangler: tilgængeligheden er ikke prøvet")
    page = browser.new_page(viewport=SIZES[size])
    page.set_content(html.page(document(year if filled else [])))

    found = axe.Axe().run(page)

    page.screenshot(path=OUT / f"rapport-{size}-{'aar' if filled else 'tom'}.png", full_page=True)
    assert [fault["id"] for fault in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    page.close()


def test_a_label_does_not_leave_its_chart(browser, document, year):
    page = browser.new_page(viewport=SIZES["skaerm"])
    page.set_content(html.page(document(year)))

    outside = page.evaluate(
        """[...document.querySelectorAll('svg')].flatMap(svg => {
            const edge = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')].filter(text => {
                const box = text.getBoundingClientRect();
                return box.left < edge.left - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 1;
            }).map(text => text.textContent);
        })"""
    )

    assert outside == []
    page.close()


def test_every_chart_is_named_and_told_in_words(document, year):
    page = html.page(document(year))

    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(charts) == 13
    for chart in charts:
        names = re.search(r'role="img" aria-labelledby="([^"]+)"', chart).group(1).split()
        assert all(f'id="{name}"' in chart for name in names)


def test_no_name_stands_twice(document, year):
    names = re.findall(r'\bid="([^"]+)"', html.page(document(year)))

    assert len(names) == len(set(names))


def test_the_part_for_a_page_of_ours_has_no_style_or_script_of_its_own(document, year):
    body = str(html.body(document(year)))

    assert not re.search(r"<style|<script|\bstyle=|\bon\w+=", body)


def test_what_staff_wrote_is_text_and_no_markup(document, year):
    learned = Learned(1, 1, 0, (Amendment("texts/udfald.yml", document(year).made_on, "<script>alert(1)</script> & mere"),))

    page = html.page(document(year, learned=learned))

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; mere" in page
