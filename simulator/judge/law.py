"""Who must not be contacted: every delivered contact checked against what we knew and against what is true.

Belongs here: the facts of a contact, as known and as true. What the law makes of them is in ``simulator/law.py``;
counts over time and capacity are in `judge/caps.py`.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from simulator import law
from simulator.frames import records
from simulator.hazards import Flags
from simulator.judge.known import Known
from simulator.judge.night import Night, seed_rows
from simulator.next_day.reach import same_point


@dataclass
class Finding:
    """One law over one night.

    `by_knowledge` counts contacts that break it by what had landed: must be 0. `by_truth_only` counts those
    that break it in truth though nothing that had landed for this customer told so.
    """

    law: str
    by_knowledge: int = 0
    by_truth_only: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, contact_id: str, known: bool, true: bool) -> None:
        """Count one contact."""
        self.by_knowledge += known
        self.by_truth_only += true and not known
        if (known or true) and len(self.examples) < 5:
            self.examples.append(contact_id)


# Laws of ``simulator/law.py`` by what a night calls them. The plans ask more of surveys than the law does, so that
# only commercial contacts are held against what a person may refuse.
LAWS = {
    "erased person (L13)": "L13",
    "deceased person": "DEAD",
    "minor (L12)": "L12",
    "objection (L3)": "L3",
    "mail or number shared with an objector (L17)": "L17",
    "exclusion list without consent (L4)": "L4",
    "email or SMS without basis (L2)": "L2",
    "call without basis (L5, L9)": "L5",
}
FOR_ALL = frozenset(law.LAWS_OF_CLASS["OPERATIONAL"])


def known_facts(night: Night, known: Known) -> pd.DataFrame:
    """The facts of ``law.forbidden`` for each delivered contact, as what had landed told them of the customer."""
    contacts = night.contacts
    customer, channel = contacts["customer_id"], contacts["channel"].astype(str)
    pairs = list(zip(customer, channel, strict=True))
    before = pd.Timestamp(night.day) - pd.Timedelta(days=1)

    def since(members: set[str]) -> pd.Series:
        return pd.Series([before if who in members else pd.NaT for who in customer], index=contacts.index)

    def of_each(values: pd.Series) -> pd.Series:
        return values.reindex(customer).set_axis(contacts.index)

    listed = [
        known.is_listed(str(who), where, str(address))
        for (who, where), address in zip(pairs, contacts["address"], strict=True)
    ]
    return pd.DataFrame(
        {
            "channel": channel,
            "objected": [pair in known.objections for pair in pairs],
            "has_consent": [pair in known.grants for pair in pairs],
            "consent_date": pd.to_datetime(
                pd.Series([known.grants.get(pair) for pair in pairs], dtype=object)
            ).array,
            "shares_objection": [
                known.is_opposed(where, str(address))
                for where, address in zip(channel, contacts["address"], strict=True)
            ],
            "robinson_listed": listed,
            "own_contract": customer.isin(known.contract_until.index),
            "club_member": customer.isin(known.club),
            "contract_until": of_each(known.contract_until),
            "last_interaction": of_each(known.last_interaction),
            "birth_date": of_each(known.born),
            "died_on": since(night.members(known.dead)),
            "erased_on": since(night.members(pd.Series(sorted(known.requested("ERASE")), dtype=str))),
        },
        index=contacts.index,
    )


def true_facts(night: Night) -> pd.DataFrame:
    """The same as they are true of the addressed person; missing where the truth knows nobody."""
    world = night.world
    status = world.truth("legal_status").drop(columns=[kind.lower() for kind in law.CLASSES])
    people = world.people[["person_id", "birth_date", "died_on", "erased_on", "province_code", "is_employee"]]
    rows = night.contacts[["person_id", "channel"]].astype({"person_id": "Int64"})
    rows = rows.merge(status.astype({"person_id": "Int64"}), on=["person_id", "channel"], how="left")
    rows = rows.merge(people.astype({"person_id": "Int64"}), on="person_id", how="left")
    return rows.set_index(night.contacts.index)


def person_findings(night: Night, known: Known) -> list[Finding]:
    """Check every delivered contact against every law about its person."""
    day, contacts = pd.Timestamp(night.day), night.contacts
    truth = true_facts(night)
    someone = contacts["person_id"].notna().to_numpy()
    marketing = (contacts["message_class"] == "COMMERCIAL").to_numpy()
    told, holds = law.forbidden(known_facts(night, known), day), law.forbidden(truth, day)
    findings = [
        _finding(name, contacts, told[code], holds[code] & someone, code in FOR_ALL or marketing)
        for name, code in LAWS.items()
    ]
    staff = contacts["customer_id"].isin(night.members(known.staff)).to_numpy()
    employed = truth["is_employee"].astype("boolean").fillna(False).to_numpy(dtype=np.bool_)
    closed = (contacts["channel"] == "CALL").to_numpy() & _no_calls(night)
    away = (contacts["channel"] == "CALL").to_numpy() & truth["province_code"].isin(_closed(night)).to_numpy()
    findings += [
        _finding("employee", contacts, staff, employed, marketing),
        _finding("call on a day without calls (L7)", contacts, closed, closed | away, marketing),
    ]
    return findings


def _finding(name: str, contacts: pd.DataFrame, known: Flags, true: Flags, counts: Flags | bool) -> Finding:
    finding = Finding(name)
    for contact, told, holds in zip(contacts["contact_id"], known & counts, true & counts, strict=True):
        finding.add(str(contact), bool(told), bool(holds))
    return finding


def _closed(night: Night) -> set[str]:
    """Provinces with a holiday on the day, * for all."""
    holidays = seed_rows("holidays", night.day)
    if holidays.empty:
        return set()
    return set(holidays.loc[holidays["holiday_date"] == night.day.isoformat(), "province_code"])


def _no_calls(night: Night) -> bool:
    """Calls Monday to Friday, never on holidays."""
    return night.day.weekday() >= 5 or "*" in _closed(night)


def reach(night: Night) -> dict[str, int]:
    """Return how many contacts reach the true person, and how many go elsewhere."""
    rows = records(night.contacts)
    people = night.world.person
    good = [r for r in rows if not pd.isna(r["person_id"]) and int(r["person_id"]) in people]
    hits = sum(same_point(people[int(r["person_id"])], str(r["channel"]), str(r["address"])) for r in good)
    return {"contacts": len(rows), "reach_the_person": hits, "go_elsewhere": len(rows) - hits}
