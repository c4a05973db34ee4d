"""Saved views: each person's own, by name."""

import pytest

from bot.store import Accounts, SavedViews


@pytest.fixture
def views(store):
    return SavedViews(store.database)


@pytest.fixture
def person(store):
    """`person(username)`: the number of a new account."""
    accounts = Accounts(store.database, store.keys)
    return lambda username: accounts.create(username, name="Kim Prøve", role="laeser", municipalities=["*"]).id


def test_a_person_finds_their_views_by_name(views, person):
    kim = person("kim")
    views.save(kim, name="Usikre", query="under=50")
    views.save(kim, name="Aarhus", query="kommune=aarhus")

    assert [(view.name, view.query) for view in views.of(kim)] == [("Aarhus", "kommune=aarhus"), ("Usikre", "under=50")]


def test_a_view_saved_again_replaces_the_one_before(views, person):
    kim = person("kim")
    views.save(kim, name="Usikre", query="under=50")
    views.save(kim, name="Usikre", query="under=30")

    assert [view.query for view in views.of(kim)] == ["under=30"]


def test_nobody_sees_or_deletes_anothers_views(views, person):
    kim, bo = person("kim"), person("bo")
    views.save(kim, name="Usikre", query="under=50")
    views.delete(bo, views.of(kim)[0].id)

    assert views.of(bo) == []
    assert len(views.of(kim)) == 1


def test_a_view_that_is_deleted_is_gone(views, person):
    kim = person("kim")
    views.save(kim, name="Usikre", query="under=50")
    views.delete(kim, views.of(kim)[0].id)

    assert views.of(kim) == []
