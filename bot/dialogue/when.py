"""When it happened, read from free Danish, relative to a given day.

    >>> read_when("for halvandet år siden", today=date(2026, 11, 22))
    Period(first=date(2025, 5, 8), last=date(2025, 6, 5))
    >>> read_when("det kører stadig, siden oktober 2024", today=date(2026, 11, 22))
    Period(first=date(2024, 10, 1), last=None)

No library reads this well enough (`bench/dates.py` measures the best one, dateparser):
citizens write "en fjorten dages tid siden", "lige før sommerferien", "sidst i september".
A time that is not exact becomes the stretch of days it may have been; a deadline is
counted from the first of them. Without a year, the latest such day that has been.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from bot.triage import Period
from bot.triage.folding import fold

OLDEST = 1950
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "loer", "soen")
NUMBERS = {
    **dict.fromkeys(("en", "et", "een", "eet", "1"), 1.0),
    **dict.fromkeys(("halvandet", "halvanden", "halvan", "halvannet", "halvandt", "1,5", "1½"), 1.5),
    **dict.fromkeys(("halvt", "halv", "halve"), 0.5),
    **dict.fromkeys(("to", "par", "2"), 2.0),
    **dict.fromkeys(("tre", "nogle", "faa", "3"), 3.0),
    **{
        word: float(number) for number, word in enumerate(("fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"), 4)
    },
    **{
        word: float(n)
        for n, word in ((13, "tretten"), (14, "fjorten"), (15, "femten"), (16, "seksten"), (18, "atten"), (20, "tyve"))
    },
    **dict.fromkeys(("tredive",), 30.0),
}
MONTH = (
    r"(?P<month>jan(?:uar|\.)?|feb(?:ruar|\.)?|marts|mar\.|april|apr\.|maj|jun[ij]?|jul[ij]|aug(?:ust|\.)?|"
    r"sep(?:t?em[bp]er|t\.?|\.)?|okto?[bp]?e?r?\.?|nov(?:em[bp]er|\.)?|dec(?:em[bp]er|\.)?)\b"
)
YEAR = r"(?:\s*(?:,|i|i aar)?\s*'?(?P<year>(?:19|20)\d\d|'\d\d|(?<=')\d\d))?"
LOOSE_YEAR = r"(?:\s*'?(?P<year>(?:19|20)\d\d|\d\d(?!\s*(?:kr|pct|procent|aar|dag|uge|timer|:|\.\d|/|\d))))?\b"
NUMBER = r"(?P<number>\d+(?:,5|½)?|" + "|".join(sorted((word for word in NUMBERS if word.isalpha()), key=len, reverse=True)) + ")"
UNIT = r"(?P<unit>dag(?:e|s|es)?|daw|daws|doegn|ugers?|uge(?:s)?|m(?:aa|a|å)?n(?:e|n)?de?(?:r|rs|s|ds?)?|maaned(?:er|ers|s)?|aars?|ar)\b"
PART = (
    r"(?:(?P<part>starten|begyndelsen|foerst|midten|midt|slutningen|slut|sidst|sidste del|ultimo|primo|medio)\s*(?:af|i|paa)?\s*)"
)
RUNNING = re.compile(
    r"\b(?:koerer|foregaar|sker|staar|gaelder|venter|varer|fortsaetter|er) (?:da |jo |det |den )?(?:stadig(?:vaek)?|endnu|fortsat)\b|"
    r"\bstadig(?:vaek)? i gang\b|\bikke (?:slut|faerdig|forbi)\b|\bhele tiden\b|\bhar (?:nu )?(?:staaet|koert|varet|trukket)\b|"
    r"\bligger stadig\b|\bstadig(?:vaek)?\b|\bde (?:sidste|seneste|sisste|siste|sidst)\b|\bi (?:flere|mange|mer end|to|tre|fire|fem) aar(?! siden)\b|"
    r"\bkoerer (?:jo|da|bare|videre)\b|\bden koerer\b|\bhver (?:dag|uge|maaned)\b|\bi gang endnu\b"
)


@dataclass(frozen=True)
class Impossible:
    """A time that cannot be: in the future, or not in the calendar. `text` is how the citizen put it."""

    text: str
    future: bool


@dataclass(frozen=True)
class Found:
    """One expression of time, and where in the text it stands."""

    period: Period
    start: int
    end: int
    since: bool = False


def read_when(text: str, *, today: date) -> Period | Impossible | None:
    """Return when it was, `Impossible` to ask again, or None when the text says nothing of time."""
    folded = _without_noise(fold(text))
    try:
        found = list(_expressions(folded, today))
    except _NotADayError as problem:
        return Impossible(str(problem), future=False)
    running = bool(RUNNING.search(folded)) or any(one.since for one in found)
    possible = [one for one in found if one.period.first and one.period.first <= today]
    if found and not possible:
        later = min(found, key=lambda one: one.start)
        return Impossible(folded[later.start : later.end].strip(), future=True)
    if running:
        begun = [one.period.first for one in possible if one.period.first]
        return Period(min(begun) if begun else None, None)
    return _not_later(min(possible, key=_vagueness).period, today) if possible else None


def expressions(text: str, *, today: date) -> list[Period]:
    """Every time the text names, in order; for telling whether a story has one date or many."""
    try:
        found = sorted(_expressions(_without_noise(fold(text)), today), key=lambda one: one.start)
    except _NotADayError:
        return []
    return [one.period for one in found]


class _NotADayError(Exception):
    """The 31st of February and its like."""


def _vagueness(found: Found) -> tuple[int, int]:
    first, last = found.period.first, found.period.last
    assert first
    return ((last - first).days if last else 9999, found.start)


def _not_later(period: Period, today: date) -> Period:
    return Period(period.first, min(period.last, today)) if period.last else period


def _without_noise(folded: str) -> str:
    """Ages, prices, hours and the like look like dates and are none."""
    folded = re.sub(r"\b(?:kl\.?|klokken)\s*\d{1,2}(?:[:.]\d\d)?", " ", folded)
    folded = re.sub(r"\b\d{1,3}(?:\.\d{3})*(?:,\d+)?\s*(?:kr\b|kroner|timer|pct|procent|%|km|meter|m2|kvm)", " ", folded)
    folded = re.sub(r"\b(?:paa|er|blev|fyldt|fylder|bliver|ca\.?|over|under|naesten)\s+\d{1,3}\s+aar\b(?! siden)", " ", folded)
    return re.sub(r"\b(\d+)\s*-?\s*aarig\w*", " ", folded)


def _expressions(folded: str, today: date) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    for pattern, reader in READERS:
        for match in pattern.finditer(folded):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            period = reader(match, today)
            if period is None:
                continue
            taken.append(match.span())
            before = folded[: match.start()]
            since = bool(re.search(r"\bsiden\s+(?:den |d\.? |i )?$", before)) or match.group().startswith("siden ")
            yield Found(period, match.start(), match.end(), since)


# --- readers: a match and today -> a period, or None when it was something else after all ---


def _numeric(match: re.Match[str], today: date) -> Period | None:
    day, month, year = int(match["day"]), int(match["mon"]), match["year"]
    if not 1 <= month <= 12:
        return None
    return Period.day(_day(day, month, _year(year), today, match.group()))


def _iso(match: re.Match[str], today: date) -> Period:
    return Period.day(_day(int(match["day"]), int(match["mon"]), int(match["year"]), today, match.group()))


def _day_month(match: re.Match[str], today: date) -> Period:
    return Period.day(_day(int(match["day"]), _month(match["month"]), _year(match["year"]), today, match.group()))


def _days_month(match: re.Match[str], today: date) -> Period:
    """`15-16 nov`: one of the two."""
    month, year = _month(match["month"]), _year(match["year"])
    first = _day(int(match["first"]), month, year, today, match.group())
    return Period(first, max(first, _day(int(match["day"]), month, first.year, today, match.group())))


def _day_only(match: re.Match[str], today: date) -> Period | None:
    """`d. 20.`: the latest 20th that has been."""
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    month = today.replace(day=1)
    while not (day <= monthrange(month.year, month.month)[1] and month.replace(day=day) <= today):
        month -= relativedelta(months=1)
    return Period.day(month.replace(day=day))


def _month_only(match: re.Match[str], today: date) -> Period:
    month, year = _month(match["month"]), _year(match["year"])
    if year is None:
        year = today.year if month <= today.month else today.year - 1
    return _part_of(date(year, month, 1), date(year, month, monthrange(year, month)[1]), match["part"])


def _ago(match: re.Match[str], today: date) -> Period | None:
    return _around(_number(match["number"]), match["unit"], today, exact=not match["about"])


def _ago_and(match: re.Match[str], today: date) -> Period:
    """`et år og to måneder siden`."""
    day = today - relativedelta(years=int(_number(match["years"])), months=int(_number(match["months"])))
    return Period(day - timedelta(days=15), day + timedelta(days=15))


def _half_year_ago(match: re.Match[str], today: date) -> Period | None:
    return _around(6.0, "maaned", today, exact=True)


def _last_unit(match: re.Match[str], today: date) -> Period | None:
    """`sidste uge`, `forrige måned`, `sidste år`."""
    steps = 2 if match["which"].startswith("forrige") and match["unit"].startswith("uge") else 1
    return _calendar_unit(match["unit"], steps, today)


def _this_unit(match: re.Match[str], today: date) -> Period | None:
    return _calendar_unit(match["unit"], 0, today)


def _lately(match: re.Match[str], today: date) -> Period | None:
    """`de sidste to måneder`: began then; that it runs is seen elsewhere."""
    return _around(_number(match["number"] or "1"), match["unit"], today, exact=True)


def _weekday(match: re.Match[str], today: date) -> Period:
    weekday = next(index for index, name in enumerate(WEEKDAYS) if match["weekday"].startswith(name))
    back = (today.weekday() - weekday) % 7 or 7
    if match["which"] and match["which"].startswith("forrige"):
        back += 7
    return Period.day(today - timedelta(days=back))


def _days_back(days: int) -> Callable[[re.Match[str], date], Period]:
    return lambda match, today: Period.day(today - timedelta(days=days))


def _ahead(match: re.Match[str], today: date) -> Period:
    return Period.day(today + timedelta(days=1))


def _season(match: re.Match[str], today: date) -> Period | None:
    name, year = match["season"], _year(match["year"])
    first_month, length = next(span for prefix, span in SEASONS.items() if name.startswith(prefix))
    last_one = bool(match["which"])
    candidates = [date(y, first_month, 1) for y in ([year] if year else range(today.year, today.year - 3, -1))]
    begun = [first for first in candidates if first <= today]
    if not begun:
        return None
    first = begun[0]
    end = first + relativedelta(months=length) - timedelta(days=1)
    if last_one and end >= today and not year:
        first, end = first - relativedelta(years=1), end - relativedelta(years=1)
    return _part_of(first, end, match["part"])


def _feast(match: re.Match[str], today: date) -> Period:
    """`lige før sommerferien`, `efter jul`, `i påsken`."""
    spans = [_feast_span(match["feast"], year) for year in range(today.year, today.year - 3, -1)]
    first, last = next(span for span in spans if span[0] <= today)
    side = match["side"] or ""
    if side.startswith(("foer", "inden", "op til", "op te")):
        spans = [span for span in spans if span[0] - timedelta(days=21) <= today]
        first, last = spans[0]
        return Period(first - timedelta(days=21), first - timedelta(days=1))
    if side.startswith("efter"):
        spans = [span for span in spans if span[1] < today] or spans
        last = spans[0][1]
        return Period(last + timedelta(days=1), last + timedelta(days=21))
    return Period(first, last)


def _year_only(match: re.Match[str], today: date) -> Period | None:
    year = int(match["year"])
    return Period(date(year, 1, 1), date(year, 12, 31)) if OLDEST <= year <= today.year else None


def _few_years(match: re.Match[str], today: date) -> Period:
    """`for flere år siden`, `mange år`: long ago, no day to count from."""
    return Period(today - relativedelta(years=10), today - relativedelta(years=2))


# --- parts ---


def _part_of(first: date, last: date, part: str | None) -> Period:
    """`i starten af`, `midt i`, `sidst i`: a third of the stretch."""
    third = (last - first) / 3
    if not part:
        return Period(first, last)
    if part.startswith(("start", "begynd", "foerst", "primo")):
        return Period(first, first + third)
    if part.startswith(("midt", "medio")):
        return Period(first + third, last - third)
    return Period(last - third, last)


def _around(number: float, unit: str, today: date, *, exact: bool) -> Period | None:
    if number > 60:
        return None
    days = {"d": 1.0, "u": 7.0, "m": 30.44, "a": 365.25}[unit[0]]
    back = timedelta(days=round(number * days))
    if back.days > 365 * 75:
        return None
    middle = today - back
    if unit[0] == "d" and exact:
        return Period.day(middle)
    slack = timedelta(days=max(1, round(min(number, 2.0) * days * (0.05 if unit[0] == "a" else 0.1)) + (2 if not exact else 0)))
    if unit[0] == "u" and exact:
        slack = timedelta(days=1)
    return Period(middle - slack, min(middle + slack, today))


def _calendar_unit(unit: str, steps: int, today: date) -> Period | None:
    if unit.startswith("uge"):
        monday = today - timedelta(days=today.weekday() + 7 * steps)
        return Period(monday, min(monday + timedelta(days=6), today))
    if unit.startswith("m"):
        first = today.replace(day=1) - relativedelta(months=steps)
        return Period(first, min(first + relativedelta(months=1) - timedelta(days=1), today))
    if unit.startswith("a"):
        return Period(date(today.year - steps, 1, 1), min(date(today.year - steps, 12, 31), today))
    return None


def _day(day: int, month: int, year: int | None, today: date, said: str) -> date:
    """The day; without a year the latest such day that has been."""
    years = [year] if year else [today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4]
    for candidate in years:
        if 1 <= day <= monthrange(candidate, month)[1]:
            found = date(candidate, month, day)
            if year or found <= today:
                return found
    raise _NotADayError(said.strip())


def _month(name: str) -> int:
    return next(number for number, prefix in enumerate(MONTHS, 1) if name.startswith(prefix))


def _year(text: str | None) -> int | None:
    if not text:
        return None
    digits = text.strip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _number(text: str) -> float:
    if text in NUMBERS:
        return NUMBERS[text]
    return float(text.replace("½", ".5").replace(",", "."))


def _feast_span(name: str, year: int) -> tuple[date, date]:
    if name.startswith("sommer"):
        return date(year, 6, 27), date(year, 8, 9)
    if name.startswith("efteraar"):
        monday = date.fromisocalendar(year, 42, 1)
        return monday - timedelta(days=2), monday + timedelta(days=6)
    if name.startswith("vinterferie"):
        monday = date.fromisocalendar(year, 7, 1)
        return monday - timedelta(days=2), monday + timedelta(days=6)
    if name.startswith("jul"):
        return date(year, 12, 23), date(year, 12, 31)
    if name.startswith("nytaar"):
        return date(year, 1, 1), date(year, 1, 3)
    if name.startswith("paaske"):
        return easter(year) - timedelta(days=7), easter(year) + timedelta(days=1)
    if name.startswith("pinse"):
        return easter(year) + timedelta(days=48), easter(year) + timedelta(days=50)
    return date(year, 6, 23), date(year, 6, 24)


SEASONS = {"foraar": (3, 3), "sommer": (6, 3), "efteraar": (9, 3), "vinter": (12, 3)}
ABOUT = r"(?P<about>ca\.?|cirka|omkring|omtrent|vel|vist|naesten|godt|knap|lidt over|mer end|over)?\s*"
WEEKDAY = r"(?P<weekday>man|tir(?:s)?|ons|tor(?:s)?|fre|loer|soen)(?:dag|da|daw)(?:s|en|ens)?\b"
FEAST = r"(?P<feast>sommerferien|sommerferie|efteraarsferien|efteraarsferie|vinterferien|juleferien|jul(?:en)?|nytaar|paaske(?:n|ferien)?|pinse(?:n)?|sankt ?hans|sct\.? ?hans)\b"

READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"\b(?P<year>(?:19|20)\d\d)-(?P<mon>\d\d)-(?P<day>\d\d)\b", _iso),
        (r"\b(?P<day>\d{1,2})\s*[/.-]\s*(?P<mon>\d{1,2})\s*[/.-]\s*(?P<year>(?:19|20)?\d\d)\b", _numeric),
        (r"\b(?P<day>\d{1,2})/(?P<mon>\d{1,2})(?P<year>)(?![\d/])", _numeric),
        (rf"\b(?P<first>\d{{1,2}})\.?\s*(?:-|/|eller|og)\s*(?P<day>\d{{1,2}})\.?\s*{MONTH}{LOOSE_YEAR}", _days_month),
        (rf"\b(?P<day>\d{{1,2}})\.?(?:\s*(?:dag|de|te)?\s*(?:i\s+)?)\s*{MONTH}{LOOSE_YEAR}", _day_month),
        (rf"{PART}{MONTH}{LOOSE_YEAR}", _month_only),
        (rf"\b(?P<years>{NUMBER[10:-1]}) aar og (?P<months>{NUMBER[10:-1]}) maaned(?:er)? siden", _ago_and),
        (rf"\b(?:for\s+)?{ABOUT}(?:et |en )?(?P<number>halvt?) aar(?:s tid)?\s*(?:siden|sien|sin|sidn)\b", _half_year_ago),
        (
            rf"\b(?:for\s+)?(?:en |et )?{ABOUT}{NUMBER}\s*(?:en |et )?{UNIT}(?:\s*tid)?\s*(?:her\s*)?(?:siden|sien|sin|sidn|sisen)\b",
            _ago,
        ),
        (rf"\bfor {ABOUT}{NUMBER}\s*{UNIT}(?:s? tid)?\b", _ago),
        (r"\b(?:for )?(?:flere|mange) aar(?: siden)?\b", _few_years),
        (rf"\bde (?:sidste|seneste|sisste|siste|sidst)\s*(?:{NUMBER}\s*)?{UNIT}", _lately),
        (rf"\b(?P<which>sidste|forrige|forgangne|seneste|sidst)\s+{WEEKDAY}", _weekday),
        (rf"\b(?P<which>)i\s*{WEEKDAY[:-2]}\b", _weekday),
        (
            r"\b(?:i )?(?P<which>sidste|forrige|den forgangne|forgangne|seneste)\s+(?P<unit>uge|maaned|maane?de?|aar)\b",
            _last_unit,
        ),
        (r"\b(?:i )?(?P<which>)fjor\b", lambda match, today: _calendar_unit("aar", 1, today)),
        (r"\bi?\s*(?:denne|den her|i den her)\s+(?P<unit>uge|maaned)\b", _this_unit),
        (r"\bi forgaars\b|\bi forgaars\b|\bforgaars\b", _days_back(2)),
        (r"\bi gaar(?: aftes)?\b|\bi aftes\b|\bigaar\b", _days_back(1)),
        (r"\bi dag\b|\bidag\b|\bi morges\b|\bi nat\b|\bi formiddags\b|\blige nu\b|\blige foer\b(?! \w+ferie)", _days_back(0)),
        (
            r"\bi (?:over)?morgen\b|\bnaeste (?:uge|maaned|aar)\b|\bom (?:en|et|to|tre|\d+) (?:dage?|uger?|maaneder|maaned|aar)\b",
            _ahead,
        ),
        (
            rf"\b(?:lige |kort |et stykke tid |noget )?(?:(?P<side>foer|inden|efter|op til|op te|omkring|i|over|til)\s+)?{FEAST}",
            _feast,
        ),
        (
            rf"\b(?:{PART})?(?:i |om |paa |den )?(?P<which>sidste |forrige )?(?P<season>foraaret?|sommers?|sommeren|efteraaret?|vinters?|vinteren){YEAR}\b",
            _season,
        ),
        (rf"\b(?P<part>)(?:i |fra |siden |d\. )?{MONTH}{LOOSE_YEAR}", _month_only),
        (
            r"\b(?:d\.|den|dato)\s*(?P<day>\d{1,2})\.?(?=[\s,.!?]|$)(?!\s*(?:gang|klasse|sal|time|person|sagsbehandler))",
            _day_only,
        ),
        (r"\bi aar\b", lambda match, today: _calendar_unit("aar", 0, today)),
        (r"\b(?:i|fra|siden|aar|sommeren|vinteren)?\s*(?P<year>(?:19|20)\d\d)\b(?! kr)", _year_only),
    )
)
