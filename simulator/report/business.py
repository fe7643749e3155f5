"""Figures of leads, orders, finance and past campaigns.

Belongs here: what the brand sells and says. Visits are in ``report/cars.py``.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from simulator.frames import as_date
from simulator.parameters import figure, tolerance
from simulator.report.measure import Made, Measure, each, simple


def leads(made: Made) -> Iterator[Measure]:
    """What becomes of enquiries, by the speed of the first answer."""
    lead = made.landed("lead")
    done = lead[as_date(lead["received_ts"]) < made.now - pd.Timedelta(days=60)]
    status = done["status"].str.strip().str.upper()
    yield simple("valid_leads", float((status != "INVALID").mean()))
    yield simple("leads_to_order", float((status == "WON").mean()))
    valid = status[status != "INVALID"]
    yield simple("valid_leads_to_order", float((valid == "WON").mean()))
    wait = pd.to_datetime(done["first_attempt_ts"], errors="coerce") - pd.to_datetime(
        done["received_ts"], errors="coerce"
    )
    minutes = wait.dt.total_seconds() / 60
    won, low, first = (status == "WON").to_numpy(), 0.0, 1.0
    for high, ratio in figure("lead_answer_ratio").items():
        band = ((minutes >= low) & (minutes < high)).to_numpy()
        rate = float(won[band].mean())
        first = rate if low == 0 else first
        name = f"lead_answer_ratio within {high} min"
        yield Measure(name, float(ratio), rate / first, tolerance("lead_answer_ratio"))
        low = float(high)


def finance(made: Made) -> Iterator[Measure]:
    """How delivered orders are paid."""
    contract = made.landed("finance_contract").set_index("order_id")["finance_type"].str.strip().str.upper()
    yield simple("financed", float((contract != "CASH").mean()))
    order = made.landed("sales_order").set_index("order_id").reindex(contract.index)
    person_of = made.truth("party_link").set_index("party_src_id")["person_id"]
    kind = made.truth("person").set_index("person_id")["person_type"]
    private = (kind.reindex(person_of.reindex(order["party_src_id"])) == "P").to_numpy()
    financed = contract[private & (contract != "CASH").to_numpy()]
    yield simple("pcp_of_financed_private", float((financed == "PCP").mean()))


def responses(made: Made) -> Iterator[Measure]:
    """How people react to past contacts, and what these cost."""
    contact, response = made.landed("contact"), made.landed("response")
    kinds = response.groupby("response_type")["contact_src_id"].agg(set).to_dict()
    sent = contact[contact["status"] != "HELD"]
    by_channel = dict(list(sent.groupby("channel")))
    letter, sms, call, mail = (by_channel[name] for name in ("LETTER", "SMS", "CALL", "EMAIL"))

    def share(rows: pd.DataFrame, kind: str) -> float:
        return float(rows["contact_src_id"].isin(kinds.get(kind, set())).mean())

    season = mail[mail["plan_code"] == "ENGAGEMENT"]
    triggered = mail[mail["plan_code"] != "ENGAGEMENT"]
    opened = mail[mail["contact_src_id"].isin(kinds["OPEN"])]
    attempts = figure("response")["call_attempts"]
    found = {
        "letter_gross": share(letter, "REPLY"),
        "call_reach": 1 - (1 - share(call, "CALL_OK")) ** (1 / attempts),
        "email_open": share(season, "OPEN"),
        "email_click_of_open": share(opened, "CLICK"),
        "sms_reply": share(sms, "REPLY"),
        "bounce": share(mail, "BOUNCE"),
        "unsubscribe": share(mail, "UNSUB"),
    }
    for name, value in found.items():
        expected = float(figure("response")[name])
        # Rates of a few per thousand are known to a fifth or so, those of a third to a hundredth.
        yield Measure(
            f"response {name}", expected, value, tolerance("response") * max(expected, 0.005) ** 0.5
        )
    ratio = share(triggered, "OPEN") / max(share(season, "OPEN"), 1e-9)
    yield Measure("response triggered_email_factor", figure("response")["triggered_email_factor"], ratio, 0.2)
    cost = pd.to_numeric(sent["cost"], errors="coerce").groupby(sent["channel"]).mean()
    yield from each("contact_cost", {name: float(cost[name]) for name in figure("contact_cost")})
    measured = contact[contact["plan_code"] != "ORDER"]
    yield simple("past_holdout_share", float((measured["cell"] == "HOLDOUT").mean()))


def effects(made: Made) -> Iterator[Measure]:
    """True effects over all due events, channels and offers; and whether what is said to happen unasked does."""
    outcome = made.truth("potential_outcome")
    change = (outcome["p_with"] - outcome["p_without"]).groupby(outcome["effect_rule"].astype(str)).mean()
    for rule in ("AFTERSALES_IN_WARRANTY", "AFTERSALES_OUT_OF_WARRANTY", "LAPSED", "RENEWAL"):
        allowed = tolerance("uplift_average") if rule != "RENEWAL" else tolerance("uplift_average") / 3
        yield Measure(f"uplift_average {rule}", figure("uplift_average")[rule], float(change[rule]), allowed)
    dogs = outcome[(outcome["uplift_type"] == "SLEEPING_DOG") & (outcome["p_without"] > 0.02)]
    dogs = dogs[
        dogs["effect_rule"].astype(str).isin(["AFTERSALES_IN_WARRANTY", "AFTERSALES_OUT_OF_WARRANTY"])
    ]
    yield simple("sleeping_dog_effect", float((dogs["p_with"] - dogs["p_without"]).mean()))
    past = made.truth("past_effects").dropna(subset=["event_id"])
    past = past.merge(made.landed("contact")[["contact_src_id", "cell", "sent_ts"]], on="contact_src_id")
    old = past[
        (as_date(past["sent_ts"]) < made.now - pd.Timedelta(days=190))
        & past["plan_code"].str.startswith("AFTER")
    ]
    chance = np.clip(old["p_without"] + np.where(old["cell"] == "TEST", old["effect"], 0.0), 0, 1)
    yield simple("outcome_calibration", float(old["converted"].mean()) / float(chance.mean()))
