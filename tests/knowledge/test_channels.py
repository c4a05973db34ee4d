"""Each municipality's doors are set in a file; a mistake there is told with file, line and cure."""

import re
from datetime import date, datetime

import pytest

from bot.knowledge import KnowledgeError
from bot.knowledge.channels import Channels, Handovers, Messenger, Sms, load_channels, read_channels
from bot.knowledge.yaml import read
from bot.triage.opening_hours import BY_CUSTOM, spans

PLACES = ("aalborg", "aarhus", "randers")
PLAIN = """\
kanaler: [web, side, sms, messenger]
oprindelser: ["https://www.aalborg.dk", "https://borger.aalborg.dk:8443"]
demo_oprindelser: ["http://localhost:8080"]
messenger: {side_id: "123", aaben: ja}
sms: {numre: ["+4512345678", "+4587654321"], leverandoer: twilio}
henvendelser:
  mail: borger@example.dk
  telefon: "99 31 31 31"
  aabningstider: {mandag: "9-15"}
opbevaring: {web: P30D, sms: P3M, messenger: P7D, henvendelser: P1Y}
tavs: ja
tavs_tekst: Botten har lukket i dag.
databeskyttelse: https://www.aalborg.dk/om-kommunen/privatliv?side=2
"""


@pytest.fixture(scope="module")
def channels():
    return load_channels()


@pytest.fixture
def write(tmp_path):
    def write(text, name="aalborg"):
        file = tmp_path / f"{name}.yml"
        file.write_text(text, encoding="utf-8")
        return read(file)

    return write


@pytest.fixture
def opened(write):
    """A municipality whose file says this."""
    return lambda text: read_channels("aalborg", write(text), PLACES)


def changed(line, text):
    """The plain file with one of its lines (from 1) written otherwise."""
    lines = PLAIN.splitlines()
    lines[line - 1] = text
    return "\n".join(line for line in lines if line is not None)


# The municipalities' own files


def test_the_three_municipalities_are_reached_each_by_its_own_page_and_number(channels):
    assert sorted(channels) == ["aalborg", "aarhus", "randers"]
    for key in ("aalborg", "aarhus"):
        one = channels[key]
        assert channels.by_page(one.messenger.page_id) is one
        assert all(channels.by_number(number) is one for number in one.sms.numbers)


def test_messenger_only_shows_the_way_until_a_municipality_decides_otherwise(channels):
    assert not any(one.messenger.open for one in channels.values())


def test_no_mail_address_and_no_hours_are_made_up(channels, base):
    for key, one in channels.items():
        assert one.handovers.mail == ""
        if one.handovers.hours:
            assert base.municipality(key).office.contact.phone_hours


def test_the_hours_in_aarhus_are_those_its_own_material_gives(channels, base):
    hours = channels["aarhus"].handovers.hours

    assert base.municipality("aarhus").office.contact.phone_hours == "mandag til fredag klokken 9-12"
    assert hours.weekly == {day: spans("9-12") for day in range(5)}


def test_a_municipality_without_an_office_of_its_own_has_the_web_only(channels, base):
    randers = channels["randers"]

    assert "randers" not in base.municipalities
    assert randers.switched_on == {"web", "side"}
    assert randers.handovers == Handovers()


def test_every_number_set_so_far_is_plainly_a_placeholder(channels):
    assert all(number.startswith("+450") for one in channels.values() for number in one.sms.numbers)
    assert all(one.messenger.page_id.startswith("00") for one in channels.values() if one.messenger.page_id)


@pytest.mark.parametrize("key", ["aalborg", "aarhus", "randers"])
def test_demo_pages_may_show_the_chat_only_while_they_are_on(channels, key):
    one = channels[key]

    assert one.allows(f"https://www.{key}.dk")
    assert one.allows("http://127.0.0.1:8080", demo=True)
    assert one.allows("http://localhost:8080", demo=True)
    assert not one.allows("http://127.0.0.1:8080")


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://www.aalborg.dk",
        "https://www.aalborg.dk/",
        "https://www.aalborg.dk.example.com",
        "https://aalborg.dk",
        "https://www.aarhus.dk",
    ],
)
def test_any_other_origin_is_refused(channels, origin):
    assert not channels["aalborg"].allows(origin, demo=True)


# Reading


def test_a_file_is_read_as_it_is_written(opened):
    one = opened(PLAIN)

    assert one.origins == {"https://www.aalborg.dk", "https://borger.aalborg.dk:8443"}
    assert one.demo_origins == {"http://localhost:8080"}
    assert one.language == "da"
    assert one.messenger == Messenger("123", open=True)
    assert one.sms == Sms(("+4512345678", "+4587654321"), "twilio")
    assert (one.handovers.mail, one.handovers.phone) == ("borger@example.dk", "99 31 31 31")
    assert one.handovers.hours.weekly == {0: spans("9-15")}
    assert (one.silent, one.silent_text) == (True, "Botten har lukket i dag.")
    assert one.privacy_notice == "https://www.aalborg.dk/om-kommunen/privatliv?side=2"


def test_what_is_left_out_is_off_or_unknown(opened):
    one = opened("kanaler: []\nopbevaring: {web: P1D, sms: P1D, messenger: P1D, henvendelser: P1D}\n")

    assert (one.messenger, one.sms, one.handovers) == (Messenger(), Sms(), Handovers())
    assert (one.origins, one.silent, one.language, one.switched_on) == (frozenset(), False, "da", frozenset())
    assert one.privacy_notice == ""


@pytest.mark.parametrize("text", [None, "", 'tavs_tekst: " "', "tavs_tekst:"])
def test_the_bot_can_be_closed_in_a_hurry_without_a_text(opened, text):
    one = opened(changed(12, text))

    assert (one.silent, one.silent_text) == (True, "")


def test_each_channel_is_kept_for_its_own_time(opened):
    retention = opened(PLAIN).retention
    now = datetime(2026, 11, 22, 12)

    assert retention.kept_since("web", now=now) == retention.kept_since("side", now=now) == datetime(2026, 10, 23, 12)
    assert retention.kept_since("sms", now=now) == datetime(2026, 8, 22, 12)
    assert retention.kept_since("messenger", now=now) == datetime(2026, 11, 15, 12)
    assert retention.kept_since("handovers", now=now) == datetime(2025, 11, 22, 12)


def test_a_number_is_known_with_and_without_its_plus(opened):
    one = opened(PLAIN)
    channels = Channels([one])

    assert channels.by_number("+4512345678") is channels.by_number("4587654321") is one
    assert channels.by_number("+4500000000") is None
    assert channels.by_number("") is None
    assert channels.by_page("124") is None


def test_a_channel_that_is_switched_off_leads_nowhere(opened):
    channels = Channels([opened(changed(1, "kanaler: [web]"))])

    assert channels.by_page("123") is None
    assert channels.by_page("") is None
    assert channels.by_number("+4512345678") is None


def test_hours_with_breaks_and_days_of_their_own(opened):
    hours = opened(
        changed(
            9,
            "  aabningstider:\n"
            '    mandag: "9-12, 13-15.30"\n'
            "    loerdag: lukket\n"
            "    soendag: 10-11\n"
            '    lukket: ["2026-12-23", 2026-12-28]\n'
            "    andre_tider: {2026-12-22: 9-12}\n"
            "    lukker_ogsaa: [juleaftensdag]\n"
            "    note: Ring først.",
        )
    ).handovers.hours

    assert hours.weekly == {0: spans("9-12, 13-15.30"), 5: (), 6: spans("10-11")}
    assert hours.exceptions == {date(2026, 12, 23): (), date(2026, 12, 28): (), date(2026, 12, 22): spans("9-12")}
    assert hours.also_closed == {"juleaftensdag"}
    assert hours.note == "Ring først."


@pytest.mark.parametrize(("written", "closed"), [("", set(BY_CUSTOM)), (", lukker_ogsaa: []", set())])
def test_an_office_that_says_nothing_is_closed_on_the_days_of_custom(opened, written, closed):
    hours = opened(changed(9, f"  aabningstider: {{mandag: 9-15{written}}}")).handovers.hours

    assert hours.also_closed == closed


# Mistakes


@pytest.mark.parametrize(
    ("line", "text", "told"),
    [
        (1, None, "linje 1: mangler feltet 'kanaler'"),
        (1, "kanaler: [web, chat]", "linje 1: 'kanaler' kan ikke være 'chat'; vælg mellem web, side, sms, messenger"),
        (1, "kanal: [web]", "linje 1: kender ikke feltet 'kanal' (mener du 'kanaler'?)"),
        (2, "sprog: dan", "linje 2: 'sprog' kan ikke være 'dan' (mener du 'da'?)"),
        (4, "messenger: {aaben: ja}", "linje 1: 'messenger' er slået til, men 'messenger: side_id' er tom"),
        (4, "messenger: {side_id: kommunen}", "linje 4: 'side_id' kan ikke være 'kommunen'; et side-id består af cifre"),
        (4, "messenger: {side_id: 1, aaben: måske}", "linje 4: 'aaben' skal være ja eller nej, ikke 'måske'"),
        (4, "messenger: {sideid: 1}", "linje 4: kender ikke feltet 'sideid' (mener du 'side_id'?)"),
        (4, "messenger: 1", "linje 4: 'messenger' skal være en blok med felter"),
        (5, "sms: {numre: []}", "linje 1: 'sms' er slået til, men 'sms: numre' er tom; udfyld feltet, eller slå kanalen fra"),
        (5, "sms: {numre: [12345678]}", "linje 5: 'numre' kan ikke være '12345678'; skriv nummeret som +4512345678"),
        (5, 'sms: {numre: ["+45 12 34 56 78"]}', "linje 5: 'numre' kan ikke være '+45 12 34 56 78'"),
        (5, "sms: {numre: [+4512345678, +4512345678]}", "linje 5: det samme nummer står to gange"),
        (5, "sms: {leverandoer: twillio}", "linje 5: 'leverandoer' kan ikke være 'twillio' (mener du 'twilio'?)"),
        (5, "sms: {nummer: 1}", "linje 5: kender ikke feltet 'nummer' (mener du 'numre'?)"),
        (7, "  mail: borger(a)example.dk", "linje 7: 'mail' kan ikke være 'borger(a)example.dk'; skriv én adresse"),
        (7, '  mail: "a@example.dk, b@example.dk"', "linje 7: 'mail' kan ikke være 'a@example.dk, b@example.dk'"),
        (8, "  telefon: omstillingen", "linje 8: 'telefon' kan ikke være 'omstillingen'; skriv otte cifre som 99 31 31 31"),
        (8, "  tlf: 99 31 31 31", "linje 8: kender ikke feltet 'tlf'"),
        (10, "opbevaring: {web: P30D}", "linje 10: mangler feltet 'sms'"),
        (10, None, "linje 1: mangler feltet 'opbevaring'"),
        (11, "tavs: måske", "linje 11: 'tavs' skal være ja eller nej, ikke 'måske'"),
        (13, "databeskyttelse: http://www.aalborg.dk", "linje 13: 'databeskyttelse' kan ikke være 'http://www.aalborg.dk'"),
        (13, "databeskyttelse: www.aalborg.dk", "linje 13: 'databeskyttelse' kan ikke være 'www.aalborg.dk'; skriv en"),
        (13, "databeskyttelse: javascript:alert(1)", "linje 13: 'databeskyttelse' kan ikke være 'javascript:alert(1)'"),
        (13, "databeskyttelse: https://a.dk/ og mere", "linje 13: 'databeskyttelse' kan ikke være 'https://a.dk/ og mere'"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_with_its_line_and_cure(opened, line, text, told):
    with pytest.raises(KnowledgeError, match=re.escape(f"aalborg.yml, {told}")):
        opened(changed(line, text))


@pytest.mark.parametrize("length", ["30D", "P30", "30 dage", "P0D", "P-1D", "PT24H", "P1M2D", "P11Y", "P9999Y", "P99999999999D"])
def test_a_wrong_length_is_named_with_its_line_and_cure(opened, length):
    with pytest.raises(KnowledgeError) as problem:
        opened(changed(10, f"opbevaring:\n  web: P30D\n  sms: {length}\n  messenger: P7D\n  henvendelser: P90D"))

    assert str(problem.value) == (
        f"aalborg.yml, linje 12: 'sms' kan ikke være {length!r}; skriv P30D, P4W, P3M eller P1Y, fra en dag til ti år"
    )


@pytest.mark.parametrize(
    ("origin", "meant"),
    [
        ("https://www.aalborg.dk/", "https://www.aalborg.dk"),
        ("https://www.aalborg.dk/borger?a=b", "https://www.aalborg.dk"),
        ("https://www.Aalborg.dk", "https://www.aalborg.dk"),
        ("HTTPS://www.aalborg.dk", "https://www.aalborg.dk"),
        ("https://www.aalborg.dk:443", "https://www.aalborg.dk"),
        ("www.aalborg.dk", "https://www.aalborg.dk"),
        ("https://*.aalborg.dk", None),
        ("*", None),
        ("https://", None),
        ("https://www..dk", None),
        ("https://borger@www.aalborg.dk", None),
        ("https://www.aalborg.dk:99999", None),
        ("https://www.aalborg.dk:0", None),
        ("https://www.ålborg.dk", None),
        ("ftp://www.aalborg.dk", None),
        ("https://www.aalborg.dk\\n", "https://www.aalborg.dk"),
        ("", None),
    ],
)
@pytest.mark.parametrize(("line", "field"), [(2, "oprindelser"), (3, "demo_oprindelser")])
def test_a_wrong_origin_is_named_with_its_line_and_cure(opened, line, field, origin, meant):
    with pytest.raises(KnowledgeError) as problem:
        opened(changed(line, f'{field}: ["https://www.aalborg.dk", "{origin}"]'))

    assert str(problem.value).startswith(f"aalborg.yml, linje {line}: {field!r}: '")
    assert "er ikke en oprindelse" in str(problem.value)
    assert (f"(mener du {meant!r}?)" if meant else "; skriv fx https://www.aalborg.dk") in str(problem.value)


def test_a_page_that_is_not_encrypted_may_show_the_demo_only(opened):
    with pytest.raises(KnowledgeError) as problem:
        opened(changed(2, 'oprindelser: ["http://www.aalborg.dk"]'))

    assert str(problem.value) == "aalborg.yml, linje 2: 'oprindelser': 'http://www.aalborg.dk' skal begynde med https://"


def test_a_web_chat_that_no_page_may_show_is_a_mistake(opened):
    without = "\n".join(line for line in PLAIN.splitlines() if "oprindelser" not in line)

    with pytest.raises(KnowledgeError, match=r"aalborg\.yml, linje 1: 'web' er slået til, men 'oprindelser' er tom"):
        opened(without)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("    mandag: 9-15\n    fredag: hele dagen", "linje 11: 'fredag': 'hele dagen' er ikke en tid; skriv fx 9-15"),
        ("    mandag: 9-24", "linje 10: 'mandag': '9-24': et klokkeslæt går fra 0 til 23.59"),
        ("    mandag: 9-12, 11-15", "linje 10: 'mandag': tiderne skal stå i rækkefølge og må ikke støde sammen"),
        ("    mandag: [9-12]", "linje 10: 'mandag' skal være tekst"),
        ("    lørdag: 9-12", "linje 10: kender ikke feltet 'lørdag' (mener du 'loerdag'?)"),
        ("    mandag: lukket", "linje 10: åbningstider skal have mindst én åben dag; kendes de ikke, så slet feltet"),
        ("    note: Ring først.", "linje 10: åbningstider skal have mindst én åben dag"),
        ("    mandag: 9-15\n    lukket: [juleaften]", "linje 11: 'juleaften' er ikke en dato som 2026-12-24"),
        ("    mandag: 9-15\n    lukket: 2026-12-24", "linje 11: 'lukket' skal være en liste"),
        ("    mandag: 9-15\n    andre_tider: {24. december: 9-12}", "linje 11: '24. december' er ikke en dato som 2026-12-24"),
        ("    mandag: 9-15\n    andre_tider:\n      2026-12-22: tidligt", "linje 12: '2026-12-22': 'tidligt' er ikke en tid"),
        (
            "    mandag: 9-15\n    lukket: [2026-12-22]\n    andre_tider:\n      2026-12-22: 9-12",
            "linje 13: 2026-12-22 står også under 'lukket'",
        ),
        (
            "    mandag: 9-15\n    lukker_ogsaa: [fastelavn]",
            "linje 11: 'lukker_ogsaa' kan ikke være 'fastelavn'; vælg mellem jule",
        ),
    ],
)
def test_wrong_hours_are_named_with_their_line_and_cure(opened, text, told):
    with pytest.raises(KnowledgeError, match=re.escape(f"aalborg.yml, {told}")):
        opened(changed(9, f"  aabningstider:\n{text}"))


# All files together


def test_a_file_for_a_municipality_that_does_not_exist_is_named(write, tmp_path):
    write("\n" + PLAIN, "aalborgg")

    with pytest.raises(KnowledgeError) as problem:
        load_channels(tmp_path)

    assert str(problem.value) == "aalborgg.yml, linje 2: kender ikke kommunen 'aalborgg' (mener du 'aalborg'?)"


@pytest.mark.parametrize("switched_on", ["[web, sms, messenger]", "[web]"])
def test_a_page_leads_to_one_municipality(write, tmp_path, switched_on):
    write(PLAIN)
    write(changed(1, f"kanaler: {switched_on}").replace("+45", "+46"), "aarhus")

    with pytest.raises(KnowledgeError) as problem:
        load_channels(tmp_path)

    assert str(problem.value) == "aarhus.yml, linje 4: siden '123' står også i aalborg.yml"


def test_a_number_leads_to_one_municipality(write, tmp_path):
    write(PLAIN)
    write(changed(4, "messenger: {side_id: 124}"), "aarhus")

    with pytest.raises(KnowledgeError) as problem:
        load_channels(tmp_path)

    assert str(problem.value) == "aarhus.yml, linje 5: nummeret '+4512345678' står også i aalborg.yml"


def test_municipalities_without_a_page_or_number_do_not_collide(write, tmp_path):
    for key in PLACES:
        write("kanaler: []\nopbevaring: {web: P1D, sms: P1D, messenger: P1D, henvendelser: P1D}\n", key)

    assert sorted(load_channels(tmp_path)) == sorted(PLACES)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(KnowledgeError, match="mappen findes ikke"):
        load_channels(tmp_path / "mangler")
