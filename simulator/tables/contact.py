"""Source tables of past campaigns: contacts and the reactions to them.

Belongs here: what the platform logged: status, cost, opens, clicks, answers, and visits or orders that
followed. Who was selected and what it changed is in ``past/campaigns.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.effects import window_days
from simulator.hazards import Flags, Ints
from simulator.parameters import figure
from simulator.tables import outcome
from simulator.tables.draft import Draft, stamp

WAVES = {
    ("AFTERSALES_IN_WARRANTY", "E-60"): "IW_SERVICE_60",
    ("AFTERSALES_IN_WARRANTY", "M-46"): "IW_SERVICE_46",
    ("AFTERSALES_IN_WARRANTY", "S-7"): "IW_SERVICE_7",
    ("AFTERSALES_IN_WARRANTY", "S+30"): "IW_SERVICE_P30",
    ("AFTERSALES_OUT_OF_WARRANTY", "M-45"): "OW_SERVICE_45",
    ("AFTERSALES_OUT_OF_WARRANTY", "S-7"): "OW_SERVICE_10",
    ("AFTERSALES_OUT_OF_WARRANTY", "LAPSED"): "OW_LAPSED_0",
    ("RENEWAL", "E-180"): "RN_PCP_180",
    ("RENEWAL", "M0"): "RN_42M_0",
    ("FIRST_YEAR", "E+30"): "FY_TIPS",
    ("ENGAGEMENT", "E0"): "EN_ANNIVERSARY",
    ("ORDER", "E+1"): "ORDER_THANKS",
}


def register_contacts(draft: Draft) -> None:
    """Contacts of landed cars in the landed years, with ids, status, reactions and conversion."""
    rng, life = draft.rng("contacts"), draft.life
    frame = pd.concat(life.contacts, ignore_index=True)
    row = draft.person_row(frame["person"].to_numpy(dtype=np.int64))
    inside = (frame["day"] >= draft.landed_from) & (frame["day"] <= draft.last_day)
    person_known = draft.person["since"].to_numpy(dtype=np.int64)[row] <= frame["day"]
    frame = frame[inside & person_known].sort_values(["day", "seq"], kind="stable").reset_index(drop=True)
    caused = pd.concat(life.caused, ignore_index=True).drop_duplicates("seq").set_index("seq")["caused"]
    frame["caused"] = frame["seq"].map(caused).fillna(0).astype(np.int64)
    count, position = len(frame), frame["person"].to_numpy(dtype=np.int64)
    day = frame["day"].to_numpy(dtype=np.int64)
    frame["contact_src_id"] = draft.state.next_ids("C", count)
    frame["party_src_id"] = draft.party_of("contacts", position, day)
    held = (frame["cell"] != "TEST").to_numpy()
    rates, channel = figure("response"), frame["channel"].to_numpy(dtype=object)
    mail = channel == "EMAIL"
    bounced = ~held & mail & (rng.random(count) < rates["bounce"])
    frame["status"] = np.select([held, bounced], ["HELD", "BOUNCED"], "SENT")
    sent = ~held & ~bounced
    keen = np.minimum(life.pool.responsiveness[position], 3.0)
    triggered = np.where(frame["plan"] == "ENGAGEMENT", 1.0, rates["triggered_email_factor"])
    frame["opened"] = sent & mail & (rng.random(count) < rates["email_open"] * keen * triggered)
    frame["clicked"] = frame["opened"] & (rng.random(count) < rates["email_click_of_open"])
    call_reached = 1 - (1 - rates["call_reach"]) ** rates["call_attempts"]
    frame["called"] = sent & (channel == "CALL") & (rng.random(count) < call_reached)
    gross = np.select(
        [channel == "LETTER", channel == "SMS"], [rates["letter_gross"], rates["sms_reply"]], 0.0
    )
    frame["replied"] = sent & (rng.random(count) < gross * keen)
    dog = (frame["uplift_type"] == "SLEEPING_DOG").to_numpy()
    leave = rates["unsubscribe"] * np.where(dog, figure("sleeping_dog_optout_factor"), 1.0)
    frame["unsubscribed"] = sent & np.isin(channel, ["EMAIL", "SMS"]) & (rng.random(count) < leave)
    frame["complained"] = sent & (rng.random(count) < 0.0004)
    draft.contacts = frame


def attach_conversions(draft: Draft) -> None:
    """First visit with the car (after-sales plans) or order (renewal) of the person within the window.

    Whether the contact caused it or not.
    """
    frame = draft.contacts
    frame["converted_day"], frame["reference"] = np.nan, ""
    sales = (frame["plan"] == "RENEWAL").to_numpy()
    visits = draft.visits[["vehicle", "person", "day", "ro_no"]].rename(columns={"ro_no": "ref"})
    orders = draft.orders[["person", "day", "order_id"]].rename(columns={"order_id": "ref"})
    for family, mask, key, events in (
        (
            "AFTERSALES",
            frame["plan"].isin(["AFTERSALES_IN_WARRANTY", "AFTERSALES_OUT_OF_WARRANTY", "FIRST_YEAR"]),
            ["vehicle", "person"],
            visits,
        ),
        ("SALES", sales, ["person"], orders),
    ):
        mine = frame.loc[mask, [*key, "day"]].reset_index().sort_values(["day", "index"], kind="stable")
        found = pd.merge_asof(
            mine.assign(day=mine["day"] + 1),
            events.assign(event_day=events["day"]).sort_values("day", kind="stable"),
            on="day",
            by=key,
            direction="forward",
            tolerance=window_days(family),
        ).set_index("index")
        frame.loc[found.index, "converted_day"] = found["event_day"]
        frame.loc[found.index, "reference"] = found["ref"].fillna("")


def make_contacts(draft: Draft) -> None:
    """Tables contact and response, and truth table past_effects."""
    rng, frame = draft.rng("contact"), draft.contacts
    day, count = frame["day"].to_numpy(dtype=np.int64), len(frame)
    cost = frame["channel"].map(figure("contact_cost")).where(frame["status"] != "HELD", 0.0)
    second = np.where(frame["channel"] == "CALL", rng.integers(9 * 3600, 20 * 3600, count), 8 * 3600)
    wave = (
        frame["plan"]
        .str.cat(frame["wave"], sep="|")
        .map({"|".join(key): code for key, code in WAVES.items()})
    )
    vehicle = draft.vehicle_id[frame["vehicle"]]
    draft.add(
        "contact",
        {
            "contact_src_id": frame["contact_src_id"],
            "party_src_id": frame["party_src_id"],
            "vehicle_src_id": np.where(frame["plan"] == "ORDER", "", vehicle),
            "plan_code": frame["plan"],
            "wave_code": wave,
            "offer_code": frame["offer"],
            "cell": frame["cell"],
            "channel": frame["channel"],
            "sent_ts": stamp(day, second),
            "status": frame["status"],
            "cost": cost.map("{:.4f}".format),
            "contact_ref": "",
        },
        day,
    )
    _make_responses(draft, rng)
    outcome.keep_past(draft)
    draft.truth["past_effects"] = frame.assign(
        person_id=frame["person"] + 1,
        vehicle_src_id=vehicle,
        plan_code=frame["plan"],
        converted=frame["converted_day"].notna(),
        event_day=frame["converted_day"].fillna(-1).astype(np.int64),
        event_id=frame["event_id"].astype("Int64").mask(frame["event_id"] == 0),
    )


def _make_responses(draft: Draft, rng: np.random.Generator) -> None:
    frame = draft.contacts
    parts: list[pd.DataFrame] = []
    day = frame["day"].to_numpy(dtype=np.int64)

    def add(mask: Flags, kind: str, when: Ints, reference: object = "") -> None:
        rows = np.flatnonzero(mask)
        ref = np.asarray(reference, dtype=object)[rows] if not isinstance(reference, str) else reference
        parts.append(pd.DataFrame({"row": rows, "kind": kind, "day": when[rows], "ref": ref}))

    lag = np.floor(rng.exponential(1.2, len(frame))).astype(np.int64)
    add(frame["opened"].to_numpy(), "OPEN", day + lag)
    add(frame["clicked"].to_numpy(), "CLICK", day + lag)
    add(frame["called"].to_numpy(), "CALL_OK", day)
    add(frame["replied"].to_numpy(), "REPLY", day + 2 + lag)
    add(frame["unsubscribed"].to_numpy(), "UNSUB", day + lag)
    add(frame["complained"].to_numpy(), "COMPLAINT", day + 1)
    add((frame["status"] == "BOUNCED").to_numpy(), "BOUNCE", day)
    came = frame["converted_day"].notna().to_numpy() & (frame["status"] == "SENT").to_numpy()
    came &= (frame["plan"] != "RENEWAL").to_numpy()
    add(
        came,
        "VISIT",
        frame["converted_day"].fillna(0).to_numpy(dtype=np.int64),
        frame["reference"].to_numpy(),
    )
    out = pd.concat(parts, ignore_index=True)
    out = (
        out[out["day"] <= draft.last_day]
        .sort_values(["day", "row", "kind"], kind="stable")
        .reset_index(drop=True)
    )
    moment = out["day"].to_numpy(dtype=np.int64)
    answered = out["kind"].isin(["REPLY", "CALL_OK"]).to_numpy()
    person = frame["person"].to_numpy(dtype=np.int64)[out["row"]]
    draft.note_interaction(person[answered], moment[answered])
    draft.add(
        "response",
        {
            "response_id": draft.state.next_ids("X", len(out)),
            "contact_src_id": frame["contact_src_id"].to_numpy(dtype=object)[out["row"]],
            "response_type": out["kind"],
            "response_ts": stamp(moment, rng.integers(9 * 3600, 22 * 3600, len(out))),
            "reference": out["ref"],
        },
        moment,
    )
