"""A text costs what the phone company will say it costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.gsm import BASIC, EXTENSION, is_gsm, segment_count, segments, to_gsm, units

GSM = st.text(st.sampled_from(sorted(BASIC | EXTENSION)), max_size=700)
ANYTHING = st.text(max_size=400)


def septets(text):
    return sum(2 if letter in EXTENSION else 1 for letter in text)


def test_the_alphabet_has_the_127_letters_of_the_standard_and_ten_more():
    assert len(BASIC) == 127  # and the escape
    assert len(EXTENSION) == 10


@pytest.mark.parametrize(
    "text", ["Rødgrød med fløde på Ålborg Æblegård", "é è ä ö ü ñ Ä Ö Ü Ñ É à ù ì ò", "30 € [ja] {nej} ^~|\\", ""]
)
def test_danish_is_gsm(text):
    assert is_gsm(text)


@pytest.mark.parametrize("text", ["så’n", "–", "…", "\u00a0", "ê", "👍", "سلام", "ç"])
def test_one_letter_outside_makes_it_ucs_2(text):
    assert not is_gsm(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("å" * 160, 1),
        ("å" * 161, 2),
        ("å" * 306, 2),
        ("å" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("€" * 152, 2),
        ("€" * 153, 3),  # 306 septets, but no pair is split: 76 fit a part, not 76½
        ("’" * 70, 1),
        ("’" * 71, 2),
        ("’" * 134, 2),
        ("’" * 135, 3),
        ("👍" * 35, 1),
        ("👍" * 36, 2),
        ("👍" * 66, 2),
        ("👍" * 67, 3),  # 33 fit a part, not 33½
    ],
)
def test_the_count_is_the_phone_companys(text, count):
    assert segment_count(text) == count


def test_a_pair_is_never_split_at_the_border():
    assert segments("a" * 152 + "€" + "b" * 20) == ("a" * 152, "€" + "b" * 20)
    assert segments("ê" * 66 + "👍" + "b" * 20) == ("ê" * 66, "👍" + "b" * 20)


@given(GSM)
def test_no_segment_of_gsm_is_too_long(text):
    parts = segments(text)

    assert "".join(parts) == text
    assert all(septets(part) <= (160 if len(parts) == 1 else 153) for part in parts)
    assert units(text) == septets(text)


@given(ANYTHING)
def test_no_segment_of_anything_is_too_long_in_bytes_either(text):
    parts = segments(text)

    assert "".join(parts) == text
    if not is_gsm(text):
        assert all(len(part.encode("utf-16-be", "surrogatepass")) <= (140 if len(parts) == 1 else 134) for part in parts)


@given(GSM)
def test_gsm_stays_as_it_is(text):
    assert to_gsm(text) == text


@given(ANYTHING)
def test_to_gsm_is_done_once_and_for_all_and_loses_nothing_by_it(text):
    once = to_gsm(text)

    assert to_gsm(once) == once
    assert is_gsm(once) or not is_gsm(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("“Så’n er det” – sagde hun…", '"Så\'n er det" - sagde hun...'),
        ("•\u00a0Ja\u202fog nej", "- Ja og nej"),
        ("a\u030a A\u030a", "å Å"),  # å as a phone from Apple may write it
        ("Zoë, Citroën og crème brûlée", "Zoe, Citroen og crème brulée"),
        ("1½ år, ½ time, m²", "1 1/2 år, 1/2 time, m2"),
        ("for\u00advaltning\u200b", "forvaltning"),
        ("سلام 👍", "سلام 👍"),
    ],
)
def test_what_only_looks_finer_is_written_plainly(text, written):
    assert to_gsm(text) == written
