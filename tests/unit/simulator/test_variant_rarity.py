"""Forms that a family writes now and then: each is written, and remains the rare one."""

import pandas as pd
import pytest

from tests.unit.simulator.variant_cells import COUNT, landed

# What families write in two ways, by the cell: column, kind, true value, first form.
DATE_SENTINEL = ("birth_date", "date_sentinel", "1970-05-05", "1900-01-01")
DATE_SWAPPED = ("birth_date", "date_swapped", "1970-03-25", "1970-25-03")
CONSENT_UNDATED = ("event_ts", "consent_undated", "2020-02-02 10:00:00", "")
MARIA_SHORT = ("first_name", "maria_short", "María José", "Mª José")
PLATE_MISTYPED = ("plate", "plate_mistyped", "4817RSZ", "4817ASZ")
VIN_CUT = ("vin", "vin_cut", "VSASHRK7HPZ000914", "VSASHRK7HPZ0009")
MISTYPED_DOMAIN = ("value_raw", "mistyped_domain", "ana@hotmail.com", "ana@hotmal.com")
ACCENTS_LOST = ("surname1", "accents_lost", "Ibáñez", "Ibanez")
MOJIBAKE = ("surname1", "mojibake", "Ibáñez", "IbÃ¡Ã±ez")
SURNAME2_MISSING = ("surname2", "surname2_missing", "Gil", "")
TAX_ID_MISSING = ("tax_id", "tax_id_missing", "48293517K", "")
WARRANTY_END_MISSING = ("warranty_end", "warranty_end_missing", "2020-05-05", "")
RARELY = {
    "messaging": (
        MOJIBAKE,
        ACCENTS_LOST,
        MARIA_SHORT,
        TAX_ID_MISSING,
        WARRANTY_END_MISSING,
        PLATE_MISTYPED,
        SURNAME2_MISSING,
        CONSENT_UNDATED,
    ),
    "notebook": (
        MOJIBAKE,
        ACCENTS_LOST,
        MARIA_SHORT,
        TAX_ID_MISSING,
        WARRANTY_END_MISSING,
        PLATE_MISTYPED,
        SURNAME2_MISSING,
        CONSENT_UNDATED,
    ),
    "formulas": (
        ACCENTS_LOST,
        MARIA_SHORT,
        TAX_ID_MISSING,
        DATE_SWAPPED,
        WARRANTY_END_MISSING,
        SURNAME2_MISSING,
        CONSENT_UNDATED,
    ),
    "inbox": (
        ACCENTS_LOST,
        MARIA_SHORT,
        TAX_ID_MISSING,
        DATE_SWAPPED,
        WARRANTY_END_MISSING,
        SURNAME2_MISSING,
        CONSENT_UNDATED,
    ),
    "interface": (
        MOJIBAKE,
        ACCENTS_LOST,
        MARIA_SHORT,
        TAX_ID_MISSING,
        DATE_SENTINEL,
        DATE_SWAPPED,
        MISTYPED_DOMAIN,
        WARRANTY_END_MISSING,
        SURNAME2_MISSING,
        CONSENT_UNDATED,
    ),
    "insurers": (
        MOJIBAKE,
        ACCENTS_LOST,
        MARIA_SHORT,
        TAX_ID_MISSING,
        DATE_SENTINEL,
        VIN_CUT,
        WARRANTY_END_MISSING,
        PLATE_MISTYPED,
        SURNAME2_MISSING,
        CONSENT_UNDATED,
    ),
    "agency": (
        MOJIBAKE,
        MARIA_SHORT,
        TAX_ID_MISSING,
        WARRANTY_END_MISSING,
        SURNAME2_MISSING,
        CONSENT_UNDATED,
    ),
    "terminal": (
        MOJIBAKE,
        MARIA_SHORT,
        TAX_ID_MISSING,
        WARRANTY_END_MISSING,
        SURNAME2_MISSING,
        CONSENT_UNDATED,
    ),
}


@pytest.mark.parametrize(
    ("variant", "cell"), [(variant, cell) for variant, cells in RARELY.items() for cell in cells]
)
def test_what_is_rare_is_written_and_seldom(variant: str, cell: tuple[str, str, str, str]) -> None:
    column, kind, true, first = cell
    told = landed(variant, column, kind, [true] * COUNT, [first] * COUNT)
    counts = pd.Series(told).value_counts(normalize=True)
    assert len(counts) > 1
    assert 0.03 < counts.iloc[-1] < 0.4
    assert first not in counts.index
