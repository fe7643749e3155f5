-- A failing row is an example of a tax id or a name that a rule reads wrongly.
{{ config(meta={'dagster': {'ref': {'name': 'stg_party'}}}) }}

{{ broken_examples('normalise_tax_id', normalise_tax_id, [
    ('12.345.678-z', '12345678Z'),
    ('1234567L', '01234567L'),
    ('ES B12345674', 'B12345674'),
    ('x-1234567-l', 'X1234567L'),
    (' ', none),
    (none, none),
    ('DNI 23456789D', '23456789D'),
    ('NIF: B12345674', 'B12345674'),
    ('C.I.F. ES-B12345674', 'B12345674'),
    ('NIE x-1234567-l', 'X1234567L'),
    ('Pasaporte AAA123456', 'AAA123456'),
    ('DNI 1234567L', '01234567L'),
    ('NIF', 'NIF'),
    ('FR 40 303 265 045', 'FR40303265045'),
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
    ('María del Carmen', 'MARIA CARMEN'),
    ('de la Cruz', 'CRUZ'),
    ('De  La   Fuente', 'FUENTE'),
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
{{ broken_examples('ends_like_a_company', ends_like_a_company, [
    ('TALLERES NUNEZ SL', 'true'),
    ('SL', 'false'),
    ('ANA ELSA', 'false'),
    ('TALLERES NUNEZ SOC LTDA', 'true'),
    ('TALLERES NUNEZ SOCIEDAD LIMITADA UNIPERSONAL', 'true'),
    ('RUIZ HERMANOS COMUNIDAD BIENES', 'true'),
    ('LUIS SOC', 'false'),
    ('LUIS CIVIL', 'false'),
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
union all
{{ broken_examples('has_mojibake', has_mojibake, [
    ('MuÃ±oz', 'true'),
    ('MÂª Jose', 'true'),
    ('NÃƒÂºÃƒÂ±ez', 'true'),
    ('JOÃO', 'false'),
    ('Conceição', 'false'),
    ('Muñoz', 'false'),
    (none, none),
    ('S' ~ '\u00a0' ~ 'nchez', 'true'),
    ('Ana María', 'false'),
    ('Jos' ~ '\u0082', 'true'),
    ('P' ~ '\u0090' ~ 'REZ', 'true'),
    ("D'Ors", 'false'),
]) }}
union all
{{ broken_examples('has_lost_letter', has_lost_letter, [
    ('Mu?oz', 'true'),
    ('?lvaro', 'true'),
    ('Mu�oz', 'true'),
    ('?', 'false'),
    ('Muñoz', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('plain_letters', plain_letters, [
    ('Mu?oz', 'MUNOZ'),
    ('Muñoz', 'MUNOZ'),
    (none, none),
]) }}
union all
{{ broken_examples('key_of_whole_name', key_of_whole_name, [
    ('María de la O', 'MARIA O'),
    ('S.L.', 'SL'),
    ('-', none),
    (none, none),
    ("Isma'il", 'ISMAIL'),
    ("D'Ors", 'D ORS'),
]) }}
union all
{{ broken_examples('name_words', name_words, [
    ('García-Page', '[García-, Page]'),
    ("D'Ors", "['D\\'', Ors]"),
    ("Isma'il", "['Isma\\'il']"),
    (' de  la  Cruz ', '[de, la, Cruz]'),
    (none, none),
]) }}
union all
{{ broken_examples('word_core', word_core, [
    ('García-', 'García'),
    ("D'", 'D'),
    ("Isma'il", 'Ismail'),
    ('Page', 'Page'),
    (none, none),
]) }}
union all
{{ broken_examples('spelling_key', spelling_key, [
    ('García-', 'GARCIA'),
    ('muñoz', 'MUNOZ'),
    ('Mu�oz', 'MU?OZ'),
    ('Garcķa', 'GARC?A'),
    ('Muцoz', 'MU?OZ'),
    (none, none),
]) }}
union all
{{ broken_examples('spelling_with_gaps', gaps_of_spelling, [
    ('Muñoz', 'MU?OZ'),
    ('Núñez', 'N??EZ'),
    ('Ruiz', 'RUIZ'),
    (none, none),
]) }}
union all
{{ broken_examples('spelt_by_rule', spelt_by_rule, [
    ('ESTEVEZ', 'Estévez'),
    ('rodriguez', 'Rodríguez'),
    ('Vazquez', 'Vázquez'),
    ('SUAREZ', 'Suárez'),
    ('Pelaez', 'Peláez'),
    ('Fernández', 'Fernández'),
    ('Jaimez', 'Jaimez'),
    ('Diez', 'Diez'),
    ('CONCEPCION', 'Concepción'),
    ('ANA', 'Ana'),
    (none, none),
]) }}
union all
{{ broken_examples('proper_case', proper_case, [
    ('ANA', 'Ana'),
    ('ñAKI', 'Ñaki'),
    ('', ''),
    (none, none),
]) }}
union all
{{ broken_examples('has_lost_accents', lost_accents_of_pair, [
    ('GARCIA|García', 'true'),
    ('García|García', 'false'),
    ('GARCÍA|García', 'false'),
    ('Nuñez|Núñez', 'true'),
    ('Núnez|Núñez', 'true'),
    ('Mònica|Mónica', 'false'),
]) }}
union all
{{ broken_examples('is_placeholder_tax_id', is_placeholder_tax_id, [
    ('11111111A', 'true'),
    ('00000000T', 'true'),
    ('12345678A', 'true'),
    ('X0000000T', 'true'),
    ('SINNIF', 'true'),
    ('X', 'true'),
    ('23456789D', 'false'),
    ('B12345674', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('tax_id_fault', tax_id_fault_of_text, [
    ('23456789D', none),
    ('23.456.789-d', none),
    ('X1234567L', none),
    ('B12345674', none),
    ('23456789E', 'TAX_ID_WRONG_LETTER'),
    ('X1234567T', 'TAX_ID_WRONG_LETTER'),
    ('23456789Ñ', 'TAX_ID_WRONG_LETTER'),
    ('B12345675', 'TAX_ID_WRONG_LETTER'),
    ('12345678Z', 'TAX_ID_PLACEHOLDER'),
    ('no tiene', 'TAX_ID_MISSING'),
    ('-', 'TAX_ID_MISSING'),
    ('000000000', 'TAX_ID_PLACEHOLDER'),
    ('XXXXXXXXX', 'TAX_ID_PLACEHOLDER'),
    ('23456789', 'TAX_ID_MALFORMED'),
    ('234567891D', 'TAX_ID_MALFORMED'),
    ('1234567L', 'TAX_ID_ZERO_LOST'),
    ('01234567L', none),
    ('1234567A', 'TAX_ID_WRONG_LETTER'),
    ('', 'TAX_ID_MISSING'),
    (none, 'TAX_ID_MISSING'),
    ('no lo trae', 'TAX_ID_MISSING'),
    ('sin documento', 'TAX_ID_MISSING'),
    ('AAAAAAAA', 'TAX_ID_PLACEHOLDER'),
    ('DNI 23456789D', none),
    ('CIF B12345674', none),
    ('FR40303265045', none),
    ('AAA123456', none),
    ('DNI 1234567L', 'TAX_ID_ZERO_LOST'),
    ('DNI 23456789E', 'TAX_ID_WRONG_LETTER'),
    ('DNI', 'TAX_ID_MISSING'),
]) }}
union all
{{ broken_examples('tax_id_lost_zeros', tax_id_lost_zeros, [
    ('1234567L', 'true'),
    ('1.234.567-L', 'true'),
    ('01234567L', 'false'),
    ('X1234567L', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('tax_id_repair', tax_id_repair, [
    ('TAX_ID_ZERO_LOST', 'ZERO_RESTORED'),
    ('TAX_ID_WRONG_LETTER', none),
    (none, none),
]) }}
