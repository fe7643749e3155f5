"""Named random streams of the daily step.

Belongs here: turning (seed, day, stream, key) into uniform numbers. A draw depends on these four alone, never
on the order of rows or on how many other keys there are. What the draws mean stands in the modules that ask
for them.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Streams:
    """Uniform draws for one seed and day.

    `day` is the simulated day; state that must not depend on it (a person's habits) passes its own fixed day.
    """

    def __init__(self, seed: int, day: date | str) -> None:
        """Keep the two numbers that every stream of this day starts from."""
        self._prefix = f"{seed}|{day}|"

    def uniform(self, stream: str, keys: Iterable[object]) -> Floats:
        """Return one number in [0, 1) for each key, in the order of the keys."""
        start = hashlib.blake2b((self._prefix + stream + "|").encode(), digest_size=8)
        numbers = []
        for key in keys:
            digest = start.copy()
            digest.update(str(key).encode())
            numbers.append(int.from_bytes(digest.digest(), "big") >> 11)
        return np.asarray(numbers, dtype=np.float64) * 2.0**-53

    def one(self, stream: str, key: object = "") -> float:
        """Return a single number in [0, 1)."""
        return float(self.uniform(stream, [key])[0])

    def whole(self, stream: str, key: object, low: int, high: int) -> int:
        """Return a whole number from `low` on and below `high`."""
        return low + int(self.one(stream, key) * (high - low))

    def normal(self, stream: str, key: object = "") -> float:
        """Return a standard normal number."""
        return NormalDist().inv_cdf(max(self.one(stream, key), 1e-12))

    def generator(self, stream: str, key: object = "") -> np.random.Generator:
        """Return a generator for what needs more than one uniform number, such as a gamma."""
        return np.random.default_rng(int(self.one(stream, key) * 2.0**53))

    def poisson(self, stream: str, mean: float) -> int:
        """Return a Poisson count with this mean, by inversion of one draw."""
        draw, count = self.one(stream), 0
        probability = cumulative = float(np.exp(-mean))
        while draw > cumulative and count < 100_000:
            count += 1
            probability *= mean / count
            cumulative += probability
        return count

    def pick(self, stream: str, keys: Sequence[object], count: int) -> list[int]:
        """Return the positions of `count` keys drawn without replacement, each key equally likely."""
        ranks = np.argsort(self.uniform(stream, keys), kind="stable")
        return [int(position) for position in ranks[:count]]

    def choose(self, stream: str, keys: Iterable[object], weights: dict[str, float]) -> list[str]:
        """Return for each key one of the names, with probability in proportion to its weight."""
        names = list(weights)
        limits = np.cumsum([weights[name] for name in names])
        positions = np.searchsorted(limits / limits[-1], self.uniform(stream, keys), side="right")
        return [names[min(int(p), len(names) - 1)] for p in positions]

    def clock(self, stream: str, keys: Iterable[object], first_hour: int, last_hour: int) -> list[str]:
        """Return for each key a time of day `HH:MM:SS` between two whole hours."""
        seconds = self.uniform(stream, keys) * (last_hour - first_hour) * 3600 + first_hour * 3600
        return [f"{int(s) // 3600:02d}:{int(s) % 3600 // 60:02d}:{int(s) % 60:02d}" for s in seconds]
