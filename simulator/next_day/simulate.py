"""One more day of the demo world: what happens on the day, and how people answer the contacts delivered for
it.

Belongs here: the order of the parts, the refusal of a day out of order, and writing what they made. The parts
are the other modules of `next_day/`.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from simulator.files import write_atomically
from simulator.next_day import changes
from simulator.next_day.agenda import due_today
from simulator.next_day.batch import write_batch
from simulator.next_day.commit import hidden_tables
from simulator.next_day.contacts import answer_contacts, log_visits
from simulator.next_day.day import Day
from simulator.next_day.draws import Streams
from simulator.next_day.faults import damage_day
from simulator.next_day.inbox import read_inbox
from simulator.next_day.life import life
from simulator.next_day.world import World

Progress = Callable[[str], None]


def _silent(_text: str) -> None:
    """Show nothing."""


def simulate_day(home: Path, day: date, progress: Progress = _silent) -> dict[str, int]:
    """Land the batch of a day and return the rows by table.

    Computed from the state before the day and the files delivered for it, so a second run writes the same
    bytes. Raises DayOutOfOrderError when the day before was not simulated, InboxError when a delivered file
    is damaged.
    """
    world = World(home, day)
    contacts = read_inbox(home, day)
    streams = Streams(world.seed, day)
    out = Day(day)
    due_today(out, world)
    progress(f"{day}: life of the day")
    life(out, world, streams)
    progress(f"{day}: {len(contacts)} contacts to answer")
    answer_contacts(out, world, contacts, streams)
    log_visits(out, world)
    damage_day(out, world)
    folder = changes.daily_folder(home, day)
    (folder / "done.json").unlink(missing_ok=True)
    landed = write_batch(home, day, out.tables, folder / "files.json")
    for table, hidden in hidden_tables(out, world).items():
        changes.write_daily(home, day, table, hidden)
    agenda = sorted(out.agenda, key=lambda entry: (str(entry["due_date"]), str(entry["row"])))
    changes.write_daily(home, day, "agenda", agenda)
    summary = {"day": day.isoformat(), "contacts": len(contacts), "rows": landed}
    write_atomically(folder / "done.json", (json.dumps(summary, indent=1, sort_keys=True) + "\n").encode())
    return landed
