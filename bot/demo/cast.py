"""Who plays where: each invented citizen some times, in different municipalities, channels and moods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bot.demo.calendar import moments
from bot.demo.citizens import Citizen, Rating, Wish
from bot.knowledge.channels import MunicipalityChannels

CHANNELS = {"web": 62, "side": 14, "sms": 19, "messenger": 5}
PLACES = {"aarhus": 45, "aalborg": 35}
ELSEWHERE = 12  # each
LATELY = timedelta(days=14)  # so that the inbox has something new in it
WISHES = (
    Wish("Jeg vil gerne ringes op om min sag."),
    Wish("Kan en af jer hjælpe mig med at forstå brevet?", "formiddag"),
    Wish("Jeg vil gerne have et møde. Jeg tager min datter med.", "helst torsdag"),
    Wish("Der er mere i det, end jeg kan skrive her.", "efter klokken 16"),
)


@dataclass(frozen=True)
class Part:
    """A citizen in a conversation. `begins`: UTC without a zone. `leaves_after`: so many questions."""

    number: int
    citizen: Citizen
    municipality: str
    channel: str
    begins: datetime
    leaves_after: int | None
    rating: Rating | None
    wish: Wish | None
    thanks: bool


def cast(
    citizens: Sequence[Citizen], places: Mapping[str, MunicipalityChannels], *, number: int, today: date, chance: Random
) -> list[Part]:
    """In the order of time. The same chance gives the same parts."""
    rounds = [chance.sample(citizens, len(citizens)) for _ in range(-(-number // len(citizens)))]
    chosen = [(citizen, turn == 0) for turn, people in enumerate(rounds) for citizen in people][:number]
    chance.shuffle(chosen)
    begins = moments(number, today=today, chance=chance)
    lately = datetime.combine(today - LATELY, time())
    wishes = [0.5 if begin > lately else 0.05 for begin in begins]
    return [_part(place, *one, places, begins[place], wishes[place], chance) for place, one in enumerate(chosen)]


def _part(
    number: int,
    citizen: Citizen,
    first: bool,
    places: Mapping[str, MunicipalityChannels],
    begins: datetime,
    wishes: float,
    chance: Random,
) -> Part:
    """The first time a citizen does as the file has it; after that as it falls out."""
    keys = sorted(places)
    (municipality,) = chance.choices(keys, [PLACES.get(key, ELSEWHERE) for key in keys])
    channels = sorted(places[municipality].switched_on)
    (channel,) = chance.choices(channels, [CHANNELS[key] for key in channels])
    leaves, (helped,) = chance.random() < 0.1, chance.choices(("ja", "delvist", "nej", None), (22, 9, 7, 62))
    leaves_after = chance.randint(1, 3) if leaves else None
    wish, thanks = chance.choice(WISHES) if chance.random() < wishes else None, chance.random() < 0.3
    return Part(
        number=number,
        citizen=citizen,
        municipality=municipality,
        channel=channel,
        begins=begins,
        leaves_after=citizen.leaves_after or (None if first else leaves_after),
        rating=citizen.rating if first and citizen.rating else Rating(helped) if helped else None,
        wish=(citizen.wish if first else None) or wish,
        thanks=thanks,
    )
