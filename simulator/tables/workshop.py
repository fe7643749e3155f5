"""Source tables of the workshop: appointments, repair orders and their lines, complaints, and surveys.

Belongs here: what a visit looks like in the books. Whether it happens is in ``past/history.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator import hazards, voices
from simulator import visits as visits_law
from simulator.hazards import NEVER, Ints
from simulator.identifiers import Strings, text
from simulator.parameters import figure
from simulator.past.fleet import FUELS
from simulator.past.people import DEALER
from simulator.tables.draft import Draft, chance, iso, office_seconds, stamp

GOOD = np.array(["Muy buen trato", "Todo correcto", "Rápidos y amables", ""], dtype=object)
BAD = np.array(["Demasiada espera", "Caro para lo que es", "No me avisaron", "El fallo sigue"], dtype=object)

CONTENT = 8  # mark from which on people write something kind


def register_visits(draft: Draft) -> None:
    """Keep the visits of landed cars in the landed years, with dealer, number and payer."""
    frame = pd.concat(draft.life.visits, ignore_index=True)
    frame = frame[(frame["day"] >= draft.landed_from) & (frame["day"] <= draft.last_day)]
    frame = frame[draft.vehicle_id[frame["vehicle"]] != ""]
    frame = frame.sort_values(["day", "vehicle"], kind="stable").reset_index(drop=True)
    person = frame["person"].to_numpy(dtype=np.int64)
    frame["dealer_id"] = draft.workshop_of("visits", person)
    frame["ro_no"] = draft.state.next_ids("R", len(frame))
    draft.visits = frame


def make_repair_orders(draft: Draft) -> None:
    """Tables repair_order and repair_order_line."""
    rng, visits = draft.rng("repair_order"), draft.visits
    day, count = visits["day"].to_numpy(dtype=np.int64), len(visits)
    kind = visits["type"].to_numpy(dtype=object)
    stay = np.where(kind == "REPAIR", rng.integers(0, 6, count), rng.integers(0, 2, count))
    closed = np.where(day + stay <= draft.last_day, day + stay, NEVER)
    draft.add(
        "repair_order",
        {
            "ro_no": visits["ro_no"],
            "dealer_id": visits["dealer_id"],
            "vehicle_src_id": draft.vehicle_id[visits["vehicle"]],
            "payer_party_src_id": draft.party_of("visits", visits["person"].to_numpy(dtype=np.int64), day),
            "opened_date": iso(day),
            "closed_date": iso(closed),
            "km": text(visits["km"].to_numpy(dtype=np.int64)),
            "ro_type": kind,
        },
        day,
        np.where(closed < NEVER, closed, day),
        visits["dealer_id"].to_numpy(dtype=object),
    )
    _make_lines(draft, rng, kind, day)


def _make_lines(draft: Draft, rng: np.random.Generator, kind: Strings, day: Ints) -> None:
    visits, fleet = draft.visits, draft.life.fleet
    car = visits["vehicle"].to_numpy(dtype=np.int64)
    age = draft.age_of_car(car, day)
    count = len(visits)
    total = visits_law.amounts(kind, fleet.fuel[car] == FUELS.index("ELECTRIC"), age, rng.normal(0, 1, count))
    internal = draft.life.pool.kind[visits["person"].to_numpy(dtype=np.int64)] == DEALER
    factory, insurer = rng.random(count), rng.random(count)
    payer = visits_law.payers(kind, age, fleet.has_plan[car], internal, factory, insurer)
    lines = figure("visit_lines")
    shares = visits_law.line_shares(rng.uniform(lines["LABOUR_LOW"], lines["LABOUR_HIGH"], len(visits)))
    extra = chance(rng, lines["OTHER_CHANCE"], len(visits))
    share = np.concatenate([shares[0], shares[1], shares[2][extra]])
    index = np.concatenate([np.arange(len(visits)), np.arange(len(visits)), np.flatnonzero(extra)])
    sort = np.repeat([0, 1, 2], [len(visits), len(visits), int(extra.sum())])
    order = np.lexsort((sort, index))
    index, sort, share = index[order], sort[order], share[order]
    amount = np.round(total[index] * share, 2)
    hours = visits_law.hours(amount)
    codes = pd.Series(kind[index]).map(visits_law.OPERATION) + text(rng.integers(1, 40, len(index)), 2)
    draft.visits["net"] = np.bincount(index, weights=amount, minlength=len(visits))
    draft.visits["payer"] = payer
    draft.add(
        "repair_order_line",
        {
            "ro_line_id": draft.state.next_ids("RL", len(index)),
            "ro_no": visits["ro_no"].to_numpy(dtype=object)[index],
            "op_code": codes,
            "line_type": np.array(visits_law.LINE_TYPES, dtype=object)[sort],
            "pay_type": payer[index],
            "qty": np.char.mod("%.2f", np.where(sort == 0, hours, rng.integers(1, 5, len(index)))).astype(
                object
            ),
            "net_amount": np.char.mod("%.2f", amount).astype(object),
        },
        day[index],
        None,
        visits["dealer_id"].to_numpy(dtype=object)[index],
    )


def make_appointments(draft: Draft) -> None:
    """Table appointment: past ones of visits, missed ones, and those booked for the coming days.

    The bookings that are open hold what the daily step does not book any more: its own fill up the days as these run
    out.
    """
    rng, visits, life = draft.rng("appointment"), draft.visits, draft.life
    share, ahead_days = figure("daily")["booked_visits"], int(figure("booking_lead_days"))
    done = visits[chance(rng, share, len(visits))]
    away, told = (figure("daily")[name] for name in ("no_show", "missed_told"))
    missed = visits[chance(rng, away, len(visits))]
    rate, to_due, interval = life.visit_rate(draft.last_day + 1, life.steps)
    # A slot so many days ahead is booked by now if it was booked as early: fewer are the later ones.
    lead = np.arange(1, ahead_days + 1)
    booked_by_now = (ahead_days + 1 - lead) / ahead_days
    coming = rate * hazards.due_weight(to_due - float(np.average(lead, weights=booked_by_now)), interval)
    likely = hazards.probability(coming, float(booked_by_now.sum())) * (share + away)
    cars = np.flatnonzero((rng.random(len(coming)) < likely) & (draft.vehicle_id != ""))
    early = rng.choice(lead, len(cars), p=booked_by_now / booked_by_now.sum())
    ahead = draft.last_day + early
    ahead = np.where((ahead + 4) % 7 == 0, ahead + 1, ahead)
    service = hazards.is_service(life.due[cars] - ahead, interval[cars], rng.random(len(cars)))
    future = pd.DataFrame(
        {
            "vehicle": cars,
            "person": life.owner[cars],
            "day": ahead,
            "type": np.where(service, "SERVICE", visits_law.other_kinds(rng.random(len(cars)))),
            "dealer_id": draft.workshop_of("booked", life.owner[cars]),
        }
    )
    # Whom the source does not know yet has booked without a card: it is made with the first day's work.
    stranger = life.known_since[cars] > draft.last_day
    frame = pd.concat(
        [
            done.assign(status="DONE", stranger=False),
            missed.assign(
                status=np.where(chance(rng, told, len(missed)), "CANCELLED", "NO_SHOW"),
                day=missed["day"] - 3,
                stranger=False,
            ),
            future.assign(status="BOOKED", stranger=stranger),
        ],
        ignore_index=True,
    )
    frame = frame.sort_values(["day", "vehicle", "status"], kind="stable").reset_index(drop=True)
    day = frame["day"].to_numpy(dtype=np.int64)
    booked = np.minimum(day - rng.integers(1, ahead_days + 1, len(frame)), draft.last_day)
    party = np.full(len(frame), "", dtype=object)
    known = ~frame["stranger"].to_numpy(dtype=bool)
    party[known] = draft.party_of(
        "appointment", frame["person"].to_numpy(dtype=np.int64)[known], booked[known]
    )
    draft.add(
        "appointment",
        {
            "appointment_id": draft.state.next_ids("AP", len(frame)),
            "dealer_id": frame["dealer_id"],
            "vehicle_src_id": draft.vehicle_id[frame["vehicle"]],
            "party_src_id": party,
            "slot_ts": stamp(day, rng.integers(18, 36, len(frame)) * 1800),
            "appointment_type": frame["type"],
            "status": frame["status"],
        },
        booked,
        np.where(frame["status"] == "BOOKED", booked, day),
        frame["dealer_id"].to_numpy(dtype=object),
    )


def make_voice(draft: Draft) -> None:
    """Tables survey (after sale and after service) and ticket."""
    rng, visits, orders = draft.rng("survey"), draft.visits, draft.orders
    answers = figure("survey_answers")
    visit = visits[
        (chance(rng, answers["CVA"], len(visits))) & (visits["day"] < draft.last_day - 6).to_numpy()
    ]
    sale = orders[orders["delivered"] & (orders["delivery_day"] < draft.last_day - 20)]
    sale = sale[chance(rng, answers["CVS"], len(sale))]
    level = figure("nps")
    kind = np.repeat(["CVA", "CVS"], [len(visit), len(sale)])
    scores = np.concatenate(
        [_scores(rng, level["SERVICE"], len(visit)), _scores(rng, level["SALES"], len(sale))]
    )
    position = np.concatenate([visit["person"], sale["person"]]).astype(np.int64)
    car = np.concatenate([visit["vehicle"], sale["vehicle"]]).astype(np.int64)
    event = np.concatenate([visit["day"], sale["delivery_day"] + voices.SALE_SURVEY_DAYS]).astype(np.int64)
    answered = event + rng.integers(1, 6, len(event))
    draft.note_interaction(position, np.minimum(answered, draft.last_day))
    words = np.where(
        scores >= CONTENT, GOOD[rng.integers(0, 4, len(scores))], BAD[rng.integers(0, 4, len(scores))]
    )
    draft.add(
        "survey",
        {
            "survey_id": draft.state.next_ids("S", len(kind)),
            "survey_type": kind,
            "party_src_id": draft.party_of("survey", position, event),
            "vehicle_src_id": draft.vehicle_id[car],
            "ro_no": np.concatenate([visit["ro_no"], np.full(len(sale), "", dtype=object)]),
            "order_id": np.concatenate([np.full(len(visit), "", dtype=object), sale["order_id"]]),
            "nps": text(scores),
            "overall_score": text(np.clip(scores, 1, 10)),
            "verbatim": np.where(chance(rng, figure("survey_words"), len(kind)), words, ""),
            "answered_ts": stamp(answered, office_seconds(rng, len(kind))),
        },
        answered,
    )
    rate = voices.ticket_rates(visits["type"].to_numpy(dtype=object))
    hit = visits[rng.random(len(visits)) < rate]
    opened = hit["day"].to_numpy(dtype=np.int64) + rng.integers(0, 5, len(hit))
    opened = np.minimum(opened, draft.last_day)
    draft.note_interaction(hit["person"].to_numpy(dtype=np.int64), opened)
    days, category, severity = (figure(f"ticket_{part}") for part in ("days", "category", "severity"))
    length = np.ceil(rng.gamma(days["SHAPE"], days["SCALE"], len(hit))).astype(np.int64)
    closed = np.where(opened + length <= draft.last_day, opened + length, NEVER)
    draft.add(
        "ticket",
        {
            "ticket_id": draft.state.next_ids("T", len(hit)),
            "party_src_id": draft.party_of("ticket", hit["person"].to_numpy(dtype=np.int64), opened),
            "vehicle_src_id": draft.vehicle_id[hit["vehicle"]],
            "category": rng.choice(list(category), len(hit), p=list(category.values())),
            "severity": rng.choice(list(severity), len(hit), p=list(severity.values())),
            "opened_ts": stamp(opened, office_seconds(rng, len(hit))),
            "closed_ts": stamp(closed, office_seconds(rng, len(hit))),
        },
        opened,
        np.where(closed < NEVER, closed, opened),
        hit["dealer_id"].to_numpy(dtype=object),
    )


def _scores(rng: np.random.Generator, nps: float, count: int) -> Ints:
    """Scores 0 to 10 with promoters minus detractors about `nps` percent."""
    draw = rng.random(count)
    high, low, middle = rng.integers(9, 11, count), rng.integers(0, 7, count), rng.integers(7, 9, count)
    return voices.scores(nps, draw, high, low, middle)
