"""What a piece of work cost this process: wall seconds, CPU seconds of all its threads, peak memory.

Belongs here: reading the clocks, and telling the SQL statements of a dbt node from dbt's own work. What the figures
mean together is in ``figures``.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_STATUS = Path("/proc/self/status")
_CLEAR_REFS = Path("/proc/self/clear_refs")
# Written to clear_refs, it sets the peak of the resident memory back to what is resident now (proc(5)).
_FORGET_PEAK = "5"


@dataclass(frozen=True)
class Cost:
    """Wall seconds, CPU seconds (user and system, all threads) and peak resident memory in GB (10^9 bytes)."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_gb: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        """Return the cost of both, one after the other."""
        return Cost(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s, max(self.peak_gb, other.peak_gb))


@dataclass(frozen=True)
class Reading:
    """The two clocks at one moment."""

    wall_s: float
    cpu_s: float


def read_clocks() -> Reading:
    """Return the wall clock and the CPU time of this process so far."""
    return Reading(time.perf_counter(), time.process_time())


@contextmanager
def metered(costs: dict[str, Cost], name: str) -> Iterator[None]:
    """Add what the block costs to ``costs[name]``; blocks are not nested, for a peak belongs to one of them."""
    if _CLEAR_REFS.exists():
        _CLEAR_REFS.write_text(_FORGET_PEAK)
    before = read_clocks()
    yield
    after = read_clocks()
    spent = Cost(after.wall_s - before.wall_s, after.cpu_s - before.cpu_s, _peak_gb())
    costs[name] = costs.get(name, Cost()) + spent


def _peak_gb() -> float:
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e9
    # Elsewhere only the peak since the start is known: bytes on macOS, KiB on others.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (peak if sys.platform == "darwin" else peak * 1024) / 1e9


class StatementMeter:
    """A callback for dbt's events that adds up what each node's SQL statements cost.

    The adapter announces a statement before and after it; between the two the process does nothing else, because dbt
    runs with one thread. Statements of no node (listing schemas, creating them) are dbt's own work.
    """

    def __init__(self, clocks: Callable[[], Reading] = read_clocks) -> None:
        """Start with nothing spent."""
        self.costs: dict[str, Cost] = {}
        self._clocks = clocks
        self._begun: Reading | None = None

    def __call__(self, event: Any) -> None:
        """Take one event as dbt sends it."""
        if event.info.name == "SQLQuery":
            self._begun = self._clocks()
        elif event.info.name == "SQLQueryStatus" and self._begun is not None:
            now, begun, self._begun = self._clocks(), self._begun, None
            node = event.data.node_info.unique_id
            if node:
                spent = Cost(now.wall_s - begun.wall_s, now.cpu_s - begun.cpu_s)
                self.costs[node] = self.costs.get(node, Cost()) + spent
