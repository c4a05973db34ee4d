"""The page without JavaScript in clients that we did not write and that know no script: lynx and curl."""

import os
import re
import shutil
import subprocess

import pytest

from tests.conftest import without
from tests.gateway.served import guided_house, served

OPENING = "Jeg har fået afslag på hjælp"
KEYS = TAB, RETURN, EMPTY_FIELD, PRINT, QUIT, YES = "<tab>", "^J", "^U", "p", "Q", "y"


@pytest.fixture
def house(parts, tmp_path):
    return guided_house(tmp_path, parts)


@pytest.fixture
def url(house):
    with served(house) as url:
        yield f"{url}/samtale/aalborg"


@pytest.fixture
def lynx(tmp_path):
    """Runs lynx in a folder of its own."""
    if not shutil.which("lynx"):
        without("lynx", "lynx mangler (apt-get install lynx): siden uden JavaScript er ikke prøvet i en tekstbrowser")
    screen = {**os.environ, "TERM": "vt100", "COLUMNS": "80", "LINES": "60", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}

    def run(*arguments):
        done = subprocess.run(
            ["lynx", "-accept_all_cookies", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=tmp_path,
            env=screen,
            timeout=60,
            check=True,
        )
        return done.stdout.decode(errors="replace")

    return run


@pytest.fixture
def curl(tmp_path):
    """Runs curl with a cookie jar, and follows where it is sent."""
    if not shutil.which("curl"):
        without("curl", "curl mangler (apt-get install curl): siden uden JavaScript er ikke prøvet med curl")

    def run(url, **fields):
        jar = tmp_path / "kager.txt"
        given = [part for name, value in fields.items() for part in ("--data-urlencode", f"{name}={value}")]
        done = subprocess.run(
            ["curl", "--silent", "--show-error", "--fail", "--location", "--cookie", jar, "--cookie-jar", jar, *given, url],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout

    run.jar = tmp_path / "kager.txt"
    return run


def pressed(*keys):
    """A script for lynx; what is no key is typed letter by letter."""
    strokes = [stroke for key in keys for stroke in ([key] if key in KEYS else key)]
    return "".join(f"key {'<space>' if stroke == ' ' else stroke}\n" for stroke in strokes)


def test_lynx_reads_the_page(lynx, url):
    page = lynx("-dump", "-nolist", url)

    assert "Find det rigtige sted at gå hen" in page
    assert "Jeg er en robot" in page
    assert "Fortæl, hvad der er galt" in page
    assert "99 31 19 67" in page
    assert "cookie" in page


def test_a_citizen_with_lynx_gets_to_the_answer_by_keys(lynx, house, url, tmp_path):
    journey = pressed(TAB, "Jeg har faaet afslag", TAB, RETURN, RETURN, PRINT, RETURN, EMPTY_FIELD, "svar.txt", RETURN, QUIT, YES)
    (tmp_path / "taster.txt").write_text(journey, encoding="utf-8")

    lynx("-nopause", "-cmd_script=taster.txt", url)

    assert [said for _, said, _ in house.engine.heard] == ["Jeg har faaet afslag", "ja"]
    page = (tmp_path / "svar.txt").read_text(encoding="utf-8")
    assert "Har du fået en afgørelse?" in page
    assert "Sidste dag for at klage er 3. december 2026." in page
    assert "Ring 33 41 12 00" in page
    assert "Vælg et svar" not in page


def test_curl_walks_a_whole_conversation(curl, house, url):
    first = curl(url)
    asked = curl(url, maerke=mark(first), tekst=OPENING)
    answered = curl(url, maerke=mark(asked), valg=option(asked, "Nej"))
    left = curl(
        f"{url}/menneske", maerke=f"{mark(answered)}h", navn="Mette", kontakt="mette@example.dk", resume="Ring", samtykke="ja"
    )
    rated = curl(f"{url}/bedoem", hjalp="ja", kommentar="fint")
    gone = curl(f"{url}/slet", maerke="")

    assert [said for _, said, _ in house.engine.heard] == [OPENING, "nej"]
    assert len({sender for sender, *_ in house.engine.heard}) == 1
    assert "<h3>Ankestyrelsen</h3>" in answered
    assert "Vælg et svar" not in answered
    assert "Det er ikke en klage" in left
    assert "Tak." in rated
    assert "Samtalen er slettet" in gone
    assert OPENING not in curl(url)
    assert "samtale" not in curl.jar.read_text(encoding="utf-8")


def mark(page):
    return re.search(r'name="maerke" value="([0-9a-f]+)"', page)[1]


def option(page, title):
    return re.search(rf'name="valg" value="([^"]+)">{title}<', page)[1]
