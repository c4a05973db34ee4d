"""The figures that must not fall: what is kept, by how much it may vary, and what has been lost."""

import json
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).parent / "figures.json"
# Higher is better unless the name begins with "fejl". Three times the noise of a retraining, or one case of the smallest set.
MARGINS = {
    "rigtig vej": 0.03,
    "sagstype": 0.03,
    "område": 0.03,
    "fejl: forkert vej": 0.03,
    "fare": 0.02,
    "fejl: falsk alarm": 0.02,
}
USUAL = 0.02
ORDINARY = "fejl: falsk alarm, almindelige sætninger"
ORDINARY_MARGIN = 0.0005


def stored(file: Path = FILE) -> dict[str, float]:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def store(figures: Mapping[str, float], file: Path = FILE) -> None:
    file.write_text(
        json.dumps({name: round(value, 4) for name, value in sorted(figures.items())}, ensure_ascii=False, indent=1) + "\n"
    )


def lost(before: Mapping[str, float], now: Mapping[str, float]) -> list[str]:
    """What has become worse by more than its margin, in words. A figure that could not be measured is not lost."""
    return [
        f"{name}: {before[name]:.4f} før, {now[name]:.4f} nu (margen {margin(name)})"
        for name in sorted(set(before) & set(now))
        if _worse(name, before[name], now[name])
    ]


def margin(name: str) -> float:
    if name.startswith(ORDINARY):
        return ORDINARY_MARGIN
    return next((value for start, value in MARGINS.items() if name.startswith(start)), USUAL)


def _worse(name: str, before: float, now: float) -> bool:
    loss = now - before if name.startswith("fejl") else before - now
    return loss > margin(name) + 1e-9
