"""The bell: a ring between looking and waiting is heard."""

import asyncio

from bot.gateway.bell import Bell


def waited(ring):
    """Seconds that somebody who has looked waits, when `ring` is done to the bell in between."""

    async def test():
        bell = Bell()
        with bell.listen("a") as ear:
            ring(bell)
            began = asyncio.get_running_loop().time()
            await ear.wait(0.2)
            first = asyncio.get_running_loop().time() - began
            await ear.wait(0.2)
            second = asyncio.get_running_loop().time() - began - first
        return first, second

    return asyncio.run(test())


def test_a_ring_before_the_wait_is_heard_and_heard_once():
    first, second = waited(lambda bell: bell.ring("a"))

    assert first < 0.1 < second


def test_a_ring_for_another_is_not():
    first, _ = waited(lambda bell: bell.ring("b"))

    assert first > 0.1
