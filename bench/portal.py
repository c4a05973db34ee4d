"""How fast the portal finds conversations among very many of them, on SQLite and PostgreSQL.

    .venv/bin/python -m bench.portal
    .venv/bin/python -m bench.portal --conversations 10000

Fills an empty database with invented conversations of eight messages each, asks what people
at the office ask, prints a table and writes it to bench/out/portal.json. PostgreSQL is measured where
TEST_POSTGRES_URL names a server, in a database of its own that is dropped again.
"""

import argparse
import io
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

from bot.store import Database
from bot.store.filter import Filter
from bot.store.search import Search
from bot.store.words import words
from bot.triage.table import ROUTES

OUT = Path(__file__).parent / "out" / "portal.json"
VOCABULARY = Path(__file__).parents[1] / "knowledge" / "names" / "almindelige_ord.txt"
NEWEST = datetime(2026, 11, 22, 12, 0)
CHANNELS, MUNICIPALITIES = ("web", "side", "sms", "messenger"), ("aalborg", "aarhus", "kolding", "koebenhavn")
CASE_TYPES, AREAS = (
    ("afgoerelse", "ingen_kontakt", "langvarig_sag", "adfaerd"),
    ("kontanthjaelp", "skole", "hjemmehjaelp", "byggesag"),
)
RARE_ROUTE, COMMON_ROUTE = "politikere", "maegling"
MESSAGES, TOKENS, ROUNDS = 8, 14, 40
SEES_ALL = frozenset({"*"})
COLUMNS = {
    "conversation": "id channel municipality state started_at last_at expires_at last_seq kept"
    " route case_type area confidence urgent",
    "message": "conversation seq author text custom at",
    "turn": "conversation seq state said facts_told created_at understood",
    "word": "word conversation",
    "rating": "conversation helped comment at",
    "handover": "receipt conversation municipality channel state summary consent_at created_at changed_at",
    "queued": "conversation reason reasons weight sampled raters state created_at",
    "review": "conversation final route_right facts needless tone urgent note at",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--conversations", type=int, default=100_000)
    chosen = parser.parse_args()
    measured = {}
    with tempfile.TemporaryDirectory() as folder:
        measured["SQLite"] = measure(f"sqlite:///{folder}/samtaler.db", chosen.conversations)
    if server := os.environ.get("TEST_POSTGRES_URL"):
        with _own_database(server) as url:
            measured["PostgreSQL"] = measure(url, chosen.conversations)
    else:
        print("PostgreSQL er ikke målt: TEST_POSTGRES_URL er ikke sat")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(measured, ensure_ascii=False, indent=1), encoding="utf-8")
    _print(measured)


def measure(url: str, many: int) -> dict[str, dict[str, float]]:
    """Milliseconds of each question, in the median and the slowest but one in twenty."""
    database = Database(url)
    database.upgrade()
    common, rare = fill(database.engine, many)
    search = Search(database)
    measured = {name: _timed(search, *asked) for name, asked in questions(search, common, rare).items()}
    middle = search.find(Filter(), municipalities=SEES_ALL).hits[-1].id
    measured["naboer i en visning"] = _times(lambda: search.beside(middle, Filter(route=COMMON_ROUTE), municipalities=SEES_ALL))
    database.close()
    return measured


def questions(search: Search, common: Sequence[str], rare: str) -> dict[str, tuple[Filter, frozenset[str], str]]:
    """What is asked for, by whom, and from where in the list."""
    month = {"since": datetime(2026, 6, 1).date(), "until": datetime(2026, 6, 30).date()}
    filters = {
        "alt": Filter(),
        "én kommune": Filter(municipality="aarhus"),
        "vej og periode": Filter(route=COMMON_ROUTE, **month),
        "sjældent ord": Filter(text=rare),
        "almindeligt ord": Filter(text=common[0]),
        "to almindelige ord": Filter(text=f"{common[1]} {common[2]}"),
        "to mindre almindelige ord": Filter(text=f"{common[30]} {common[31]}"),
        "begyndelsen af mange ord": Filter(text="be"),
        "almindeligt ord og sjælden vej": Filter(text=common[0], route=RARE_ROUTE),
        "sjældent ord, almindeligt ord og periode": Filter(text=f"{rare} {common[0]}", **month),
        "sagstype, område og sikkerhed": Filter(case_type="adfaerd", area="skole", below=60),
        "fare": Filter(flags=("fare",)),
        "fejl": Filter(flags=("fejl",)),
        "ikke hjulpet og talt med et menneske": Filter(flags=("ikke_hjulpet", "menneske")),
        "grund og ikke bedømt": Filter(reason="usikker", reviewed=False),
        "bedømt": Filter(reviewed=True),
        "live": Filter(state="live"),
    }
    asked = {name: (wanted, SEES_ALL, "") for name, wanted in filters.items()}
    oldest = f"{(NEWEST - timedelta(days=729)).isoformat()}_0"
    asked["sidste side"] = (Filter(), SEES_ALL, oldest)
    asked["sidste side med almindeligt ord"] = (Filter(text=common[0]), SEES_ALL, oldest)
    asked["den, der ser to små kommuner"] = (Filter(), frozenset({"kolding", "koebenhavn"}), "")
    asked["og en vej i dem"] = (Filter(route=RARE_ROUTE), frozenset({"kolding", "koebenhavn"}), "")
    return asked


def _timed(search: Search, wanted: Filter, municipalities: frozenset[str], after: str) -> dict[str, float]:
    found = search.find(wanted, municipalities=municipalities, after=after)
    return {"fundet": found.total, **_times(lambda: search.find(wanted, municipalities=municipalities, after=after))}


def _times(ask: Any) -> dict[str, float]:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1e3)
    return {"p50": statistics.median(took), "p95": sorted(took)[int(ROUNDS * 0.95)]}


# --- invented conversations ---


def fill(engine: Engine, many: int) -> tuple[list[str], str]:
    """Invented conversations, the same each time. Gives the commonest words in them, and a rare one."""
    chance = random.Random(5)
    known = [word for word in VOCABULARY.read_text(encoding="utf-8").split() if len(words(word)) == 1]
    chance.shuffle(known)
    weights = [1 / (rank + 3) for rank in range(len(known))]
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in COLUMNS}
    for number in range(many):
        spoken = chance.choices(known, weights, k=MESSAGES // 2 * TOKENS)
        for table, row in _conversation(chance, number, many, spoken):
            rows[table].append(row)
    rows["word"].sort()
    for table, columns in COLUMNS.items():
        _load(engine, table, columns.split(), rows.pop(table))
    _settle(engine)
    return [words(word)[0] for word in known[:40]], words(known[-1])[0]


def _conversation(chance: random.Random, number: int, many: int, spoken: Sequence[str]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    key, at = f"{chance.getrandbits(128):032x}", NEWEST - timedelta(days=730) * (1 - number / many)
    municipality = chance.choices(MUNICIPALITIES, (50, 40, 8, 2))[0]
    route = chance.choices(ROUTES, (30, 20, 20, 15, 10, 0.5, 4.5))[0]
    state = "waiting" if chance.random() < 0.001 else "bot"
    outcome = (
        route,
        chance.choice(CASE_TYPES),
        chance.choice(AREAS),
        chance.random(),
        "vold" if chance.random() < 0.01 else None,
    )
    channel = chance.choices(CHANNELS, (60, 20, 15, 5))[0]
    yield "conversation", (key, channel, municipality, state, at, at, at, MESSAGES, chance.random() < 0.01, *outcome)
    for place in range(MESSAGES // 2):
        seq, said = place * 2 + 1, " ".join(spoken[place * TOKENS : (place + 1) * TOKENS])
        yield "message", (key, seq, "citizen", said, None, at)
        yield "message", (key, seq + 1, "bot", "Tak. Hvad er der sket, og hvad håber du at opnå?", None, at)
        understood = json.dumps({"facts": {"kommune": municipality}, "beliefs": {}, "read": {}, "asked": "emne", "tries": 0})
        yield "turn", (key, seq, "failed" if chance.random() < 0.002 else "done", "", "{}", at, understood)
    for word in words(" ".join(spoken)):
        yield "word", (word, key)
    if chance.random() < 0.3:
        yield "rating", (key, chance.choice(("ja", "delvist", "nej")), "", at)
    if chance.random() < 0.05:
        yield "handover", (f"{number:08d}", key, municipality, channel, "delivered", "Ring til mig", at, at, at)
    queue = "dropped" if chance.random() < 0.5 else chance.choice(("open", "done"))
    reason = chance.choice(("usikker", "lang", "afbrudt", "proeve"))
    yield "queued", (key, reason, json.dumps([reason, "lang"]), chance.randrange(100), False, 1, queue, at)
    if queue == "done" and chance.random() < 0.2:
        yield "review", (key, False, "ja", "{}", "[]", "god", "ingen", "", at)


def _load(engine: Engine, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """As many rows as there are, by the database's own shortest way in."""
    connection = engine.raw_connection()
    cursor = connection.cursor()
    if engine.dialect.name == "postgresql":
        lines = ("\t".join("\\N" if value is None else str(value) for value in row) + "\n" for row in rows)
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO("".join(lines)))
    else:
        marks = ", ".join("?" for _ in columns)
        cursor.execute("BEGIN")
        kept = ([_as_sqlite(value) for value in row] for row in rows)
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", kept)
    connection.commit()
    connection.close()


def _as_sqlite(value: Any) -> Any:
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


def _settle(engine: Engine) -> None:
    """What PostgreSQL does by itself after a while; SQLite keeps no statistics here, as in daily use."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


class _own_database:
    """A database with a name of its own on a server, while it is needed."""

    NAME = "maaling_af_portalen"

    def __init__(self, server: str) -> None:
        self._server = server

    def __enter__(self) -> str:
        self._run(f"DROP DATABASE IF EXISTS {self.NAME}", f"CREATE DATABASE {self.NAME}")
        return make_url(self._server).set(database=self.NAME).render_as_string(hide_password=False)

    def __exit__(self, *_: object) -> None:
        self._run(f"DROP DATABASE {self.NAME}")

    def _run(self, *statements: str) -> None:
        engine = create_engine(self._server, future=True, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


def _print(measured: dict[str, dict[str, dict[str, float]]]) -> None:
    for name, table in measured.items():
        print(f"\n{name:46s} {'fundet':>8s} {'p50 (ms)':>10s} {'p95 (ms)':>10s}")
        for question, values in table.items():
            print(f"{question:46s} {values.get('fundet', ''):>8} {values['p50']:10.1f} {values['p95']:10.1f}")


if __name__ == "__main__":
    main()
