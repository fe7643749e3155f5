"""Worlds whose source was relayed by somebody else's systems: by messages between programs, by insurers.

Belongs here: the forms of these two families. A kind that a family does not name keeps its first form.
"""

from __future__ import annotations

from simulator.faults.variants import alphabets, codes, forms, mail, names, stamped
from simulator.faults.variants.family import Family
from simulator.faults.variants.forms import each, mostly, of_first_form, one_of

# Sent from the dealer's program to the brand's in messages of XML and JSON, by an interface that somebody wrote once:
# wrappers that are not taken off, templates that are not filled, examples of a manual that were sent as they stand, and
# what a programming language has for nothing.
INTERFACE = Family(
    {
        # Numbers in hexadecimal as libraries for XML write them; or what JavaScript's oldest function escapes.
        "mojibake": mostly(each(alphabets.hexadecimal_entities), each(alphabets.latin_escapes), 0.2),
        # What XML takes as it stands; or a list of one text as PostgreSQL shows it.
        "accents_lost": mostly(each(names.as_character_data), each(names.as_database_list), 0.2),
        # A blank of an address of the web is a plus.
        "maria_short": mostly(each(names.maria_joined("+")), each(names.maria_as("Mª;")), 0.2),
        "placeholder_email": mail.mailbox(
            (
                "user@example.com",
                "user@example.com",
                "default@default.com",
                "dummy@dummy.es",
                "api@api.com",
            ),
            "integracion",
        ),
        # Names of fields must not have a dot, and an address was used as one; or the next parameter's sign stayed.
        "mistyped_domain": mostly(each(mail.last_dot_as("-")), each(mail.sign_behind("&")), 0.2),
        "tax_id_missing": mostly(one_of("nil", "[]"), one_of("Z0000000M"), 0.2),
        "tax_id_wrong_letter": codes.wrong_letter(lambda number, letter: f"{number}|{letter}"),
        "tax_id_relative": of_first_form(lambda value: f"{value[:-1]}|{value[-1]}"),
        # The first and last moments of .NET; or the first and last days of a database, as moments.
        "date_sentinel": mostly(
            forms.past_or_future("0001-01-01T00:00:00", "9999-12-31T23:59:59.9999999"),
            forms.past_or_future("1900-01-01T00:00:00Z", "9999-12-31T00:00:00Z"),
            0.2,
        ),
        # A day is a moment of a time zone.
        "date_swapped": mostly(
            of_first_form(lambda value: f"{value}T00:00:00+01:00"),
            of_first_form(lambda value: f"{forms.day_before_month('/')(value)} 00:00:00"),
            0.2,
        ),
        # The least and the most of a number with three decimals.
        "km_sentinel": forms.by_first_form({"0": "0.000", "999999": "999999.999"}),
        # A number sent in three parts, of which the one that tells the model was not mapped.
        "vin_cut": each(lambda value: f"{value[:3]}{value[9:]}"),
        "vin_letters": forms.first_that_differs(
            each(stamped.last_as("0", "o")), each(stamped.last_as("1", "i"))
        ),
        "postal_zero_lost": of_first_form(lambda value: f"ES-{value}"),
        "dealer_phone": of_first_form(codes.spaced("(+34)", (9,), "")),
        "shared_mobile": of_first_form(codes.spaced("(+34)", (3, 3), "-")),
        "warranty_end_missing": mostly(one_of("nil"), one_of("{}"), 0.3),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="fuelGasoline",
            diesel="fuelDiesel",
            hybrid="fuelHybridElectric",
            plugin="fuelPluginHybridElectric",
            electric="fuelElectric",
        ),
    },
    {
        # The hyphen took one of seven places.
        ("plate", "plate_mistyped"): each(lambda value: f"{value[:4]}-{value[4:6]}"),
        # What descriptions of interfaces show as the example of any text.
        ("first_name", "test_record"): one_of("string"),
        ("surname1", "test_record"): one_of("string"),
        ("surname2", "surname2_missing"): mostly(one_of("nil"), one_of("[]"), 0.3),
        ("first_name", "nameless_record"): mostly(one_of("{{nombre}}"), one_of("nil"), 0.3),
        ("surname1", "nameless_record"): mostly(one_of("{{apellidos}}"), one_of("nil"), 0.3),
        ("event_ts", "consent_undated"): mostly(one_of("0001-01-01T00:00:00Z"), one_of("{{fecha}}"), 0.3),
        ("source", "consent_undated"): one_of("API_DEFAULT"),
        ("surname1", "company_as_person"): of_first_form(lambda value: f"{value} [ORG]"),
    },
)

# Opened in the body shop from what insurers and their assessors send: files from hosts with a database of their own,
# reports named after the insured, and whatever the phone of a branch was told.
INSURERS = Family(
    {
        # What Oracle has for a letter that the other side does not know; or what the name of a file may not bear.
        "mojibake": mostly(
            each(alphabets.unknown_as("¿")),
            each(alphabets.unknown_as("_")),
            0.1,
        ),
        # Surnames and names parted by a stroke; or a host's alphabet that has all but the ñ.
        "accents_lost": mostly(each(names.before_mark("/")), each(names.tilde_lost), 0.2),
        # The key beside the stop; or the one beside that of the raised letter.
        "maria_short": mostly(each(names.maria_as("M,")), each(names.maria_as("M!")), 0.2),
        "placeholder_email": mail.mailbox(
            (
                "siniestros@siniestros.com",
                "siniestros@siniestros.com",
                "sincorreo@aseguradora.es",
                "perito@perito.com",
                "asegurado@asegurado.es",
            ),
            "carroceria",
        ),
        "mistyped_domain": mail.two_keys_at_once,
        "tax_id_missing": mostly(one_of("según póliza", "contrario"), one_of("X1111111G"), 0.2),
        "tax_id_wrong_letter": codes.wrong_letter(lambda number, letter: f"{number}, {letter}"),
        "tax_id_relative": of_first_form(lambda value: f"{value[:-1]}, {value[-1]}"),
        # The first and last days of DB2 as it writes them in Europe; or what another host of theirs has for them.
        "date_sentinel": mostly(
            forms.past_or_future("01.01.0001", "31.12.9999"),
            forms.past_or_future("01.01.1900", "31.12.2999"),
            0.2,
        ),
        # Fields of a width, with a blank between.
        "date_swapped": of_first_form(lambda value: value.replace("-", " ")),
        # A field of seven digits; and a key held down, for a report must tell kilometres.
        "km_sentinel": forms.by_first_form({"0": "0000000", "999999": "3333333"}),
        # What the column of a report shows; or what is read where the glass covers the rest.
        "vin_cut": mostly(each(lambda value: value[:13]), each(lambda value: value[7:]), 0.2),
        "vin_letters": each(stamped.ones_and_first_zero),
        # Behind the town.
        "postal_zero_lost": of_first_form(lambda value: f"({value})"),
        "dealer_phone": of_first_form(codes.spaced("Tel.: ", (3, 2, 2), " ")),
        "shared_mobile": of_first_form(codes.spaced("Móvil: ", (3, 3), " ")),
        "warranty_end_missing": mostly(one_of("no aplica"), one_of("sin especificar"), 0.3),
        "dealer_fuel_code": codes.fuel_codes(
            petrol="MOTOR GASOLINA",
            diesel="MOTOR DIESEL",
            hybrid="MOTOR HIBRIDO",
            plugin="MOTOR HIB. ENCHUFABLE",
            electric="MOTOR ELECTRICO",
        ),
    },
    {
        # The first digit typed twice; or the letter in the middle not struck.
        ("plate", "plate_mistyped"): mostly(
            each(lambda value: f"{value[0]}{value}"), each(lambda value: f"{value[:5]}{value[6:]}"), 0.3
        ),
        ("first_name", "test_record"): one_of("Simulacro"),
        ("surname1", "test_record"): one_of("Inventado"),
        ("surname2", "surname2_missing"): mostly(one_of("ninguno"), one_of("no figura"), 0.3),
        ("first_name", "nameless_record"): mostly(one_of("ASEGURADO"), one_of("CONTRARIO"), 0.3),
        ("surname1", "nameless_record"): mostly(one_of("ASEGURADO"), one_of("CONTRARIO"), 0.3),
        ("event_ts", "consent_undated"): mostly(one_of("no consta"), one_of("01.01.0001 00:00:00"), 0.3),
        ("source", "consent_undated"): one_of("FICHERO COMPAÑIA"),
        ("surname1", "company_as_person"): of_first_form(lambda value: f"{value} (TOMADOR)"),
    },
)
