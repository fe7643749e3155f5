"""How much and how many: caps in sliding windows, capacity, contacts made twice, the control group.

Belongs here: counts over contacts. Rules about the person addressed are in `judge/law.py`.
"""

from datetime import timedelta

import pandas as pd

from simulator.frames import records
from simulator.judge.law import Finding
from simulator.judge.night import Night, seed_rows


def _over(night: Night, cap: dict[str, str], column: str) -> set[str]:
    """Contacts of the night whose subject has more contacts in the window than the cap allows."""
    day = pd.Timestamp(night.day)
    start = day - timedelta(days=int(cap["window_days"]) - 1)
    both = pd.concat([night.earlier[night.earlier["contact_date"] < day], night.contacts], ignore_index=True)
    counted = both[(both["message_class"] == cap["message_class"]) & (both["contact_date"] >= start)]
    if cap["channel"] != "ANY":
        counted = counted[counted["channel"] == cap["channel"]]
    subject = counted[column]
    counted = counted[subject.notna() & (subject.astype(str) != "")]
    sizes = counted.groupby(column)["contact_id"].transform("size")
    over = counted[(sizes > int(cap["max_contacts"])) & (counted["contact_date"] == day)]
    return set(over["contact_id"])


def _with_subjects(night: Night) -> None:
    """Add households, known and true, to the contacts."""
    plan = night.table("intermediate.int_households")
    known = dict(zip(plan["customer_id"], plan["household_id"], strict=True)) if len(plan) else {}
    home: dict[int, int] = dict(night.world.people[["person_id", "household_id"]].itertuples(index=False))
    for frame in (night.contacts, night.earlier):
        frame["household_known"] = frame["customer_id"].map(known)
        frame["household_true"] = frame["person_id"].map(home)


COLUMNS = {
    "PERSON": ("customer_id", "person_id"),
    "HOUSEHOLD": ("household_known", "household_true"),
    "VEHICLE": ("vehicle_src_id", "vehicle_src_id"),
    "DEALER": ("dealer_id", "dealer_id"),
}


def cap_findings(night: Night) -> list[Finding]:
    """Check the caps in force per person, household, vehicle and dealer, as we made them out and as they are.

    Caps on one contact, occurrence or objective are no pressure on anybody and are not judged here.
    """
    _with_subjects(night)
    findings = []
    for cap in records(seed_rows("pressure_caps", night.day)):
        if cap["scope"] not in COLUMNS:
            continue
        known, true = (_over(night, cap, column) for column in COLUMNS[cap["scope"]])
        finding = Finding(f"cap {cap['cap_code']}")
        for contact in sorted(known | true):
            finding.add(contact, contact in known, contact in true)
        findings.append(finding)
    return findings


def capacity_findings(night: Night) -> list[Finding]:
    """Check the day's capacity of each channel and the budget of each plan."""
    findings = []
    for row in records(seed_rows("channels", night.day)):
        used = int((night.contacts["channel"] == row["channel"]).sum())
        limits = [int(float(row["capacity_per_day"]))] if row.get("capacity_per_day") else []
        if row.get("seats") and row.get("contacts_per_seat"):
            limits.append(int(float(row["seats"]) * float(row["contacts_per_seat"])))
        limit = min(limits, default=used)
        findings.append(Finding(f"capacity {row['channel']} ({used} of {limit})", max(0, used - limit)))
    prices = {row["channel"]: float(row["cost"]) for row in records(seed_rows("channels", night.day))}
    for row in records(seed_rows("plan_budgets", night.day)):
        mine = night.contacts[night.contacts["plan_code"] == row["plan_code"]]
        spent = sum(prices.get(str(channel), 0.0) for channel in mine["channel"])
        over = int(spent > float(row["budget_per_day"]) + 1e-6)
        findings.append(
            Finding(f"budget {row['plan_code']} ({spent:.2f} of {row['budget_per_day']} €)", over)
        )
    return [*findings, *_workshops(night)]


def _workshops(night: Night) -> list[Finding]:
    """Expected workshop hours of the selected contacts against what was left to give, by dealer."""
    limits, chosen = night.table("contact_plan.allocation_limits"), night.table("contact_plan.candidates")
    decisions = night.table("contact_plan.decisions")
    if limits.empty or chosen.empty or decisions.empty:
        return []
    limits = limits[(limits["scope"] == "WORKSHOP") & (limits["scope_key"] != "*")]
    selected = decisions.loc[decisions["verdict"] == "SELECTED", "candidate_id"]
    hours = chosen[chosen["candidate_id"].isin(set(selected))].groupby("dealer_id")["workshop_hours"].sum()
    left = limits["capacity"].astype(float) - limits["used"].astype(float)
    room = dict(zip(limits["scope_key"], left, strict=True))
    over = [
        dealer for dealer, used in hours.items() if dealer in room and float(used) > room[str(dealer)] + 1e-6
    ]
    return [Finding("workshop hours by dealer", len(over), 0, [str(dealer) for dealer in over][:5])]


def repeat_findings(night: Night) -> list[Finding]:
    """Check that no contact is made twice and that the files are the plan."""
    repeated = Finding("contact made twice")
    for contact in sorted(set(night.contacts["contact_id"]) & set(night.earlier["contact_id"])):
        repeated.add(contact, True, True)
    plan, files = night.table("contact_plan.contact_plan"), Finding("files differ from the plan")
    if not plan.empty and "as_of_date" in plan and len(night.contacts):
        planned = set(plan.loc[pd.to_datetime(plan["as_of_date"]) == pd.Timestamp(night.day), "contact_id"])
        if planned:
            for contact in sorted(set(night.contacts["contact_id"]) - planned):
                files.add(contact, True, True)
    return [repeated, files]


def holdout_findings(night: Night) -> tuple[list[Finding], dict[str, float]]:
    """Check that nobody of the control group is contacted; return its share and the persons split over both
    arms.
    """
    arms = night.table("intermediate.int_holdout")
    finding = Finding("control group contacted")
    if arms.empty:
        return [finding], {}
    arm = dict(zip(arms["customer_id"], arms["arm"], strict=True))
    people = night.identity.assign(arm=night.identity["customer_id"].map(arm)).dropna(
        subset=["arm", "person_id"]
    )
    control_people = set(people.loc[people["arm"] == "CONTROL", "person_id"])
    held = night.table("contact_plan.decisions")
    for contact in records(night.contacts):
        if contact["message_class"] == "COMMERCIAL":
            known = arm.get(str(contact["customer_id"])) == "CONTROL"
            finding.add(str(contact["contact_id"]), known, contact["person_id"] in control_people)
    split = int((people.groupby("person_id")["arm"].nunique() > 1).sum())
    figures = {
        "share_of_customers": float((arms["arm"] == "CONTROL").mean()),
        "persons_in_both_arms": float(split),
        "candidates_held": float((held["reason_code"] == "CONTROL_GROUP").sum()) if len(held) else 0.0,
    }
    return [finding], figures
