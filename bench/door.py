"""Turns through the public door: from a message sent until its answer is there, as a browser would see it."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from bench.running import CONVERSATION, free_port, running

CALLERS = {1: 5, 16: 14}  # callers -> conversations; an address may begin twenty a minute


def through_the_door(state: str) -> dict[str, float]:
    ports = {"BOT_PORT": free_port(), "BOT_DOOR_PORT": free_port(), "BOT_PORTAL_PORT": free_port()}
    door = f"http://127.0.0.1:{ports['BOT_DOOR_PORT']}"
    environment = {name: str(port) for name, port in ports.items()} | {"BOT_STATE": state}
    measured: dict[str, float] = {}
    with running("-m", "bot", "run", ready=f"{door}/healthz", **environment) as (_, seconds):
        measured["alt i gang (s)"] = seconds
        for callers, conversations in CALLERS.items():
            began = time.perf_counter()
            with ThreadPoolExecutor(callers) as pool:
                turns = sorted(turn for one in pool.map(converse, [door] * conversations) for turn in one)
            measured |= {
                f"døren, {callers} på én gang: svar i sekundet": len(turns) / (time.perf_counter() - began),
                f"døren, {callers} på én gang: p50 (ms)": statistics.median(turns) * 1e3,
                f"døren, {callers} på én gang: p95 (ms)": turns[int(len(turns) * 0.95)] * 1e3,
            }
    return measured


def converse(door: str) -> list[float]:
    """Seconds of each turn of one conversation; fails if it did not end in an outcome."""
    turns, after, messages = [], 0, []
    with httpx.Client(base_url=f"{door}/api/v1", timeout=60) as client:
        token = client.post("/conversations", json={"municipality": "aalborg"}).raise_for_status().json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        for number, text in enumerate(CONVERSATION):
            began = time.perf_counter()
            client.post("/messages", json={"client_id": f"besked-{number:03}", "text": text}).raise_for_status()
            messages = _answer(client, after)
            after = messages[-1]["seq"]
            turns.append(time.perf_counter() - began)
    if not any("outcome" in message for message in messages):
        raise RuntimeError(f"the conversation did not end in an outcome but in {messages}")
    return turns


def _answer(client: httpx.Client, after: int) -> list[dict]:  # type: ignore[type-arg]
    """All that came after a message, once nothing more is on its way."""
    came: list[dict] = []  # type: ignore[type-arg]
    while True:
        answer = (
            client.get("/messages", params={"after": came[-1]["seq"] if came else after, "wait": 10}).raise_for_status().json()
        )
        came += answer["messages"]
        if not answer["typing"] and any(one["author"] != "citizen" for one in came):
            return came
