-- A failing row is an example of a phone, email, postal code or address that a rule reads wrongly.
{{ config(meta={'dagster': {'ref': {'name': 'stg_contact_point'}}}) }}

{{ broken_examples('normalise_phone', normalise_phone, [
    ('612 34 56 79', '+34612345679'),
    ('+34 612-345-679', '+34612345679'),
    ('0034612345679', '+34612345679'),
    ('34612345679', '+34612345679'),
    ('915 55 12 34', '+34915551234'),
    ('912345678', '+34912345678'),
    ('+44 20 7946 0018', '+442079460018'),
    ('666666666', none),
    ('600000000', none),
    ('123456789', none),
    ('61234567', none),
    ('6123456789', none),
    ('no tiene', none),
    ('', none),
    (none, none),
]) }}
union all
{{ broken_examples('is_filler_number', is_filler_number, [
    ('600000000', 'true'),
    ('666666666', 'true'),
    ('123456789', 'true'),
    ('612345679', 'false'),
]) }}
union all
{{ broken_examples('normalise_email', normalise_email, [
    (' Ana.Garcia@Gmail.com ', 'ana.garcia@gmail.com'),
    ('o''brien+car@mail.example.org', 'o''brien+car@mail.example.org'),
    ('ana.garcia', none),
    ('ana@gmail', none),
    ('ana@@gmail.com', none),
    ('ana garcia@gmail.com', none),
    ('ana@gmail.com;luis@gmail.com', none),
    (none, none),
]) }}
union all
{{ broken_examples('normalise_postal_code', normalise_postal_code, [
    ('28001', '28001'),
    ('8001', '08001'),
    (' 08001 ', '08001'),
    ('52001', '52001'),
    ('53001', none),
    ('00001', none),
    ('280011', none),
    ('28O01', none),
    (none, none),
]) }}
union all
{{ broken_examples('address_words', address_words, [
    ('C/ Mayor, 5 - 2º B', 'CALLE MAYOR 5 2 B'),
    ('calle  MAYOR 5, 2 B', 'CALLE MAYOR 5 2 B'),
    ('Avda. de AmÃ©rica 12', 'AVDA DE AMERICA 12'),
    (' ', none),
    (none, none),
]) }}
union all
{{ broken_examples('address_line_key', address_line_key, [
    ('CL MAYOR 5', 'CALLE MAYOR 5'),
    ('AVDA DE AMERICA 12', 'AVENIDA DE AMERICA 12'),
    ('CLARA CAMPOAMOR 3', 'CLARA CAMPOAMOR 3'),
    ('PLAZA', 'PLAZA'),
    (none, none),
]) }}
union all
{{ broken_examples('address_display', address_display, [
    ('C/  Mayor,   5', 'C/ Mayor, 5'),
    (' Avda. de AmÃ©rica 12 ', 'Avda. de América 12'),
    (none, none),
]) }}
union all
{{ broken_examples('email_local_part', email_local_part, [
    ('ana.garcia@gmail.com', 'ana.garcia'),
    ('notiene', 'notiene'),
    (none, none),
]) }}
union all
{{ broken_examples('email_domain', email_domain, [
    ('ana.garcia@gmail.com', 'gmail.com'),
    ('notiene', ''),
    (none, none),
]) }}
