"""The hidden truth of the demo world: its tables, their meaning, and how they are read and written.

Belongs here: the schema of every table under ``truth/`` and plain readers and writers. What fills them is in
``world.py`` and the modules it calls; what scores a finished night against them is in ``judge/``. Nothing of
the pipeline imports this module.

All dates are days of the demo's calendar, probabilities are 0 to 1, distances are kilometres, money is euros.
Two keys run through everything: ``person_id`` (one real person or company, however many party rows it has)
and ``vehicle_src_id`` (the source holds one row a vehicle).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.files import Beside

UPLIFT_TYPES = ("SURE_THING", "PERSUADABLE", "LOST", "SLEEPING_DOG")

_TEXT, _INT, _REAL, _DAY, _BOOL = pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.bool_()
# Tables of many rows: words as codes, chances with seven digits.
_CODED, _CHANCE = pa.dictionary(pa.int32(), pa.string()), pa.float32()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


SCHEMAS: dict[str, pa.Schema] = {
    # One row per real person (P) or company (E; dealers and rental firms are companies too).
    "person": _schema(
        person_id=_INT,
        person_type=_TEXT,  # P or E
        sex=_TEXT,  # M, F; null for companies
        birth_date=_DAY,
        first_name=_TEXT,
        surname1=_TEXT,
        surname2=_TEXT,
        company_name=_TEXT,
        tax_id=_TEXT,  # the true one, valid letter
        household_id=_INT,
        line=_TEXT,  # street, number, floor
        postal_code=_TEXT,
        ine5=_TEXT,
        province_code=_TEXT,
        email=_TEXT,  # true address, null if none
        mobile=_TEXT,  # E.164, null if none
        landline=_TEXT,
        home_dealer_id=_TEXT,  # nearest dealer
        is_employee=_BOOL,
        is_dealer=_BOOL,
        is_rental=_BOOL,
        is_customer=_BOOL,  # ever owned or drove a car of the brand; else a prospect
        digital=_REAL,  # 0..1, tendency to use web and email
        responsiveness=_REAL,  # mean 1, multiplies open, click, answer rates
        aftersales_frailty=_REAL,  # mean about 1, multiplies the visit rate: latent, not observable
        renewal_frailty=_REAL,  # mean about 1, multiplies the order rate: latent, not observable
        died_on=_DAY,
        erased_on=_DAY,
    ),
    # One row per person and plan family (SALES covers LEAD, ORDER, RENEWAL; AFTERSALES the rest). What a contact
    # changes for a type is effects.contact_effects: the change of the chance that a due event converts.
    "uplift": _schema(person_id=_INT, plan_family=_TEXT, uplift_type=_TEXT),
    # One row per party row of the source. link_kind: ORIGINAL, DUPLICATE_SAME (same dealer), DUPLICATE_OTHER.
    "party_link": _schema(
        src_system=_TEXT, party_src_id=_TEXT, person_id=_INT, link_kind=_TEXT, src_dealer_id=_TEXT, since=_DAY
    ),
    # One row per vehicle, state at the end of last_day.
    "vehicle": _schema(
        vehicle_src_id=_TEXT,
        vin=_TEXT,
        plate=_TEXT,
        model_code=_TEXT,
        fuel=_TEXT,  # PETROL, DIESEL, HYBRID, PLUGIN, ELECTRIC
        body_category=_TEXT,
        first_reg_date=_DAY,
        sale_date=_DAY,
        delivery_date=_DAY,
        warranty_end=_DAY,
        selling_dealer_id=_TEXT,
        buyer_kind=_TEXT,  # PRIVATE, COMPANY, RENTAL, DEMO
        list_price=_REAL,
        km_per_day=_REAL,
        km_now=_REAL,  # true odometer at the end of last_day
        owner_person_id=_INT,  # null when the owner is unknown to everybody we simulate
        driver_person_id=_INT,
        owner_since=_DAY,
        workshop_dealer_id=_TEXT,  # official workshop it would go to
        last_service_date=_DAY,  # last service at the network (delivery when none)
        last_visit_date=_DAY,
        service_due_date=_DAY,  # true next due: earlier of date and km
        visit_rate_year=_REAL,  # expected paid visits to the network in the next year
        scrapped_on=_DAY,
        finance_type=_TEXT,
        finance_end=_DAY,
        has_service_plan=_BOOL,
        turnover=_REAL,  # median 1, multiplies the rate at which it changes hands once used: latent, not observable
    ),
    # One row per true spell of a person with a vehicle; not every spell is known to the source.
    "ownership": _schema(
        vehicle_src_id=_TEXT,
        person_id=_INT,
        role=_TEXT,
        valid_from=_DAY,
        valid_to=_DAY,
        end_reason=_TEXT,
        ownership_id=_TEXT,  # key in the source, null where the source never learned of it
    ),
    # One row per subject and date: the probability that the label is 1, knowing all hidden state. Models:
    # 'renewal' (order within 180 days), 'aftersales_churn' (no paid visit in 365 days).
    "label_probability": _schema(
        model_name=_TEXT, person_id=_INT, vehicle_src_id=_TEXT, as_of_date=_DAY, p_true=_REAL
    ),
    # One row per person who owns a car now: rate of signing an order, per 28 days.
    "renewal_hazard": _schema(person_id=_INT, vehicle_src_id=_TEXT, hazard_28d=_REAL),
    # One row per household. Who lives there without ever dealing with the brand is in `residents` only.
    "household": _schema(
        household_id=_INT,
        kind=_TEXT,  # COMPANY, ALONE (one known person), COUPLE, PARENT_CHILD, FAMILY (couple and a child)
        residents=_INT,  # null for companies
        known_persons=_INT,  # rows in `person`
        in_source=_INT,  # of them with a party row
        shared_email=_BOOL,  # two of them use one address
        shared_mobile=_BOOL,
        line=_TEXT,
        postal_code=_TEXT,
        ine5=_TEXT,
    ),
    # One row per person and channel (LETTER, CALL, SMS, EMAIL): what really holds at the end of last_day, and
    # for each class of message whether it may be sent: ALLOWED, or the law that forbids it (see law.py).
    "legal_status": _schema(
        person_id=_INT,
        channel=_TEXT,
        has_consent=_BOOL,  # own-marketing consent to the brand; to calls it may have expired since (L9)
        consent_date=_DAY,
        objected=_BOOL,  # objection, or consent taken back
        opposed=_BOOL,  # an objection, to every channel (L3); a consent taken back alone is none
        shares_objection=_BOOL,  # somebody who opposed has the same mail or number (L17)
        robinson_listed=_BOOL,
        own_contract=_BOOL,  # ever had a service plan or warranty extension, contracts with the brand itself
        club_member=_BOOL,
        contract_until=_DAY,  # last day of such a contract
        last_interaction=_DAY,  # last enquiry, complaint, survey or answer
        commercial=_TEXT,
        operational=_TEXT,
        survey=_TEXT,
        safety=_TEXT,
    ),
    # One row per due event, channel and offer: the chance that it converts (a visit within 90 days, an order
    # within 180) without any contact, and with this one and no other. PAST events are those of the past
    # campaigns, held out or not; COMING ones have their first contact within outcome_horizon_days after last_day.
    "potential_outcome": _schema(
        event_id=_INT,
        period=_CODED,
        person_id=_INT,
        vehicle_src_id=_CODED,
        plan_code=_CODED,
        trigger_type=_CODED,
        contact_date=_DAY,  # day of the first contact, on which the window opens
        uplift_type=_CODED,
        effect_rule=_CODED,  # plan whose figures hold: LAPSED for customers without a visit for 15 months
        channel=_CODED,
        offer_kind=_CODED,  # VALUE (no price), PRICE, DISCOUNT
        p_without=_CHANCE,
        p_with=_CHANCE,
    ),
    # One row per landed contact point: does the landed value reach the person its party is?
    "contact_point": _schema(
        cp_id=_TEXT, party_src_id=_TEXT, person_id=_INT, kind=_TEXT, true_value=_TEXT, reaches_person=_BOOL
    ),
    # One row per landed address: does a letter reach the person?
    "address": _schema(addr_id=_TEXT, party_src_id=_TEXT, person_id=_INT, reaches_person=_BOOL),
    # One row per landed cell that was damaged. class: VALUE_VISIBLE, RELATION_VISIBLE, UNSEEABLE.
    "injected_faults": _schema(
        table_name=_TEXT,
        key=_TEXT,
        column=_TEXT,
        kind=_TEXT,
        fault_class=_TEXT,
        true_value=_TEXT,
        landed_value=_TEXT,
    ),
    # One row per fault that strikes some cells only, and what else tells its picks apart: the chance by which it struck
    # each of these cells in the first world, so that the days after it keep the rates.
    "fault_chance": _schema(fault=_TEXT, of=_TEXT, chance=_REAL),
    # One row per past contact (sent or held out): what it changed. caused: +1 a visit or order that the
    # contact brought (some would have come later by themselves), -1 one that was lost, 0 nothing. `effect`,
    # the change of the conversion's probability, is the figure to judge a measurement by.
    "past_effects": _schema(
        contact_src_id=_TEXT,
        event_id=_INT,  # of potential_outcome; null for second contacts of an event
        person_id=_INT,
        vehicle_src_id=_TEXT,
        plan_code=_TEXT,
        uplift_type=_TEXT,
        p_without=_REAL,
        effect=_REAL,  # 0 where an earlier contact of the family still works
        caused=_INT,
        converted=_BOOL,
        event_date=_DAY,
    ),
}


def path_of(home: Path, table: str) -> Path:
    """Path of a truth table; raises KeyError for a name that has no schema."""
    SCHEMAS[table]
    return home / "truth" / f"{table}.parquet"


def write(home: Path, table: str, frame: pd.DataFrame) -> None:
    """Write one table whole; columns are cast to the schema, so a missing one raises KeyError."""
    write_parts(home, table, [frame])


def write_parts(home: Path, table: str, parts: Iterable[pd.DataFrame]) -> None:
    """Write one table from parts that are made one after the other."""
    schema = SCHEMAS[table]
    path = path_of(home, table)
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, schema) as writer, Beside() as beside:
        for frame in parts:
            data = pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)
            beside.write(partial(writer.write_table, data.replace_schema_metadata(None)))
        beside.wait()


def read(home: Path, table: str) -> pd.DataFrame:
    """Read one table as pandas; dates come as datetime64[ns] so that arithmetic is vectorised."""
    frame: pd.DataFrame = read_arrow(home, table).to_pandas(date_as_object=False)
    return frame


def read_arrow(home: Path, table: str) -> pa.Table:
    """Read one table as Arrow."""
    return pq.read_table(path_of(home, table))
