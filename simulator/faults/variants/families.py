"""Worlds by the way their source came to be wrong: which form each kind of fault has in each.

Belongs here: names of families and their forms. A kind that a family does not name keeps its first form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.faults.variants import forms
from simulator.faults.variants.forms import Form, each, of_first_form, one_of

# The codes that the first form writes, by fuel.
_FUELS = {
    "PETROL": ("P", "GAS", "GASOLINA", "1"),
    "DIESEL": ("D", "DIE", "Diésel", "2"),
    "HYBRID": ("H", "HIB", "HIBRIDO", "3"),
    "PLUGIN": ("PHEV", "PLU", "ENCHUFABLE", "4"),
    "ELECTRIC": ("E", "ELE", "ELECTRICO", "5"),
}


def _fuel(**codes: str) -> Form:
    return forms.by_first_form({code: codes[fuel.lower()] for fuel, old in _FUELS.items() for code in old})


@dataclass(frozen=True)
class Family:
    """Forms by kind; of some kinds also by column, which come first. `company_column` takes a company's name."""

    forms: Mapping[str, Form]
    of_columns: Mapping[tuple[str, str], Form] = field(default_factory=dict)
    company_column: str = "surname1"


FAMILIES: Mapping[str, Family] = {
    # Carried over from an older system, twice.
    "migration": Family(
        {
            "mojibake": each(forms.read_as("latin-1", times=2)),
            "accents_lost": each(forms.plain_capitals),
            "maria_short": each(forms.maria_as("M.")),
            "placeholder_email": forms.mailbox(
                ("sincorreo@sincorreo.es", "nodisponible@nodisponible.com", "x@x.com", "ninguno@hotmail.com"),
                "recepcion",
            ),
            "mistyped_domain": forms.first_that_differs(forms.swapped_letters, forms.doubled_letter),
            "tax_id_wrong_letter": forms.wrong_letter(lambda number, letter: f"{number}-{letter.lower()}"),
            "date_sentinel": forms.past_or_future("1901-01-01", "2099-12-31"),
            "km_sentinel": forms.by_first_form({"0": "1", "999999": "9999999"}),
            "vin_cut": each(lambda value: value[4:]),
            "vin_letters": each(forms.all_letters("0", "Q")),
            "postal_zero_lost": of_first_form(lambda value: f"{value}.0"),
            "dealer_phone": of_first_form(forms.spaced("(+34) ", (2, 3, 2, 2), " ")),
            "municipality_mismatch": forms.other_town_of_the_province,
            "warranty_end_before_sale": of_first_form(lambda value: f"{int(value[:4]) - 3}{value[4:]}"),
            "dealer_fuel_code": _fuel(petrol="GA", diesel="GO", hybrid="HY", plugin="PH", electric="EV"),
            "km_rolled_back": forms.part_of_truth(0.1, 0.3),
        },
        {
            ("first_name", "test_record"): one_of("Usuario"),
            ("surname1", "test_record"): one_of("Demo"),
            ("surname2", "surname2_missing"): one_of("-"),
            ("event_ts", "consent_undated"): one_of("0000-00-00 00:00:00"),
        },
        company_column="full_name_raw",
    ),
    # Opened, and saved again, in a spreadsheet.
    "spreadsheet": Family(
        {
            "mojibake": each(forms.read_as("cp1252")),
            "accents_lost": each(forms.plain_small),
            "maria_short": each(forms.maria_as("Ma.")),
            "placeholder_email": forms.mailbox(
                ("noaplica@noaplica.com", "sin@email.com", "notiene@gmail.com", "nohay@nohay.es"), "ventas"
            ),
            "mistyped_domain": forms.wrong_ending,
            "tax_id_wrong_letter": each(forms.swapped_digits),
            "date_sentinel": forms.past_or_future("1899-12-30", "2999-12-31"),
            "km_sentinel": forms.by_first_form({"0": "111111", "999999": "99999999"}),
            "vin_cut": each(lambda value: value[:8] + value[9:]),
            "vin_letters": each(forms.all_letters("1", "I")),
            "dealer_phone": of_first_form(forms.spaced("0034-", (2,), "-")),
            "warranty_end_before_sale": of_first_form(lambda value: f"{value[:5]}06-30"),
            "dealer_fuel_code": _fuel(
                petrol="GASOL", diesel="GASOIL", hybrid="HEV", plugin="HIB-ENCH", electric="BEV"
            ),
            "km_rolled_back": forms.part_of_truth(0.7, 0.85),
        },
        {
            ("plate", "plate_mistyped"): each(lambda value: f"{value}1"),
            ("first_name", "test_record"): one_of("Asdf"),
            ("surname1", "test_record"): one_of("Asdf"),
            ("surname2", "surname2_missing"): one_of("."),
            ("event_ts", "consent_undated"): one_of("1900-01-01 00:00:00"),
            ("source", "consent_undated"): one_of("CARGA"),
        },
        company_column="first_name",
    ),
    # Typed by other hands at another counter.
    "counter": Family(
        {
            "mojibake": each(forms.lost_letters),
            "maria_short": each(forms.maria_as("Mª.")),
            "placeholder_email": forms.mailbox(
                ("asdf@asdf.com", "aaa@aaa.es", "noquiere@noquiere.com", "desconocido@gmail.com"), "mostrador"
            ),
            "mistyped_domain": forms.first_that_differs(forms.neighbouring_key, forms.letter_left_out),
            "tax_id_wrong_letter": forms.wrong_letter(
                lambda number, letter: f"{number[:2]}.{number[2:5]}.{number[5:]} {letter}"
            ),
            "date_sentinel": forms.past_or_future("1800-01-01", "3000-01-01"),
            "km_sentinel": forms.by_first_form({"0": "0.0", "999999": "88888888"}),
            "vin_cut": each(lambda value: value[:12]),
            "vin_letters": each(forms.all_letters("01", "OI")),
            "postal_zero_lost": of_first_form(lambda value: f" {value} "),
            "dealer_phone": of_first_form(forms.spaced("+34 ", (3, 2, 2, 2), ".")),
            "municipality_mismatch": forms.other_town_of_the_province,
            "dealer_fuel_code": _fuel(
                petrol="S/P 95", diesel="GASÓLEO", hybrid="MIXTO", plugin="H. ENCH.", electric="ELÉC."
            ),
            "km_digit_too_many": forms.doubled_digit,
        },
        {
            ("plate", "plate_mistyped"): each(forms.digits_as_letters),
            ("first_name", "test_record"): one_of("Pruebas"),
            ("surname1", "test_record"): one_of("Borrar"),
            ("event_ts", "consent_undated"): one_of("01/01/1900"),
        },
    ),
}
