"""What the law allows, as the truth knows it: for each person, channel and class of message.

Belongs here: the conditions of the domain's section 5 over what really holds. What the source wrote down of it is
in ``tables/consent.py``; whether the pipeline kept to it is the judge's question.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.hazards import Flags
from simulator.identifiers import Strings
from simulator.parameters import figure

CLASSES = ("COMMERCIAL", "OPERATIONAL", "SURVEY", "SAFETY")
ALLOWED = "ALLOWED"
# Laws that can forbid a class of message, the one that weighs most first.
LAWS_OF_CLASS = {
    "COMMERCIAL": ("DEAD", "L13", "L3", "L17", "L12", "L4", "L2", "L5"),
    "OPERATIONAL": ("DEAD", "L13"),
    "SURVEY": ("DEAD", "L13", "L3", "L17"),
    "SAFETY": ("DEAD", "L13"),
}


def _since(values: pd.Series, start: pd.Timestamp) -> Flags:
    return np.asarray(pd.to_datetime(values).ge(start).fillna(False), dtype=np.bool_)


def _yes(values: pd.Series) -> Flags:
    return np.asarray(values.astype("boolean").fillna(False), dtype=np.bool_)


def forbidden(facts: pd.DataFrame, day: pd.Timestamp) -> dict[str, Flags]:
    """Rows in which each law forbids a commercial contact, the law that weighs most first.

    DEAD, L13 erased, L3 objection, L17 an objection by somebody with the same mail or number, L12 below 18, L4
    exclusion list, L2 no basis for email or SMS, L5 no basis for a call; a consent to calls is none once it has expired
    (L9). `facts` has the columns of truth table legal_status and birth_date, died_on, erased_on of the person, as they
    are true or as somebody knows them.
    """
    channel, stopped = facts["channel"].astype(str), _yes(facts["objected"])
    electronic, call = channel.isin(["EMAIL", "SMS"]).to_numpy(), (channel == "CALL").to_numpy()
    consent = _yes(facts["has_consent"]) & ~(call & _expired(facts["consent_date"], day))
    listed = _yes(facts["robinson_listed"])
    own, club = _yes(facts["own_contract"]), _yes(facts["club_member"])
    lately = day - pd.DateOffset(months=int(figure("interaction_months")))
    alive = _since(facts["contract_until"], day) | _since(facts["last_interaction"], lately)
    minor = _since(facts["birth_date"], day - pd.DateOffset(years=18) + pd.Timedelta(days=1))
    return {
        "DEAD": _known(facts["died_on"], day),
        "L13": _known(facts["erased_on"], day),
        "L3": stopped,
        "L17": _yes(facts["shares_objection"]),
        "L12": minor,
        "L4": listed & ~consent,
        "L2": electronic & ~consent & ~own,
        "L5": call & ~consent & ~((own | club) & alive),
    }


def shares_objection(status: pd.DataFrame, people: pd.DataFrame) -> Flags:
    """Rows of `status` whose person does not object, but shares the mail or number of the channel with one who does.

    An objection blocks the point for everybody (L17), in the channels it speaks of: all of them (L3). People are called
    on the mobile, on the landline only where there is none; an objection speaks of both. `status` has person_id,
    channel, opposed; `people` email, mobile, landline by person_id. A letter goes to a person, not to a point.
    """
    opposed = _yes(status["opposed"])
    points = people.set_index("person_id")[["email", "mobile", "landline"]]
    mobile = points["mobile"].fillna("")
    of_channel = {
        "EMAIL": (points["email"].fillna(""), ["email"]),
        "SMS": (mobile, ["mobile"]),
        "CALL": (mobile.where(mobile != "", points["landline"].fillna("")), ["mobile", "landline"]),
    }
    out = np.zeros(len(status), dtype=np.bool_)
    channel = status["channel"].astype(str).to_numpy()
    for name, (used, given) in of_channel.items():
        rows = np.flatnonzero(channel == name)
        person = status["person_id"].iloc[rows].astype("int64")
        objectors = points.reindex(person[opposed[rows]])[given].to_numpy(dtype=object).ravel()
        closed = {value for value in objectors.tolist() if isinstance(value, str) and value}
        out[rows] = used.reindex(person).isin(closed).to_numpy() & ~opposed[rows]
    return out


def verdicts(facts: pd.DataFrame, day: pd.Timestamp) -> dict[str, Strings]:
    """Verdict of each row by class of message, under the lower-case name of the class: ALLOWED or the first law.

    `facts` are those of `forbidden`. Operational messages and surveys rest on the contract and on legitimate
    interest, so that only an erasure, a death and, for surveys, an objection stop them; a recall for safety goes to
    every identifiable owner (L11). Hours of the day and holidays (L7) are the channel's matter.
    """
    broken = forbidden(facts, day)
    return {kind.lower(): _first(broken, LAWS_OF_CLASS[kind]) for kind in CLASSES}


def _expired(given: pd.Series, day: pd.Timestamp) -> Flags:
    """Whether a consent to calls given on these days no longer holds on `day` (L9)."""
    term = figure("call_consent")
    if day < pd.Timestamp(term["SINCE"]):
        return np.zeros(len(given), dtype=np.bool_)
    return ~_since(given, day - pd.DateOffset(years=int(term["YEARS"])))


def _known(values: pd.Series, day: pd.Timestamp) -> Flags:
    return np.asarray(pd.to_datetime(values).lt(day).fillna(False), dtype=np.bool_)


def _first(broken: dict[str, Flags], laws: tuple[str, ...]) -> Strings:
    return np.asarray(np.select([broken[law] for law in laws], laws, ALLOWED), dtype=object)
