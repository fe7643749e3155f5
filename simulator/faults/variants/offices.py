"""Worlds whose source was written by an office with ways of its own: an archive on paper, a group of one region.

Belongs here: the forms of these two families. A kind that a family does not name keeps its first form.
"""

from __future__ import annotations

from simulator.faults.variants import alphabets, codes, forms, mail, names, stamped
from simulator.faults.variants.family import Family
from simulator.faults.variants.forms import each, mostly, of_first_form, one_of

# Orders and cards filled in by hand or drawn up as PDF, read by a scanner, and finished by somebody who has to enter
# something in each field.
PAPER = Family(
    {
        "mojibake": mostly(each(alphabets.accents_before), each(alphabets.glyph_numbers), 0.2),
        "accents_lost": each(names.boxed),
        # The small raised letter is read as another sign.
        "maria_short": mostly(each(names.maria_as("M*")), each(names.maria_as("M'")), 0.3),
        "placeholder_email": mail.mailbox(
            ("noconsta@noconsta.es", "ilegible@ilegible.com", "nofigura@nofigura.com", "sin@sin.com"),
            "administracion",
        ),
        "mistyped_domain": mail.read_from_paper,
        "tax_id_missing": mostly(one_of("ver fotocopia", "no aporta"), one_of("ilegible"), 0.2),
        "tax_id_wrong_letter": codes.digit_misread,
        "tax_id_relative": of_first_form(codes.as_printed),
        "date_sentinel": mostly(
            forms.past_or_future("1850-01-01", "8888-08-08"), each(forms.century_misread), 0.3
        ),
        # One pair of boxes each for the day and the month.
        "date_swapped": of_first_form(forms.day_before_month(" ")),
        # Boxes that were struck through, and a key held down.
        "km_sentinel": forms.by_first_form({"0": "777777", "999999": "9999999999"}),
        "vin_cut": each(stamped.doubled_read_once),
        "vin_letters": each(stamped.zeros_in_turn),
        "postal_zero_lost": of_first_form(" ".join),
        "dealer_phone": of_first_form(codes.spaced("", (1,) * 9, " ")),
        "shared_mobile": of_first_form(codes.spaced("", (1,) * 9, " ")),
        "warranty_end_missing": mostly(one_of("__/__/____"), one_of("ilegible"), 0.3),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="Gaso1ina", diesel="Diese1", hybrid="H1brido", plugin="Enchufab1e", electric="E1ectrico"
        ),
    },
    {
        ("plate", "plate_mistyped"): each(stamped.plate_misread),
        ("first_name", "test_record"): one_of("Ejemplar"),
        ("surname1", "test_record"): one_of("Muestra"),
        ("surname2", "surname2_missing"): mostly(one_of("---"), one_of("/"), 0.3),
        ("first_name", "nameless_record"): one_of("ilegible"),
        ("surname1", "nameless_record"): one_of("ilegible"),
        ("event_ts", "consent_undated"): mostly(one_of("s/f"), one_of("__/__/____"), 0.3),
        ("source", "consent_undated"): one_of("ARCHIVO PAPEL"),
    },
)

# Kept by a group in Catalonia in its own language, and handed over as XML by the program of a local house.
REGIONAL = Family(
    {
        "mojibake": mostly(each(alphabets.numbered_entities), each(alphabets.entities_escaped_again), 0.2),
        "accents_lost": each(names.accent_turned),
        "maria_short": mostly(each(names.maria_as("M")), each(names.maria_as("M/")), 0.2),
        "placeholder_email": mail.mailbox(
            ("noten@noten.cat", "sensecorreu@sensecorreu.cat", "nocorreu@gmail.com", "cap@cap.cat"),
            "recanvis",
        ),
        "mistyped_domain": mostly(mail.ending_of_the_region, mail.letter_slipped_in, 0.3),
        "tax_id_missing": mostly(one_of("pendent", "no en té"), one_of("sense NIF"), 0.3),
        "tax_id_wrong_letter": codes.wrong_letter(lambda number, letter: f"{number} {letter}"),
        "tax_id_relative": of_first_form(lambda value: f"{value[:-1]}.{value[-1]}"),
        # The day from which Clarion counts, and one that is quickly typed.
        "date_sentinel": forms.past_or_future("1800-12-28", "2222-02-22"),
        # A day in XML may bear the offset of its time zone.
        "date_swapped": of_first_form(lambda value: f"{value}+01:00"),
        "km_sentinel": forms.by_first_form({"0": "0.00", "999999": "888888"}),
        # The last sign did not fit into the column.
        "vin_cut": each(lambda value: value[:16]),
        "vin_letters": forms.first_that_differs(
            each(stamped.model_spelled), each(stamped.last_zero_as_letter)
        ),
        # The postal district, as the code was called before it had five digits.
        "postal_zero_lost": of_first_form(lambda value: f"D.P. {value}"),
        "dealer_phone": of_first_form(codes.area_before_slash),
        "shared_mobile": of_first_form(codes.spaced("", (3,), "/")),
        "warranty_end_missing": mostly(one_of("sense data"), one_of("pendent"), 0.3),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="benzina s/plom",
            diesel="dièsel",
            hybrid="híbrid",
            plugin="híbrid endollable",
            electric="elèctric",
        ),
    },
    {
        ("plate", "plate_mistyped"): each(stamped.letters_first),
        ("first_name", "test_record"): one_of("Prova"),
        ("surname1", "test_record"): one_of("Esborrar"),
        ("surname2", "surname2_missing"): mostly(one_of("no en té"), one_of("sense cognom"), 0.3),
        ("first_name", "nameless_record"): one_of("Desconegut"),
        ("surname1", "nameless_record"): one_of("Desconegut"),
        ("event_ts", "consent_undated"): mostly(one_of("0001-01-01T00:00:00"), one_of("sense data"), 0.3),
        ("source", "consent_undated"): one_of("CÀRREGA INICIAL"),
    },
)
