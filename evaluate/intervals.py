"""Shares with their uncertainty."""

from dataclasses import dataclass

from scipy.stats import binomtest


@dataclass(frozen=True)
class Share:
    """`hits` of `of`, with a 95 % interval (Wilson)."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return (0.0, 1.0)
        found = binomtest(self.hits, self.of).proportion_ci(method="wilson")
        return (float(found.low), float(found.high))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f}–{high:.3f}; {self.hits}/{self.of})"


def share(verdicts: list[bool]) -> Share:
    return Share(sum(verdicts), len(verdicts))
