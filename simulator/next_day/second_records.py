"""People who are typed in a second time on a day, at their own dealer or at another one.

Belongs here: who and where, at the rate of the last year of the past (``tables/party.py``). The record itself is made
in `next_day/parties.py`.
"""

import numpy as np

from simulator.next_day import parties
from simulator.next_day.day import Day, text
from simulator.next_day.draws import Streams
from simulator.next_day.world import World
from simulator.parameters import figure
from simulator.reference_data import dealers
from simulator.tables.party import other_dealers


def second_records(out: Day, world: World, streams: Streams) -> None:
    """Type some of those in again whom the source knows by one record; buyers of new cars sign the form of a sale."""
    people = world.people
    living = people[people["died_on"].isna() & people["erased_on"].isna() & ~people["is_dealer"].astype(bool)]
    records = world.links.groupby("person_id").size()
    single = [int(number) for number in living["person_id"] if records.get(number, 0) == 1]
    rates = figure("daily")["typed_again_per_year"]
    draws = streams.uniform("typed again", single)
    bound = 0.0
    for kind, yearly in rates.items():
        low, bound = bound, bound + yearly / 365.0
        for number in [each for each, draw in zip(single, draws, strict=True) if low <= draw < bound]:
            person, dealer = world.person[number], text(world.person[number]["home_dealer_id"])
            if kind == "DUPLICATE_OTHER":
                near = np.array([streams.one("near", number) < figure("other_dealer_near")])
                shift = np.array([streams.whole("dealer", number, 1, len(dealers()))])
                dealer = str(other_dealers(np.array([dealer], dtype=object), near, shift)[0])
            source = "DEALER" if number in world.new_car_buyers else "WORKSHOP"
            parties.new_party(out, person, dealer, source, streams, kind, customer=person["is_customer"])
