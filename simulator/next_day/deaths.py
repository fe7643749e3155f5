"""People who die on a day, at the rate by which people died in the past, and what the source learns of it.

Belongs here: the death itself. That the dead neither visit nor order follows where visits and orders are drawn.
"""

from datetime import timedelta

import numpy as np
import pandas as pd

from simulator import hazards
from simulator.faults.workshop import FLAG_STYLE
from simulator.frames import records
from simulator.hazards import YEAR
from simulator.next_day.day import Day
from simulator.next_day.draws import Streams
from simulator.next_day.sales import source_row
from simulator.next_day.world import World
from simulator.parameters import figure


def deaths(out: Day, world: World, streams: Streams) -> None:
    """Let people die today; some of their records are marked, some weeks later."""
    people = world.people
    alive = people[(people["person_type"] == "P") & people["died_on"].isna() & people["birth_date"].notna()]
    age = ((pd.Timestamp(out.day) - alive["birth_date"]).dt.days / YEAR).to_numpy(dtype=np.float64)
    rate = hazards.death_rate(age)
    gone = alive[streams.uniform("death", alive["person_id"]) < hazards.probability(rate, 1)]
    if gone.empty:
        return
    for person in records(gone):
        out.hide("person", {**person, "died_on": out.day})
    mine = world.links.loc[world.links["person_id"].isin(gone["person_id"]), "party_src_id"].tolist()
    told = dict(zip(mine, streams.uniform("death noted", mine) < figure("death_noted"), strict=True))
    parties = world.source("party")
    noted = out.day + timedelta(days=int(figure("death_noted_days")))
    for row in records(parties[parties["party_src_id"].map(told).eq(True)]):
        yes, _ = FLAG_STYLE.get(str(row["src_dealer_id"]), ("Y", "N"))
        marked = {"deceased": yes, "updated_at": f"{noted} 10:05:00"}
        out.land("party", noted, {**source_row(row), **marked})
