"""Worlds whose source is kept in services that the house hires: a CRM in the cloud, a page for appointments.

Belongs here: the forms of these two families. A kind that a family does not name keeps its first form.
"""

from __future__ import annotations

from simulator.faults.variants import alphabets, codes, forms, mail, names, stamped
from simulator.faults.variants.family import Family
from simulator.faults.variants.forms import Cells, Form, each, mostly, of_first_form, one_of
from simulator.reference_data import places

# At a keyboard two letters change places, or one is hit beside its own.
KEYBOARD_SLIPS = {
    "gmail.com": ("gamil.com", "gmali.com", "fmail.com"),
    "hotmail.com": ("hotmial.com", "homtail.com", "hormail.com"),
    "yahoo.es": ("yahooo.es", "yhaoo.es"),
    "outlook.es": ("outlokk.es", "otulook.es"),
}
# With a thumb on a phone the ending goes wrong most often: the key beside, or one letter twice.
THUMB_ENDINGS = {
    "gmail.com": ("gmail.con", "gmail.con", "gmail.comm"),
    "hotmail.com": ("hotmail.con", "hotmail.con", "hotmail.comm"),
    "yahoo.es": ("yahoo.ed", "yahoo.ess"),
    "outlook.es": ("outlook.ed", "outlook.ess"),
}
# Or a letter is not hit at all.
THUMB_MISSES = {
    "gmail.com": ("gmai.com", "gmal.com"),
    "hotmail.com": ("hotmil.com", "homail.com"),
    "yahoo.es": ("yaoo.es", "ahoo.es"),
    "outlook.es": ("outook.es", "oulook.es"),
}


def apart(form: Form) -> Form:
    """A form of towns, without those that share a postal code with the true one: these leave it as it is.

    >>> import numpy as np
    >>> cells = Cells(["03065", "08015"], ["", ""], np.random.default_rng(1))
    >>> apart(forms.capital_of_the_province)(cells)
    ['03065', '08019']
    """

    def other(cells: Cells) -> list[str]:
        of_town = places().groupby("ine5")["postal_code"].agg(set)
        return [
            true if of_town[true] & of_town[town] else town
            for true, town in zip(cells.true, form(cells), strict=True)
        ]

    return other


def small_with_o(value: str) -> str:
    """A chassis number in small letters with every zero behind the maker's as o; as it is where it has none.

    >>> small_with_o("VSASHRK7HPZ000914"), small_with_o("VSASHRK7HPZ111914")
    ('vsashrk7hpzooo914', 'VSASHRK7HPZ111914')
    """
    lettered = stamped.all_letters("0", "O")(value)
    return value if lettered == value else lettered.lower()


def first_of_the_month(cells: Cells) -> list[str]:
    """The true month in the year of the first form: what a box for month and year keeps.

    >>> import numpy as np
    >>> first_of_the_month(Cells(["2023-05-17"], ["2019-01-15"], np.random.default_rng(1)))
    ['2019-05-01']
    """
    return [f"{was[:4]}-{true[5:7]}-01" for true, was in zip(cells.true, cells.landed, strict=True)]


# A CRM in the cloud of an American maker, filled once from files that a spreadsheet saved, through its assistant for
# imports, and since then by salespeople who must not leave a field empty.
CLOUD = Family(
    {
        # The spreadsheet saves in Windows' page what the assistant reads as UTF-8; or all but ASCII was lost.
        "mojibake": mostly(each(alphabets.unknown_as("\ufffd")), each(alphabets.unknown_as("?")), 0.25),
        # Lists of old programs are in capitals; some salespeople never use the key for them.
        "accents_lost": mostly(each(names.plain_capitals), each(names.plain_small), 0.15),
        # An American keyboard has no ª.
        "maria_short": mostly(each(names.maria_as("Ma.")), each(names.maria_as("M.")), 0.3),
        # The field is mandatory.
        "placeholder_email": mail.mailbox(
            (
                "sincorreo@sincorreo.com",
                "sincorreo@sincorreo.com",
                "pendiente@pendiente.com",
                "correo@correo.com",
            ),
            "comercial",
        ),
        "mistyped_domain": mail.slip_after("@", KEYBOARD_SLIPS),
        # A word gets past a mandatory field; or a number of nines as a foreigner's.
        "tax_id_missing": mostly(one_of("PENDIENTE", "PENDIENTE", "SIN DNI"), one_of("X9999999J"), 0.15),
        # As invoices print it; or two digits in each other's place.
        "tax_id_wrong_letter": mostly(
            codes.wrong_letter(lambda number, letter: f"{number}-{letter}"), each(codes.swapped_digits), 0.25
        ),
        "tax_id_relative": of_first_form(lambda value: f"{value[:-1]}-{value[-1]}"),
        # The first day of a spreadsheet, as Spaniards see it; or its day zero, as a program reads it.
        "date_sentinel": mostly(
            forms.past_or_future("01/01/1900", "31/12/2099"),
            forms.past_or_future("1899-12-30", "31/12/9999"),
            0.2,
        ),
        # The account's language stayed English (USA); or the spreadsheet's did, which adds an hour.
        "date_swapped": mostly(
            of_first_form(forms.day_before_month("/")),
            of_first_form(lambda value: f"{forms.month_before_day(value)} 0:00"),
            0.2,
        ),
        # Numbers of the CRM have a decimal.
        "km_sentinel": mostly(
            forms.by_first_form({"0": "0.0", "999999": "9999999.0"}),
            forms.by_first_form({"0": "1", "999999": "9999999"}),
            0.3,
        ),
        # 84.512 is 84 and a half to an American; or a salesman guesses.
        "km_rolled_back": mostly(each(forms.stop_as_decimals(2_000)), forms.thousands_below(0.5, 0.85), 0.2),
        # 45000.0 without its point.
        "km_digit_too_many": each(lambda value: f"{value}0"),
        # The first sign was not marked when the number was copied; or the last five were hidden in a narrow column.
        "vin_cut": mostly(each(lambda value: value[1:]), each(lambda value: value[:12]), 0.25),
        # Who takes one zero for an O takes all for it.
        "vin_letters": forms.first_that_differs(
            each(stamped.all_letters("0", "O")), each(stamped.all_letters("1", "I"))
        ),
        # A number to the spreadsheet, with a decimal; or with the sign it sets between thousands.
        "postal_zero_lost": mostly(
            of_first_form(lambda value: f"{value}.0"),
            of_first_form(lambda value: f"{value[:-3]}.{value[-3:]}"),
            0.2,
        ),
        # The capital stands first in the list of each province.
        "municipality_mismatch": forms.first_that_differs(
            apart(forms.capital_of_the_province), apart(forms.next_in_the_list)
        ),
        # A column of numbers keeps the country and not the plus before it.
        "dealer_phone": of_first_form(codes.spaced("34", (9,), "")),
        "shared_mobile": of_first_form(codes.spaced("34", (9,), "")),
        "warranty_end_missing": mostly(one_of("N/D"), one_of("PENDIENTE"), 0.25),
        # The ten of the year went wrong; or the last day of the year of the model.
        "warranty_end_before_sale": mostly(
            each(forms.years_earlier(10)), of_first_form(lambda value: f"{value[:4]}-12-31"), 0.25
        ),
        # What the list shows, which bears the sector's short names.
        "dealer_fuel_code": codes.fuel_codes(
            petrol="Gasolina (G)",
            diesel="Diésel (D)",
            hybrid="Híbrido (HEV)",
            plugin="Híbrido enchufable (PHEV)",
            electric="Eléctrico (BEV)",
        ),
    },
    {
        # An O for a zero or an I for a one; else one letter short.
        ("plate", "plate_mistyped"): each(stamped.digits_as_letters),
        # Whoever set the CRM up tried its import.
        ("first_name", "test_record"): mostly(one_of("PRUEBA"), one_of("DEMO"), 0.3),
        ("surname1", "test_record"): mostly(one_of("CRM"), one_of("IMPORTACION"), 0.3),
        ("surname2", "surname2_missing"): mostly(one_of("."), one_of("N/D"), 0.25),
        # What the CRM itself writes into a surname that it must have; or what a salesman does.
        ("first_name", "nameless_record"): one_of("-"),
        ("surname1", "nameless_record"): mostly(one_of("[not provided]"), one_of("DESCONOCIDO"), 0.3),
        ("event_ts", "consent_undated"): mostly(one_of("01/01/1900 0:00"), one_of("SIN FECHA"), 0.2),
        ("source", "consent_undated"): one_of("DATA_IMPORT"),
        ("surname1", "company_as_person"): mostly(
            of_first_form(names.without_stops), of_first_form(names.comma_before_form), 0.25
        ),
    },
)

# A vendor's page for appointments at the workshop: customers fill it in on their phones, the desk does when somebody
# rings, and its tables (PHP and MySQL) are handed over as a file.
PLANNER = Family(
    {
        # Escaped for a page and stored so; or stored as UTF-8 in a table that is not, twice.
        "mojibake": mostly(each(alphabets.html_entities), each(alphabets.read_as("cp1252", 2)), 0.3),
        # A thumb sets neither accents nor capitals; the phone may set a blank behind a word that it proposed.
        "accents_lost": mostly(
            each(names.plain_small), each(lambda value: f"{names.plain_small(value)} "), 0.25
        ),
        # With the stop that school teaches; or with the sign of degrees, which a phone has beside it.
        "maria_short": mostly(each(names.maria_as("Mª.")), each(names.maria_as("Mº")), 0.25),
        # The page demands an address, and the desk has none at hand.
        "placeholder_email": mail.mailbox(
            ("notengo@notengo.com", "notengo@notengo.com", "a@a.com", "x@x.com", "ninguno@ninguno.com"),
            "taller",
        ),
        "mistyped_domain": mostly(
            mail.slip_after("@", THUMB_ENDINGS), mail.slip_after("@", THUMB_MISSES), 0.3
        ),
        # Left out, and written by the program as it says nothing; or nines to the end of the box.
        "tax_id_missing": mostly(one_of("null", "null", "no tengo"), one_of("99999999R"), 0.15),
        # Small, as all that is typed there; or with a digit hit on the key beside.
        "tax_id_wrong_letter": mostly(
            codes.wrong_letter(lambda number, letter: f"{number}{letter.lower()}"), codes.digit_beside, 0.3
        ),
        "tax_id_relative": of_first_form(str.lower),
        # A day that was not given, as a program has it; or a zero day of MySQL as PHP reads it.
        "date_sentinel": mostly(
            forms.past_or_future("0001-01-01", "2099-12-31"),
            forms.past_or_future("-0001-11-30", "9999-12-31 23:59:59"),
            0.2,
        ),
        # The page puts the day together from three boxes in a wrong order, and an hour behind it.
        "date_swapped": mostly(
            of_first_form(lambda value: f"{value} 00:00:00"),
            of_first_form(lambda value: f"{value}T00:00:00"),
            0.25,
        ),
        # The box takes no zero; or one key until it is full.
        "km_sentinel": mostly(forms.by_first_form({"0": "1", "999999": "9999999"}), one_of("111111"), 0.2),
        # A customer guesses; or forgets a digit.
        "km_rolled_back": mostly(forms.thousands_below(0.5, 0.85), each(forms.last_digit_lost), 0.2),
        "km_digit_too_many": forms.doubled_digit,
        # Workshops ask for the last seven; who types all seventeen forgets one.
        "vin_cut": mostly(each(lambda value: value[-7:]), each(lambda value: value[:9] + value[10:]), 0.3),
        # Small, with every zero an o; or in capitals.
        "vin_letters": forms.first_that_differs(
            mostly(each(small_with_o), each(stamped.all_letters("0", "O")), 0.25),
            each(stamped.all_letters("1", "I")),
        ),
        # A box for numbers, and the blank of a phone that proposes.
        "postal_zero_lost": of_first_form(lambda value: f"{value} "),
        # The first of the list stayed, or the finger met the next one.
        "municipality_mismatch": forms.first_that_differs(
            apart(forms.first_of_the_list), apart(forms.next_in_the_list)
        ),
        # As one says it; the country comes from a list before the box.
        "dealer_phone": of_first_form(codes.spaced("", (3, 2, 2, 2), " ")),
        "shared_mobile": of_first_form(codes.spaced("+34 ", (9,), "")),
        "warranty_end_missing": mostly(one_of("no consta"), one_of("no lo sé"), 0.2),
        # A box for month and year.
        "warranty_end_before_sale": first_of_the_month,
        # As the page asks its customers.
        "dealer_fuel_code": codes.fuel_codes(
            petrol="Sin plomo",
            diesel="Gasoil",
            hybrid="Híbrido no enchufable",
            plugin="Híbrido enchufable",
            electric="100% eléctrico",
        ),
    },
    {
        # The last letter was not typed; or the first one was, twice.
        ("plate", "plate_mistyped"): mostly(
            each(lambda value: value[:6]), each(lambda value: value[:5] + value[4:]), 0.3
        ),
        # The vendor and the desk try whether the page works.
        ("first_name", "test_record"): mostly(one_of("test"), one_of("asdf"), 0.3),
        ("surname1", "test_record"): mostly(one_of("cita prueba"), one_of("asdf"), 0.3),
        # The page demands both surnames.
        ("surname2", "surname2_missing"): mostly(one_of("-"), one_of("x"), 0.3),
        # The desk keeps an hour for somebody who is at the door.
        ("first_name", "nameless_record"): mostly(one_of("Cliente"), one_of("X"), 0.2),
        ("surname1", "nameless_record"): mostly(one_of("Taller"), one_of("X"), 0.2),
        # What MySQL has for no moment; or the moment zero of Unix on a Spanish clock.
        ("event_ts", "consent_undated"): mostly(
            one_of("0000-00-00 00:00:00"), one_of("1970-01-01 01:00:00"), 0.25
        ),
        ("source", "consent_undated"): one_of("IMPORTADO"),
        # One box for the name, in which a company is a name.
        ("surname1", "company_as_person"): mostly(
            of_first_form(names.small_without_stops), of_first_form(lambda value: f"{value} (empresa)"), 0.2
        ),
    },
    company_column="first_name",
)
