"""`make report`: all the files, where they are said to be; and a plain word where there can be none."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.__main__ import main
from bot.report.yearly import YearlyError, municipality_of, year_of
from bot.store import Conversations, Database, Keys, Turns, schema
from bot.store.conversations import Said
from bot.store.database import now

LAST_YEAR = now().year - 1
OUTCOME = {"route": "maegling", "body": "borgermaegler_aarhus", "case_type": "ingen_kontakt", "row": "maegling"}


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("BOT_STATE", str(tmp_path))
    monkeypatch.delenv("BOT_DATABASE_URL", raising=False)
    return tmp_path


def conversation(state, at):
    """One that has not been counted yet."""
    database = Database(f"sqlite:///{state / 'samtaler.db'}")
    database.upgrade()
    conversations, turns = Conversations(database, Keys(b"only for tests, and long enough for one")), Turns(database)
    begun, _ = conversations.start("web", "aarhus", lives=timedelta(days=1))
    turns.take(begun.id, "ingen svarer", "ingen svarer", {}, client_id="besked-1", answered=True, lives=timedelta(days=1))
    turns.answer(turns.claim(begun.id), [Said("bot", "Ring", {"outcome": OUTCOME})])
    with database.begin() as connection:
        connection.execute(update(schema.conversation).values(started_at=at, last_at=at))
    database.close()


def test_the_report_and_its_figures_are_written_and_it_says_where(state, capsys):
    conversation(state, now() - timedelta(hours=2))

    assert main(["report", "--aar", str(now().year), "--kommune", "aarhus"]) == 0

    folder = state / f"rapport-{now().year}-aarhus"
    assert str(folder) in capsys.readouterr().out
    assert {file.name for file in folder.iterdir()} == {"rapport.html", "rapport.pdf", "tal.xlsx", "csv"}
    assert (folder / "rapport.pdf").read_bytes().startswith(b"%PDF-")
    assert (folder / "csv" / "vej.csv").exists()
    assert "Borgerne førte under 5 samtaler" in (folder / "rapport.html").read_text(encoding="utf-8")


def test_without_conversations_the_report_says_so(state):
    assert main(["report", "--aar", str(LAST_YEAR)]) == 0

    page = (state / f"rapport-{LAST_YEAR}-alle" / "rapport.html").read_text(encoding="utf-8")
    assert f"Der var ingen samtaler i {LAST_YEAR}." in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--aar", "20x6"], "'20x6' er ikke et år"),
        (["--aar", ""], "skriv, hvilket år"),
        (["--aar", "2999"], "der kan ikke skrives rapport for 2999"),
        (["--aar", str(LAST_YEAR), "--kommune", "aarhuss"], "kender ikke kommunen 'aarhuss' (mener du 'aarhus'?)"),
    ],
)
def test_what_there_can_be_no_report_of_is_said_plainly(state, capsys, arguments, said):
    assert main(["report", *arguments]) == 1

    assert said in capsys.readouterr().err
    assert not list(state.iterdir())


def test_this_year_is_the_last_there_can_be_a_report_of():
    assert year_of("2026", today=date(2026, 1, 1)) == 2026
    with pytest.raises(YearlyError):
        year_of("2027", today=date(2026, 12, 31))


def test_the_profile_of_all_others_is_no_municipality(base):
    with pytest.raises(YearlyError):
        municipality_of("standard", base)
