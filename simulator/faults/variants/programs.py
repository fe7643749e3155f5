"""Worlds whose source was kept in a program of somebody's: an agent's for papers, the house's own from another age.

Belongs here: the forms of these two families. A kind that a family does not name keeps its first form.
"""

from __future__ import annotations

from simulator.faults.variants import alphabets, codes, forms, mail, names, stamped
from simulator.faults.variants.family import Family
from simulator.faults.variants.forms import each, mostly, of_first_form, one_of

# Kept by the agent (gestoría) who registers cars and changes of owner with the authorities: taken from permits and
# deeds, and handed over as files of text with quotes and with days without separators, or by a page of the web.
AGENCY = Family(
    {
        # UTF-8 as the window for commands shows it.
        "mojibake": mostly(each(alphabets.read_as("cp850")), each(alphabets.web_escapes), 0.3),
        "accents_lost": each(names.quoted),
        "maria_short": mostly(each(names.maria_by_hyphen), each(names.maria_as("Mra.")), 0.2),
        "placeholder_email": mail.mailbox(
            (
                "sindatos@sindatos.com",
                "sindatos@sindatos.com",
                "nodispone@nodispone.es",
                "notienecorreo@gmail.com",
                "nn@nn.com",
            ),
            "matriculaciones",
        ),
        "mistyped_domain": mail.first_key_beside,
        # A foreigner whose number is not given out yet has one of zeros, for the file needs one that passes.
        "tax_id_missing": mostly(one_of("EN TRAMITE", "EN TRÁMITE"), one_of("Y0000000Z", "55555555K"), 0.2),
        "tax_id_wrong_letter": codes.wrong_letter(lambda number, letter: codes.as_filed(f"{number}{letter}")),
        "tax_id_relative": of_first_form(codes.as_filed),
        # Day, month and year without separators.
        "date_sentinel": forms.past_or_future("01011900", "31129999"),
        "date_swapped": of_first_form(forms.day_before_month("")),
        "km_sentinel": forms.by_first_form({"0": "0000", "999999": "5555555"}),
        # The workshop's short number: the six digits that count the cars.
        "vin_cut": each(lambda value: value[-6:]),
        "vin_letters": forms.first_that_differs(
            each(stamped.first_of_each_as_letter), each(stamped.zeros_behind_first)
        ),
        "postal_zero_lost": of_first_form(lambda value: f'"{value}"'),
        "dealer_phone": of_first_form(codes.spaced("", (3, 2, 2), " ")),
        "shared_mobile": of_first_form(codes.spaced("", (3, 2, 2), " ")),
        "warranty_end_missing": mostly(one_of("no procede"), one_of("según fabricante"), 0.2),
        # With the number of the line on the permit.
        "dealer_fuel_code": codes.fuel_codes(
            petrol="P.3 GASOLINA",
            diesel="P.3 GASOLEO",
            hybrid="P.3 HIBRIDO",
            plugin="P.3 HIB. ENCHUF.",
            electric="P.3 ELECTRICIDAD",
        ),
    },
    {
        ("plate", "plate_mistyped"): mostly(
            each(stamped.last_letter_twice), each(stamped.letter_too_far), 0.3
        ),
        ("first_name", "test_record"): one_of("Ejemplo"),
        ("surname1", "test_record"): one_of("Simulación"),
        ("surname2", "surname2_missing"): mostly(one_of("(no tiene)"), one_of("único apellido"), 0.2),
        ("first_name", "nameless_record"): one_of("TITULAR"),
        ("surname1", "nameless_record"): mostly(one_of("TITULAR"), one_of("(ver permiso)"), 0.3),
        # What .NET shows in Spain for a moment that was never set.
        ("event_ts", "consent_undated"): mostly(one_of("01/01/0001 0:00:00"), one_of("sin fechar"), 0.2),
        ("source", "consent_undated"): one_of("LOTE IMPORTADO"),
        ("surname1", "company_as_person"): of_first_form(names.abbreviated_in_deeds),
    },
)

# Kept in the house's own program of the nineties: terminals of text with seven bits and masks to fill in, keys struck
# fast by those who know them, and a database whose fields have several parts with marks between.
TERMINAL = Family(
    {
        "mojibake": mostly(each(alphabets.seven_bits), each(alphabets.struck_over), 0.1),
        # The marks of a Pick database as its programs show them: of a value, and of an attribute.
        "accents_lost": mostly(each(names.before_mark("]")), each(names.before_mark("^")), 0.1),
        # Such an alphabet has no small raised letter; the sign that has an a in it took its place.
        "maria_short": mostly(each(names.maria_as("M@")), each(names.maria_as("M:")), 0.1),
        "placeholder_email": mail.mailbox(
            ("1@1.com", "1@1.com", "zzz@zzz.com", "notienemail@notienemail.es", "sinasignar@hotmail.com"),
            "posventa",
        ),
        "mistyped_domain": mail.last_key_slipped,
        "tax_id_missing": mostly(one_of("S/D", "-"), one_of("88888888Y"), 0.2),
        "tax_id_wrong_letter": codes.digit_above,
        "tax_id_relative": of_first_form(lambda value: f"{value}]"),
        # The last day is that of a century in whose last one nobody thought of this one.
        "date_sentinel": forms.past_or_future("01-01-0001", "31-12-2100"),
        "date_swapped": of_first_form(lambda value: value.replace("-", "/")),
        # A number without a sign that was counted down from zero.
        "km_sentinel": forms.by_first_form({"0": "-9999", "999999": "4294967295"}),
        "km_rolled_back": each(forms.second_digit_lost),
        # A column of fourteen signs.
        "vin_cut": each(lambda value: value[:14]),
        # With the lock for capitals on, the key for capitals writes small letters.
        "vin_letters": forms.first_that_differs(
            each(stamped.all_letters("1", "i")), each(stamped.all_letters("0", "q"))
        ),
        "postal_zero_lost": of_first_form(lambda value: f"{value}]"),
        "dealer_phone": of_first_form(codes.area_before_hyphen),
        "shared_mobile": of_first_form(codes.spaced("", (3,), "-")),
        "warranty_end_missing": mostly(one_of("..-..-...."), one_of("S/D"), 0.2),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="GNA", diesel="GLO", hybrid="HBO", plugin="HEN", electric="ELC"
        ),
    },
    {
        ("plate", "plate_mistyped"): each(stamped.letter_before_digit),
        ("first_name", "test_record"): one_of("Testeo"),
        ("surname1", "test_record"): one_of("Eliminar"),
        ("surname2", "surname2_missing"): mostly(one_of("--"), one_of("S/A"), 0.2),
        ("first_name", "nameless_record"): mostly(one_of("****"), one_of("S/D"), 0.3),
        ("surname1", "nameless_record"): mostly(one_of("****"), one_of("S/D"), 0.3),
        ("event_ts", "consent_undated"): mostly(one_of("..-..-.... ..:.."), one_of("01-01-0001 00:00"), 0.2),
        ("source", "consent_undated"): one_of("VOLCADO"),
    },
)
