"""What several messages together say of one fact.

A story, the answer to a question and an afterthought each say a little. Each is
taken as evidence (Bayes' rule, values assumed equally likely at first), so that a
faint hint in the opening and a faint hint in the answer can be enough together.
What a reading leaves unnamed is kept as `OTHER`, so that a belief in few values is
never surer than what was heard.
"""

from collections.abc import Mapping

from bot.dialogue.reading import NOTHING, Distribution

FLOOR = 0.02  # what a message leaves to values it did not name
KEPT = 12  # values remembered
OTHER = "oevrige"  # everything that was not named

Belief = Mapping[str, float]


def update(belief: Belief, heard: Distribution) -> dict[str, float]:
    """The belief after one more message. A message that says nothing of the fact changes nothing."""
    said = {value: p for value, p in heard if value != NOTHING}
    silence = dict(heard).get(NOTHING, 0.0)
    if sum(said.values()) <= 0.01:
        return dict(belief)
    said[OTHER] = max(1.0 - silence - sum(said.values()), 0.0)
    total = sum(said.values())
    share = {value: p / total for value, p in said.items()}
    values = {*belief, *share}
    likelihood = {
        value: silence / len(values) + (1 - silence) * max(share.get(value, 0.0), FLOOR / len(values)) for value in values
    }
    unseen = min(belief.values(), default=1.0) * 0.5
    product = {value: belief.get(value, unseen if belief else 1.0) * likelihood[value] for value in values}
    return _normal(dict(sorted(product.items(), key=lambda pair: -pair[1])[:KEPT]))


def ranked(belief: Belief) -> list[tuple[str, float]]:
    """The named values, likeliest first."""
    return sorted(((value, p) for value, p in belief.items() if value != OTHER), key=lambda pair: (-pair[1], pair[0]))


def best(belief: Belief) -> tuple[str, float]:
    return next(iter(ranked(belief)), (NOTHING, 0.0))


def _normal(belief: dict[str, float]) -> dict[str, float]:
    total = sum(belief.values())
    return {value: round(p / total, 4) for value, p in belief.items() if p / total >= 0.0005}
