-- A failing row is an example of a tax id or a name that a rule reads wrongly.
{{ config(meta={'dagster': {'ref': {'name': 'stg_party'}}}) }}

{{ broken_examples('normalise_tax_id', normalise_tax_id, [
    ('12.345.678-z', '12345678Z'),
    ('1234567L', '01234567L'),
    ('ES B12345674', 'B12345674'),
    ('x-1234567-l', 'X1234567L'),
    (' ', none),
    (none, none),
]) }}
union all
{{ broken_examples('tax_id_is_valid', tax_id_is_valid, [
    ('23456789D', 'true'),
    ('23456789E', 'false'),
    ('X1234567L', 'true'),
    ('Y1234567X', 'true'),
    ('X1234567T', 'false'),
    ('B12345674', 'true'),
    ('B12345675', 'false'),
    ('A58818501', 'true'),
    ('Q2826000H', 'true'),
    ('Q28260008', 'false'),
    ('12345678Z', 'false'),
    ('00000000T', 'false'),
    ('123', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('name_key', name_key, [
    ('María José', 'MARIA JOSE'),
    ('Mª José', 'MARIA JOSE'),
    ('Ma. Jose', 'MARIA JOSE'),
    ('M. Jose', 'MARIA JOSE'),
    ('MÂª Jose', 'MARIA JOSE'),
    ('MarÃ­a del Carmen', 'MARIA CARMEN'),
    ('de la Cruz', 'CRUZ'),
    ('De  La   Fuente', 'FUENTE'),
    ('MuÃ±oz', 'MUNOZ'),
    ('MU?OZ', 'MUNOZ'),
    ('Muñoz', 'MUNOZ'),
    ('García-Page', 'GARCIA PAGE'),
    ('Emma', 'EMMA'),
    ('Talleres Núñez, S.L.', 'TALLERES NUNEZ SL'),
    ('.', none),
    ('', none),
    (none, none),
]) }}
union all
{{ broken_examples('leading_names', leading_names, [
    ('Ana García López', 'Ana'),
    ('María José García López', 'María José'),
    ('Ana García', 'Ana'),
    ('Juan de la Cruz Ruiz', 'Juan'),
]) }}
union all
{{ broken_examples('trailing_surnames', trailing_surnames, [
    ('Ana García López', 'García López'),
    ('Ana García', 'García'),
    ('Juan de la Cruz Ruiz', 'de la Cruz Ruiz'),
]) }}
union all
{{ broken_examples('repair_mojibake', repair_mojibake, [
    ('MuÃ±oz', 'Muñoz'),
    ('AmÃ©rica', 'América'),
    ('NÃºÃ±ez', 'Núñez'),
    ('MÂª Jose', 'Mª Jose'),
    ('Muñoz', 'Muñoz'),
    ('', ''),
    (none, none),
]) }}
union all
{{ broken_examples('strip_accents', strip_accents, [
    ('Núñez Güell', 'Nunez Guell'),
    ('ÇAÑA', 'CANA'),
    (none, none),
]) }}
union all
{{ broken_examples('plain_capitals', plain_capitals, [
    ('MuÃ±oz', 'MUNOZ'),
    ('Mu?oz', 'MUNOZ'),
    ('¿Qué?', '¿QUE?'),
    (none, none),
]) }}
union all
{{ broken_examples('personal_id_is_valid', personal_id_is_valid, [
    ('23456789D', 'true'),
    ('Z1234567R', 'true'),
    ('K0000000T', 'true'),
    ('23456789A', 'false'),
    ('B12345674', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('cif_is_valid', cif_is_valid, [
    ('A58818501', 'true'),
    ('Q2826000H', 'true'),
    ('A58818502', 'false'),
    ('23456789D', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('is_company_tax_id', is_company_tax_id, [
    ('A58818501', 'true'),
    ('23456789D', 'false'),
    ('X1234567L', 'false'),
    ('K0000000T', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('ends_like_a_company', ends_like_a_company, [
    ('TALLERES NUNEZ SL', 'true'),
    ('SL', 'false'),
    ('ANA ELSA', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('first_word', first_word, [
    ('MARIA JOSE', 'MARIA'),
    ('ANA', 'ANA'),
    ('', ''),
    (none, none),
]) }}
union all
{{ broken_examples('last_word', last_word, [
    ('GARCIA DE PAREDES', 'PAREDES'),
    ('GARCIA', 'GARCIA'),
    ('', ''),
    (none, none),
]) }}
