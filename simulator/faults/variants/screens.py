"""Worlds whose source came through a screen of somebody else's: a portal on the web, a tablet on the desk.

Belongs here: the forms of these two families. A kind that a family does not name keeps its first form.
"""

from __future__ import annotations

from simulator.faults.variants import alphabets, codes, forms, mail, names, stamped
from simulator.faults.variants.family import Family
from simulator.faults.variants.forms import each, of_first_form, one_of

# Bought from a portal for cars: typed by strangers on their phones, sent on by programs that escape what they carry and
# write what their language says for nothing.
PORTAL = Family(
    {
        "mojibake": forms.mixed(each(alphabets.mail_escapes), each(alphabets.json_escapes)),
        "accents_lost": each(names.keyboard_line),
        "maria_short": each(names.maria_as("Ma")),
        # What stands in the empty fields of forms as an example.
        "placeholder_email": mail.mailbox(
            ("tucorreo@gmail.com", "nombre@ejemplo.com", "email@email.com", "usuario@dominio.es"), "leads"
        ),
        "mistyped_domain": forms.mixed(mail.digit_for_letter, each(mail.dot_misplaced)),
        "tax_id_missing": one_of("12345678Z", "X0000000T", "undefined"),
        "tax_id_wrong_letter": each(lambda value: codes.digits_across(value).lower()),
        "tax_id_relative": of_first_form(str.lower),
        # The first day that MySQL knows, and a day that nobody expects to meet.
        "date_sentinel": forms.past_or_future("1000-01-01", "2199-12-31"),
        "date_swapped": of_first_form(lambda value: f"{value}T00:00:00Z"),
        "km_sentinel": forms.by_first_form({"0": "7777777", "999999": "1234567"}),
        "km_rolled_back": each(forms.in_miles),
        "vin_cut": each(lambda value: value[-8:]),
        "vin_letters": each(stamped.typed_small),
        "postal_zero_lost": of_first_form(lambda value: f"{value}, ES"),
        "dealer_phone": of_first_form(codes.spaced("tel:+34-", (3, 3), "-")),
        "shared_mobile": of_first_form(codes.spaced("tel:+34", (9,), "")),
        "municipality_mismatch": forms.first_of_the_list,
        "warranty_end_missing": one_of("undefined", "null"),
        "warranty_end_before_sale": each(forms.years_earlier(4)),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="FUEL_GASOLINE",
            diesel="FUEL_DIESEL",
            hybrid="FUEL_HEV",
            plugin="FUEL_PHEV",
            electric="FUEL_BEV",
        ),
    },
    {
        ("plate", "plate_mistyped"): stamped.with_province,
        ("first_name", "test_record"): one_of("Lorem"),
        ("surname1", "test_record"): one_of("Ipsum"),
        ("surname2", "surname2_missing"): one_of("undefined"),
        ("first_name", "nameless_record"): one_of("Anónimo"),
        ("surname1", "nameless_record"): one_of("undefined"),
        ("event_ts", "consent_undated"): one_of("Invalid date", "NaN-NaN-NaN NaN:NaN:NaN"),
        ("source", "consent_undated"): one_of("BULK_IMPORT"),
        ("surname1", "company_as_person"): of_first_form(names.small_without_stops),
    },
    company_column="full_name_raw",
)

# Taken down at the desk on a tablet set up in America: dictated, read by its camera, copied from its contacts.
TABLET = Family(
    {
        "mojibake": each(alphabets.accents_apart),
        "accents_lost": each(names.scanned_card),
        "maria_short": each(names.maria_glued),
        "placeholder_email": mail.mailbox(
            ("notengo@notengo.es", "paso@paso.com", "nose@nose.com", "abc@abc.es"), "citas"
        ),
        "mistyped_domain": mail.in_two_words,
        "tax_id_missing": one_of("no lo trae", "(null)", "sin documento"),
        "tax_id_wrong_letter": each(codes.letter_misheard),
        "tax_id_relative": of_first_form(codes.in_groups),
        # The days from which, and up to which, a Mac and a phone count.
        "date_sentinel": forms.past_or_future("1904-01-01", "4001-01-01"),
        "date_swapped": of_first_form(forms.month_before_day),
        # What a car's electronics tell when they have no reading: three bytes of ones.
        "km_sentinel": forms.by_first_form({"0": "-999", "999999": "16777215"}),
        "km_rolled_back": each(forms.first_digit_unread),
        "vin_cut": each(lambda value: value[1:-1]),
        "vin_letters": each(stamped.last_as_letter),
        "postal_zero_lost": of_first_form(lambda value: f"{value[0]},{value[1:]}"),
        "dealer_phone": of_first_form(codes.as_copied_from_contacts),
        "shared_mobile": of_first_form(codes.as_copied_from_contacts),
        "municipality_mismatch": forms.next_in_the_list,
        "warranty_end_missing": one_of("(null)", "sin dato"),
        "warranty_end_before_sale": each(forms.years_earlier(7)),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="gasolina sin plomo",
            diesel="gasóleo A",
            hybrid="híbrido no enchufable",
            plugin="híbrido enchufable",
            electric="cien por cien eléctrico",
        ),
    },
    {
        ("plate", "plate_mistyped"): each(stamped.read_by_camera),
        ("first_name", "test_record"): one_of("Hola"),
        ("surname1", "test_record"): one_of("Probando"),
        ("surname2", "surname2_missing"): one_of("no tiene"),
        ("first_name", "nameless_record"): one_of("(sin nombre)"),
        ("surname1", "nameless_record"): one_of("(null)"),
        ("event_ts", "consent_undated"): one_of("4001-01-01 00:00:00"),
        ("source", "consent_undated"): one_of("SINCRONIZACION"),
        ("surname1", "company_as_person"): of_first_form(names.legal_form_apart),
    },
)
