"""Rates of the injected faults, by the ledger and, where a landed value shows it, by the landed rows.

Belongs here: what each rate is a share of. The rates are in parameters.yml.
"""

from collections.abc import Iterator

import pandas as pd

from simulator.parameters import figure, tolerance
from simulator.report.measure import STANDARD_ERRORS, Made, Measure, share_error, simple

# Fault: kinds in the ledger, table, column in which a damaged row is counted ("" any).
KINDS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "duplicate_other_dealer": (("duplicate_other_dealer",), "party", ""),
    "duplicate_same_dealer": (("duplicate_same_dealer",), "party", ""),
    "surname_order_or_missing": (("surname_order", "surname2_missing"), "party", ""),
    "accents_or_mojibake": (("accents_lost", "mojibake"), "party", ""),
    "maria_short": (("maria_short",), "party", ""),
    "dealer_phone": (("dealer_phone",), "contact_point", ""),
    "shared_mobile": (("shared_mobile",), "contact_point", ""),
    "placeholder_email": (("placeholder_email",), "contact_point", ""),
    "mistyped_domain": (("mistyped_domain",), "contact_point", ""),
    "email_missing": (("email_missing",), "contact_point", ""),
    "mobile_missing": (("mobile_missing",), "contact_point", ""),
    "tax_id_missing": (("tax_id_missing",), "party", ""),
    "tax_id_wrong_letter": (("tax_id_wrong_letter",), "party", ""),
    "tax_id_relative": (("tax_id_relative",), "party", ""),
    "company_as_person": (("company_as_person",), "party", "party_type"),
    "ownership_left_open": (("ownership_left_open",), "ownership", "valid_to"),
    "plate_mistyped": (("plate_mistyped",), "vehicle", ""),
    "vin_damaged": (("vin_cut", "vin_letters"), "vehicle", ""),
    "km_rolled_back": (("km_rolled_back",), "repair_order", ""),
    "km_digit_too_many": (("km_digit_too_many",), "repair_order", ""),
    "km_sentinel": (("km_sentinel",), "repair_order", ""),
    "date_damaged": (("date_sentinel", "date_swapped"), "party", "birth_date"),
    "postal_zero_lost": (("postal_zero_lost",), "party_address", ""),
    "municipality_mismatch": (("municipality_mismatch",), "party_address", ""),
    "warranty_end_wrong": (("warranty_end_missing", "warranty_end_before_sale"), "vehicle", ""),
    "repair_order_wrong": (("repair_order_duplicated", "negative_line", "internal_as_customer"), "", ""),
    "consent_wrong": (("consent_defaulted", "consent_undated", "consent_contradictory"), "consent_event", ""),
    "test_record": (("test_record",), "party", ""),
    "nameless_record": (("nameless_record",), "party", ""),
    "repeated_rows": (("repeated_rows",), "party", ""),
    "conflicting_versions": (("conflicting_versions",), "party", ""),
}


def _bases(made: Made) -> dict[str, float]:
    """Rows of which each fault is a share; those of the clean source, so dropped rows count too."""
    party, link = made.landed("party"), made.truth("party_link")
    ledger = made.truth("injected_faults")
    as_person = set(ledger.loc[ledger["kind"] == "company_as_person", "key"])
    kind = party["party_type"].mask(party["party_src_id"].isin(as_person), "E")
    persons, companies = float((kind == "P").sum()), float((kind == "E").sum())
    point = made.landed("contact_point")["kind"].value_counts()
    dropped = ledger["kind"].value_counts()
    email, mobile = float(point["EMAIL"]), float(point["MOBILE"])
    transferred = made.landed("ownership")
    born = made.truth("injected_faults").query("table_name == 'party' and column == 'birth_date'")
    known = float((party["birth_date"] != "").sum())
    out: dict[str, float] = dict.fromkeys(KINDS, float(len(party)))
    out |= dict.fromkeys(
        ("duplicate_other_dealer", "duplicate_same_dealer"), float((link["link_kind"] == "ORIGINAL").sum())
    )
    out |= dict.fromkeys(("surname_order_or_missing", "accents_or_mojibake", "maria_short"), persons)
    out |= dict.fromkeys(("dealer_phone", "shared_mobile"), mobile)
    out |= dict.fromkeys(("placeholder_email", "mistyped_domain"), email)
    out |= {"email_missing": email + float(dropped["email_missing"])}
    out |= {"mobile_missing": mobile + float(dropped["mobile_missing"])}
    out |= {"company_as_person": companies, "date_damaged": max(known, float(len(born)))}
    out |= {"ownership_left_open": _transferred(transferred)}
    out |= dict.fromkeys(
        ("plate_mistyped", "vin_damaged", "warranty_end_wrong"), float(len(made.landed("vehicle")))
    )
    orders = float(len(made.landed("repair_order")))
    out |= dict.fromkeys(("km_rolled_back", "km_digit_too_many", "km_sentinel", "repair_order_wrong"), orders)
    addresses = float(len(made.landed("party_address")))
    out |= dict.fromkeys(("postal_zero_lost", "municipality_mismatch"), addresses)
    out |= {"consent_wrong": float(len(made.landed("consent_event")))}
    return out


def _transferred(ownership: pd.DataFrame) -> float:
    """Owners in the source who were followed by another one."""
    main = ownership[ownership["role"] != "DRIVER"].sort_values(["vehicle_src_id", "valid_from"])
    return float(main["vehicle_src_id"].eq(main["vehicle_src_id"].shift(-1)).sum())


def faults(made: Made) -> Iterator[Measure]:
    """Each rate by the ledger, then those that the landed values show by themselves."""
    ledger, bases = made.truth("injected_faults"), _bases(made)
    for fault, (kinds, table, column) in KINDS.items():
        mine = ledger[ledger["kind"].isin(kinds)]
        mine = mine[(mine["table_name"] == table) | (table == "")]
        mine = mine[(mine["column"] == column) | (column == "")]
        rate = len(mine.drop_duplicates(["table_name", "key"])) / bases[fault]
        yield Measure(f"fault {fault}", float(figure("faults")[fault]), rate, _allowed(fault, bases[fault]))
    for fault, rate in _as_landed(made).items():
        yield Measure(
            f"fault {fault}, as landed", float(figure("faults")[fault]), rate, _allowed(fault, bases[fault])
        )


def codes(made: Made) -> Iterator[Measure]:
    """How many dealers write a fuel in other words than another dealer."""
    car = made.landed("vehicle")[["src_dealer_id", "vehicle_src_id", "fuel"]]
    true = made.truth("vehicle").set_index("vehicle_src_id")["fuel"]
    words = car.assign(true=car["vehicle_src_id"].map(true)).groupby(["src_dealer_id", "true"])["fuel"].min()
    pairs = words.reset_index().merge(words.reset_index(), on="true", suffixes=("", "_other"))
    other = (pairs["fuel"] != pairs["fuel_other"]).groupby(pairs["src_dealer_id"]).any()
    yield simple("dealer_codes", float(other.mean()))


def _allowed(fault: str, base: float) -> float:
    """What the source leaves open, at most a fifth of the rate, and what chance does to it over `base` rows."""
    rate = float(figure("faults")[fault])
    return min(tolerance("faults"), rate / 5) + STANDARD_ERRORS * share_error(rate, base)


def _as_landed(made: Made) -> dict[str, float]:
    party, point = made.landed("party"), made.landed("contact_point")
    code, km = made.landed("party_address")["postal_code"], made.landed("repair_order")["km"]
    mail = point.loc[point["kind"] == "EMAIL", "value_raw"]
    fake = mail.str.contains(r"@(?:notiene|no|sinemail)\.com$|^noemail@|^cliente@", regex=True)
    plate = made.landed("vehicle")["plate"]
    return {
        "tax_id_missing": float((party["tax_id"] == "").mean()),
        "placeholder_email": float(fake.mean()),
        "postal_zero_lost": float((code.str.len() == 4).mean()),
        "km_sentinel": float(km.isin(["0", "999999"]).mean()),
        "vin_damaged": float((~made.landed("vehicle")["vin"].str.fullmatch(r"[A-HJ-NPR-Z0-9]{17}")).mean()),
        "plate_mistyped": 2 * float((~plate.str.fullmatch(r"\d{4}[B-DF-HJ-NPR-TV-Z]{3}")).mean()),
    }
