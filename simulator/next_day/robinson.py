"""New entries of the advertising exclusion list on a day: of people of the world, and of strangers among them.

Belongs here: who registers, for which channels, by the law of ``tables/consent.py``. What that forbids is in
`next_day/legal.py`.
"""

import hashlib

from simulator.next_day.consents import CHANNELS
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams
from simulator.next_day.parties import hits
from simulator.next_day.world import World
from simulator.parameters import figure
from simulator.tables.consent import IDENTIFIER, stranger


def listings(out: Day, world: World, streams: Streams) -> None:
    """Let some of those who are not on the list register, known to the source or not, and strangers beside them."""
    law, people = figure("robinson_list"), world.people
    status = world.legal_status
    listed = set(status.loc[status["robinson_listed"].astype(bool), "person_id"])
    living = (people["person_type"] == "P") & people["died_on"].isna() & people["erased_on"].isna()
    free = people.loc[living & ~people["person_id"].isin(listed), "person_id"].tolist()
    yearly = figure("robinson_share") * 365.0 / (law["OLDEST_DAYS"] - law["NEWEST_DAYS"])
    for person in hits(streams, "robinson", free, yearly):
        _register(out, world, int(str(person)), streams)


def _register(out: Day, world: World, number: int, streams: Streams) -> None:
    law = figure("robinson_list")
    wanted = [name for name in CHANNELS if streams.one(f"listed {name}", number) < law["CHANNELS"][name]]
    known = _hashes(world)
    for channel in wanted or ["CALL"]:
        value = text(world.person[number][IDENTIFIER[channel]])
        digest = hashed(channel, value)
        if not value or digest in known:
            continue
        _land(out, f"{number}{channel[0]}", channel, digest, streams)
        out.hide("listing", {"person_id": number, "channel": channel})
        for place in range(law["STRANGERS"]):
            key = f"{number}{channel[0]}{place}"
            made = stranger(channel, streams.whole("stranger", key, 10**9, 10**10))
            _land(out, key, channel, hashed(channel, made), streams)


def hashed(channel: str, value: str) -> str:
    """Hash of an identifier as the list's keeper gives it."""
    return hashlib.sha256((value.lower() if channel == "EMAIL" else value).encode()).hexdigest()


def _hashes(world: World) -> set[str]:
    return set(world.source("robinson")["identifier_hash"])


def _land(out: Day, key: str, channel: str, digest: str, streams: Streams) -> None:
    everything = streams.one("listed sector", key) < figure("robinson_list")["ALL_SECTORS"]
    row = {"robinson_id": f"RBN{out.day:%y%m%d}{key}", "identifier_hash": digest, "channel": channel}
    row |= {"sector": "ALL" if everything else "AUTO", "listed_date": str(out.day)}
    out.land("robinson", out.day, {**row, **stamp("", f"{out.day} 03:00:00"), "src_system": "EXT"})
