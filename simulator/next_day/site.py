"""Sessions on the brand's site, on a day.

Belongs here: the traffic of the site, by the law of ``tables/lead.py``. Leads that come by a form are in
`next_day/leads.py`.
"""

import numpy as np
import pandas as pd

from simulator import site
from simulator.frames import as_date
from simulator.next_day.day import Day, stamp
from simulator.next_day.draws import Streams
from simulator.next_day.world import World
from simulator.parameters import figure

WEB_DAYS = 90  # at the end of the first world, over which the traffic of the site is taken
MOST_PAGES = 4  # of a session, from one on, each number as likely as another


def sessions(out: Day, world: World, models: list[str], streams: Streams) -> None:
    """Land sessions of people, more of the digital ones and not all of them known, and of strangers."""
    named, strange = _sessions_a_day(world)
    people = world.people[world.people["is_customer"] & world.people["died_on"].isna()]
    digital = people["digital"].fillna(0.0).to_numpy()
    numbers = people["person_id"].to_numpy(dtype=np.int64)
    came = streams.uniform("web", numbers.tolist()) < named * digital / max(float(digital.sum()), 1.0)
    mine = numbers[came]
    logged = streams.uniform("web logged in", mine.tolist()) < site.LOGGED_IN
    for number, cookie, known in zip(
        mine.tolist(), site.cookies(mine).tolist(), logged.tolist(), strict=True
    ):
        _session(out, str(number), cookie, world.party_of.get(number, "") if known else "", models, streams)
    for number in range(int(strange + streams.one("web strangers"))):
        _session(out, f"S{number}", f"{site.STRANGER}{out.day:%y%m%d}{number:03d}", "", models, streams)


def _sessions_a_day(world: World) -> tuple[float, float]:
    """Sessions a day of people and of strangers, at the end of the first world."""
    base, events = pd.Timestamp(world.base_day), world.source("web_event")
    dates = as_date(events["event_ts"])
    recent = events.loc[(dates <= base) & (dates > base - pd.Timedelta(days=WEB_DAYS)), "cookie_id"]
    strange = float(recent.str.startswith(site.STRANGER).sum())
    events_a_session = WEB_DAYS * (1 + MOST_PAGES) / 2
    return (len(recent) - strange) / events_a_session, strange / events_a_session


def _session(out: Day, key: str, cookie: str, party: str, models: list[str], streams: Streams) -> None:
    keys = [f"{key}-{page}" for page in range(1 + int(streams.one("web pages", key) * MOST_PAGES))]
    names = streams.choose("web page", keys, figure("daily")["event_by_web"])
    for page, name, clock in zip(keys, names, streams.clock("web time", keys, 7, 24), strict=True):
        moment = f"{out.day} {clock}"
        shown = models[streams.whole("web model", page, 0, len(models))]
        row = {"event_id": f"W{out.day:%y%m%d}{page}", "cookie_id": cookie, "party_src_id": party}
        row |= {"url_type": name, "model_code": shown if name in site.PAGES_OF_A_MODEL else ""}
        out.land("web_event", out.day, {**row, "event_ts": moment, **stamp("", moment)})
