"""Worlds whose source was filled at a desk: in a workbook of the office, at the reception of the workshop.

Belongs here: the forms of these two families. A kind that a family does not name keeps its first form.
"""

from __future__ import annotations

from simulator.faults.party import PLAIN
from simulator.faults.variants import alphabets, codes, forms, mail, names, stamped
from simulator.faults.variants.family import Family
from simulator.faults.variants.forms import Form, by_first_form, each, mostly, of_first_form, one_of


def plain_and_blank(value: str) -> str:
    """No accents, and a blank behind that nobody sees in a sheet.

    >>> plain_and_blank("Ibáñez")
    'Ibanez '
    """
    return f"{value.translate(PLAIN)} " if not value.isascii() else value


def end_of_year(shape: str) -> Form:
    """The last day of the year of the first form, in a shape that gets the year.

    >>> import numpy as np
    >>> from simulator.faults.variants.forms import Cells
    >>> end_of_year("31/12/{}")(Cells(["2023-05-04"], ["2019-01-15"], np.random.default_rng(1)))
    ['31/12/2019']
    """
    return of_first_form(lambda value: shape.format(value[:4]))


def without_sign(place: int) -> Form:
    """A value of which one sign was not typed.

    >>> import numpy as np
    >>> from simulator.faults.variants.forms import Cells
    >>> without_sign(3)(Cells(["1234BCD"], [""], np.random.default_rng(1)))
    ['123BCD']
    """
    return each(lambda value: f"{value[:place]}{value[place + 1 :]}")


# Customers and cars kept by the office in a workbook of Excel, saved as CSV and loaded into the program of the dealer.
WORKBOOK = Family(
    {
        # Saved in the page of Windows and read as UTF-8; or UTF-8 opened by Excel, saved, and opened once more.
        "mojibake": mostly(each(alphabets.unknown_as("\ufffd")), each(alphabets.read_as("cp1252", 2)), 0.25),
        # Capitals bear no accents, many say, and the Ñ has a key of its own; or a blank came along behind.
        "accents_lost": mostly(each(names.tilde_kept), each(plain_and_blank), 0.25),
        "maria_short": mostly(each(names.maria_as("M.")), each(names.maria_as("Ma")), 0.2),
        # The column must not be empty when the file is loaded.
        "placeholder_email": mail.mailbox(
            (
                "sincorreo@sincorreo.com",
                "notiene@notiene.es",
                "notiene@gmail.com",
                "nomail@nomail.com",
                "correo@correo.com",
                "x@x.com",
            ),
            "info",
        ),
        # Keys missed or swapped; N lies beside M.
        "mistyped_domain": mail.slip_after(
            "@",
            {
                "gmail.com": ("gmail.con", "gamil.com", "gmai.com"),
                "hotmail.com": ("hotmail.con", "hotmial.com", "hotmai.com"),
                "yahoo.es": ("yahoo.ea", "yaoo.es"),
                "outlook.es": ("outlook.ea", "oulook.es"),
            },
        ),
        # What a search in another sheet shows that finds nothing, or finds an empty cell; or a note for later.
        "tax_id_missing": mostly(one_of("#N/D", "0", "-"), one_of("PENDIENTE"), 0.2),
        "tax_id_wrong_letter": mostly(
            codes.wrong_letter(lambda number, letter: f"{number}-{letter}"), each(codes.swapped_digits), 0.25
        ),
        "tax_id_relative": of_first_form(lambda value: f"{value[:-1]}-{value[-1]}"),
        # Days as a sheet shows them; or day zero of Access, and the end of the century.
        "date_sentinel": mostly(
            forms.past_or_future("01/01/1900", "31/12/9999"),
            forms.past_or_future("1899-12-30", "2099-12-31"),
            0.25,
        ),
        # A workbook set to English.
        "date_swapped": mostly(
            of_first_form(forms.day_before_month("/")), of_first_form(forms.month_before_day), 0.25
        ),
        # The least that is more than nothing, and nines to the end; or numbers with their Spanish signs.
        "km_sentinel": mostly(
            by_first_form({"0": "1", "999999": "9999999"}),
            by_first_form({"0": "0,0", "999999": "999.999"}),
            0.25,
        ),
        "km_rolled_back": mostly(each(forms.last_digit_lost), each(forms.stop_as_decimals(10_000)), 0.3),
        # A decimal whose comma was lost; or a key hit twice.
        "km_digit_too_many": mostly(each(lambda value: f"{value}0"), forms.doubled_digit, 0.3),
        # The last sign was not marked when it was copied; or the short number that cars are called by.
        "vin_cut": mostly(each(lambda value: value[:16]), each(lambda value: value[-8:]), 0.3),
        "vin_letters": forms.first_that_differs(
            each(stamped.all_letters("0", "O")), each(stamped.all_letters("1", "I"))
        ),
        # A column of numbers: with decimals, as a reader of files makes them where a cell is empty; or with a stop.
        "postal_zero_lost": mostly(
            of_first_form(lambda value: f"{value}.0"),
            of_first_form(lambda value: f"{value[:-3]}.{value[-3:]}"),
            0.2,
        ),
        # The town of a neighbouring row, or the next of a list that was pulled down.
        "municipality_mismatch": mostly(forms.other_town_of_the_province, forms.next_in_the_list, 0.3),
        # Numbers; the plus of an international one is lost.
        "dealer_phone": mostly(
            of_first_form(codes.spaced("", (9,), "")), of_first_form(codes.spaced("34", (9,), "")), 0.25
        ),
        "shared_mobile": mostly(
            of_first_form(codes.spaced("34", (9,), "")), of_first_form(codes.spaced("", (3, 3, 3), " ")), 0.3
        ),
        "warranty_end_missing": mostly(one_of("-", "#N/D"), one_of("#¡VALOR!"), 0.2),
        # The last day of the year before the sale; or a year with another figure for its decade.
        "warranty_end_before_sale": mostly(end_of_year("31/12/{}"), each(forms.years_earlier(10)), 0.3),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="Gasolina",
            diesel="Gasóleo",
            hybrid="Híbrido gasolina",
            plugin="Híbrido enchufable",
            electric="Eléctrico",
        ),
    },
    {
        # A letter for the zero; or the last letter not marked when it was copied.
        ("plate", "plate_mistyped"): mostly(
            each(stamped.digits_as_letters), each(lambda value: value[:6]), 0.3
        ),
        ("first_name", "test_record"): mostly(one_of("CLIENTE"), one_of("PRUEBA"), 0.3),
        ("surname1", "test_record"): mostly(one_of("PRUEBA"), one_of("PRUEBAS"), 0.2),
        ("surname2", "surname2_missing"): mostly(one_of(".", "-"), one_of("#N/D"), 0.2),
        ("first_name", "nameless_record"): mostly(one_of("SIN NOMBRE"), one_of("."), 0.3),
        ("surname1", "nameless_record"): mostly(one_of("."), one_of("DESCONOCIDO"), 0.3),
        ("event_ts", "consent_undated"): mostly(one_of("-"), one_of("1900-01-01 00:00:00"), 0.3),
        ("source", "consent_undated"): mostly(one_of("EXCEL"), one_of("CARGA INICIAL"), 0.3),
        ("surname1", "company_as_person"): of_first_form(names.without_stops),
    },
    # One column, Nombre, has both people and companies.
    company_column="first_name",
)

# Typed by the advisers at the reception of the workshop, with the customer before them or on the phone and a queue
# behind: fields that must be filled are filled with anything.
RECEPTION = Family(
    {
        # A program that has no such letters; or the form for appointments on the web, whose text was escaped.
        "mojibake": mostly(each(alphabets.unknown_as("?")), each(alphabets.html_entities), 0.2),
        # The key for capitals stays down all day; or no shift key at all.
        "accents_lost": mostly(each(names.plain_capitals), each(names.plain_small), 0.25),
        "maria_short": mostly(each(names.maria_glued), each(names.maria_as("Ma.")), 0.2),
        "placeholder_email": mail.mailbox(
            (
                "no@no.es",
                "no@tiene.com",
                "notiene@hotmail.com",
                "a@a.com",
                "xxx@xxx.com",
                "sinemail@gmail.com",
                "noaporta@noaporta.com",
            ),
            "taller",
        ),
        # Letters left out in a hurry, or hit beside; or written as they were heard.
        "mistyped_domain": mostly(
            mail.slip_after(
                "@",
                {
                    "gmail.com": ("gmil.com", "gmal.com", "gnail.com"),
                    "hotmail.com": ("homail.com", "hormail.com", "hotmil.com"),
                    "yahoo.es": ("yahho.es", "yhoo.es"),
                    "outlook.es": ("outllok.es", "outook.es"),
                },
            ),
            mail.slip_after(
                "@",
                {
                    "gmail.com": ("jmail.com", "gmeil.com"),
                    "hotmail.com": ("hotmeil.com", "otmail.com"),
                    "yahoo.es": ("yajoo.es", "llahoo.es"),
                    "outlook.es": ("autlook.es", "outluk.es"),
                },
            ),
            0.2,
        ),
        "tax_id_missing": mostly(one_of("PENDIENTE", "NO APORTA", "."), one_of("X"), 0.2),
        # Digits in each other's place, or a key hit beside.
        "tax_id_wrong_letter": mostly(each(codes.swapped_digits), codes.digit_beside, 0.3),
        "tax_id_relative": mostly(
            of_first_form(str.lower), of_first_form(lambda value: f"{value[:-1]} {value[-1]}"), 0.3
        ),
        # A program that refuses 1900; or one key held down.
        "date_sentinel": mostly(
            forms.past_or_future("1901-01-01", "2099-12-31"),
            forms.past_or_future("1111-11-11", "2999-12-31"),
            0.2,
        ),
        "date_swapped": mostly(
            of_first_form(forms.day_before_month("-")),
            of_first_form(lambda value: value.replace("-", "/")),
            0.3,
        ),
        # Nobody went out to the car: a one, or one key held down.
        "km_sentinel": mostly(
            by_first_form({"0": "1", "999999": "111111"}),
            by_first_form({"0": "000000", "999999": "9999999"}),
            0.2,
        ),
        # Guessed by the customer in thousands; or a digit that was not struck.
        "km_rolled_back": mostly(forms.thousands_below(0.4, 0.85), each(forms.second_digit_lost), 0.3),
        "km_digit_too_many": mostly(forms.doubled_digit, forms.digit_between, 0.25),
        # The last seven, by which spare parts are asked for; or a sign in the middle that was skipped.
        "vin_cut": mostly(each(lambda value: value[-7:]), without_sign(9), 0.3),
        "vin_letters": mostly(
            forms.first_that_differs(each(stamped.last_as("0", "O")), each(stamped.last_as("1", "I"))),
            each(stamped.last_as("0", "Q")),
            0.2,
        ),
        # A field for numbers, set to the right; or the letters before the code as on an envelope.
        "postal_zero_lost": mostly(
            of_first_form(lambda value: f" {value}"), of_first_form(lambda value: f"CP {value}"), 0.2
        ),
        # The town that the program proposes.
        "municipality_mismatch": mostly(
            forms.capital_of_the_province, forms.other_town_of_the_province, 0.25
        ),
        "dealer_phone": mostly(
            of_first_form(codes.spaced("", (3, 2, 2, 2), " ")),
            of_first_form(codes.spaced("", (2, 3, 2, 2), ".")),
            0.25,
        ),
        "shared_mobile": mostly(
            of_first_form(codes.spaced("", (3, 2, 2, 2), " ")),
            of_first_form(codes.spaced("", (3, 3, 3), "-")),
            0.25,
        ),
        "warranty_end_missing": mostly(one_of("PENDIENTE", "?"), one_of("CONSULTAR"), 0.3),
        "warranty_end_before_sale": mostly(each(forms.years_earlier(10)), end_of_year("{}-12-31"), 0.3),
        # Two letters, as programs of workshops have them.
        "dealer_fuel_code": codes.fuel_codes(
            petrol="GA", diesel="DI", hybrid="HI", plugin="HE", electric="EL"
        ),
    },
    {
        # A digit that was not struck; or a letter hit on a vowel beside it, or its last one struck twice.
        ("plate", "plate_mistyped"): mostly(
            without_sign(3),
            forms.first_that_differs(each(stamped.vowel_beside), each(stamped.last_letter_twice)),
            0.3,
        ),
        ("first_name", "test_record"): mostly(one_of("PRUEBA", "TEST"), one_of("ASDF"), 0.2),
        ("surname1", "test_record"): mostly(one_of("PRUEBA TALLER", "PRUEBAS"), one_of("BORRAR"), 0.2),
        ("surname2", "surname2_missing"): mostly(one_of("X", "."), one_of("NO TIENE"), 0.2),
        # Who pays at the counter and goes.
        ("first_name", "nameless_record"): one_of("CLIENTE"),
        ("surname1", "nameless_record"): mostly(one_of("CONTADO", "VARIOS"), one_of("MOSTRADOR"), 0.2),
        ("event_ts", "consent_undated"): mostly(one_of("PENDIENTE"), one_of("9999-12-31 00:00:00"), 0.2),
        ("source", "consent_undated"): one_of("MANUAL"),
        ("surname1", "company_as_person"): mostly(
            of_first_form(names.plain_capitals), of_first_form(names.comma_before_form), 0.3
        ),
    },
)
