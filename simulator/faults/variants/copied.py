"""Worlds whose source was copied from elsewhere: from chats on a phone, from the notebook of an analyst.

Belongs here: the forms of these two families. A kind that a family does not name keeps its first form.
"""

from __future__ import annotations

from simulator.faults.variants import alphabets, codes, forms, mail, names, stamped
from simulator.faults.variants.family import Family
from simulator.faults.variants.forms import each, mostly, of_first_form, one_of

# Sent by customers as messages to the phones of those who sell and who receive cars: typed with thumbs, marked up as
# chats allow, and copied into the system with what stood beside it, or taken over from the archive of the chats.
MESSAGING = Family(
    {
        "mojibake": mostly(each(alphabets.bytes_escaped), each(alphabets.short_message), 0.1),
        # What a chat shows in bold, or leaning.
        "accents_lost": mostly(each(names.between("*")), each(names.between("_")), 0.2),
        # Phones have a small raised a that is another sign than that of ordinals.
        "maria_short": mostly(each(names.maria_as("Mᵃ")), each(names.maria_as("M.ᵃ")), 0.2),
        "placeholder_email": mail.mailbox(
            (
                "whatsapp@whatsapp.com",
                "whatsapp@whatsapp.com",
                "porwhatsapp@gmail.com",
                "nomanda@nomanda.com",
                "luego@luego.com",
            ),
            "whatsapp",
        ),
        # A phone sets a blank behind the dot that it takes for the end of a sentence.
        "mistyped_domain": mostly(mail.typed_with_thumbs, each(mail.last_dot_as(". ")), 0.3),
        "tax_id_missing": mostly(
            one_of("lo manda luego", "pdte. foto DNI"), one_of("66666666Q", "77777777B"), 0.2
        ),
        "tax_id_wrong_letter": codes.wrong_letter(lambda number, letter: codes.in_pairs(f"{number}{letter}")),
        "tax_id_relative": of_first_form(codes.in_pairs),
        # The year that phones write for a birthday without one, and the last day of a count of seconds in 32 bits.
        "date_sentinel": forms.past_or_future("1604-01-01", "2106-02-07"),
        # The dot is the only separator among a phone's digits.
        "date_swapped": of_first_form(forms.day_before_month(".")),
        "km_sentinel": forms.by_first_form({"0": "000", "999999": "6666666"}),
        # Where the selection of a text began too late, or the number stood in two messages.
        "vin_cut": mostly(each(lambda value: value[2:]), each(lambda value: value[8:]), 0.3),
        "vin_letters": each(stamped.all_letters("01", "Oi")),
        # Two blanks end a sentence.
        "postal_zero_lost": of_first_form(lambda value: f"{value}."),
        "dealer_phone": of_first_form(codes.spaced("https://wa.me/34", (9,), "")),
        "shared_mobile": of_first_form(lambda value: f"{value.removeprefix('+34')} (WhatsApp)"),
        "warranty_end_missing": mostly(one_of("preguntar"), one_of("mirar libro"), 0.3),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="de gasolina",
            diesel="de gasoil",
            hybrid="híbrido de los normales",
            plugin="híbrido que se enchufa",
            electric="100% eléctrico",
        ),
    },
    {
        ("plate", "plate_mistyped"): mostly(
            each(stamped.last_digit_among_letters), each(stamped.first_letter_among_digits), 0.3
        ),
        ("first_name", "test_record"): one_of("Probandooo"),
        ("surname1", "test_record"): one_of("Ignorar"),
        ("surname2", "surname2_missing"): mostly(one_of("solo uno"), one_of("..."), 0.3),
        ("first_name", "nameless_record"): mostly(one_of("WhatsApp"), one_of("Número nuevo"), 0.3),
        ("surname1", "nameless_record"): mostly(one_of("WhatsApp"), one_of("Sin guardar"), 0.3),
        # A chat tells how long ago it was.
        ("event_ts", "consent_undated"): mostly(one_of("Ayer", "Hoy"), one_of("1604-01-01 00:00:00"), 0.2),
        ("source", "consent_undated"): one_of("COPIA DE CHATS"),
    },
)

# Put together by an analyst of the group for a campaign, and loaded back: written out as the programs for statistics
# show their own values, with what they say for nothing and the ends of what they can count.
NOTEBOOK = Family(
    {
        "mojibake": mostly(each(alphabets.points_in_brackets), each(alphabets.octal_bytes), 0.2),
        "accents_lost": mostly(each(names.as_bytes), each(names.as_list), 0.3),
        # What is no letter of ASCII gave way to an underscore; or a power stands for what is raised.
        "maria_short": mostly(each(names.maria_as("M_")), each(names.maria_as("M^a")), 0.2),
        "placeholder_email": mail.mailbox(
            (
                "nan@nan.com",
                "nan@nan.com",
                "none@none.com",
                "anonimo@anonimo.es",
                "missing@example.com",
            ),
            "newsletter",
        ),
        "mistyped_domain": mostly(each(mail.dot_too_soon), each(mail.last_dot_as("_")), 0.4),
        "tax_id_missing": mostly(one_of("nan", "None"), one_of("<NA>"), 0.2),
        "tax_id_wrong_letter": codes.wrong_letter(lambda number, letter: f"{number}_{letter}"),
        "tax_id_relative": of_first_form(lambda value: f"{value[:-1]}_{value[-1]}"),
        # The first and last days of pandas; the day from which SPSS counts, and one beyond all plans.
        "date_sentinel": mostly(
            forms.past_or_future("1677-09-21", "2262-04-11"),
            forms.past_or_future("1582-10-14", "2500-12-31"),
            0.2,
        ),
        "date_swapped": mostly(
            of_first_form(lambda value: f"{value}T00:00:00.000"),
            of_first_form(lambda value: value.replace("-", "_")),
            0.2,
        ),
        # What surveys write for no answer, and a number that became one with decimals.
        "km_sentinel": forms.by_first_form({"0": "-99", "999999": "999999.0"}),
        # What tables of models are looked up by: without the ninth sign and without what counts the cars.
        "vin_cut": each(lambda value: f"{value[:8]}{value[9:11]}"),
        "vin_letters": each(stamped.first_zero_as_q),
        # The sign by which a spreadsheet is told that what follows is text.
        "postal_zero_lost": of_first_form(lambda value: f"'{value}"),
        "dealer_phone": of_first_form(lambda value: f"'{value}"),
        "shared_mobile": of_first_form(lambda value: f"'{value}"),
        "warranty_end_missing": mostly(one_of("NaT"), one_of("nan"), 0.3),
        # A column of its own for each fuel, whose name came back as its value.
        "dealer_fuel_code": codes.fuel_codes(
            petrol="combustible_gasolina",
            diesel="combustible_gasoil",
            hybrid="combustible_hibrido",
            plugin="combustible_hib_ench",
            electric="combustible_electrico",
        ),
    },
    {
        # The digits alone, where a column was made a number; else one of them dropped.
        ("plate", "plate_mistyped"): mostly(
            each(lambda value: value[:4]), each(lambda value: f"{value[:2]}{value[3:]}"), 0.3
        ),
        ("first_name", "test_record"): one_of("Foobar"),
        ("surname1", "test_record"): one_of("Mock"),
        ("surname2", "surname2_missing"): mostly(one_of("nan", "None"), one_of("<NA>"), 0.2),
        ("first_name", "nameless_record"): mostly(one_of("nan"), one_of("None"), 0.3),
        ("surname1", "nameless_record"): mostly(one_of("nan"), one_of("None"), 0.3),
        ("event_ts", "consent_undated"): mostly(one_of("NaT"), one_of("2262-04-11 23:47:16"), 0.2),
        ("source", "consent_undated"): one_of("CSV_ENRIQUECIDO"),
    },
)
