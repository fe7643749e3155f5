"""Worlds whose source was gathered from elsewhere: from lists that formulas joined, from mails.

Belongs here: the forms of these two families. A kind that a family does not name keeps its first form.
"""

from __future__ import annotations

from simulator.faults.variants import alphabets, codes, forms, mail, names, stamped
from simulator.faults.variants.family import Family
from simulator.faults.variants.forms import each, mostly, of_first_form, one_of

# A template for loading that the office filled from several lists by formulas: a lookup that finds nothing shows an
# error, one that finds an empty cell shows zero, and a code that was a number in one list lost what a number lacks.
FORMULAS = Family(
    {
        # Lists of Windows on a Mac, and UTF-8 opened as the page for Central Europe.
        "mojibake": forms.first_that_differs(
            each(alphabets.windows_on_mac), each(alphabets.read_as("cp1250"))
        ),
        "accents_lost": mostly(each(names.plain_as_text_formula), each(names.plain_before(";")), 0.2),
        "maria_short": mostly(each(names.maria_joined("-")), each(names.maria_as("Mrª")), 0.2),
        # The template does not let an address be empty.
        "placeholder_email": mail.mailbox(
            (
                "vacio@vacio.com",
                "vacio@vacio.com",
                "obligatorio@obligatorio.es",
                "nulo@nulo.com",
                "0@0.com",
            ),
            "crm",
        ),
        "mistyped_domain": mail.ending_looked_up,
        "tax_id_missing": mostly(one_of("#N/D", "0"), one_of("#¡REF!", "#¿NOMBRE?"), 0.2),
        "tax_id_wrong_letter": each(codes.letter_counted_from_zero),
        "tax_id_relative": of_first_form(codes.as_text_formula),
        # The first and last days of Excel, and what the first one is in a workbook that counts from 1904.
        "date_sentinel": mostly(
            forms.past_or_future("01/01/1900 0:00", "31/12/9999 0:00"),
            forms.past_or_future("02/01/1904", "01/01/9999"),
            0.2,
        ),
        # A day is a moment, and shows its hour once it is saved as text.
        "date_swapped": mostly(
            of_first_form(lambda value: f"{forms.day_before_month('/')(value)} 0:00"),
            of_first_form(codes.as_text_formula),
            0.2,
        ),
        "km_sentinel": forms.by_first_form({"0": "0,0", "999999": "999999,00"}),
        # What counts the cars stood in a column of its own; where it has no zeros before, one took five digits of it.
        "vin_cut": forms.first_that_differs(
            each(stamped.count_as_number), each(lambda value: f"{value[:-6]}{value[-5:]}")
        ),
        "vin_letters": forms.first_that_differs(
            each(stamped.last_as("0", "Q")), each(stamped.last_as("1", "I"))
        ),
        "postal_zero_lost": of_first_form(codes.as_text_formula),
        # A number is shown with dots between its thousands.
        "dealer_phone": of_first_form(codes.spaced("", (3, 3), ".")),
        "shared_mobile": of_first_form(codes.spaced("", (3, 3), ".")),
        "warranty_end_missing": mostly(one_of("#N/D", "0"), one_of("#¡VALOR!"), 0.2),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="1 - Gasolina",
            diesel="2 - Gasóleo",
            hybrid="3 - Híbrido",
            plugin="4 - Enchufable",
            electric="5 - Eléctrico",
        ),
    },
    {
        # Digits and letters stood in two columns; where there is no zero before, one took two of the letters.
        ("plate", "plate_mistyped"): forms.first_that_differs(
            each(stamped.digits_as_number), each(lambda value: f"{value[:4]}{value[5:]}")
        ),
        ("first_name", "test_record"): one_of("Plantilla"),
        ("surname1", "test_record"): one_of("Rellenar"),
        ("surname2", "surname2_missing"): mostly(one_of("0"), one_of("#N/D"), 0.3),
        ("first_name", "nameless_record"): mostly(one_of("0"), one_of("#N/D"), 0.3),
        ("surname1", "nameless_record"): mostly(one_of("0"), one_of("#N/D"), 0.3),
        # Zero as a moment.
        ("event_ts", "consent_undated"): mostly(one_of("00/01/1900 0:00"), one_of("#N/D"), 0.3),
        ("source", "consent_undated"): one_of("CRUCE DE LISTADOS"),
        # An empty second surname, joined to the name.
        ("surname1", "company_as_person"): of_first_form(lambda value: f"{value} 0"),
    },
)

# Taken from mails that customers and their companies sent: by programs that read heads of messages and by hands that
# copy from signatures and sentences, with the signs that stood around what was copied.
INBOX = Family(
    {
        "mojibake": mostly(
            each(alphabets.encoded_word("utf-8")), each(alphabets.encoded_word("iso-8859-1")), 0.2
        ),
        # Who sent it; or whom a letter greets.
        "accents_lost": mostly(each(names.in_apostrophes), each(names.plain_before(":")), 0.2),
        # A raised letter of a page, as text or as its marks.
        "maria_short": mostly(each(names.maria_as("M(a)")), each(names.maria_as("M<sup>a</sup>")), 0.2),
        "placeholder_email": mail.mailbox(
            (
                "noreply@noreply.com",
                "noreply@noreply.com",
                "nospam@nospam.com",
                "nocontestar@nocontestar.es",
                "spam@spam.com",
            ),
            "info",
        ),
        # Copied with the sign that closes it in the head of a mail, or parts it from the next one.
        "mistyped_domain": mostly(each(mail.sign_behind(">")), each(mail.sign_behind(";")), 0.3),
        "tax_id_missing": mostly(one_of("ver adjunto", "adjunto"), one_of("87654321X"), 0.2),
        "tax_id_wrong_letter": codes.wrong_letter(lambda number, letter: f"({number}{letter})"),
        "tax_id_relative": of_first_form(lambda value: f"({value})"),
        # The day from which Windows counts, and the one that Outlook keeps for none.
        "date_sentinel": forms.past_or_future("1601-01-01", "4501-01-01"),
        # As one types it in a mail, or as an invitation in it has it.
        "date_swapped": mostly(
            of_first_form(forms.day_before_month(" / ")),
            of_first_form(lambda value: f"{value.replace('-', '')}T000000"),
            0.1,
        ),
        "km_sentinel": forms.by_first_form({"0": "00000", "999999": "987654321"}),
        # What stood before the end of a line, or behind it.
        "vin_cut": mostly(each(lambda value: value[:9]), each(lambda value: value[5:]), 0.3),
        "vin_letters": forms.first_that_differs(
            each(stamped.first_as("0", "o")), each(stamped.first_as("1", "i"))
        ),
        # The hyphen before the town.
        "postal_zero_lost": of_first_form(lambda value: f"{value} -"),
        "dealer_phone": of_first_form(codes.spaced("T. +34 ", (3, 3), " ")),
        "shared_mobile": of_first_form(codes.spaced("M. +34 ", (3, 3), " ")),
        "warranty_end_missing": mostly(one_of("ver adjunto"), one_of("por confirmar"), 0.3),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="Combustible: gasolina",
            diesel="Combustible: gasóleo",
            hybrid="Combustible: híbrido",
            plugin="Combustible: híbrido enchufable",
            electric="Combustible: eléctrico",
        ),
    },
    {
        # A digit left out, or the start of it on the line before.
        ("plate", "plate_mistyped"): mostly(
            each(lambda value: f"{value[:3]}{value[4:]}"), each(lambda value: value[2:]), 0.2
        ),
        ("first_name", "test_record"): one_of("Testing"),
        ("surname1", "test_record"): one_of("Descartar"),
        ("surname2", "surname2_missing"): mostly(one_of("(vacío)"), one_of("sin segundo"), 0.3),
        ("first_name", "nameless_record"): mostly(one_of("(sin remitente)"), one_of("Remitente"), 0.3),
        ("surname1", "nameless_record"): mostly(one_of("(sin asunto)"), one_of("Remitente"), 0.3),
        # What Outlook shows for no day, and what it keeps.
        ("event_ts", "consent_undated"): mostly(one_of("Ninguna"), one_of("4501-01-01 00:00:00"), 0.2),
        ("source", "consent_undated"): one_of("REENVIO DE CORREO"),
        # Who in a company writes stands behind its name.
        ("surname1", "company_as_person"): of_first_form(lambda value: f"{value} - Administración"),
    },
)
