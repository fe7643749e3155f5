"""Worlds by the way their source came to be wrong: which form each kind of fault has in each.

Belongs here: names of families and their forms; those of what came through a screen are in ``screens.py``,
of what an office wrote in its own way in ``offices.py``, of what a department keeps for itself in ``departments.py``,
of what was kept in somebody's program in ``programs.py``, of what was copied from chats and notebooks in ``copied.py``,
of what was gathered from lists and mails in ``gathered.py``, of what others' systems relayed in ``relayed.py``, of what
a hired service keeps in ``hired.py``, of what is typical of a desk in ``desks.py``. A kind that a family does not name
keeps its first form.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.faults.variants import alphabets, codes, forms, mail, names, stamped
from simulator.faults.variants.copied import MESSAGING, NOTEBOOK
from simulator.faults.variants.departments import ACCOUNTING, SHOWROOM
from simulator.faults.variants.desks import RECEPTION, WORKBOOK
from simulator.faults.variants.family import Family
from simulator.faults.variants.forms import each, of_first_form, one_of
from simulator.faults.variants.gathered import FORMULAS, INBOX
from simulator.faults.variants.hired import CLOUD, PLANNER
from simulator.faults.variants.offices import PAPER, REGIONAL
from simulator.faults.variants.programs import AGENCY, TERMINAL
from simulator.faults.variants.relayed import INSURERS, INTERFACE
from simulator.faults.variants.screens import PORTAL, TABLET

FAMILIES: Mapping[str, Family] = {
    # Carried over from an older system, twice.
    "migration": Family(
        {
            "mojibake": each(alphabets.read_as("latin-1", times=2)),
            "accents_lost": each(names.plain_capitals),
            "maria_short": each(names.maria_as("M.")),
            "placeholder_email": mail.mailbox(
                ("sincorreo@sincorreo.es", "nodisponible@nodisponible.com", "x@x.com", "ninguno@hotmail.com"),
                "recepcion",
            ),
            "mistyped_domain": forms.first_that_differs(mail.swapped_letters, mail.doubled_letter),
            "tax_id_wrong_letter": codes.wrong_letter(lambda number, letter: f"{number}-{letter.lower()}"),
            "date_sentinel": forms.past_or_future("1901-01-01", "2099-12-31"),
            "km_sentinel": forms.by_first_form({"0": "1", "999999": "9999999"}),
            "vin_cut": each(lambda value: value[4:]),
            "vin_letters": each(stamped.all_letters("0", "Q")),
            "postal_zero_lost": of_first_form(lambda value: f"{value}.0"),
            "dealer_phone": of_first_form(codes.spaced("(+34) ", (2, 3, 2, 2), " ")),
            "municipality_mismatch": forms.other_town_of_the_province,
            "warranty_end_before_sale": of_first_form(lambda value: f"{int(value[:4]) - 3}{value[4:]}"),
            "dealer_fuel_code": codes.fuel_codes(
                petrol="GA", diesel="GO", hybrid="HY", plugin="PH", electric="EV"
            ),
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
            "mojibake": each(alphabets.read_as("cp1252")),
            "accents_lost": each(names.plain_small),
            "maria_short": each(names.maria_as("Ma.")),
            "placeholder_email": mail.mailbox(
                ("noaplica@noaplica.com", "sin@email.com", "notiene@gmail.com", "nohay@nohay.es"), "ventas"
            ),
            "mistyped_domain": mail.wrong_ending,
            "tax_id_wrong_letter": each(codes.swapped_digits),
            "date_sentinel": forms.past_or_future("1899-12-30", "2999-12-31"),
            "km_sentinel": forms.by_first_form({"0": "111111", "999999": "99999999"}),
            "vin_cut": each(lambda value: value[:8] + value[9:]),
            "vin_letters": each(stamped.all_letters("1", "I")),
            "dealer_phone": of_first_form(codes.spaced("0034-", (2,), "-")),
            "warranty_end_before_sale": of_first_form(lambda value: f"{value[:5]}06-30"),
            "dealer_fuel_code": codes.fuel_codes(
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
            "mojibake": each(alphabets.unknown_as("�")),
            "maria_short": each(names.maria_as("Mª.")),
            "placeholder_email": mail.mailbox(
                ("asdf@asdf.com", "aaa@aaa.es", "noquiere@noquiere.com", "desconocido@gmail.com"), "mostrador"
            ),
            "mistyped_domain": forms.first_that_differs(mail.neighbouring_key, mail.letter_left_out),
            "tax_id_wrong_letter": codes.wrong_letter(
                lambda number, letter: f"{number[:2]}.{number[2:5]}.{number[5:]} {letter}"
            ),
            "date_sentinel": forms.past_or_future("1800-01-01", "3000-01-01"),
            "km_sentinel": forms.by_first_form({"0": "0.0", "999999": "88888888"}),
            "vin_cut": each(lambda value: value[:12]),
            "vin_letters": each(stamped.all_letters("01", "OI")),
            "postal_zero_lost": of_first_form(lambda value: f" {value} "),
            "dealer_phone": of_first_form(codes.spaced("+34 ", (3, 2, 2, 2), ".")),
            "municipality_mismatch": forms.other_town_of_the_province,
            "dealer_fuel_code": codes.fuel_codes(
                petrol="S/P 95", diesel="GASÓLEO", hybrid="MIXTO", plugin="H. ENCH.", electric="ELÉC."
            ),
            "km_digit_too_many": forms.doubled_digit,
        },
        {
            ("plate", "plate_mistyped"): each(stamped.digits_as_letters),
            ("first_name", "test_record"): one_of("Pruebas"),
            ("surname1", "test_record"): one_of("Borrar"),
            ("event_ts", "consent_undated"): one_of("01/01/1900"),
        },
    ),
    # Cut from the mainframe of the importer: capitals, fixed widths, zeros and high values for what is not known.
    "mainframe": Family(
        {
            "mojibake": each(alphabets.question_marks),
            "accents_lost": each(names.fixed_width(20)),
            "maria_short": each(names.maria_as("Mria.")),
            "placeholder_email": mail.mailbox(
                ("nomail@nomail.es", "000@000.es", "xxxx@xxxx.com", "correo@correo.com"), "buzon"
            ),
            "mistyped_domain": forms.mixed(each(mail.last_dot_as(",")), each(mail.last_dot_as(""))),
            "tax_id_missing": one_of("00000000T", "99999999R"),
            "tax_id_wrong_letter": codes.wrong_letter(lambda number, letter: f"{number.zfill(11)}{letter}"),
            "tax_id_relative": of_first_form(lambda value: f"{value[:-1]} {value[-1]}"),
            "date_sentinel": forms.past_or_future("0001-01-01", "9999-99-99"),
            "date_swapped": of_first_form(lambda value: value.replace("-", "")),
            "km_sentinel": forms.by_first_form({"0": "000000", "999999": "999999999"}),
            # Kilometres with a decimal that is implied and was read as part of the number.
            "km_digit_too_many": each(lambda value: f"{value}0"),
            "vin_cut": each(lambda value: value[:-6]),
            "vin_letters": each(stamped.letters_in_serial("0", "O")),
            "postal_zero_lost": of_first_form(lambda value: f"{value[0]}.{value[1:]}"),
            "dealer_phone": of_first_form(codes.spaced("", (2,), "-")),
            "shared_mobile": of_first_form(codes.spaced("0034", (9,), "")),
            "municipality_mismatch": forms.capital_of_the_province,
            "warranty_end_missing": one_of("----------"),
            "warranty_end_before_sale": each(forms.years_earlier(10)),
            "dealer_fuel_code": codes.fuel_codes(
                petrol="01", diesel="02", hybrid="03", plugin="04", electric="05"
            ),
        },
        {
            ("plate", "plate_mistyped"): each(lambda value: value[1:]),
            ("first_name", "test_record"): one_of("XXXXXX"),
            ("surname1", "test_record"): one_of("ZZZZZZ"),
            ("surname2", "surname2_missing"): one_of("NO CONSTA"),
            ("first_name", "nameless_record"): one_of("DESCONOCIDO"),
            ("event_ts", "consent_undated"): one_of("00000000 000000"),
            ("source", "consent_undated"): one_of("PROCESO BATCH"),
            ("surname1", "company_as_person"): of_first_form(names.without_stops),
        },
    ),
    # Typed by ear, in haste, into the web form of a call centre.
    "call_centre": Family(
        {
            "mojibake": each(alphabets.html_entities),
            "accents_lost": each(names.caps_lock),
            "maria_short": each(names.maria_as("Mº")),
            "placeholder_email": mail.mailbox(
                ("a@a.com", "qwerty@qwerty.com", "123@123.com", "prefierenodar@hotmail.com"), "llamadas"
            ),
            "mistyped_domain": mail.by_ear,
            "tax_id_missing": one_of("NO LO SABE", "PENDIENTE", "x"),
            "tax_id_wrong_letter": forms.mixed(codes.impossible_letter, codes.digit_beside),
            "tax_id_relative": of_first_form(lambda value: f"{value[:-1]}/{value[-1].lower()}"),
            "date_sentinel": forms.past_or_future("11/11/1111", "99/99/9999"),
            "date_swapped": of_first_form(forms.day_before_month("/")),
            "km_sentinel": forms.by_first_form({"0": "00", "999999": "123456789"}),
            "km_digit_too_many": forms.digit_between,
            "km_rolled_back": forms.thousands_below(0.4, 0.6),
            "vin_cut": each(lambda value: value[-7:]),
            "vin_letters": each(stamped.all_letters("0", "o")),
            "postal_zero_lost": of_first_form(lambda value: f"CP {value}"),
            "dealer_phone": of_first_form(lambda value: f"{value.removeprefix('+34')} fijo"),
            "shared_mobile": of_first_form(codes.spaced("", (3, 2, 2), "-")),
            "warranty_end_missing": one_of("no sabe", "?"),
            "dealer_fuel_code": codes.fuel_codes(
                petrol="Sin plomo",
                diesel="Gas-oil",
                hybrid="Híbrido normal",
                plugin="Híbrido de enchufe",
                electric="Eléctrico puro",
            ),
        },
        {
            # A letter typed twice.
            ("plate", "plate_mistyped"): each(lambda value: f"{value[:5]}{value[4:]}"),
            ("first_name", "test_record"): one_of("Qwerty"),
            ("surname1", "test_record"): one_of("Aaaaa"),
            ("surname2", "surname2_missing"): one_of("x"),
            ("first_name", "nameless_record"): one_of("?"),
            ("surname1", "nameless_record"): one_of("?"),
            ("event_ts", "consent_undated"): one_of("sin fecha"),
            ("source", "consent_undated"): one_of("NO CONSTA"),
            ("surname1", "company_as_person"): of_first_form(names.spelled_out),
        },
    ),
    # Taken over with a rival's network: the defaults of another database, the codes of another country.
    "merger": Family(
        {
            "mojibake": forms.mixed(each(alphabets.read_as("mac-roman")), each(alphabets.dos_bytes)),
            "accents_lost": each(names.tilde_kept),
            "maria_short": each(names.maria_as("M.ª")),
            "placeholder_email": mail.mailbox(
                ("null@null.com", "unknown@unknown.com", "pendiente@pendiente.es", "cambiar@cambiar.com"),
                "taller",
            ),
            "mistyped_domain": forms.mixed(mail.slipped_ending, each(mail.last_dot_as(".."))),
            "tax_id_missing": one_of("NULL", "N/A"),
            "tax_id_wrong_letter": codes.wrong_letter(lambda number, letter: f"ES{number}{letter}"),
            "tax_id_relative": of_first_form(lambda value: f"ES{value}"),
            "date_sentinel": forms.past_or_future("1753-01-01", "4712-12-31"),
            "date_swapped": of_first_form(lambda value: f"{value} 00:00:00"),
            "km_sentinel": forms.by_first_form({"0": "-1", "999999": "2147483647"}),
            "km_digit_too_many": forms.digit_in_front,
            # The maker's three letters stood in a column of their own.
            "vin_cut": each(lambda value: value[3:]),
            "vin_letters": each(stamped.all_letters("01", "QI")),
            "postal_zero_lost": of_first_form(lambda value: f"E-{value}"),
            "dealer_phone": of_first_form(codes.spaced("34", (9,), "")),
            "shared_mobile": of_first_form(codes.spaced("+34.", (3, 2, 2), ".")),
            "warranty_end_missing": one_of("NULL"),
            "warranty_end_before_sale": each(forms.years_earlier(5)),
            "dealer_fuel_code": codes.fuel_codes(
                petrol="BENZINA", diesel="NAFTA", hybrid="IBRIDA", plugin="PLUG-IN", electric="ELETTRICA"
            ),
        },
        {
            ("plate", "plate_mistyped"): each(lambda value: f"{value[:5]}*{value[6:]}"),
            ("first_name", "test_record"): one_of("Dummy"),
            ("surname1", "test_record"): one_of("No usar"),
            ("surname2", "surname2_missing"): one_of("NULL"),
            ("first_name", "nameless_record"): one_of("NULL"),
            ("surname1", "nameless_record"): one_of("NULL"),
            ("event_ts", "consent_undated"): one_of("1970-01-01 01:00:00"),
            ("source", "consent_undated"): one_of("OLD_CRM"),
        },
    ),
    "portal": PORTAL,
    "tablet": TABLET,
    "paper": PAPER,
    "regional": REGIONAL,
    "accounting": ACCOUNTING,
    "showroom": SHOWROOM,
    "agency": AGENCY,
    "terminal": TERMINAL,
    "messaging": MESSAGING,
    "notebook": NOTEBOOK,
    "formulas": FORMULAS,
    "inbox": INBOX,
    "interface": INTERFACE,
    "insurers": INSURERS,
    "cloud": CLOUD,
    "planner": PLANNER,
    "workbook": WORKBOOK,
    "reception": RECEPTION,
}
