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
    ('3300, ES', '03300'),
    ('3,300', '03300'),
    ('08001, España', '08001'),
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
{{ broken_examples('postal_code_digits', postal_code_digits, [
    ('E-28001', '28001'),
    ('CP 8001', '8001'),
    ('C.P.: 28001', '28001'),
    ('ES 28001', '28001'),
    ('28.001', '28001'),
    ('8001.0', '8001'),
    (' 08001 ', '08001'),
    ('280011', none),
    ('28O01', none),
    (none, none),
]) }}
union all
{{ broken_examples('postal_code_of_digits', postal_code_of_digits, [
    ('8001', '08001'),
    ('28001', '28001'),
    ('53001', none),
    ('0801', none),
    (none, none),
]) }}
union all
{{ broken_examples('postal_code_fault', postal_code_fault_of_text, [
    ('28001', none),
    ('E-28001', none),
    ('8001', 'POSTAL_ZERO_LOST'),
    ('1001', 'POSTAL_ZERO_LOST'),
    ('99001', 'POSTAL_CODE_INVALID'),
    ('00001', 'POSTAL_CODE_INVALID'),
    ('2800', 'POSTAL_ZERO_LOST'),
    ('280', 'POSTAL_CODE_INVALID'),
    ('Madrid', 'POSTAL_CODE_INVALID'),
    (none, none),
]) }}
union all
{{ broken_examples('postal_code_repair', postal_code_repair, [
    ('POSTAL_ZERO_LOST', 'ZERO_RESTORED'),
    ('POSTAL_CODE_INVALID', none),
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
{{ broken_examples('first_label', first_label, [
    ('gmail.com', 'gmail'),
    ('correo.empresa.es', 'correo'),
    (none, none),
]) }}
union all
{{ broken_examples('is_slip_of_domain', slip_of_pair, [
    ('gmial.com|gmail.com', 'true'),
    ('gmai.com|gmail.com', 'true'),
    ('gmail.con|gmail.com', 'true'),
    ('gmaill.com|gmail.com', 'true'),
    ('homtial.com|hotmail.com', 'true'),
    ('hotmal.con|hotmail.com', 'true'),
    ('yaho.es|yahoo.es', 'true'),
    ('outlok.es|outlook.es', 'true'),
    ('lice.com|live.com', 'false'),
    ('live.con|live.com', 'true'),
    ('telefonica.ent|telefonica.net', 'true'),
    ('garcia.com|gmail.com', 'false'),
    ('gamba.com|gmail.com', 'false'),
    ('hotel.com|hotmail.com', 'false'),
    ('autosol.es|outlook.es', 'false'),
    ('gmailc.om|gmail.com', 'true'),
    ('llahoo.es|yahoo.es', 'true'),
    ('yahu.es|yahoo.es', 'true'),
    ('yau.es|yahoo.es', 'false'),
]) }}
union all
{{ broken_examples('domain_as_heard', domain_as_heard, [
    ('llahoo.es', 'yau.es'),
    ('outluk.com', 'outluc.com'),
    ('movistar.es', 'mobistar.es'),
    (none, none),
]) }}
union all
{{ broken_examples('email_of_small_letters', email_of_small_letters, [
    ('ana@gmail.com', 'ana@gmail.com'),
    ('ana@gmail', none),
    (none, none),
]) }}
