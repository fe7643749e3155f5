"""What people tell the brand on a day beside consents: preferences, and that they join the club.

Belongs here: source rows, by the figures of ``tables/relation.py``. Consents are in `next_day/consents.py`, rights in
`next_day/rights.py`.
"""

from typing import Any

import numpy as np

from simulator.next_day.day import Day, stamp
from simulator.next_day.draws import Streams
from simulator.next_day.world import World
from simulator.parameters import figure
from simulator.tables.relation import HOURS, TOPICS, tiers


def join_club(out: Day, person: dict[str, Any], party: str, dealer: str, streams: Streams) -> None:
    """Let a customer whose record is new join the club, or not; companies cannot."""
    if person["person_type"] != "P" or streams.one("joins the club", party) >= figure("club_joined"):
        return
    law = figure("club_points")
    drawn = streams.generator("club points", party).gamma(law["SHAPE"], law["SCALE"], 1)
    points = np.floor(drawn).astype(np.int64)
    member = {"member_id": f"M{party}", "party_src_id": party, "tier": str(tiers(points)[0])}
    moment = f"{out.day} 12:50:00"
    out.land("loyalty_member", out.day, {**member, "points": str(points[0]), **stamp(dealer, moment)})
    out.hide("membership", {"person_id": person["person_id"]})


def preferences(out: Day, world: World, streams: Streams) -> None:
    """Let people state a preference for records that have none yet."""
    stated = set(world.source("preference")["party_src_id"])
    links = world.links[~world.links["party_src_id"].isin(stated)]
    gone = world.people.loc[world.people["died_on"].notna() | world.people["erased_on"].notna(), "person_id"]
    links = links[~links["person_id"].isin(gone)]
    draws = streams.uniform("preference", links["party_src_id"])
    hit = links[draws < figure("daily")["preferences_per_year"] / 365.0]
    for party, dealer in zip(hit["party_src_id"], hit["src_dealer_id"], strict=True):
        kind = streams.choose("preference kind", [party], figure("preference_kind"))[0]
        values = {
            "TOPIC": TOPICS[int(streams.one("topic", party) * len(TOPICS))],
            "CHANNEL": streams.choose("preferred channel", [party], figure("preference_channel"))[0],
            "HOUR": HOURS[int(streams.one("hour", party) * len(HOURS))],
            "DEALER": str(dealer),
        }
        moment = f"{out.day} {streams.clock('preference time', [party], 9, 20)[0]}"
        row = {"preference_id": f"PF{party}", "party_src_id": str(party), "preference_kind": kind}
        out.land(
            "preference", out.day, {**row, "value": values[kind], "event_ts": moment, **stamp("", moment)}
        )
