"""How well two readers agree, beyond what chance alone would give: Cohen's kappa.

The interval rests on the large-sample standard error of Fleiss, Cohen & Everitt (Psychological
Bulletin 72, 1969, 323-327), which holds also where kappa is not nought. The raw share of agreement
stands beside it: where nearly all answers are the same, kappa is low although people agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, confusion_matrix

Z = 1.959964  # 95 %


@dataclass(frozen=True)
class Agreement:
    """`kappa` is None where it has no value: no pairs, or everybody gave one and the same answer.

    `low` and `high` are None also where the formula gives no width (all agree, or none do): that
    is no certainty, but too little to say how uncertain it is.
    """

    pairs: int
    agreed: int
    kappa: float | None
    error: float | None
    low: float | None
    high: float | None

    @property
    def raw(self) -> float | None:
        return self.agreed / self.pairs if self.pairs else None


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Of pairs of answers: the one reader's and the other's about the same conversation."""
    agreed = sum(one == other for one, other in pairs)
    if len({answer for pair in pairs for answer in pair}) < 2:
        return Agreement(len(pairs), agreed, None, None, None, None)
    ones, others = [one for one, _ in pairs], [other for _, other in pairs]
    kappa = float(cohen_kappa_score(ones, others))
    error = _error(confusion_matrix(ones, others) / len(pairs), kappa, len(pairs))
    if error == 0:
        return Agreement(len(pairs), agreed, kappa, None, None, None)
    return Agreement(len(pairs), agreed, kappa, error, max(kappa - Z * error, -1.0), min(kappa + Z * error, 1.0))


def _error(shares: NDArray[np.float64], kappa: float, number: int) -> float:
    """Equation 13 of the paper, for plain kappa; `shares` sum to one, rows are the one reader's answers."""
    rows, columns, same = shares.sum(axis=1), shares.sum(axis=0), np.diag(shares)
    by_chance = float(rows @ columns)
    agree = float(same @ (1 - (rows + columns) * (1 - kappa)) ** 2)
    crossed = (columns[:, np.newaxis] + rows[np.newaxis, :]) ** 2
    differ = (1 - kappa) ** 2 * float((shares * crossed).sum() - same @ (rows + columns) ** 2)
    variance = (agree + differ - (kappa - by_chance * (1 - kappa)) ** 2) / (number * (1 - by_chance) ** 2)
    return sqrt(variance) if variance > 1e-12 else 0.0
