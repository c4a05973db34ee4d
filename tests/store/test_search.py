"""Finding conversations: by what they are, by what was said, by what became of them; and only one's own."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from bot.store import Accounts, Search, search
from bot.store.conversations import Said
from bot.store.filter import Filter
from bot.store.schema import conversation, rating
from bot.store.staff_schema import queued, review, tag

DAY = timedelta(days=1)
NOON = datetime(2026, 11, 20, 12, 0)
ALL = frozenset({"*"})


class Archive:
    """Conversations with names, begun an hour after each other."""

    def __init__(self, store):
        self.store = store
        self.search = Search(store.database)
        self.names = {}

    def has(self, name, text="", *, channel="web", municipality="aarhus", at=None, **values):
        begun, _ = self.store.conversations.start(channel, municipality, lives=DAY)
        if text:
            self.store.conversations.add(begun.id, [Said("bot", "Hvad er der sket?"), Said("citizen", text)])
        values["started_at"] = at or NOON + timedelta(hours=len(self.names))
        self.write(update(conversation).where(conversation.c.id == begun.id).values(values))
        self.names[begun.id] = name
        return begun.id

    def write(self, statement):
        with self.store.database.begin() as connection:
            connection.execute(statement)

    def find(self, municipalities=ALL, **wanted):
        """The names of what is found, newest first."""
        return [self.names[hit.id] for hit in self.search.find(Filter(**wanted), municipalities=municipalities).hits]

    def queue(self, key, *reasons, state="open", sampled=False, assigned=None):
        values = {"reason": reasons[0] if reasons else "proeve", "reasons": list(reasons), "weight": 1, "sampled": sampled}
        values |= {"raters": 1, "state": state, "assigned": assigned, "created_at": NOON}
        self.write(insert(queued).values(conversation=key, **values))


@pytest.fixture
def archive(store):
    return Archive(store)


def test_all_are_found_newest_first(archive):
    for name in ("første", "anden", "tredje"):
        archive.has(name)

    assert archive.find() == ["tredje", "anden", "første"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"channel": "sms"}, ["sms"]),
        ({"municipality": "aalborg"}, ["aalborg"]),
        ({"route": "maegling"}, ["mægling"]),
        ({"case_type": "adfaerd"}, ["adfærd"]),
        ({"area": "skole"}, ["skole"]),
        ({"below": 40}, ["usikker"]),
        ({"above": 80}, ["sikker"]),
        ({"flags": ("fare",)}, ["fare"]),
        ({"flags": ("gemt",)}, ["gemt"]),
        ({"state": "live"}, ["person", "venter"]),
        ({"route": "maegling", "area": "skole"}, []),
    ],
)
def test_conditions_narrow_what_is_found(archive, wanted, found):
    archive.has("sms", channel="sms")
    archive.has("aalborg", municipality="aalborg")
    archive.has("mægling", route="maegling")
    archive.has("adfærd", case_type="adfaerd")
    archive.has("skole", area="skole")
    archive.has("usikker", confidence=0.3)
    archive.has("sikker", confidence=0.9)
    archive.has("fare", urgent="vold")
    archive.has("gemt", kept=True)
    archive.has("venter", state="waiting")
    archive.has("person", state="person")

    assert archive.find(**wanted) == found


def test_a_day_is_a_danish_day(archive):
    archive.has("før midnat i Danmark", at=datetime(2026, 11, 19, 22, 59))
    archive.has("efter midnat i Danmark", at=datetime(2026, 11, 19, 23, 1))
    archive.has("sommer før midnat", at=datetime(2026, 6, 1, 21, 59))
    archive.has("sommer efter midnat", at=datetime(2026, 6, 1, 22, 1))

    assert archive.find(since=date(2026, 11, 20), until=date(2026, 11, 20)) == ["efter midnat i Danmark"]
    assert archive.find(until=date(2026, 6, 1)) == ["sommer før midnat"]


def test_a_conversation_is_found_by_the_beginnings_of_its_words_all_of_them(archive):
    archive.has("kørestol", "Jeg har fået afslag på en kørestol")
    archive.has("støtte", "Jeg har fået afslag på støtte")

    assert archive.find(text="afslag") == ["støtte", "kørestol"]
    assert archive.find(text="køre") == archive.find(text="KOERE") == ["kørestol"]
    assert archive.find(text="kørestol afslag") == ["kørestol"]
    assert archive.find(text="kørestol støtte") == []
    assert archive.find(text="stol") == []


def test_common_words_find_the_same_as_rare_ones(archive, monkeypatch):
    archive.has("kørestol", "Jeg har fået afslag på en kørestol")
    archive.has("støtte", "Jeg har fået afslag på støtte")
    archive.has("bare hej", "Hej")
    asked = ["afslag", "kørestol", "jeg afs", "afslag støtte", "hej"]
    rare = [archive.find(text=text) for text in asked]
    monkeypatch.setattr(search, "RARE", 0)

    assert [archive.find(text=text) for text in asked] == rare


def test_what_the_bot_says_is_not_searched(archive):
    archive.has("en", "Hej")

    assert archive.find(text="sket") == []


def test_the_flags_say_what_became_of_it(archive, store):
    plain = archive.has("alm", "Hej")
    handed = archive.has("givet videre", "Hej")
    unhelped = archive.has("ikke hjulpet", "Hej")
    failed = archive.has("fejl", "Hej")
    store.handovers.leave(
        handed, client_id="12345678", municipality="aarhus", channel="web", summary="Ring", contact={"name": "x"}, mail_to=""
    )
    store.conversations.rate(unhelped, "nej", "")
    store.conversations.rate(plain, "ja", "")
    store.turns.take(failed, "Hej igen", "Hej igen", {}, client_id="12345678", answered=True, lives=DAY)
    store.turns.answer(store.turns.claim(failed), [Said("system", "Nede")], failed=True)

    assert archive.find(flags=("menneske",)) == ["givet videre"]
    assert archive.find(flags=("ikke_hjulpet",)) == ["ikke hjulpet"]
    assert archive.find(flags=("fejl",)) == ["fejl"]
    assert archive.find(flags=("fejl", "menneske")) == []
    assert not [hit for hit in archive.search.find(Filter(), municipalities=ALL).hits if hit.failed and hit.id != failed]


def test_what_the_staff_says_can_be_looked_for(archive, store):
    kim = Accounts(store.database, store.keys).create("kim", name="Kim Prøve", role="bedoemmer", municipalities=["*"]).id
    archive.queue(archive.has("usikker og lang"), "usikker", "lang")
    archive.queue(archive.has("Kims"), "fare", assigned=kim)
    archive.queue(archive.has("trukket ud"), sampled=True)
    archive.queue(archive.has("set og lagt væk"), state="dropped")
    judged, tagged = archive.has("bedømt"), archive.has("mærket")
    archive.write(
        insert(review).values(
            conversation=judged,
            account=kim,
            final=False,
            route_right="ja",
            facts={},
            needless=[],
            tone="god",
            urgent="ingen",
            note="",
            at=NOON,
        )
    )
    archive.write(insert(tag).values(conversation=tagged, tag="husleje"))

    assert archive.find(reason="lang") == ["usikker og lang"]
    assert archive.find(reason="proeve") == ["trukket ud"]
    assert archive.find(assigned=kim) == ["Kims"]
    assert archive.find(assigned=0) == ["trukket ud", "usikker og lang"]
    assert archive.find(reviewed=True) == ["bedømt"]
    assert "bedømt" not in archive.find(reviewed=False)
    assert archive.find(tag="husleje") == ["mærket"]


def test_one_sees_only_ones_own_municipalities(archive):
    archive.has("aarhus", municipality="aarhus")
    archive.has("aalborg", municipality="aalborg")
    unknown = archive.has("ukendt", municipality=None)

    assert archive.find(municipalities=frozenset({"aalborg"})) == ["aalborg"]
    assert archive.find(municipalities=frozenset({"aalborg"}), municipality="aarhus") == []
    assert archive.find(municipalities=frozenset()) == []
    assert archive.find() == ["ukendt", "aalborg", "aarhus"]
    assert archive.search.hits([unknown], municipalities={"aalborg"}) == []


def test_the_pages_together_are_all_each_once(archive):
    for number in range(7):
        archive.has(str(number), at=NOON if number < 4 else None)  # some at the very same moment
    pages, after = [], ""
    while True:
        found = archive.search.find(Filter(), municipalities=ALL, limit=2, after=after)
        pages.append([hit.id for hit in found.hits])
        after = found.following
        if not after:
            break

    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert sorted(key for page in pages for key in page) == sorted(archive.names)
    assert found.total == 7


def test_an_address_that_names_no_page_gives_the_first(archive):
    archive.has("en")

    assert len(archive.search.find(Filter(), municipalities=ALL, after="vrøvl").hits) == 1


def test_counting_stops(archive, monkeypatch):
    monkeypatch.setattr(search, "MOST_COUNTED", 2)
    for number in range(5):
        archive.has(str(number))
    found = archive.search.find(Filter(), municipalities=ALL)

    assert found.total == 3
    assert found.more_than_counted


def test_neighbours_are_those_of_the_same_view(archive):
    first, _, last = archive.has("1", route="maegling"), archive.has("2"), archive.has("3", route="maegling")
    view = Filter(route="maegling")

    assert archive.search.beside(first, view, municipalities=ALL) == (last, None)
    assert archive.search.beside(last, view, municipalities=ALL) == (None, first)
    assert archive.search.beside("findes ikke", view, municipalities=ALL) == (None, None)


def test_a_hit_shows_what_the_citizen_said_first(archive, store):
    key = archive.has("en", "Min første besked", route="maegling", confidence=0.5)
    store.conversations.add(key, [Said("citizen", "Min anden")])
    archive.write(insert(rating).values(conversation=key, helped="delvist", comment="", at=NOON))
    (hit,) = archive.search.find(Filter(), municipalities=ALL).hits

    assert (hit.opening, hit.route, hit.confidence, hit.helped) == ("Min første besked", "maegling", 0.5, "delvist")
    assert not hit.handed_over
    assert not hit.failed


def test_what_citizens_said_is_given_by_conversation(archive):
    newest_two = [archive.has(str(number), f"Besked {number}") for number in range(3)][1:]

    assert archive.search.words_said(municipalities=ALL, latest=2) == dict(zip(newest_two, ["Besked 1", "Besked 2"], strict=True))


KNOWN = {"vej": ["maegling"], "kanal": ["web"]}


def test_a_filter_comes_back_from_its_address_as_it_was():
    from urllib.parse import parse_qsl

    wanted = Filter(
        text="kørestol afslag",
        since=date(2026, 1, 31),
        until=date(2026, 2, 1),
        channel="web",
        route="maegling",
        below=60,
        above=10,
        flags=("fare", "fejl"),
        reviewed=False,
        tag="æ & ø",
        assigned=0,
        state="live",
    )

    assert Filter.parse(parse_qsl(wanted.query), KNOWN) == (wanted, [])
    assert Filter().query == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("vej", "til_maanen"), ("fra", "i går"), ("til", "2026-02-30"), ("til", "9999-12-31")],
        *[("under", "101"), ("over", "lidt")],
        *[("bedoemt", "måske"), ("flag", "pirat"), ("ord", "§"), ("tildelt", "Kim")],
    ],
)
def test_what_nobody_knows_is_left_out_and_named(name, value):
    assert Filter.parse([(name, value), ("kanal", "web")], KNOWN) == (Filter(channel="web"), [name])


def test_blank_fields_and_names_of_others_say_nothing():
    assert Filter.parse([("vej", ""), ("ord", "  "), ("efter", "x")], KNOWN) == (Filter(), [])
