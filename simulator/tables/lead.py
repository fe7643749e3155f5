"""Source tables of enquiries: leads, quotes, test drives, appraisals, and pages seen on the web.

Belongs here: what people do before an order. The first answer's speed changes what becomes of a lead.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator import prices, site
from simulator.hazards import NEVER, Ints, Reals
from simulator.identifiers import text
from simulator.parameters import figure
from simulator.past.people import COMPANY, PRIVATE
from simulator.reference_data import models
from simulator.tables.draft import Draft, chance, office_seconds, stamp

PAGES = ["HOME", "MODEL", "CONFIGURATOR", "OFFER", "PRICE", "FORM", "BOOKING", "CANCEL"]

NONSENSE_NAME, NONSENSE_PHONE = "asdf", "600000000"  # what some type who want no answer


def answer_minutes(rng: np.random.Generator, won: Ints) -> Reals:
    """Minutes to the first attempt: won leads were answered faster, in the published ratios."""
    bounds, mix = list(figure("lead_answer_ratio")), figure("lead_answer_mix")
    base = np.array([mix[bound] for bound in bounds], dtype=np.float64)
    ratio = np.array([figure("lead_answer_ratio")[bound] for bound in bounds], dtype=np.float64)
    share_won = float(figure("leads_to_order"))
    if_won = base * ratio / (base * ratio).sum()
    if_lost = (base - share_won * if_won) / (1 - share_won)
    draw = rng.random(len(won))
    band_won = np.searchsorted(np.cumsum(if_won), draw)
    band_lost = np.searchsorted(np.cumsum(if_lost), draw)
    band = np.minimum(np.where(won == 1, band_won, band_lost), len(bounds) - 1)
    low, high = np.array([1.0, 10, 60, 480])[band], np.array([10.0, 60, 480, 5760])[band]
    return np.asarray(low + (high - low) * rng.random(len(won)), dtype=np.float64)


def register_leads(draft: Draft) -> None:
    """Draw leads: those that became orders, those of owners who think about it, and strangers."""
    life, rng, now = draft.life, draft.rng("leads"), draft.last_day
    private = np.isin(life.pool.kind[draft.orders["person"]], (PRIVATE, COMPANY)) & ~draft.orders["cancelled"]
    orders = draft.orders[private].reset_index(drop=True)
    total = round(float(figure("leads_per_order")) * len(orders))
    won = orders[chance(rng, float(figure("leads_to_order")) * total / max(len(orders), 1), len(orders))]
    (won_shape, won_scale), (lost_shape, lost_scale) = (figure("lead_days")[end] for end in ("WON", "LOST"))
    day = won["day"].to_numpy(dtype=np.int64) - np.ceil(rng.gamma(won_shape, won_scale, len(won))).astype(
        np.int64
    )
    keep = day >= draft.landed_from
    winners = pd.DataFrame(
        {
            "person": won["person"].to_numpy(dtype=np.int64),
            "day": day,
            "won": 1,
            "order_id": won["order_id"].to_numpy(dtype=object),
            "model": life.fleet.model[won["vehicle"]],
            "end": won["day"].to_numpy(dtype=np.int64),
        }
    )[keep]
    count = total - len(winners)
    owners = int(count * figure("lead_owners"))
    rate = np.where(life.known_since < NEVER, life.order_rate(now, life.steps), 0)
    thinking = life.owner[rng.choice(life.fleet.size, owners, p=rate / rate.sum())]
    strangers = life.take(PRIVATE, int((count - owners) * (1 - figure("lead_again"))))
    again = rng.choice(strangers, count - owners - len(strangers))
    received = draft.landed_from + rng.integers(0, now + 1 - draft.landed_from, count)
    losers = pd.DataFrame(
        {
            "person": np.concatenate([thinking, strangers, again]),
            "day": received,
            "won": 0,
            "order_id": "",
            "model": rng.choice(len(models()), count),
            "end": received + np.ceil(rng.gamma(lost_shape, lost_scale, count)).astype(np.int64),
        }
    )
    losers["is_owner"] = np.arange(count) < owners
    frame = pd.concat([winners.assign(is_owner=True), losers], ignore_index=True)
    frame = frame.sort_values(["day", "person", "won"], kind="stable").reset_index(drop=True)
    frame["lead_id"] = draft.state.next_ids("L", len(frame))
    linked = frame["is_owner"].to_numpy(dtype=bool) & (
        rng.random(len(frame)) < np.where(frame["won"] == 1, 1.0, figure("lead_linked")["OWNER"])
    )
    frame["linked"] = linked | (
        ~frame["is_owner"].to_numpy(dtype=bool) & chance(rng, figure("lead_linked")["STRANGER"], len(frame))
    )
    draft.leads = frame


def make_leads(draft: Draft) -> None:
    """Tables lead, quote, test_drive and trade_in."""
    rng, leads, now = draft.rng("lead"), draft.leads, draft.last_day
    count, day = len(leads), leads["day"].to_numpy(dtype=np.int64)
    won = leads["won"].to_numpy(dtype=np.int64)
    end = leads["end"].to_numpy(dtype=np.int64)
    position = leads["person"].to_numpy(dtype=np.int64)
    share_valid = (float(figure("valid_leads")) - figure("leads_to_order")) / (1 - figure("leads_to_order"))
    valid = (won == 1) | chance(rng, share_valid, count)
    second = np.where(chance(rng, 0.7, count), office_seconds(rng, count), rng.integers(0, 86400, count))
    wait = np.round(answer_minutes(rng, won) * 60).astype(np.int64)
    attempt = np.minimum(day * 86400 + second, (now + 1) * 86400 - 30) + wait
    tried = attempt < (now + 1) * 86400
    reached = tried & ((won == 1) | (valid & chance(rng, figure("lead_reached"), count)))
    contact = attempt + np.where(chance(rng, 0.45, count), 0, rng.integers(3600, 3 * 86400, count))
    reached &= contact < (now + 1) * 86400
    open_now = end > now
    lost, source, typed = figure("lead_lost"), figure("lead_channel"), figure("lead_typed")
    reason = rng.choice(list(lost), count, p=list(lost.values()))
    status = np.select(
        [~valid & ~open_now, open_now & ~tried, open_now, won == 1],
        ["INVALID", "NEW", "WORKING", "WON"],
        "LOST",
    )
    row = draft.person_row(position)
    person = draft.person.iloc[row].reset_index(drop=True)
    name = person["first_name"].fillna("") + " " + person["surname1"].fillna("")
    title = np.where(person["person_type"] == "E", person["company_name"].fillna(""), name)
    nonsense = ~valid & chance(rng, typed["NONSENSE"], count)
    linked = leads["linked"].to_numpy(dtype=bool)
    draft.note_interaction(position[linked], day[linked])
    dealer = draft.seller_of(position)
    ended = np.where(open_now, np.minimum(now, attempt // 86400), end)
    second_of = np.minimum(day * 86400 + second, (now + 1) * 86400 - 30) - day * 86400
    draft.add(
        "lead",
        {
            "lead_id": leads["lead_id"],
            "party_src_id": np.where(linked, draft.party_of("lead", position, day), ""),
            "contact_name": np.where(nonsense, NONSENSE_NAME, title),
            "contact_phone": np.where(nonsense, NONSENSE_PHONE, person["mobile"].fillna("").str.slice(3)),
            "contact_email": np.where(chance(rng, typed["NO_EMAIL"], count), "", person["email"].fillna("")),
            "model_code": models()["model_code"].to_numpy(dtype=object)[leads["model"]],
            "channel": rng.choice(list(source), count, p=list(source.values())),
            "received_ts": stamp(day, second_of),
            "assigned_dealer_id": dealer,
            "first_attempt_ts": np.where(tried, stamp(attempt // 86400, attempt % 86400), ""),
            "first_contact_ts": np.where(reached, stamp(contact // 86400, contact % 86400), ""),
            "status": status,
            "lost_reason": np.where(status == "LOST", np.where(reached, reason, "NO_ANSWER"), ""),
        },
        day,
        np.maximum(ended, day),
        dealer,
    )
    _make_follow_up(draft, reached, won, end, dealer)


def _make_follow_up(draft: Draft, reached: Ints, won: Ints, end: Ints, dealer: object) -> None:
    rng, leads, now = draft.rng("lead", "follow"), draft.leads, draft.last_day
    count, day = len(leads), leads["day"].to_numpy(dtype=np.int64)
    dealers_of = np.asarray(dealer, dtype=object)
    ids = leads["lead_id"].to_numpy(dtype=object)
    catalogue, drive, offer = models(), figure("lead_test_drive"), figure("lead_quote")
    model = leads["model"].to_numpy(dtype=np.int64)
    drives = np.flatnonzero(reached & (rng.random(count) < np.where(won == 1, drive["WON"], drive["LOST"])))
    planned = np.minimum(
        day[drives] + rng.integers(1, 9, len(drives)), np.maximum(end[drives], day[drives] + 1)
    )
    came = chance(rng, drive["CAME"], len(drives)) & (planned <= now)
    moment = stamp(planned, rng.integers(20, 38, len(drives)) * 1800)
    draft.add(
        "test_drive",
        {
            "test_drive_id": draft.state.next_ids("TD", len(drives)),
            "lead_id": ids[drives],
            "scheduled_ts": moment,
            "actual_ts": np.where(came, moment, ""),
        },
        np.minimum(day[drives], now),
        np.where(came, planned, day[drives]),
        dealers_of[drives],
    )
    quoted = np.flatnonzero(reached & (rng.random(count) < np.where(won == 1, offer["WON"], offer["LOST"])))
    when = day[quoted] + rng.integers(0, 10, len(quoted))
    quoted, when = quoted[when <= now], when[when <= now]
    price = catalogue["list_price"].to_numpy(dtype=np.float64)[model[quoted]] * rng.uniform(
        0.86, 1.0, len(quoted)
    )
    terms = figure("quote_fee")
    monthly = np.char.mod("%.2f", price / terms["MONTHS"]).astype(object)
    fee = np.where(chance(rng, terms["SHARE"], len(quoted)), monthly, "")
    draft.add(
        "quote",
        {
            "quote_id": draft.state.next_ids("Q", len(quoted)),
            "lead_id": ids[quoted],
            "model_code": catalogue["model_code"].to_numpy(dtype=object)[model[quoted]],
            "price": np.char.mod("%.2f", price).astype(object),
            "monthly_fee": fee,
            "quoted_ts": stamp(when, office_seconds(rng, len(quoted))),
        },
        when,
        None,
        dealers_of[quoted],
    )
    swap = np.flatnonzero(
        reached
        & leads["is_owner"].to_numpy(dtype=bool)
        & chance(rng, figure("lead_appraisal"), count)
        & (day < now)
    )
    life = draft.life
    car_of = pd.Series(np.arange(life.fleet.size), index=life.owner)
    car_of = car_of[(draft.vehicle_id != "") & (life.owner >= 0)]
    car = (
        car_of[~car_of.index.duplicated()]
        .reindex(leads["person"].to_numpy()[swap])
        .to_numpy(dtype=np.float64)
    )
    swap, car = swap[~np.isnan(car)], car[~np.isnan(car)].astype(np.int64)
    age = np.maximum((now - life.fleet.delivery_day[car]) / 365.25, 0)
    room = figure("appraisal")
    value = prices.appraisals(life.fleet.price[car], age, rng.uniform(room["LOW"], room["HIGH"], len(car)))
    draft.add(
        "trade_in",
        {
            "trade_in_id": draft.state.next_ids("TI", len(swap)),
            "lead_id": ids[swap],
            "vin": draft.car["vin"].to_numpy(dtype=object)[car],
            "appraisal": np.char.mod("%.2f", value).astype(object),
            "appraised_ts": stamp(day[swap] + 1, office_seconds(rng, len(swap))),
        },
        np.minimum(day[swap] + 1, now),
        None,
        dealers_of[swap],
    )


def make_web(draft: Draft) -> None:
    """Table web_event: sessions of digital people, many more of those close to a lead or an order, and
    strangers.
    """
    rng, now, pool = draft.rng("web_event"), draft.last_day, draft.life.pool
    span = now + 1 - draft.landed_from
    known = np.flatnonzero(draft.person["since"].to_numpy(dtype=np.int64) <= now)
    position = draft.person["person_id"].to_numpy(dtype=np.int64)[known] - 1
    idle = rng.poisson(1.4 * pool.digital[position])
    events = pd.concat([draft.leads[["person", "day"]], draft.orders[["person", "day"]]], ignore_index=True)
    intent = rng.poisson(1.6 * pool.digital[events["person"]])
    near = np.repeat(events["day"].to_numpy(dtype=np.int64), intent)
    visits = draft.visits[chance(rng, 0.16, len(draft.visits))]
    anonymous = round(0.35 * (idle.sum() + intent.sum()))
    person = np.concatenate(
        [
            np.repeat(position, idle),
            np.repeat(events["person"].to_numpy(dtype=np.int64), intent),
            visits["person"],
        ]
    )
    day = np.concatenate(
        [
            draft.landed_from + rng.integers(0, span, idle.sum()),
            near - np.floor(rng.exponential(30.0, len(near))).astype(np.int64),
            visits["day"].to_numpy(dtype=np.int64) - rng.integers(1, 12, len(visits)),
        ]
    )
    kind = np.repeat([0, 1, 2], [idle.sum(), len(near), len(visits)])
    person = np.concatenate([person, np.full(anonymous, -1)])
    day = np.concatenate([day, draft.landed_from + rng.integers(0, span, anonymous)])
    kind = np.concatenate([kind, np.zeros(anonymous, dtype=np.int64)])
    pages = np.where(kind == 2, 2, 1 + rng.poisson(1.6, len(kind)))
    keep = np.repeat((day >= draft.landed_from) & (day <= now), pages)
    person, day, kind = (np.repeat(values, pages)[keep] for values in (person, day, kind))
    session = np.repeat(np.arange(len(pages)), pages)[keep]
    order = np.lexsort((session, day))
    person, day, kind, session = person[order], day[order], kind[order], session[order]
    count = len(day)
    look = rng.choice(len(PAGES), count, p=[0.3, 0.27, 0.1, 0.13, 0.08, 0.02, 0.05, 0.05])
    buy = rng.choice(len(PAGES), count, p=[0.08, 0.27, 0.22, 0.16, 0.16, 0.06, 0.01, 0.04])
    page = np.where(kind == 1, buy, np.where(kind == 2, PAGES.index("BOOKING"), look))
    url = np.array(PAGES, dtype=object)[page]
    with_model = np.isin(url, site.PAGES_OF_A_MODEL)
    logged = (person >= 0) & (rng.random(len(pages))[session] < site.LOGGED_IN)
    safe = np.where(person >= 0, person, draft.person["person_id"].iloc[0] - 1)
    has = draft.person["party_src_id"].to_numpy(dtype=object)[draft.person_row(safe)] != ""
    cookie = np.where(person >= 0, site.cookies(person + 1), site.STRANGER + text(session, 8))
    model = models()["model_code"].to_numpy(dtype=object)[rng.integers(0, len(models()), count)]
    draft.add(
        "web_event",
        {
            "event_id": draft.state.next_ids("W", count, 8),
            "cookie_id": cookie,
            "party_src_id": np.where(logged & has, draft.party_of("web", safe, day), ""),
            "url_type": url,
            "model_code": np.where(with_model, model, ""),
            "event_ts": stamp(
                day, np.minimum(rng.integers(7 * 3600, 23 * 3600, len(pages))[session] + 40, 86399)
            ),
        },
        day,
    )
