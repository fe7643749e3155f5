"""People and companies who deal with the brand for the first time on a day.

Belongs here: taking them from those who can come into the world (``past/people.py``), as the past did. What they come
for is decided where they are taken.
"""

from typing import Any

import numpy as np
import pandas as pd

from simulator.frames import records
from simulator.next_day.day import Day
from simulator.next_day.draws import Streams
from simulator.next_day.world import World
from simulator.past.fleet import all_sales, day_of
from simulator.past.people import Pool, make_persons, make_pool
from simulator.truth import UPLIFT_TYPES


class Newcomers:
    """Those who are not in the world yet, in the order of their numbers."""

    def __init__(self, out: Day, world: World, streams: Streams) -> None:
        """Remember the day; the people are drawn when the first one is asked for."""
        self._out, self._world, self._streams = out, world, streams
        self._pool: Pool | None = None
        self._taken: set[int] = set()

    def take(self, kind: int, count: int) -> list[dict[str, Any]]:
        """The next `count` of a kind of ``past/people.py``, as rows of truth table person; fewer when none are left."""
        if count == 0:
            return []
        if self._pool is None:
            last = day_of(self._world.base_day.isoformat())
            self._pool = make_pool(self._world.seed, all_sales(self._world.scale, last))
            self._taken = {int(number) - 1 for number in self._world.people["person_id"]}
        free = [int(place) for place in self._pool.of_kind(kind) if int(place) not in self._taken]
        used = np.array(free[:count], dtype=np.int64)
        self._taken |= set(used.tolist())
        return self._named(self._pool, used) if len(used) else []

    def _named(self, pool: Pool, used: np.ndarray) -> list[dict[str, Any]]:
        rng = self._streams.generator("newcomers", used[0])
        today = day_of(self._out.day.isoformat())
        frame = make_persons(rng, pool, used, used[:0], today)
        private = frame["person_type"] == "P"
        born = pd.Series(frame["birth_day"].to_numpy().astype("datetime64[D]")).where(private)
        frame = frame.assign(birth_date=born, died_on=None, erased_on=None, is_customer=False)
        types = {"SALES": pool.type_sales[used], "AFTERSALES": pool.type_aftersales[used]}
        for family, kinds in types.items():
            for number, kind in zip(frame["person_id"].tolist(), kinds.tolist(), strict=True):
                row = {"person_id": number, "plan_family": family, "uplift_type": UPLIFT_TYPES[kind]}
                self._out.hide("uplift", row)
        people = records(frame)
        for person in people:
            self._out.hide("person", person)
        return people
