"""Figures of leads, orders, finance and past campaigns.

Belongs here: what the brand sells and says. Visits are in ``report/cars.py``.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from simulator.frames import as_date
from simulator.hazards import Flags
from simulator.parameters import figure, uplift_effect
from simulator.report.measure import Made, Measure, allowed, each, share, share_error, simple


def leads(made: Made) -> Iterator[Measure]:
    """What becomes of enquiries, by the speed of the first answer."""
    lead = made.landed("lead")
    done = lead[as_date(lead["received_ts"]) < made.now - pd.Timedelta(days=60)]
    status = done["status"].str.strip().str.upper()
    yield share("valid_leads", status != "INVALID")
    yield share("leads_to_order", status == "WON")
    valid = status[status != "INVALID"]
    yield share("valid_leads_to_order", valid == "WON")
    wait = pd.to_datetime(done["first_attempt_ts"], errors="coerce") - pd.to_datetime(
        done["received_ts"], errors="coerce"
    )
    minutes = wait.dt.total_seconds() / 60
    yield from answers(minutes, (status == "WON").to_numpy())


def answers(minutes: pd.Series, won: Flags) -> Iterator[Measure]:
    """How leads convert by the wait for the first answer, each band beside what all the others say.

    The first band alone has a few hundred won leads, too few to measure the others by.
    """
    highs = list(figure("lead_answer_ratio"))
    ratio = np.array([figure("lead_answer_ratio")[high] for high in highs], dtype=np.float64)
    band = pd.cut(minutes, [0.0, *highs], right=False, labels=False)
    every, mine = (
        band[hits].value_counts().reindex(range(len(highs)), fill_value=0).to_numpy()
        for hits in (won | ~won, won)
    )
    others = mine.sum() - mine
    of_one = others / ((every * ratio).sum() - every * ratio)
    found = mine / every / of_one
    error = found * (1 / np.maximum(mine, 1) + 1 / np.maximum(others, 1)) ** 0.5
    for place, high in enumerate(highs):
        room = allowed("lead_answer_ratio", float(error[place]))
        yield Measure(f"lead_answer_ratio within {high} min", float(ratio[place]), float(found[place]), room)


def finance(made: Made) -> Iterator[Measure]:
    """How delivered orders are paid."""
    contract = made.landed("finance_contract").set_index("order_id")["finance_type"].str.strip().str.upper()
    yield share("financed", contract != "CASH")
    order = made.landed("sales_order").set_index("order_id").reindex(contract.index)
    person_of = made.truth("party_link").set_index("party_src_id")["person_id"]
    kind = made.truth("person").set_index("person_id")["person_type"]
    private = (kind.reindex(person_of.reindex(order["party_src_id"])) == "P").to_numpy()
    financed = contract[private & (contract != "CASH").to_numpy()]
    yield share("pcp_of_financed_private", financed == "PCP")


def responses(made: Made) -> Iterator[Measure]:
    """How people react to past contacts, and what these cost."""
    contact, response = made.landed("contact"), made.landed("response")
    kinds = response.groupby("response_type")["contact_src_id"].agg(set).to_dict()
    sent = contact[contact["status"] != "HELD"]
    by_channel = dict(list(sent.groupby("channel")))
    letter, sms, call, mail = (by_channel[name] for name in ("LETTER", "SMS", "CALL", "EMAIL"))

    def rate(rows: pd.DataFrame, kind: str) -> float:
        return float(rows["contact_src_id"].isin(kinds.get(kind, set())).mean())

    season = mail[mail["plan_code"] == "ENGAGEMENT"]
    triggered = mail[mail["plan_code"] != "ENGAGEMENT"]
    opened = mail[mail["contact_src_id"].isin(kinds["OPEN"])]
    attempts = figure("response")["call_attempts"]
    reached = rate(call, "CALL_OK")
    found = {
        "letter_gross": (rate(letter, "REPLY"), letter),
        "email_open": (rate(season, "OPEN"), season),
        "email_click_of_open": (rate(opened, "CLICK"), opened),
        "sms_reply": (rate(sms, "REPLY"), sms),
        "bounce": (rate(mail, "BOUNCE"), mail),
        "unsubscribe": (rate(mail, "UNSUB"), mail),
    }
    for name, (value, rows) in found.items():
        expected = float(figure("response")[name])
        room = allowed("response", share_error(expected, len(rows)), name)
        yield Measure(f"response {name}", expected, value, room)
    # One attempt's rate moves by a part of what that of all attempts does.
    error = share_error(reached, len(call)) / (attempts * (1 - reached) ** (1 - 1 / attempts))
    one = 1 - (1 - reached) ** (1 / attempts)
    room = allowed("response", error, "call_reach")
    yield Measure("response call_reach", figure("response")["call_reach"], one, room)
    types = made.truth("past_effects").set_index("contact_src_id")["uplift_type"]
    written = sent[sent["channel"].isin(["EMAIL", "SMS"])]
    dogs = written[(types.reindex(written["contact_src_id"]) == "SLEEPING_DOG").to_numpy()]
    usual, factor = float(figure("response")["unsubscribe"]), float(figure("sleeping_dog_optout_factor"))
    error = share_error(usual * factor, len(dogs)) / usual
    yield simple("sleeping_dog_optout_factor", rate(dogs, "UNSUB") / usual, error)
    opens = rate(triggered, "OPEN"), rate(season, "OPEN")
    error = sum(
        share_error(p, len(rows)) ** 2 / p**2 for p, rows in zip(opens, (triggered, season), strict=True)
    )
    room = allowed("response", opens[0] / opens[1] * error**0.5, "triggered_email_factor")
    expected = float(figure("response")["triggered_email_factor"])
    yield Measure("response triggered_email_factor", expected, opens[0] / opens[1], room)
    cost = pd.to_numeric(sent["cost"], errors="coerce").groupby(sent["channel"]).mean()
    yield from each("contact_cost", {name: float(cost[name]) for name in figure("contact_cost")})
    measured = contact[contact["plan_code"] != "ORDER"]
    # People are held out, not contacts.
    held, weight = measured["cell"] == "HOLDOUT", measured.groupby("party_src_id").size().astype(float)
    error = share_error(figure("past_holdout_share"), weight.sum() ** 2 / (weight**2).sum())
    yield simple("past_holdout_share", float(held.mean()), error)
    control = measured.loc[~held, "cell"] == "CONTROL"
    # A second contact of an event is in the cell of the first.
    yield simple(
        "past_control_share",
        float(control.mean()),
        share_error(figure("past_control_share"), len(control) / 2),
    )


def effects(made: Made) -> Iterator[Measure]:
    """True effects over all due events, channels and offers; and whether what is said to happen unasked does."""
    outcome = made.truth("potential_outcome")
    change = (outcome["p_with"] - outcome["p_without"]).groupby(outcome["effect_rule"].astype(str)).mean()
    for rule in ("AFTERSALES_IN_WARRANTY", "AFTERSALES_OUT_OF_WARRANTY", "LAPSED", "RENEWAL"):
        people = outcome[outcome["effect_rule"] == rule].drop_duplicates("person_id")
        # By chance the people who are due are more or fewer persuadable ones, who carry the whole effect.
        persuadable = figure("uplift_mix")["PERSUADABLE"]
        error = share_error(persuadable, len(people)) * uplift_effect(rule, "PERSUADABLE")
        expected, room = figure("uplift_average")[rule], allowed("uplift_average", error, rule)
        yield Measure(f"uplift_average {rule}", expected, float(change[rule]), room)
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
    mean = float(chance.mean())
    error = float(np.sqrt((chance * (1 - chance)).sum())) / len(old) / mean
    yield simple("outcome_calibration", float(old["converted"].mean()) / mean, error)
