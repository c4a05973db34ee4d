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
from difflib import get_close_matches

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from bot.triage import Period
from bot.triage.folding import fold

OLDEST = 1950
FARTHEST = 10  # years ahead that still look like a year
LONGEST_AGO = 75 * 365  # days
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MISSPELT = ("januar", "februar", "august", "september", "oktober", "november", "december")
ALSO_NAMES = ("jan", "maj", "august")
WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "loer", "soen")
NUMBERS = {
    **dict.fromkeys(("en", "et", "een", "eet", "1"), 1.0),
    **dict.fromkeys(("halvandet", "halvanden", "halvan", "halvannet", "halvandt", "1,5", "1½"), 1.5),
    **dict.fromkeys(("halvt", "halv", "halve"), 0.5),
    **dict.fromkeys(("to", "tow", "tov", "par", "2"), 2.0),
    **dict.fromkeys(("tre", "trej", "nogle", "faa", "3"), 3.0),
    **{
        word: float(number) for number, word in enumerate(("fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"), 4)
    },
    **{
        word: float(n)
        for n, word in ((13, "tretten"), (14, "fjorten"), (15, "femten"), (16, "seksten"), (18, "atten"), (20, "tyve"))
    },
    **dict.fromkeys(("tredive",), 30.0),
}
NOT_EXACT = ("par", "nogle", "faa")
ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            "foerste anden tredje fjerde femte sjette syvende ottende niende tiende ellevte tolvte trettende fjortende femtende "
            "sekstende syttende attende nittende tyvende enogtyvende toogtyvende treogtyvende fireogtyvende femogtyvende "
            "seksogtyvende syvogtyvende otteogtyvende niogtyvende tredivte enogtredivte"
        ).split(),
        1,
    )
}
MONTH_WORDS = (
    r"jan(?:uar|\.)?|feb(?:ruar|\.)?|marts|mar\.|april|apr\.|maj|jun[ij]?|jul[ij]|aug(?:ust|\.)?|"
    r"sep(?:t?em[bp]er|t\.?|\.)?|okto?[bp]?e?r?\.?|nov(?:em[bp]er|\.)?|dec(?:em[bp]er|\.)?"
)
SEASON = r"foraar(?:et|s)?|sommers?|sommeren|efteraar(?:et|s)?|vinters?|vinteren"
FEASTS = (
    r"sommerferien?|efteraarsferien?|vinterferien?|juleferien?|juleaften|[12]\. juledag|jul(?:en)?|nytaarsaften|nytaar|"
    r"skaertorsdag|langfredag|paaske(?:n|ferien?)?|pinse(?:n)?|sankt ?hans|sct\.? ?hans|grundlovsdag|(?:kristi |kr\.? )?himmelfartsdag"
)
MONTH = rf"(?P<month>{MONTH_WORDS})\b"
YEAR = r"(?:\s*(?:,|i|i aar)?\s*'?(?P<year>(?:19|20)\d\d|'\d\d|(?<=')\d\d))?"
LOOSE_YEAR = (
    r"(?:\s*'?(?P<year>(?:19|20)\d\d|[0-3]\d(?!\s*(?:kr|pct|procent|aar|dag|uge|timer|gange|breve|personer|:|\.\d|/|\d))))?\b"
)
WORDS = r"\d+(?:,5|½)?|" + "|".join(sorted((word for word in NUMBERS if word.isalpha()), key=len, reverse=True))
NUMBER = f"(?P<number>{WORDS})"
UNIT = r"(?P<unit>dag(?:e|s|es)?|daw|daws|doegn|ugers?|uge(?:s)?|m(?:aa|a|å)?n(?:e|n)?de?(?:r|rs|s|ds?)?|maaned(?:er|ers|s)?|aars?|ar)\b"
PART = (
    r"(?:(?P<part>starten|begyndelsen|foerst|midten|midt|slutningen|slut|sidst|sidste del|ultimo|primo|medio)\s*(?:af|i|paa)?\s*)"
)
# `siden` that says since, not ago.
SINCE = r"(?<!dag )(?<!dage )(?<!doegn )(?<!uge )(?<!uger )(?<!maaned )(?<!maaneder )(?<!aar )(?<!tid )(?<!laenge )\bsiden\b"
AGO = r"(?:siden|sien|sin|sidn|sisen|tilbage)"
STILL = r"(?:stadig(?:vaek)?|endnu|fortsat)"
# It runs, whatever else is said.
RUNNING = re.compile(
    rf"\b(?:koerer|foregaar|sker|gaelder|varer|fortsaetter|staar(?: paa)?) (?:jeg |vi |da |jo |det |den )?{STILL}\b|"
    rf"\b{STILL} i gang\b|\b{STILL} (?:ik+e?|ingen|intet|aldrig)\b|\bventer\b|\bikke (?:slut|faerdig|forbi)\b|"
    r"\bhar (?:nu )?(?:staaet paa|koert|varet|trukket)\b|\bkoerer (?:jo|da|bare|videre)\b|\bden koerer\b|\bi gang endnu\b|"
    rf"\b(?:til|indtil) (?:nu|i dag)\b|\bfortsaetter\b|{SINCE} (?:jeg|vi|han|hun|de|da|min|mit|mine|vores)\b"
)
# It runs, unless a day is named: `jeg har stadig brevet fra den 6.`
RUNNING_PERHAPS = re.compile(
    rf"\b{STILL}\b|\bhele tiden\b|\bhver (?:dag|uge|maaned)\b|\bi (?:flere|mange|mere? end \w+) (?:dage|uger|maaneder|aar)\b(?! siden)"
)
# Before a date that is no answer to "when": a deadline, a birthday.
NOT_THE_TIME = re.compile(
    r"\b(?:\w*frist\w*|udloeber|senest|inden|stopper|ophoerer|foedt|foedselsdag)(?: (?:er|var|udloeber|loeber|ud|i|til|paa|den|d\.?|aar))* ?$"
)
# A letter is dated before it is received.
DATED = re.compile(r"\b(?:dateret|datoen|skrevet|afsendt|sendt)(?: (?:er|var|til|paa|den|d\.?))* ?$")


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
    dated: bool = False


def read_when(text: str, *, today: date) -> Period | Impossible | None:
    """Return when it was, `Impossible` to ask again, or None when the text says nothing of time."""
    plain = _plain(fold(text), today)
    try:
        found = list(_expressions(plain, today))
    except _NotADayError as problem:
        return Impossible(str(problem), future=False)
    possible = [one for one in found if one.period.first and one.period.first <= today]
    if found and not possible:
        later = min(found, key=lambda one: one.start)
        return Impossible(plain[later.start : later.end].strip(), future=True)
    if _runs(plain, possible):
        begun = [one.period.first for one in possible if one.period.first]
        return Period(min(begun) if begun else None, None)
    return _not_later(min(possible, key=_vagueness).period, today) if possible else None


def expressions(text: str, *, today: date) -> list[Period]:
    """Every time the text names, in order; for telling whether a story has one date or many."""
    try:
        found = sorted(_expressions(_plain(fold(text), today), today), key=lambda one: one.start)
    except _NotADayError:
        return []
    return [one.period for one in found]


class _NotADayError(Exception):
    """The 31st of February and its like."""


def _runs(plain: str, possible: list[Found]) -> bool:
    if RUNNING.search(plain) or any(one.since for one in possible):
        return True
    a_day = any(one.period.first == one.period.last for one in possible)
    return not a_day and bool(RUNNING_PERHAPS.search(plain))


def _vagueness(found: Found) -> tuple[bool, int, int]:
    """The day a letter came goes before the day it is dated, a day before a stretch, the first before the next."""
    first, last = found.period.first, found.period.last
    assert first
    return (found.dated, (last - first).days if last else 9999, found.start)


def _not_later(period: Period, today: date) -> Period:
    return Period(period.first, min(period.last, today)) if period.last else period


# --- before reading: one way of writing, and nothing that only looks like a date ---


def _plain(folded: str, today: date) -> str:
    spelt = re.sub(r"\b[jfasond][a-z]{4,9}\b", _spelt, folded)
    spelt = re.sub(rf"\b({MONTH_WORDS}) ?maaned\b", r"\1", spelt)
    spelt = re.sub(r"\b(sommer|efteraars|vinter|jule|paaske) ferie", r"\1ferie", spelt)
    spelt = re.sub(r"\b(en|et) (?:godt?|lille|helt?|rum|stiv) (?=uge|maaned|aar)", r"\1 ", spelt)
    return _without_noise(_in_figures(_with_years(spelt, today)))


def _spelt(match: re.Match[str]) -> str:
    """`septmber`, `ocktober`: the month it is nearest to, if it begins like it."""
    word = match.group()
    close = get_close_matches(word, MISSPELT, n=1, cutoff=0.8)
    return close[0] if close and close[0][0] == word[0] else word


def _with_years(folded: str, today: date) -> str:
    """`marts sidste aar`, `sidste aar den 3. marts`, `i paasken for to aar siden`: `marts 2025`, `paasken 2024`."""
    years = [(r"i fjor|sidste aar", today.year - 1), (r"i aar", today.year)]
    for ago in re.finditer(rf"\bfor ({WORDS}) aar siden\b", folded):
        years.append((re.escape(ago.group()), today.year - int(min(_number(ago.group(1)), 75))))
    for said, year in years:
        folded = re.sub(rf"\b({MONTH_WORDS}|{SEASON}|{FEASTS}),? (?:{said})\b", rf"\1 {year}", folded)
        folded = re.sub(
            rf"\b(?:{said}),? (?:i |d\. ?|den )*((?:\d\d?\.? )?(?:{MONTH_WORDS}|{SEASON}|{FEASTS}))\b", rf"\1 {year}", folded
        )
    return folded


def _in_figures(folded: str) -> str:
    """`den tredje i tiende`, `1 1/2 aar`, `to et halvt aar`, `2 mdr.`"""
    ordinal = f"({'|'.join(ORDINALS)})"
    folded = re.sub(rf"\b{ordinal}(?= (?:i )?(?:{'|'.join(ORDINALS)}|{MONTH_WORDS})\b)", _figure, folded)
    folded = re.sub(rf"(?<=\d\. i ){ordinal}\b", _figure, folded)
    folded = re.sub(r"\b(\d{1,2}) 1/2(?= (?:aar|maaned|uge))", r"\1,5", folded)
    folded = re.sub(rf"\b({WORDS}) (?:og )?(?:et |en )?halvt?(?= (?:aar|maaned|uge))", _and_a_half, folded)
    folded = re.sub(r"\b1/2 (?=aar|maaned|uge|time)", "halvt ", folded)
    folded = re.sub(r"\b(?:et )?(?:trekvart|3/4) aar\b", "9 maaneder", folded)
    return re.sub(r"\b(?:mdr|md|mnd|mdn)\.?(?=\s|$)", "maaneder", folded)


def _figure(match: re.Match[str]) -> str:
    return f"{ORDINALS[match.group(1)]}."


def _and_a_half(match: re.Match[str]) -> str:
    number = _number(match.group(1))
    return f"{number:.0f},5" if number == int(number) and 2 <= number < 100 else match.group()


def _without_noise(folded: str) -> str:
    """Ages, prices, hours and the like look like dates and are none."""
    folded = re.sub(rf"\b(?:for )?(?:(?:{WORDS}) (?:time|minut)\w*|et (?:kvarter|oejeblik)|lidt) siden\b", "i dag", folded)
    folded = re.sub(r"(?<!^)(?<!\bd )(?<!\bd\. )(?<!\bd\.)(?<!\bden )\b24/7\b(?! ?-?\d)", " ", folded)
    folded = re.sub(r"\b(?:kl\.?|klokken)\s*\d{1,2}(?:[:.]\d\d)?", " ", folded)
    folded = re.sub(r"\b\d{1,4}(?:\.\d{3})*(?:,\d+)?\s*(?:kr\b|kroner|,-|timer|pct|procent|%|km|meter|m2|kvm)", " ", folded)
    folded = re.sub(
        r"\b(?:paa|er|blev|fyldt|fylder|bliver|ca\.?|over|under|naesten)\s+\d{1,3}\s+aar\b(?! siden| tilbage)", " ", folded
    )
    folded = re.sub(rf"\b\d\d?\.? (?:{MONTH_WORDS})(?:s? ?(?:alle|vej|gade|plads|boulevard))\b", " ", folded)
    return re.sub(r"\b(\d+)\s*-?\s*aarig\w*", " ", folded)


def _expressions(plain: str, today: date) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    for pattern, reader in READERS:
        for match in pattern.finditer(plain):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            before = plain[: match.start()]
            if NOT_THE_TIME.search(before) and re.search(r"\d", match.group()):
                taken.append(match.span())
                continue
            period = reader(match, today)
            if period is None:
                continue
            taken.append(match.span())
            since = bool(re.search(rf"{SINCE} (?:den |d\.? |i |for )?$", before)) or match.group().startswith("siden ")
            lasting = "lasting" in match.re.groupindex
            yield Found(period, match.start(), match.end(), since or lasting, bool(DATED.search(before)))


# --- readers: a match and today -> a period, or None when it was something else after all ---


def _numeric(match: re.Match[str], today: date) -> Period | None:
    day, month, year = int(match["day"]), int(match["mon"]), match["year"]
    if not 1 <= month <= 12:
        if year and len(year) == 4 and "/" in match.group() and day <= 31:
            raise _NotADayError(match.group().strip())
        return None
    return Period.day(_day(day, month, _year(year), today, match.group()))


def _iso(match: re.Match[str], today: date) -> Period | None:
    month = int(match["mon"])
    return Period.day(_day(int(match["day"]), month, int(match["year"]), today, match.group())) if 1 <= month <= 12 else None


def _run_together(match: re.Match[str], today: date) -> Period | None:
    """`061126`: a date, if it can be one that has been."""
    day, month, year = int(match["day"]), int(match["mon"]), _year(match["year"])
    if not year or not 1 <= month <= 12 or not 2000 <= year <= today.year or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return Period.day(date(year, month, day))


def _day_month(match: re.Match[str], today: date) -> Period:
    return Period.day(_day(int(match["day"]), _month(match["month"]), _year(match["year"]), today, match.group()))


def _days_month(match: re.Match[str], today: date) -> Period | None:
    """`15-16 nov`, `mellem den 1. og den 10. september`."""
    month, year = _month(match["month"]), _year(match["year"])
    if int(match["first"]) > int(match["day"]):
        return None
    last = _day(int(match["day"]), month, year, today, match.group())
    return Period(_day(int(match["first"]), month, last.year, today, match.group()), last)


def _day_only(match: re.Match[str], today: date) -> Period | None:
    """`d. 20.`: the latest 20th that has been."""
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    month = today.replace(day=1)
    while not (day <= monthrange(month.year, month.month)[1] and month.replace(day=day) <= today):
        month -= relativedelta(months=1)
    return Period.day(month.replace(day=day))


def _day_of_month(match: re.Match[str], today: date) -> Period:
    """`den 5. i denne maaned`, `d. 25 sidste maaned`."""
    month = today - relativedelta(months=0 if match["which"].startswith("den") else 1)
    return Period.day(_day(int(match["day"]), month.month, month.year, today, match.group()))


def _month_only(match: re.Match[str], today: date) -> Period:
    first, last = _month_span(_month(match["month"]), _year(match["year"]), today)
    return _part_of(first, last, match["part"])


def _bare_month(match: re.Match[str], today: date) -> Period | None:
    """`i jan`; but `min mand hedder Jan` is no month."""
    name = match["month"].rstrip(".")
    if name in ALSO_NAMES and not match["where"] and not match["year"] and not _short(match, 2):
        return None
    return _month_only(match, today)


def _months(match: re.Match[str], today: date) -> Period | None:
    """`fra marts til juni`, `juni/juli`."""
    first, _ = _month_span(_month(match["month"]), _year(match["year"]), today)
    to = next(number for number, prefix in enumerate(MONTHS, 1) if match["to"].startswith(prefix))
    last = first + relativedelta(months=(to - first.month) % 12 + 1) - timedelta(days=1)
    return Period(first, last)


def _ago(match: re.Match[str], today: date) -> Period | None:
    if "tilbage" in match.group() and not (match.group().startswith("for ") or _short(match, 4)):
        return None
    exact = not match["about"] and match["number"] not in NOT_EXACT and not re.search(r" tid?\b", match.group())
    return _around(_number(match["number"]), match["unit"], today, exact=exact)


def _ago_in_few_words(match: re.Match[str], today: date) -> Period | None:
    """`for 3 uger`, `4 uger`: long ago, if that is all that is said."""
    return _ago(match, today) if _short(match, 5) else None


def _ago_between(match: re.Match[str], today: date) -> Period | None:
    """`for 3-4 uger siden`."""
    nearest = _around(_number(match["least"]), match["unit"], today, exact=True)
    farthest = _around(_number(match["number"]), match["unit"], today, exact=True)
    if not nearest or not farthest or not farthest.first or not nearest.last or farthest.first > nearest.last:
        return None
    return Period(farthest.first, nearest.last - (nearest.last - (nearest.first or nearest.last)) / 2)


def _ago_and(match: re.Match[str], today: date) -> Period | None:
    """`et år og to måneder siden`."""
    years, months = _number(match["years"]), _number(match["months"])
    if years * 365 > LONGEST_AGO or months > 60:
        return None
    day = today - relativedelta(years=int(years), months=int(months))
    return Period(day - timedelta(days=15), day + timedelta(days=15))


def _half_year_ago(match: re.Match[str], today: date) -> Period | None:
    return _around(6.0, "maaned", today, exact=True)


def _several(match: re.Match[str], today: date) -> Period:
    """`for flere uger siden`: no day to count from, but a stretch."""
    unit = match["unit"]
    if unit.startswith("d"):
        return Period(today - timedelta(days=10), today - timedelta(days=3))
    if unit.startswith("u"):
        return Period(today - timedelta(weeks=7), today - timedelta(weeks=2))
    return Period(today - relativedelta(months=6), today - relativedelta(months=2))


def _last_unit(match: re.Match[str], today: date) -> Period | None:
    """`sidste uge`, `forrige måned`, `sidste år`."""
    steps = 2 if match["which"].startswith("forrige") and match["unit"].startswith("uge") else 1
    return _calendar_unit(match["unit"], steps, today)


def _this_unit(match: re.Match[str], today: date) -> Period | None:
    return _calendar_unit(match["unit"], 0, today)


def _part_of_unit(match: re.Match[str], today: date) -> Period | None:
    """`i slutningen af sidste måned`, `først på året`."""
    whole = _calendar_unit(match["unit"], 1 if (match["which"] or "").startswith(("sidste", "forrige")) else 0, today)
    return _part_of(whole.first, whole.last, match["part"]) if whole and whole.first and whole.last else None


def _part_of_year(match: re.Match[str], today: date) -> Period | None:
    whole = _year_only(match, today)
    return _part_of(whole.first, whole.last, match["part"]) if whole and whole.first and whole.last else None


def _lately(match: re.Match[str], today: date) -> Period | None:
    """`de sidste to måneder`, `ventet i otte måneder`: began then, and runs."""
    return _around(_number(match["number"] or "1"), match["unit"], today, exact=True)


def _weekday(match: re.Match[str], today: date) -> Period:
    back = (today.weekday() - _weekday_number(match["weekday"])) % 7 or 7
    if match["which"] and match["which"].startswith("forrige"):
        back += 7
    return Period.day(today - timedelta(days=back))


def _bare_weekday(match: re.Match[str], today: date) -> Period | None:
    """`det var mandag`; in a longer message it is as likely a day to come."""
    return _weekday(match, today) if _short(match, 4) else None


def _weekday_of_week(match: re.Match[str], today: date) -> Period:
    """`torsdag i sidste uge`."""
    weeks = {"denne": 0, "sidste": 1, "forrige": 2}[match["which"]]
    monday = today - timedelta(days=today.weekday() + 7 * weeks)
    return Period.day(min(monday + timedelta(days=_weekday_number(match["weekday"])), today))


def _weekday_ago(match: re.Match[str], today: date) -> Period | None:
    """`fredag for 14 dage siden`: the Friday that many weeks before the last."""
    number = _number(match["number"])
    weeks = round(number / 7 if match["unit"].startswith("d") else number)
    latest = (today.weekday() - _weekday_number(match["weekday"])) % 7 or 7
    return Period.day(today - timedelta(days=latest + 7 * weeks)) if weeks <= 60 else None


def _week(match: re.Match[str], today: date) -> Period | None:
    """`uge 45`: the latest such week that has begun."""
    year = _year(match["year"])
    for candidate in [year] if year else (today.year, today.year - 1):
        try:
            monday = date.fromisocalendar(candidate, int(match["week"]), 1)
        except ValueError:
            continue
        if year or monday <= today:
            return Period(monday, monday + timedelta(days=6))
    return None


def _weekend(match: re.Match[str], today: date) -> Period:
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    if match["which"] and today.weekday() >= 5:
        saturday -= timedelta(days=7)
    return Period(saturday, saturday + timedelta(days=1))


def _days_back(days: int) -> Callable[[re.Match[str], date], Period]:
    return lambda match, today: Period.day(today - timedelta(days=days))


def _within(longest: int, shortest: int) -> Callable[[re.Match[str], date], Period]:
    return lambda match, today: Period(today - timedelta(days=longest), today - timedelta(days=shortest))


def _years_back(years: int) -> Callable[[re.Match[str], date], Period | None]:
    return lambda match, today: _calendar_unit("aar", years, today)


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
    said = _year(match["year"])
    spans = [_feast_span(match["feast"], year) for year in ([said] if said else range(today.year, today.year - 3, -1))]
    first, last = next((span for span in spans if span[0] <= today), spans[0])
    side = match["side"] or ""
    if side.startswith(("foer", "inden", "op til", "op te")):
        spans = [span for span in spans if span[0] - timedelta(days=21) <= today] or spans
        first, last = spans[0]
        return Period(first - timedelta(days=21), first - timedelta(days=1))
    if side.startswith("efter"):
        spans = [span for span in spans if span[1] < today] or spans
        last = spans[0][1]
        return Period(last + timedelta(days=1), last + timedelta(days=21))
    return Period(first, last)


def _year_only(match: re.Match[str], today: date) -> Period | None:
    year = int(match["year"])
    return Period(date(year, 1, 1), date(year, 12, 31)) if OLDEST <= year <= today.year + FARTHEST else None


def _bare_year(match: re.Match[str], today: date) -> Period | None:
    return _year_only(match, today) if _short(match, 4) else None


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
    days = {"d": 1.0, "u": 7.0, "m": 30.44, "a": 365.25}[unit[0]]
    if number * days > LONGEST_AGO:
        return None
    middle = today - timedelta(days=round(number * days))
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


def _month_span(month: int, year: int | None, today: date) -> tuple[date, date]:
    """The whole month; without a year the latest that has begun."""
    if year is None:
        year = today.year if month <= today.month else today.year - 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _weekday_number(name: str) -> int:
    return next(index for index, prefix in enumerate(WEEKDAYS) if name.startswith(prefix))


def _short(match: re.Match[str], words: int) -> bool:
    """Whether the whole message is no longer than this."""
    return len(match.string.split()) <= words


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
    if name.startswith("juleaften"):
        return date(year, 12, 24), date(year, 12, 24)
    if name.startswith("nytaarsaften"):
        return date(year, 12, 31), date(year, 12, 31)
    if name.endswith("juledag"):
        return date(year, 12, 24 + int(name[0])), date(year, 12, 24 + int(name[0]))
    if name in ("skaertorsdag", "langfredag"):
        day = easter(year) - timedelta(days=3 if name.startswith("skaer") else 2)
        return day, day
    if name.startswith("grundlov"):
        return date(year, 6, 5), date(year, 6, 5)
    if name.endswith("himmelfartsdag"):
        return easter(year) + timedelta(days=39), easter(year) + timedelta(days=39)
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
ABOUT = r"(?P<about>ca\.?|cirka|omkring|omtrent|vel|vist|naesten|godt|knap|lidt over|mere? end|mindre end|over|under)?\s*"
DAY_NAMES = r"(?:man|tir(?:s)?|ons|tor(?:s)?|fre|loer|soen)(?:dag|da|daw)(?:s|en|ens)?"
WEEKDAY = r"(?P<weekday>(?:man|tir(?:s)?|ons|tor(?:s)?|fre|loer|soen)(?:dag|da|daw))(?:s|en|ens)?\b"
ON = rf"(?:\b(?:i\s*)?{DAY_NAMES},? (?:den |d\.? ?)?)?"  # `i fredags, den 6.` is one day, not two
FEAST = rf"(?P<feast>{FEASTS})\b(?: (?P<year>(?:19|20)\d\d)\b)?"
WAITED = r"\b(?:vente\w*|staaet paa|koert|varet|trukket \w+|gaaet|kaempet|proevet|rykket|ringet|haft det|ikke (?:svaret|hoert|faaet|haft|gjort|vaeret|set))\b[^.!?\d]{0,40}?"
TO = r"\s*(?:-|/|og|eller|til(?: og med)?)\s*"

READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"\b(?P<year>(?:19|20)\d\d)[-.](?P<mon>\d\d)[-.](?P<day>\d\d)\b(?![-.]?\d)", _iso),
        (rf"{ON}\b(?P<day>\d{{1,2}})\s*[/.-]\s*(?P<mon>\d{{1,2}})\s*[/.-]\s*(?P<year>(?:19|20)?\d\d)\b(?!\.?\d)", _numeric),
        (rf"{ON}\b(?P<day>\d{{1,2}})/(?P<mon>\d{{1,2}}),?\s+(?:i )?(?P<year>(?:19|20)\d\d)\b", _numeric),
        (rf"{ON}\b(?P<day>\d{{1,2}})/(?P<mon>\d{{1,2}})(?P<year>)(?![\d/])", _numeric),
        (r"^(?:d\.?|den|dato:?)?\s*(?P<day>\d\d)(?P<mon>\d\d)(?P<year>(?:20)?\d\d)[.! ]*$", _run_together),
        (
            rf"{ON}\b(?P<first>\d{{1,2}})\.?{TO}(?:den |d\.? ?)?(?P<day>\d{{1,2}})\.?\s*{MONTH}{LOOSE_YEAR}",
            _days_month,
        ),
        (rf"{ON}\b(?P<day>\d{{1,2}})\.?(?:\s*(?:dag|de|te)?\s*(?:i\s+)?)\s*{MONTH}{LOOSE_YEAR}", _day_month),
        (rf"{ON}\b(?:d\.?|den)\s*(?P<day>\d{{1,2}})[.-](?P<mon>\d{{1,2}})(?P<year>)\b(?![./-]?\d)", _numeric),
        (r"^(?P<day>\d{1,2})[.-](?P<mon>\d{1,2})(?P<year>)[.! ]*$", _numeric),
        (rf"{ON}\b(?:d\.?|den)\s*(?P<day>\d{{1,2}})\.? i (?P<mon>\d{{1,2}})(?P<year>)\b\.?(?!\s*(?:klasse|\d))", _numeric),
        (r"\b(?:d\.?|den)\s*(?P<day>\d{1,2})\.? (?:i )?(?P<which>denne|den her|sidste|forrige) maaned\b", _day_of_month),
        (rf"\b(?P<part>)(?:fra |mellem )?{MONTH}{TO}(?P<to>{MONTH_WORDS}){LOOSE_YEAR}", _months),
        (rf"{PART}{MONTH}{LOOSE_YEAR}", _month_only),
        (rf"{PART}(?:aaret )?(?P<year>(?:19|20)\d\d)\b", _part_of_year),
        (
            rf"{PART}(?P<which>sidste |forrige |denne |den her )?(?P<unit>uge(?:n)?|maaned(?:en)?|aar(?:et)?)\b",
            _part_of_unit,
        ),
        (rf"\b(?:i )?{WEEKDAY},? for (?P<number>{WORDS}) (?P<unit>dage?|uger?) {AGO}\b", _weekday_ago),
        (rf"\b{WEEKDAY}[^.!?]{{0,12}}?\b(?:i )?(?P<which>denne|sidste|forrige) uge\b", _weekday_of_week),
        (rf"\b(?:i )?(?P<which>denne|sidste|forrige) uge,? (?:om |i )?{WEEKDAY}", _weekday_of_week),
        (rf"\b(?P<years>{WORDS}) aar og (?P<months>{WORDS}) maaned(?:er)? siden", _ago_and),
        (
            rf"\b(?:for\s+)?{ABOUT}(?:et |en )?(?P<number>halvt?) aar(?:s tid)?\s*(?:siden|sien|sin|sidn)\b|^(?:et )?halvt aar[.! ]*$",
            _half_year_ago,
        ),
        (rf"\b(?:for\s+)?{ABOUT}(?P<least>{WORDS})(?:\s*-\s*| til | eller ){NUMBER}\s*{UNIT}\s*{AGO}\b", _ago_between),
        (
            rf"\b(?:for\s+)?(?:en |et )?{ABOUT}{NUMBER}\s*(?:en |et )?{UNIT}(?:\s*tid?)?\s*(?:her\s*)?{AGO}\b",
            _ago,
        ),
        (rf"\bfor {ABOUT}{NUMBER}\s*{UNIT}(?:s? tid)?\b", _ago_in_few_words),
        (rf"^{ABOUT}{NUMBER}\s*{UNIT}[.! ]*$", _ago_in_few_words),
        (r"\b(?:for )?(?:flere|mange|adskillige|en del) (?P<unit>dage|uger|maaneder) siden\b", _several),
        (r"\b(?:for )?(?:flere|mange) aar(?: siden)?\b", _few_years),
        (rf"\b(?P<lasting>de|det|den) (?:sidste|seneste|sisste|siste|sidst)\s*(?:{NUMBER}\s*)?{UNIT}", _lately),
        (rf"{WAITED}(?P<lasting>\bi) {ABOUT}(?:et |en )?{NUMBER}\s*{UNIT}(?! siden)", _lately),
        (rf"\b(?P<lasting>i) {ABOUT}{NUMBER}\s*{UNIT} nu\b", _lately),
        (r"\bnaeste (?:uge|maaned|aar|gang)\b|\bi (?:over)?morgen\b(?! formiddags)", _ahead),
        (rf"\bom {ABOUT}(?:{WORDS}) (?:dage?|uger?|maaneder|maaned|aar)\b|\b(?:paa|naeste) {DAY_NAMES}\b", _ahead),
        (rf"\b(?P<which>sidste|forrige|forgangne|seneste|sidst)\s+{WEEKDAY}", _weekday),
        (
            rf"{ON}\b(?:d\.?|den|dato)\s*(?P<day>\d{{1,2}})(?:n?de|te)?\.?(?=[\s,.!?]|$)(?!\s*(?:gang|klasse|sal|time|person|sagsbehandler))",
            _day_only,
        ),
        (rf"\b(?P<which>)i\s*{WEEKDAY[:-2]}\b", _weekday),
        (rf"(?<!om )(?<!paa )(?<!hver )(?<!til )(?<!-)\b(?P<which>){WEEKDAY}(?!\s*(?:-|til))", _bare_weekday),
        (
            r"\b(?:i )?(?P<which>sidste|forrige|den forgangne|forgangne|seneste)\s+(?P<unit>uge|maaned|maane?de?|aar)\b",
            _last_unit,
        ),
        (r"\bi forfjor\b", _years_back(2)),
        (r"\b(?:i )?fjor\b", _years_back(1)),
        (r"\bi?\s*(?:denne|den her|i den her)\s+(?P<unit>uge|maaned)\b", _this_unit),
        (r"\buge (?:nr\.? ?)?(?P<week>\d{1,2})\b(?:\s*(?:i|,|-|/)?\s*'?(?P<year>20\d\d|(?<=')\d\d))?", _week),
        (r"\b(?:i (?:den )?)?(?P<which>sidste |forrige )?weekend(?:en)?\b", _weekend),
        (r"\bi forgaars\b|\bforgaars\b", _days_back(2)),
        (r"\bi gaar(?: aftes)?\b|\bi aftes\b|\bigaar\b", _days_back(1)),
        (
            r"\bi dag\b|\bidag\b|\bi morges\b|\btil morgen\b|\bi nat\b|\bi (?:for|efter)middags?\b|\blige nu\b|\blige foer(?=\W*$|[,.!])",
            _days_back(0),
        ),
        (r"\bforleden(?: dag)?\b", _within(9, 2)),
        (r"\b(?:for )?(?:nyligt?|kort tid siden)\b|\bfornylig\b", _within(30, 0)),
        (
            rf"\b(?:lige |kort |et stykke tid |noget )?(?:(?P<side>foer|inden|efter|op til|op te|omkring|i|over|til)\s+)?{FEAST}",
            _feast,
        ),
        (
            rf"\b(?:{PART})?(?:i |om |paa |den )?(?P<which>sidste |forrige )?(?P<season>{SEASON}){YEAR}\b",
            _season,
        ),
        (rf"\b(?P<part>)(?P<where>i |fra |siden |d\. )?{MONTH}{LOOSE_YEAR}", _bare_month),
        (r"\bi aar\b", _years_back(0)),
        (
            r"\b(?:i|fra|siden|aar|aaret|omkring|sommeren|vinteren)\s+(?P<year>(?:19|20)\d\d)\b(?!\s*(?:kr|frederiksberg|frb)|[-/.]\d)",
            _year_only,
        ),
        (r"(?<![-/.\d])\b(?P<year>(?:19|20)\d\d)\b(?!\s*(?:kr|frederiksberg|frb)|[-/.]\d)", _bare_year),
    )
)
