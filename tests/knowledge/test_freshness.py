from dataclasses import fields
from datetime import date, timedelta

from bot.__main__ import main
from bot.knowledge import KnowledgeBase
from bot.knowledge.freshness import OLD, TOO_OLD, aged, facts

NOT_FACTS = {"places"}  # towns do not age


def test_a_fact_may_go_half_a_year_without_being_looked_at(base):
    newest = max(fact.checked_on for fact in facts(base))
    oldest = min(fact.checked_on for fact in facts(base))

    assert aged(base, today=oldest + timedelta(days=180)) == []
    assert len(aged(base, today=newest + timedelta(days=181))) == len(list(facts(base)))


def test_after_a_year_a_fact_is_too_old(base):
    fact = next(facts(base))

    assert not fact.older_than(TOO_OLD, today=fact.checked_on + timedelta(days=365))
    assert fact.older_than(TOO_OLD, today=fact.checked_on + timedelta(days=366))
    assert timedelta(days=180) == OLD


def test_the_oldest_is_named_first(base):
    old = aged(base, today=date(2040, 1, 1))

    assert old == sorted(old, key=lambda fact: (fact.checked_on, fact.where))


def test_every_kind_of_fact_is_watched(base):
    watched = {fact.where.partition("/")[0] for fact in facts(base)}

    assert watched == {field.name for field in fields(KnowledgeBase)} - NOT_FACTS


def test_each_fact_is_named_once_by_where_it_stands(base):
    places = [fact.where for fact in facts(base)]

    assert len(places) == len(set(places))
    assert "areas/hjaelpemidler" in places


def test_the_command_fails_only_when_something_has_not_been_checked_for_a_year(base, capsys):
    today = date.today()

    status = main(["check"])

    too_old = aged(base, today=today, age=TOO_OLD)
    assert status == (1 if too_old else 0)
    assert capsys.readouterr().out.endswith(f"{len(aged(base, today=today))} oplysninger er ikke set efter i 180 dage.\n")
