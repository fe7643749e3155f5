-- A failing row is a name, a birth or an id that people and firms really have and a rule changes or
-- calls a fault, or one of the faults that look like it and are no longer told.
{{ config(meta={'dagster': {'ref': {'name': 'stg_party'}}}) }}

{{ broken_examples('names_of_any_spelling', begonas_of_text, [
    ('BEGOÑA', 'true'),
    ('Bego?a', 'true'),
    ('begona', 'true'),
    ('Begoñita', 'false'),
]) }}
union all
{{ broken_examples('name_in_place of a given name', given_name_of_pair, [
    ('Nada|García', 'Nada'),
    ('NULL|García', none),
    ('Nada|Null', none),
    ('Nada|', none),
    ('NaN|García', 'NaN'),
    ('Nil|Ruiz', 'Nil'),
    ('Ana|No', 'Ana'),
]) }}
union all
{{ broken_examples('name_in_place of a surname', surname_of_pair, [
    ('Null|Hans', 'Null'),
    ('No|Min-ho', 'No'),
    ('NULL|NULL', none),
    ('No|', none),
    ('Prueba|Ana', 'Prueba'),
]) }}
union all
{{ broken_examples('has_word_of_trial', has_word_of_trial, [
    ('TALLER TEST SL', 'true'),
    ('ANA PRUEBA', 'true'),
    ('ANA TESTA', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('plain_apostrophes', plain_apostrophes, [
    ('D´Angelo', "D'Angelo"),
    ('D’Ors', "D'Ors"),
    ('D' ~ '\u0092' ~ 'Ors', "D'Ors"),
    ('Isma`il', "Isma'il"),
    ("Isma'il", "Isma'il"),
    ('´Angel', '´Angel'),
    (none, none),
]) }}
union all
{{ broken_examples('sign_behind', sign_behind, [
    ('García-', '-'),
    ("D'", "'"),
    ("Isma'il", ''),
    (none, none),
]) }}
union all
{{ broken_examples('plain_blanks', plain_blanks, [
    ('Ana' ~ '\u00a0' ~ 'María', 'Ana María'),
    ('Juan' ~ '\u00a0' ~ 'de' ~ '\u00a0' ~ 'Dios', 'Juan de Dios'),
    ('maria' ~ '\u00a0' ~ 'lopez', 'maria lopez'),
    ('S' ~ '\u00a0' ~ 'nchez', 'S' ~ '\u00a0' ~ 'nchez'),
    ('\u202aAna\u200b\u202c', 'Ana'),
    ('Ana\u3000Ruiz', 'Ana Ruiz'),
    ('Ana', 'Ana'),
    (none, none),
]) }}
union all
{{ broken_examples('spaced_words', spaced_words, [
    ('GARCIA<<ANA<MARIA<', 'GARCIA ANA MARIA'),
    ('A<UNAI', 'A UNAI'),
    ('<b>Ana</b>', 'Ana'),
    ('<![CDATA[Ana]]>', 'Ana'),
    ('M<sup>a</sup>', 'M a'),
    ('Nu<U+00F1>o', 'Nu<U+00F1>o'),
    (' ', none),
]) }}
union all
{{ broken_examples('bare_name', bare_name, [
    ('G A R C I A', 'GARCIA'),
    ('*Ｊｏｓｅ*', 'Jose'),
    ('Ana M_', 'Ana Mª'),
    (none, none),
]) }}
union all
{{ broken_examples('clean_words', clean_words, [
    ('\u00a0' ~ 'Ana' ~ '\u00a0', 'Ana'),
    ('\u00a0', none),
]) }}
union all
{{ broken_examples('try_date of a birth', birth_of_text, [
    ('1970-01-01', '1970-01-01'),
    ('31/02/1980', none),
]) }}
union all
{{ broken_examples('date_fault of a birth', birth_fault_of_text, [
    ('1970-01-01', none),
    ('31/02/1980', 'DATE_INVALID'),
    ('1980-02-31', 'DATE_INVALID'),
]) }}
union all
{{ broken_examples('tax_id_kind', tax_id_kind_of_text, [
    ('23456789D', 'DNI'),
    ('K0000000T', 'DNI'),
    ('X1234567L', 'NIE'),
    ('B12345674', 'CIF'),
    ('FR40303265045', 'FOREIGN'),
    ('DE136695976', 'FOREIGN'),
    ('PT501964843', 'FOREIGN'),
    ('AAA123456', 'FOREIGN'),
    ('AB1234567', 'FOREIGN'),
    ('B1234567', none),
    ('234567891D', none),
    ('ES1234567L', none),
    ('XXXXXXXXX', none),
    (none, none),
]) }}
union all
{{ broken_examples('tax_id_kind of a foreigner', tax_id_kind_of_other, [
    ('G12345678', 'CIF'),
    ('E1234567', 'FOREIGN'),
    ('12AB34567', 'FOREIGN'),
    ('234567891', 'FOREIGN'),
    ('123', none),
]) }}
