"""The values that can be changed from the portal: where each stands, what it is called, how it is written in a form.

The fields of a municipality's office and of its channels are a list made here. Besides, an editor
can change any value of a municipality's own file and any text the bot says, by the way to it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.knowledge.channels import CHANNELS, DAYS, PROVIDERS
from bot.knowledge.yaml import Section
from bot.report.danish import length
from bot.triage.opening_hours import BY_CUSTOM

Form = Mapping[str, Sequence[str]]

TEXT, LONG, LINES, DAY = ("text", "long", "lines", "day")
CHOICE, BOXES, HOURS, CONDITIONS, VERSIONS, LENGTH = ("choice", "boxes", "hours", "conditions", "versions", "length")
LENGTH_TEXT = re.compile(r"P[0-9]+[DWMY]")
FIXED = ("id", "key")  # what other files and the texts know a thing by
LONGEST_LINE = 60
YES_OR_NO = ("ja", "nej")
DAY_NAMES = dict(zip(DAYS, ("Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag"), strict=True))
CUSTOM_NAMES = dict(
    zip(BY_CUSTOM, ("Juleaftensdag", "Nytårsaftensdag", "Grundlovsdag", "Dagen efter Kristi himmelfart"), strict=True)
)


@dataclass(frozen=True)
class Spot:
    """`place`: the way to the value in `file`. Blank municipality: it concerns all. `choices` are the values there are."""

    file: str
    place: tuple[str, ...]
    label: str
    kind: str
    hint: str = ""
    choices: tuple[str, ...] = ()

    @property
    def municipality(self) -> str | None:
        """Whose it is; the texts and the profile that many share are nobody's own."""
        folder, _, name = self.file.rpartition("/")
        key = name.removesuffix(".yml")
        return None if folder == "texts" or key == "standard" else key

    @property
    def role(self) -> str:
        """Who may propose it, and who may agree to it."""
        return "administrator" if self.file.startswith("channels/") else "redaktoer"

    @property
    def routes(self) -> bool:
        """Whether it can change what citizens are told of their case."""
        return not self.file.startswith("channels/")


def office(key: str) -> list[Spot]:
    """The contact data of a municipality's office."""
    fields = (
        ("navn", "Navn", TEXT, ""),
        ("telefon", "Telefon", TEXT, ""),
        ("telefon_note", "Bemærkning til telefonen", LONG, ""),
        ("telefontid", "Telefontid", TEXT, "Som borgeren læser den."),
        ("mail", "Mail", TEXT, ""),
        ("web", "Hjemmeside", TEXT, ""),
        ("adresse", "Adresse", TEXT, ""),
        ("adresse_note", "Bemærkning til adressen", LONG, ""),
        ("checked_on", "Set efter", DAY, "Den dag, oplysningerne sidst blev holdt op mod kilden."),
    )
    file = f"knowledge/municipalities/{key}.yml"
    return [Spot(file, ("ordning", name), label, kind, hint) for name, label, kind, hint in fields]


def channels(key: str) -> list[Spot]:
    """How citizens reach the bot, and how long anything is kept."""
    length = "P30D er 30 dage, P4W fire uger, P3M tre måneder, P1Y et år."
    fields = (
        Spot("", ("henvendelser", "mail"), "Mail til beskeder fra borgere", TEXT, "Tom: beskederne ligger kun i indbakken."),
        Spot("", ("henvendelser", "telefon"), "Telefon ved beskeder", TEXT, "Tom: kontorets nummer."),
        Spot("", ("henvendelser", "aabningstider"), "Åbningstider", HOURS, "Skriv 9-15, eller 9-12, 13-15 med en pause."),
        Spot("", ("opbevaring", "web"), "Chatten gemmes", LENGTH, length),
        Spot("", ("opbevaring", "sms"), "Sms gemmes", LENGTH, length),
        Spot("", ("opbevaring", "messenger"), "Messenger gemmes", LENGTH, length),
        Spot("", ("opbevaring", "henvendelser"), "Beskeder til en person gemmes", LENGTH, length),
        Spot("", ("oprindelser",), "Sider, der må vise chatten", LINES, "En på hver linje, som https://www.aalborg.dk."),
        Spot("", ("sms", "numre"), "Sms-numre", LINES, "Et på hver linje, som +4512345678."),
        Spot("", ("sms", "leverandoer"), "Sms-leverandør", CHOICE, "", PROVIDERS),
        Spot("", ("messenger", "side_id"), "Facebook-sidens id", TEXT),
        Spot(
            "", ("messenger", "aaben"), "Hele samtalen på Messenger", CHOICE, "Nej: botten viser kun vej til chatten.", YES_OR_NO
        ),
        Spot("", ("databeskyttelse",), "Side om databeskyttelse", TEXT),
    )
    return [replace(one, file=f"channels/{key}.yml") for one in fields]


def switches(key: str) -> list[Spot]:
    """What one administrator may change alone and at once, because it cannot wait."""
    file = f"channels/{key}.yml"
    return [
        Spot(file, ("tavs_tekst",), "Det, chatten siger, når den er lukket", LONG, "Tom: den almindelige tekst."),
        Spot(file, ("tavs",), "Chatten er lukket", CHOICE, "", YES_OR_NO),
        Spot(file, ("kanaler",), "Kanaler, der er slået til", BOXES, "", CHANNELS),
    ]


def anywhere(file: str, section: Section, above: tuple[str, ...] = ()) -> Iterator[tuple[Spot, Any]]:
    """Every value of a file, with what it is."""
    for key, value in section.values.items():
        place = (*above, key)
        if isinstance(value, Section) and key != "hvis":
            yield from anywhere(file, value, place)
        elif isinstance(value, list) and value and all(isinstance(item, Section) for item in value):
            for number, item in enumerate(value):
                yield from anywhere(file, item, (*place, str(item.values.get("id", number))))
        elif key not in FIXED:
            kind = VERSIONS if file.startswith("texts/") and isinstance(value, list) else _kind(key, value)
            yield Spot(file, place, " · ".join(place), kind), value


def find(file: str, place: tuple[str, ...], section: Section) -> Spot | None:
    """The spot at a place; None where nothing there can be changed."""
    folder, _, name = file.rpartition("/")
    key = name.removesuffix(".yml")
    known = [*channels(key), *switches(key)] if folder == "channels" else office(key)
    for spot in known:
        if (spot.file, spot.place) == (file, place):
            return spot
    if folder == "channels":
        return None
    return next((spot for spot, _ in anywhere(file, section) if spot.place == place), None)


def value_of(spot: Spot, form: Form) -> Any:
    """The value a form holds. Raises ValueError, in Danish, for what cannot be read."""
    given = [text.replace("\r\n", "\n").strip() for text in form.get("vaerdi", ())]
    text = given[-1] if given else ""
    if spot.kind == VERSIONS:
        return [version for version in given if version]
    if spot.kind == LINES:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if spot.kind == BOXES:
        return [choice for choice in spot.choices if choice in given]
    if spot.kind == HOURS:
        return _hours(form)
    if spot.kind == CONDITIONS:
        return dict(_condition(line) for line in text.split("\n") if line.strip())
    return text


def lines_of(value: Any) -> str:
    """A value as it is shown, and as a form holds it."""
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {', '.join(inner) if isinstance(inner, list) else inner}" for key, inner in value.items())
    if isinstance(value, list):
        return "\n".join(lines_of(item) for item in value)
    return "" if value is None else str(value)


def shown(spot: Spot, value: Any) -> str:
    """A value as people say it; blank where there is none."""
    if spot.kind == HOURS and isinstance(value, Mapping):
        return "\n".join(_said_hours(value))
    if spot.kind == DAY and value:
        year, month, day = str(value).split("-")
        return f"{int(day)}.{int(month)}.{year}"
    if spot.kind == LENGTH and LENGTH_TEXT.fullmatch(str(value)):
        return length(str(value))
    if spot.choices == YES_OR_NO:
        return str(value or "").capitalize()
    return lines_of(value)


def same(one: Any, other: Any) -> bool:
    """Whether they say the same, in whatever order and with whatever blanks around."""
    return bool(one == other) or lines_of(one).strip() == lines_of(other).strip()


def _kind(key: str, value: Any) -> str:
    if key == "hvis":
        return CONDITIONS
    if isinstance(value, list):
        return LINES
    if key == "checked_on":
        return DAY
    return LONG if isinstance(value, str) and len(value) > LONGEST_LINE else TEXT


def _said_hours(hours: Mapping[str, Any]) -> Iterator[str]:
    for day, name in DAY_NAMES.items():
        if hours.get(day):
            yield f"{name} {hours[day]}"
    if hours.get("lukket"):
        yield f"Lukket {', '.join(hours['lukket'])}"
    for day, times in (hours.get("andre_tider") or {}).items():
        yield f"{day}: {times}"
    custom = hours.get("lukker_ogsaa", list(BY_CUSTOM))
    if custom:
        yield f"Lukker også: {', '.join(CUSTOM_NAMES[day].lower() for day in custom)}"
    if hours.get("note"):
        yield str(hours["note"])


def _condition(line: str) -> tuple[str, list[str]]:
    fact, colon, answers = line.partition(":")
    found = [answer.strip() for answer in answers.split(",") if answer.strip()]
    if not colon or not found:
        raise ValueError(f"Linjen {line.strip()!r} skal skrives som 'emne: afgoerelse, sagsbehandling'.")
    return fact.strip(), found


def _hours(form: Form) -> dict[str, Any] | None:
    """None where no day has hours: then they are not known."""

    def one(name: str) -> str:
        return "".join(form.get(name, ())[-1:]).strip()

    week = {day: one(day) for day in DAYS if one(day)}
    if not week:
        return None
    closed = [line.strip() for line in one("lukket").splitlines() if line.strip()]
    other = dict(_other_day(line) for line in one("andre_tider").splitlines() if line.strip())
    custom = [day for day in BY_CUSTOM if day in form.get("lukker_ogsaa", ())]
    rest = {"lukket": closed, "andre_tider": other, "note": one("note")}
    return {**week, **{key: value for key, value in rest.items() if value}, "lukker_ogsaa": custom}


def _other_day(line: str) -> tuple[str, str]:
    day, colon, hours = line.partition(":")
    if not colon:
        raise ValueError(f"Linjen {line.strip()!r} skal skrives som '2026-12-22: 9-12'.")
    return day.strip(), hours.strip()
