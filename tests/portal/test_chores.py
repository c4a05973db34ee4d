"""What the portal does by itself goes on, whatever becomes of it once."""

import asyncio

from bot.portal.chores import CHORES, Chores
from bot.store import DatabaseDownError


def test_a_chore_that_fails_is_tried_again_and_stops_no_other(office, caplog):
    tries, done = [], []

    def fails(office):
        tries.append(office)
        raise ValueError("borgerens egne ord") if len(tries) > 1 else DatabaseDownError("OperationalError")

    async def story():
        chores = Chores(office, [(0.01, fails), (0.01, done.append)])
        chores.start()
        while len(tries) < 4 or len(done) < 4:
            await asyncio.sleep(0.01)
        await chores.stop()

    asyncio.run(asyncio.wait_for(story(), 10))

    assert "borgerens egne ord" not in caplog.text
    assert "chore=fails error=ValueError" in caplog.text


def test_sessions_and_links_that_are_over_are_cleared_away(office, clock):
    account = office.accounts.create("anna", name="Anna", role="laeser", municipalities=[])
    token, link = office.sessions.begin(), office.invitations.make(account.id)
    clock.passes(days=4)

    for _, chore in CHORES:
        chore(office)
    clock.passes(days=-4)

    assert office.sessions.find(token) is None
    assert office.invitations.whose(link) is None
