"""Worlds whose source is kept by one department of the house for its own ends: the books, the showroom.

Belongs here: the forms of these two families. A kind that a family does not name keeps its first form.
"""

from __future__ import annotations

from simulator.faults.variants import alphabets, codes, forms, mail, names, stamped
from simulator.faults.variants.family import Family
from simulator.faults.variants.forms import each, mostly, of_first_form, one_of

# Taken from the program with which the house writes its invoices: made for DOS and shown by Windows, with files for
# banks, columns too narrow, and one account for all whom nobody asked for a name.
ACCOUNTING = Family(
    {
        "mojibake": mostly(
            forms.first_that_differs(
                each(alphabets.as_dos_shows("cp850")), each(alphabets.as_dos_shows("cp437"))
            ),
            # Files for banks have this sign for the Ñ.
            each(alphabets.unknown_as("#")),
            0.2,
        ),
        "accents_lost": each(names.comma_behind),
        "maria_short": mostly(each(names.maria_by_stop), each(names.maria_as("M.a")), 0.2),
        "placeholder_email": mail.mailbox(
            (
                "nofacilita@nofacilita.es",
                "sinmail@sinmail.com",
                "noposee@noposee.com",
                "clientecontado@hotmail.com",
            ),
            "facturacion",
        ),
        "mistyped_domain": each(mail.last_letter_cut),
        # An invoice needs a number, so a valid one is entered that is nobody's.
        "tax_id_missing": mostly(one_of("11111111H"), one_of("SIN NIF", "sin CIF"), 0.3),
        "tax_id_wrong_letter": mostly(
            codes.wrong_letter(lambda number, letter: codes.dotted(f"{number}{letter}")),
            codes.digit_as_before,
            0.3,
        ),
        "tax_id_relative": of_first_form(codes.dotted),
        # The first day that Visual Basic knows, and the last one of Dynamics AX.
        "date_sentinel": forms.past_or_future("0100-01-01", "2154-12-31"),
        # The ANSI format of dBase has dots.
        "date_swapped": of_first_form(lambda value: value.replace("-", ".")),
        "km_sentinel": forms.by_first_form({"0": "0,00", "999999": "1000000"}),
        "km_rolled_back": each(forms.last_digit_lost),
        "vin_cut": each(lambda value: value[:10]),
        "vin_letters": forms.first_that_differs(
            each(stamped.two_zeros_as_letters), each(stamped.first_one_as_letter)
        ),
        "postal_zero_lost": of_first_form(lambda value: f"{value},00"),
        "dealer_phone": of_first_form(codes.spaced("Tfno. ", (3, 3), " ")),
        "shared_mobile": of_first_form(codes.spaced("", (3, 3), " ")),
        # An empty day of dBase.
        "warranty_end_missing": mostly(one_of("  /  /    "), one_of("sin fecha"), 0.2),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="GSL", diesel="GSO", hybrid="HBD", plugin="HBE", electric="ELT"
        ),
    },
    {
        # Filled up to eight signs with a zero.
        ("plate", "plate_mistyped"): each(lambda value: f"0{value}"),
        ("first_name", "test_record"): one_of("Ensayo"),
        ("surname1", "test_record"): one_of("Ficticio"),
        ("surname2", "surname2_missing"): mostly(one_of("*"), one_of("N.C."), 0.2),
        ("first_name", "nameless_record"): mostly(one_of("CLIENTE"), one_of("CLIENTES"), 0.3),
        ("surname1", "nameless_record"): mostly(one_of("CONTADO"), one_of("VARIOS"), 0.3),
        ("event_ts", "consent_undated"): mostly(
            one_of("  /  /       :  "), one_of("0100-01-01 00:00:00"), 0.2
        ),
        ("source", "consent_undated"): one_of("TRASPASO"),
        ("surname1", "company_as_person"): of_first_form(names.comma_before_form),
    },
)

# Typed by those who sell, whose bonus asks for records without an empty field, in a session on a distant computer that
# takes their keyboard for an English one.
SHOWROOM = Family(
    {
        "mojibake": mostly(each(alphabets.dead_keys_twice), each(alphabets.typed_numbers), 0.1),
        "accents_lost": each(names.two_capitals),
        # The key of the small raised letter, with the one for capitals or without it.
        "maria_short": mostly(each(names.maria_as("M~")), each(names.maria_as("M`")), 0.2),
        "placeholder_email": mail.mailbox(
            ("no@tiene.com", "falta@falta.com", "nolotiene@gmail.com", "cliente@cliente.com"), "comercial"
        ),
        "mistyped_domain": mail.ending_beside,
        # The screen checks the letter, so they learned numbers by heart that it lets through.
        "tax_id_missing": mostly(one_of("22222222J", "33333333P", "44444444A"), one_of("."), 0.2),
        "tax_id_wrong_letter": codes.wrong_letter(
            lambda number, letter: codes.before_stroke(f"{number}{letter}")
        ),
        "tax_id_relative": of_first_form(codes.before_stroke),
        "date_sentinel": forms.past_or_future("12/12/1212", "09/09/9999"),
        "date_swapped": of_first_form(forms.day_before_month("-")),
        "km_sentinel": forms.by_first_form({"0": "1111111", "999999": "12345678"}),
        "vin_cut": stamped.group_left_out,
        "vin_letters": each(stamped.ones_and_last_zero),
        "postal_zero_lost": of_first_form(codes.before_province),
        "dealer_phone": of_first_form(
            lambda value: f"({value.removeprefix('+34')[:2]}) {value.removeprefix('+34')[2:]}"
        ),
        "shared_mobile": of_first_form(codes.spaced("0034 ", (3, 3), " ")),
        "warranty_end_missing": mostly(one_of("n/d"), one_of("a consultar"), 0.3),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="Unleaded",
            diesel="Diesel engine",
            hybrid="Full hybrid",
            plugin="Plug-in hybrid",
            electric="Full electric",
        ),
    },
    {
        ("plate", "plate_mistyped"): mostly(each(stamped.last_digit_twice), each(stamped.vowel_beside), 0.3),
        # Left behind by a course in the use of the program.
        ("first_name", "test_record"): one_of("Alumno"),
        ("surname1", "test_record"): one_of("Curso"),
        ("surname2", "surname2_missing"): mostly(one_of(".."), one_of("n/d"), 0.3),
        ("first_name", "nameless_record"): one_of("Pendiente"),
        ("surname1", "nameless_record"): mostly(one_of("Pendiente"), one_of("n/d"), 0.3),
        ("event_ts", "consent_undated"): mostly(one_of("12/12/1212 12:12:12"), one_of("n/d"), 0.3),
        ("source", "consent_undated"): one_of("OTROS"),
        ("surname1", "company_as_person"): of_first_form(names.told_a_company),
    },
)
