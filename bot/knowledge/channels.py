"""How citizens reach the bot in each municipality: `channels/`, one file each.

What is set here is no secret and no fact about the law: which pages may show the
chat, which page and numbers belong to whom, where a message to a person goes,
how long anything is kept. Keys and passwords are in the environment, never here.

A page or a number leads to one municipality. Were it two, a citizen of one would
be sent to the other's office, so that stops the start like any other mistake.

    aalborg.yml, linje 7: 'oprindelser': 'https://www.aalborg.dk/' er ikke en oprindelse (mener du 'https://www.aalborg.dk'?)
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from bot.knowledge.base import FOLDER as KNOWLEDGE
from bot.knowledge.overlay import UNCHANGED, Changes, overlaid
from bot.knowledge.yaml import KnowledgeError, Section, read
from bot.triage.deadline import duration
from bot.triage.opening_hours import BY_CUSTOM, WEEKDAYS, OpeningHours, Span, spans

FOLDER = Path(__file__).parents[2] / "channels"
CHANNELS = ("web", "side", "sms", "messenger")
LANGUAGES = ("da", "en")
PROVIDERS = ("gatewayapi", "twilio")
LONGEST = "P10Y"
DAYS = tuple(day.replace("ø", "oe") for day in WEEKDAYS)
LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
ORIGIN = re.compile(rf"(https?)://{LABEL}(?:\.{LABEL})*(?::([1-9][0-9]{{0,4}}))?")
DEFAULT_PORT = {"https": "443", "http": "80"}
NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
PAGE = re.compile(r"[0-9]+")
MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
PHONE = re.compile(r"(?:\+[0-9]{2} )?[0-9]{2}(?: ?[0-9]{2}){3}")
ADDRESS = re.compile(rf"https://{LABEL}(?:\.{LABEL})+(?:/[^\s<>\"']*)?")


@dataclass(frozen=True)
class Messenger:
    """`open`: whether more may be asked there than the way to the web chat."""

    page_id: str = ""
    open: bool = False


@dataclass(frozen=True)
class Sms:
    """The municipality's own numbers, as `+4512345678`."""

    numbers: tuple[str, ...] = ()
    provider: str = PROVIDERS[0]


@dataclass(frozen=True)
class Handovers:
    """Where a citizen's message to a person goes.

    Blank mail: the staff's inbox only. Blank phone: the office's, as `knowledge/`
    has it. No hours: they are not known.
    """

    mail: str = ""
    phone: str = ""
    hours: OpeningHours | None = None


@dataclass(frozen=True)
class Retention:
    """How long anything is kept, as ISO 8601 lengths; the page without JavaScript is kept as the web chat is."""

    web: str
    sms: str
    messenger: str
    handovers: str

    def of(self, kind: str) -> str:
        """The length for a channel, or for `handovers`."""
        lengths = {"web": self.web, "side": self.web, "sms": self.sms, "messenger": self.messenger, "handovers": self.handovers}
        return lengths[kind]

    def kept_since(self, kind: str, *, now: datetime) -> datetime:
        """What is older than this is to go."""
        since: datetime = now - duration(self.of(kind))
        return since


@dataclass(frozen=True)
class MunicipalityChannels:
    """One municipality's doors.

    `silent`: the bot is closed for now and says `silent_text` only; where that is
    blank, what `texts/` has for everybody (closing in a hurry must not fail).
    `privacy_notice`: the municipality's page on what it does with what is told; blank where it has none.
    """

    key: str
    origins: frozenset[str]
    demo_origins: frozenset[str]
    language: str
    messenger: Messenger
    sms: Sms
    handovers: Handovers
    retention: Retention
    privacy_notice: str
    silent: bool
    silent_text: str
    switched_on: frozenset[str]

    def allows(self, origin: str, *, demo: bool = False) -> bool:
        """Whether a page of this Origin may show the web chat; `demo`: whether demo pages are on."""
        return origin in self.origins or (demo and origin in self.demo_origins)


class Channels(Mapping[str, MunicipalityChannels]):
    """All municipalities' doors by key, and the way back from a page or a number."""

    def __init__(self, municipalities: Collection[MunicipalityChannels]) -> None:
        self._by_key = {one.key: one for one in municipalities}
        self._by_page = {one.messenger.page_id: one for one in municipalities if "messenger" in one.switched_on}
        self._by_number = {number: one for one in municipalities if "sms" in one.switched_on for number in one.sms.numbers}

    def __getitem__(self, key: str) -> MunicipalityChannels:
        return self._by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def open_at(self, municipality: str | None, moment: datetime) -> bool | None:
        """Whether a municipality's office is open, in Danish time; None where its hours are not known."""
        chosen = self._by_key.get(municipality or "")
        return chosen.handovers.hours.open_at(moment) if chosen and chosen.handovers.hours else None

    def by_page(self, page_id: str) -> MunicipalityChannels | None:
        """Whose Facebook page it is; None when nobody's, or when Messenger is switched off there."""
        return self._by_page.get(page_id)

    def by_number(self, number: str) -> MunicipalityChannels | None:
        """Whose number it is, with or without `+`; None when nobody's, or when SMS is switched off there."""
        return self._by_number.get("+" + number.removeprefix("+"))


def load_channels(folder: Path = FOLDER, *, knowledge: Path = KNOWLEDGE, changes: Changes = UNCHANGED) -> Channels:
    """Read every file of `folder`, as `changes` have it; the municipalities are those of `knowledge`. Raises KnowledgeError."""
    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: mappen findes ikke")
    places = read(knowledge / "places.yml").values
    sections = {
        file.stem: overlaid(read(file), changes.get(f"channels/{file.name}", ())) for file in sorted(folder.glob("*.yml"))
    }
    channels = [read_channels(key, section, places) for key, section in sections.items()]
    _check_owners(channels, sections)
    return Channels(channels)


def read_channels(key: str, section: Section, places: Collection[str]) -> MunicipalityChannels:
    """`places`: the keys of the municipalities there are."""
    if key not in places:
        close = get_close_matches(key, list(places), n=1)
        raise section.error(f"kender ikke kommunen {key!r}" + (f" (mener du {close[0]!r}?)" if close else ""))
    section.only(
        *("kanaler", "sprog", "oprindelser", "demo_oprindelser", "messenger", "sms", "henvendelser", "opbevaring"),
        *("databeskyttelse", "tavs", "tavs_tekst"),
    )
    channels = MunicipalityChannels(
        key=key,
        origins=_origins(section, "oprindelser", ("https",)),
        demo_origins=_origins(section, "demo_oprindelser", ("http", "https")),
        language=section.one_of("sprog", LANGUAGES, "da"),
        messenger=_read_messenger(section),
        sms=_read_sms(section),
        handovers=_read_handovers(section),
        retention=_read_retention(section.section("opbevaring")),
        privacy_notice=_read_address(section, "databeskyttelse"),
        silent=section.flag("tavs", False),
        silent_text=section.text("tavs_tekst", "").strip(),
        switched_on=_switched_on(section),
    )
    _check(channels, section)
    return channels


def read_hours(section: Section) -> OpeningHours:
    """`{mandag: "9-15", tirsdag: "9-12, 13-15", lukket: [2026-12-23], andre_tider: {2026-12-22: "9-12"}, note: "..."}`"""
    section.only(*DAYS, "lukket", "andre_tider", "lukker_ogsaa", "note")
    also_closed = section.texts("lukker_ogsaa", BY_CUSTOM)
    if unknown := set(also_closed) - set(BY_CUSTOM):
        raise section.error(f"'lukker_ogsaa' kan ikke være {min(unknown)!r}; vælg mellem {', '.join(BY_CUSTOM)}", "lukker_ogsaa")
    hours = OpeningHours(
        weekly={number: _spans(section, day) for number, day in enumerate(DAYS) if section.values.get(day) is not None},
        exceptions=_exceptions(section),
        also_closed=frozenset(also_closed),
        note=section.text("note", "").strip(),
    )
    if not any(hours.weekly.values()):
        raise section.error("åbningstider skal have mindst én åben dag; kendes de ikke, så slet feltet")
    return hours


def _read_address(section: Section, key: str) -> str:
    address = section.text(key, "")
    if address and not ADDRESS.fullmatch(address):
        raise section.error(f"{key!r} kan ikke være {address!r}; skriv en hel adresse som https://www.aalborg.dk/privatliv", key)
    return address


def _read_messenger(section: Section) -> Messenger:
    if section.values.get("messenger") is None:
        return Messenger()
    messenger = section.section("messenger")
    messenger.only("side_id", "aaben")
    page_id = messenger.text("side_id", "")
    if page_id and not PAGE.fullmatch(page_id):
        raise messenger.error(f"'side_id' kan ikke være {page_id!r}; et side-id består af cifre", "side_id")
    return Messenger(page_id, messenger.flag("aaben", False))


def _read_sms(section: Section) -> Sms:
    if section.values.get("sms") is None:
        return Sms()
    sms = section.section("sms")
    sms.only("numre", "leverandoer")
    numbers = sms.texts("numre", ())
    for number in numbers:
        if not NUMBER.fullmatch(number):
            raise sms.error(f"'numre' kan ikke være {number!r}; skriv nummeret som +4512345678, uden mellemrum", "numre")
    if len(set(numbers)) < len(numbers):
        raise sms.error("det samme nummer står to gange", "numre")
    return Sms(numbers, sms.one_of("leverandoer", PROVIDERS, PROVIDERS[0]))


def _read_handovers(section: Section) -> Handovers:
    if section.values.get("henvendelser") is None:
        return Handovers()
    handovers = section.section("henvendelser")
    handovers.only("mail", "telefon", "aabningstider")
    mail, phone = handovers.text("mail", ""), handovers.text("telefon", "")
    if mail and not MAIL.fullmatch(mail):
        raise handovers.error(f"'mail' kan ikke være {mail!r}; skriv én adresse, eller lad feltet stå tomt", "mail")
    if phone and not PHONE.fullmatch(phone):
        raise handovers.error(f"'telefon' kan ikke være {phone!r}; skriv otte cifre som 99 31 31 31", "telefon")
    known = handovers.values.get("aabningstider") is not None
    return Handovers(mail, phone, read_hours(handovers.section("aabningstider")) if known else None)


def _read_retention(section: Section) -> Retention:
    section.only("web", "sms", "messenger", "henvendelser")
    return Retention(*(_length(section, kind) for kind in ("web", "sms", "messenger", "henvendelser")))


def _length(section: Section, key: str) -> str:
    length = section.text(key)
    start = date(2000, 1, 1)
    try:
        fits = start < start + duration(length) <= start + duration(LONGEST)
    except (ValueError, OverflowError):
        fits = False
    if not fits:
        raise section.error(f"{key!r} kan ikke være {length!r}; skriv P30D, P4W, P3M eller P1Y, fra en dag til ti år", key)
    return length


def _switched_on(section: Section) -> frozenset[str]:
    channels = section.texts("kanaler")
    for channel in channels:
        if channel not in CHANNELS:
            raise section.error(f"'kanaler' kan ikke være {channel!r}; vælg mellem {', '.join(CHANNELS)}", "kanaler")
    return frozenset(channels)


def _origins(section: Section, key: str, schemes: tuple[str, ...]) -> frozenset[str]:
    """Exactly what a browser sends as Origin, so that comparing is all there is to do."""
    origins = section.texts(key, ())
    for origin in origins:
        if not _is_origin(origin):
            raise section.error(f"{key!r}: {origin!r} er ikke en oprindelse{_meant(origin)}", key)
        if not origin.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise section.error(f"{key!r}: {origin!r} skal begynde med https://", key)
    return frozenset(origins)


def _is_origin(text: str) -> bool:
    match = ORIGIN.fullmatch(text)
    return match is not None and match[2] != DEFAULT_PORT[match[1]] and int(match[2] or 0) <= 65535


def _meant(text: str) -> str:
    """The origin of a whole address, when that is what was written."""
    address = text.strip().lower()
    scheme, _, rest = (address if "://" in address else f"https://{address}").partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].removesuffix(f":{DEFAULT_PORT.get(scheme, '')}")
    meant = f"{scheme}://{host}"
    if _is_origin(meant):
        return f" (mener du {meant!r}?)"
    return "; skriv fx https://www.aalborg.dk, med en port om nødvendigt, men uden sti og uden stjerne"


def _check(channels: MunicipalityChannels, section: Section) -> None:
    """A door that is switched on can be opened."""
    needs = {
        "web": (channels.origins or channels.demo_origins, "oprindelser"),
        "sms": (channels.sms.numbers, "sms: numre"),
        "messenger": (channels.messenger.page_id, "messenger: side_id"),
    }
    for channel, (there, where) in needs.items():
        if channel in channels.switched_on and not there:
            raise section.error(
                f"{channel!r} er slået til, men {where!r} er tom; udfyld feltet, eller slå kanalen fra", "kanaler"
            )


def _check_owners(channels: list[MunicipalityChannels], sections: Mapping[str, Section]) -> None:
    """A page and a number belong to one municipality, whether or not the channel is switched on."""
    pages: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for one in channels:
        page_id = one.messenger.page_id
        if page_id and pages.setdefault(page_id, one.key) != one.key:
            messenger = sections[one.key].section("messenger")
            raise messenger.error(f"siden {page_id!r} står også i {pages[page_id]}.yml", "side_id")
        for number in one.sms.numbers:
            if numbers.setdefault(number, one.key) != one.key:
                raise sections[one.key].section("sms").error(f"nummeret {number!r} står også i {numbers[number]}.yml", "numre")


def _exceptions(section: Section) -> dict[date, tuple[Span, ...]]:
    """Single days: closed, or with other hours."""
    exceptions: dict[date, tuple[Span, ...]] = {}
    for text in section.texts("lukket", ()):
        exceptions[_day(section, text, "lukket")] = ()
    if section.values.get("andre_tider") is None:
        return exceptions
    other = section.section("andre_tider")
    for text in other.values:
        day = _day(other, text, text)
        if day in exceptions:
            raise other.error(f"{text} står også under 'lukket'", text)
        exceptions[day] = _spans(other, text)
    return exceptions


def _day(section: Section, text: str, key: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise section.error(f"{text!r} er ikke en dato som 2026-12-24", key) from None


def _spans(section: Section, key: str) -> tuple[Span, ...]:
    try:
        return spans(section.text(key))
    except ValueError as problem:
        raise section.error(f"{key!r}: {problem}", key) from None
