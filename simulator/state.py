"""Where the demo world keeps itself: folders under the home, ``truth/state.json``, and the named random
streams.

Belongs here: paths, counters of ids, and how a random generator is derived. Dynamics are in ``hazards.py``
and ``past/history.py``.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from simulator.files import write_atomically

LAST_DAY = date(2026, 6, 27)


@dataclass
class State:
    """What the next day needs besides the truth tables. `counters` holds the last number by id prefix.

    `variant` names the other forms that the faults were written in (see ``faults/variants``); empty for the first ones.
    """

    seed: int
    scale: float
    last_day: str = LAST_DAY.isoformat()
    counters: dict[str, int] = field(default_factory=dict)
    variant: str = ""

    def next_ids(self, prefix: str, count: int, width: int = 7) -> npt.NDArray[np.object_]:
        """Reserve `count` new ids of a prefix, for example P0000123."""
        first = self.counters.get(prefix, 0) + 1
        self.counters[prefix] = first + count - 1
        digits = pa.array(np.arange(first, first + count, dtype=np.int64)).cast(pa.string())
        ids = pc.binary_join_element_wise(prefix, pc.utf8_lpad(digits, width, "0"), "")
        return np.asarray(ids.to_numpy(zero_copy_only=False), dtype=object)

    def save(self, home: Path) -> None:
        """Write state.json."""
        content = json.dumps(asdict(self), indent=2, sort_keys=True)
        write_atomically(state_path(home), content.encode())

    @classmethod
    def load(cls, home: Path) -> State:
        """Read state.json; FileNotFoundError when no world was made in this home."""
        return cls(**json.loads(state_path(home).read_text(encoding="utf-8")))


def state_path(home: Path) -> Path:
    """Path of state.json."""
    return home / "truth" / "state.json"


def landing_folder(home: Path, day: date) -> Path:
    """Folder of the landing batch of a day."""
    return home / "landing" / day.isoformat()


def stream(seed: int, *names: str) -> np.random.Generator:
    """Generator of one named purpose: adding draws to another name never changes this one."""
    keys = [zlib.crc32(name.encode()) for name in names]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *keys])))
