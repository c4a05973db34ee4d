"""A bot message as text messages.

A citizen pays in patience for each SMS and the municipality in money, so none is
longer than two segments, and a message's own SMS wording (`sms`) goes before its
`text`. Buttons become numbers, an outcome becomes what is needed when the screen
is all there is: where, what number to ring, the last day. Danger comes before all
else, and says what many do not know: one cannot text 112.

    >>> sms_texts({"text": "Har du fået et brev?", "question": {"options": [{"title": "Ja"}, {"title": "Nej"}]}})
    ('Har du fået et brev?\\nSvar 1 eller 2:\\n1. Ja\\n2. Nej',)

The message is as `docs/doeren.md` shows it; what is missing or null in it is left out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.channels.gsm import segment_count, to_gsm

SEGMENTS = 2
OUTCOME_MESSAGES = 3
RING = "Ring 112 ved livsfare. Sms til 112 virker ikke."
NOT_A_COMPLAINT = "Det, du har skrevet her, er ikke en klage og stopper ingen frist."
EMERGENCY = "112"
LISTED = 4  # options; from here on `Svar 1 til 7` is easier to read

ABBREVIATION = re.compile(
    r"(?:^|\W)(?:f\.eks|bl\.a|m\.v|m\.m|kl|nr|stk|tlf|ca|dvs|evt|hr|fr|frk|jf|inkl|ekskl|pr|max|min)\.$", re.I
)
AFTER_A_SENTENCE = re.compile(r"[.!?][\"')»”]*\s+(?=[\"'(«“]?[A-ZÆØÅ])|[!?][\"')»”]*\s+|\n\s*")
AFTER_A_WORD = re.compile(r"\s+")
AFTER_A_LETTER = re.compile(r"(?<=.)(?=.)", re.S)


def sms_texts(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The message as texts of at most two segments each, in the order they are to be sent; none where it says nothing."""
    return _with_options([*_warning(message), *_said(message)], _titles(message))


def fits(text: str) -> bool:
    """Whether the text is short enough for one message to the citizen: two segments."""
    return segment_count(text) <= SEGMENTS


def split_at_sentences(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Cut a text into few pieces that fit: between sentences, else between words, else wherever it must be.

    `fits` must hold for any single letter. Pieces have no space at their ends; an empty text has no pieces.
    """
    pieces = _pieces(text, fits, (AFTER_A_SENTENCE, AFTER_A_WORD, AFTER_A_LETTER))
    return tuple(piece.strip() for piece in pieces if piece.strip())


def shortened(text: str, fits: Callable[[str], bool], *, mark: str = "...") -> str:
    """The text, or as many whole words of it as fit with a mark that more was said; cut in the word where not one does."""
    if fits(text):
        return text
    words = (text[: match.start()].rstrip(" ,;:.-(") for match in AFTER_A_WORD.finditer(text))
    whole = [word + mark for word in words if word and fits(word + mark)]
    letters = (text[:length] + mark for length in range(len(text), 0, -1))
    return whole[-1] if whole else next(filter(fits, letters), mark)


def _pieces(text: str, fits: Callable[[str], bool], borders: Sequence[re.Pattern[str]]) -> list[str]:
    """The pieces with the space around them, so that joined they are the text."""
    pieces = [""]
    for token in _tokens(text, borders[0]):
        if fits((pieces[-1] + token).strip()):
            pieces[-1] += token
        else:
            pieces += [token] if fits(token.strip()) else _pieces(token, fits, borders[1:])
    return pieces


def _tokens(text: str, border: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for match in border.finditer(text):
        if border is AFTER_A_SENTENCE and ABBREVIATION.search(text[start : match.start() + 1]):
            continue
        yield text[start : match.end()]
        start = match.end()
    yield text[start:]


def _said(message: Mapping[str, Any]) -> Iterable[str]:
    own = _plain(message.get("sms"))
    if message.get("outcome"):
        return _outcome(message["outcome"], own)
    wording = own or _plain(message.get("text"))
    given = {_squeezed(line) for number in _numbers(message) for line in (number[0], " ".join(number))}
    lines = [line for line in wording.splitlines() if _squeezed(line) not in given]
    return split_at_sentences("\n".join(lines), fits)


def _warning(message: Mapping[str, Any]) -> Iterable[str]:
    """112 and the other numbers, where the message is urgent."""
    if not message.get("urgent"):
        return ()
    others = (" ".join(number).strip() for number in _numbers(message) if EMERGENCY not in number)
    return _packed([RING, *(shortened(other, fits) for other in others)])


def _numbers(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    numbers = (message.get("urgent") or {}).get("numbers") or ()
    return [(_plain(number.get("name")), _plain(number.get("phone"))) for number in numbers]


def _outcome(outcome: Mapping[str, Any], own: str) -> list[str]:
    """Where, the last day, and that nothing has been filed; then as much else as there is room for."""
    first, *more = split_at_sentences(_plain((outcome.get("deadline") or {}).get("text")), fits) or [""]
    said = [line for line in (_where(outcome), first) if line]
    for line in (*more, own, *_extra(outcome)):
        if line and fits(line) and len(_packed([*said, line, NOT_A_COMPLAINT])) <= OUTCOME_MESSAGES:
            said.append(line)
    return _packed([*said, NOT_A_COMPLAINT])


def _where(outcome: Mapping[str, Any]) -> str:
    place = outcome.get("place") or {}
    name, phone, note = (
        _plain(place.get("name") or outcome.get("title")),
        _plain(place.get("phone")),
        _plain(place.get("phone_note")),
    )
    where = shortened(f"Her skal du hen: {name}", lambda text: segment_count(text) == 1) if name else ""
    call = f"Ring {phone} ({note})" if phone and note else f"Ring {phone}" if phone else ""
    return shortened("\n".join(_ended(line) for line in (where, call) if line), fits)


def _extra(outcome: Mapping[str, Any]) -> Iterator[str]:
    place, bring = outcome.get("place") or {}, ", ".join(outcome.get("bring") or ())
    yield _plain((outcome.get("hours") or {}).get("text"))
    yield _plain(outcome.get("why"))
    yield _plain(place.get("web"))
    yield f"Mail: {_plain(place['mail'])} (skriv ikke CPR-nummer)" if place.get("mail") else ""
    yield _ended(_plain(f"Hav klar: {bring}")) if bring else ""


def _titles(message: Mapping[str, Any]) -> list[str]:
    options = (message.get("question") or {}).get("options") or ()
    return [_plain(option["title"]) for option in options]


def _with_options(texts: Sequence[str], titles: Sequence[str]) -> tuple[str, ...]:
    if not titles:
        return tuple(texts)
    lines = [_which(len(titles)), *(shortened(f"{number}. {title}", fits) for number, title in enumerate(titles, 1))]
    *before, last = texts or [""]
    together = "\n".join([last, *lines]).strip()
    return (*before, together) if fits(together) else (*texts, *_packed(lines))


def _which(count: int) -> str:
    if count > LISTED:
        return f"Svar 1 til {count}:"
    *first, last = map(str, range(1, count + 1))
    return f"Svar {', '.join(first)} eller {last}:" if first else "Svar 1:"


def _packed(lines: Iterable[str]) -> list[str]:
    """Lines, each of which fits, gathered in as few messages as their order allows."""
    messages: list[str] = []
    for line in lines:
        if messages and fits(f"{messages[-1]}\n{line}"):
            messages[-1] += f"\n{line}"
        else:
            messages.append(line)
    return messages


def _plain(text: str | None) -> str:
    """In GSM letters, without blank lines."""
    return re.sub(r"\s*\n\s*", "\n", to_gsm(text or "")).strip()


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else sentence + "."


def _squeezed(text: str) -> str:
    return re.sub(r"\W", "", text.lower())
