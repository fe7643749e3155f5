"""Enquiries of a day and what becomes of them: an attempt, a quote, a test drive, an appraisal, an order or its loss.

Belongs here: source rows, by the figures of ``tables/lead.py``. Who asks is decided in `next_day/buyers.py`.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from simulator import prices
from simulator.hazards import YEAR
from simulator.next_day import sales
from simulator.next_day.batch import Row
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams
from simulator.parameters import figure
from simulator.tables.lead import NONSENSE_NAME, NONSENSE_PHONE, answer_minutes

LENGTHS = 200  # drawn until one is longer than the enquiry is open already


def lead(
    out: Day,
    person: dict[str, Any],
    party: str,
    model: dict[str, Any],
    won: bool,
    car: dict[str, Any] | None,
    streams: Streams,
) -> None:
    """Land an enquiry that ends in an order (`won`) or not.

    `party` is empty where the source knows nobody; `car` is the one that an owner may give in payment, as in the truth.
    """
    key = str(person["person_id"])
    number, dealer = f"LN{out.day:%y%m%d}{key}", text(person["home_dealer_id"])
    received = pd.Timestamp(f"{out.day} {streams.clock('lead time', [key], 8, 23)[0]}")
    minutes = answer_minutes(streams.generator("lead answer", key), np.array([int(won)]))[0]
    attempt = received + pd.Timedelta(minutes=round(float(minutes)))
    order = float(figure("leads_to_order"))
    valid = won or streams.one("lead valid", key) < (float(figure("valid_leads")) - order) / (1 - order)
    reached = won or (valid and streams.one("lead reached", key) < figure("lead_reached"))
    row = {
        "lead_id": number,
        "party_src_id": party,
        **_contact(person, number, valid, streams),
        "model_code": str(model["model_code"]),
        "channel": streams.choose("lead channel", [key], figure("lead_channel"))[0],
        "received_ts": str(received),
        "assigned_dealer_id": dealer,
        "status": "NEW",
        **stamp(dealer, str(received)),
    }
    if attempt.date() > out.day:
        out.land("lead", out.day, row)
    row = {**row, "first_attempt_ts": f"{attempt:%Y-%m-%d %H:%M:%S}", "status": "WORKING"}
    row["updated_at"] = row["first_attempt_ts"]
    if reached:
        row["first_contact_ts"] = row["first_attempt_ts"]
    out.land("lead", attempt.date(), row)
    end = max(out.day + timedelta(days=days_open(number, won, streams)), attempt.date() + timedelta(days=1))
    if reached:
        _follow_up(out, row, model, won, end, streams)
        if car is not None and streams.one("appraisal", number) < figure("lead_appraisal"):
            _appraise(out, row, car, streams)
    close(out, row, person if won else None, model, end, streams, reached=reached, valid=valid)


def days_open(number: str, won: bool, streams: Streams, already: int = 0) -> int:
    """Days until an enquiry has its end; it is known to have been open for so many `already`."""
    shape, scale = figure("lead_days")["WON" if won else "LOST"]
    lengths = np.ceil(streams.generator("lead end", number).gamma(shape, scale, LENGTHS))
    longer = lengths[lengths > already]
    return int(longer[0]) if len(longer) else already + 1


def close(
    out: Day,
    row: Row,
    buyer: dict[str, Any] | None,
    model: dict[str, Any],
    end: date,
    streams: Streams,
    *,
    reached: bool,
    valid: bool = True,
) -> None:
    """Land the end of an enquiry on `end`: the order of `buyer`, or its loss where there is none."""
    number, moment = row["lead_id"], f"{end} 19:10:00"
    if buyer is not None:
        sales.order_rows(out, buyer, row["party_src_id"], model, end, f"L{number[-12:]}", streams, number)
        out.land("lead", end, {**row, "status": "WON", "updated_at": moment})
        return
    reason = streams.choose("lead lost", [number], figure("lead_lost"))[0] if reached else "NO_ANSWER"
    lost = {"status": "LOST", "lost_reason": reason} if valid else {"status": "INVALID"}
    out.land("lead", end, {**row, **lost, "updated_at": moment})


def _contact(person: dict[str, Any], number: str, valid: bool, streams: Streams) -> Row:
    """What people type about themselves."""
    typed = figure("lead_typed")
    name = f"{text(person['first_name'])} {text(person['surname1'])}".strip() or text(person["company_name"])
    phone = text(person["mobile"]).removeprefix("+34")
    if not valid and streams.one("nonsense", number) < typed["NONSENSE"]:
        name, phone = NONSENSE_NAME, NONSENSE_PHONE
    silent = streams.one("no email", number) < typed["NO_EMAIL"]
    email = "" if silent else text(person["email"])
    return {"contact_name": name, "contact_phone": phone, "contact_email": email}


def _appraise(out: Day, row: Row, car: dict[str, Any], streams: Streams) -> None:
    """Land what the dealer offers for the present car, the day after the enquiry."""
    number, dealer, day = row["lead_id"], row["assigned_dealer_id"], out.day + timedelta(days=1)
    room, age = figure("appraisal"), np.array([(out.day - car["delivery_date"].date()).days / YEAR])
    share = prices.price_shares(np.array([0.5]))  # nobody remembers what was paid of the list price
    paid = prices.paid(np.array([float(car["list_price"])]), age, share)
    drawn = room["LOW"] + (room["HIGH"] - room["LOW"]) * streams.uniform("appraised", [number])
    value = float(prices.appraisals(paid, age, drawn)[0])
    moment = f"{day} {streams.clock('appraisal time', [number], 9, 20)[0]}"
    appraised = {"trade_in_id": f"TI{number}", "lead_id": number, "vin": text(car["vin"])}
    appraised |= {"appraisal": f"{value:.2f}", "appraised_ts": moment}
    out.land("trade_in", day, {**appraised, **stamp(dealer, moment)})


def _follow_up(out: Day, row: Row, model: dict[str, Any], won: bool, end: date, streams: Streams) -> None:
    """Quote and test drive of somebody who was spoken to."""
    number, dealer, kind = row["lead_id"], row["assigned_dealer_id"], "WON" if won else "LOST"
    if streams.one("quote", number) < figure("lead_quote")[kind]:
        quoted = out.day + timedelta(days=int(streams.one("quote day", number) * 10))
        moment = f"{quoted} 19:05:00"
        price = float(model["list_price"]) * (0.86 + 0.14 * streams.one("quote price", number))
        quote = {"quote_id": f"Q{number}", "lead_id": number, "model_code": row["model_code"]}
        terms = figure("quote_fee")
        fee = f"{price / terms['MONTHS']:.2f}" if streams.one("fee", number) < terms["SHARE"] else ""
        quote |= {"price": f"{price:.2f}", "monthly_fee": fee, "quoted_ts": moment}
        out.land("quote", quoted, {**quote, **stamp(dealer, moment)})
    drive = figure("lead_test_drive")
    if streams.one("test drive", number) < drive[kind]:
        slot = out.day + timedelta(days=1 + int(streams.one("drive day", number) * 8))
        slot = min(slot, max(end, out.day + timedelta(days=1)))
        booked, moment = f"{out.day} 23:20:00", f"{slot} 11:00:00"
        plan = {"test_drive_id": f"D{number}", "lead_id": number, "scheduled_ts": moment}
        out.land("test_drive", out.day, {**plan, **stamp(dealer, booked)})
        if streams.one("drive taken", number) < drive["CAME"]:
            done = {"actual_ts": moment, **stamp(dealer, booked, f"{slot} 12:00:00")}
            out.land("test_drive", slot, {**plan, **done})
