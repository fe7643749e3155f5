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
{{ broken_examples('address_words', address_words, [
    ('C/ Mayor, 5 - 2º B', 'CALLE MAYOR 5 2 B'),
    ('calle  MAYOR 5, 2 B', 'CALLE MAYOR 5 2 B'),
    ('Avda. de América 12', 'AVDA DE AMERICA 12'),
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
{{ broken_examples('single_blanks', single_blanks, [
    ('C/  Mayor,   5', 'C/ Mayor, 5'),
    (' Avda.\tde América 12 ', 'Avda. de América 12'),
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
union all
{{ broken_examples('phone_signs', phone_signs, [
    ('+34 612-345-679', '612345679'),
    ('0034 612 345 679', '612345679'),
    ('(+34) 612.345.679', '612345679'),
    ('34612345679', '612345679'),
    ('346123456', '346123456'),
    ('+44 20 7946 0018', '+442079460018'),
    (none, none),
]) }}
union all
{{ broken_examples('phone_of_signs', phone_of_signs, [
    ('612345679', '+34612345679'),
    ('00442079460018', '+442079460018'),
    ('512345679', none),
    ('600000000', none),
    ('+34512345679', none),
    (none, none),
]) }}
union all
{{ broken_examples('phone_fault', phone_fault_of_text, [
    ('612 34 56 79', none),
    ('666666666', 'PHONE_PLACEHOLDER'),
    ('600 00 00 00', 'PHONE_PLACEHOLDER'),
    ('123456789', 'PHONE_PLACEHOLDER'),
    ('000000000', 'PHONE_PLACEHOLDER'),
    ('61234567', 'PHONE_MALFORMED'),
    ('6123456789', 'PHONE_MALFORMED'),
    ('no tiene', 'PHONE_PLACEHOLDER'),
    ('-', 'PHONE_PLACEHOLDER'),
    ('casa', 'PHONE_MALFORMED'),
    (none, none),
]) }}
union all
{{ broken_examples('is_filler_word', is_filler_word, [
    ('notiene', 'true'),
    ('no_tiene', 'true'),
    ('no.tiene.email', 'true'),
    ('sinemail', 'true'),
    ('sin-correo', 'true'),
    ('no', 'true'),
    ('nomail', 'true'),
    ('nofacilita', 'true'),
    ('noreply', 'true'),
    ('xxx', 'true'),
    ('aaaa', 'true'),
    ('asdf', 'true'),
    ('n/a', 'true'),
    ('000', 'true'),
    ('123456', 'true'),
    ('x', 'true'),
    ('desconocido', 'true'),
    ('buzon', 'true'),
    ('prueba2', 'true'),
    ('noel', 'false'),
    ('nil', 'false'),
    ('noda', 'false'),
    ('noelia', 'false'),
    ('nora.garcia', 'false'),
    ('sinforoso', 'false'),
    ('nohemi', 'false'),
    ('notario', 'false'),
    ('info', 'false'),
    ('test.drive', 'false'),
    ('', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('email_of_small_letters', email_of_small_letters, [
    ('ana@gmail.com', 'ana@gmail.com'),
    ('ana@gmail', none),
    (none, none),
]) }}
