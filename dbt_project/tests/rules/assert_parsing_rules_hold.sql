-- A failing row is an example of a text that is read as the wrong day, moment, number or flag.
{{ config(meta={'dagster': {'ref': {'name': 'row_fates'}}}) }}

{{ broken_examples('try_date', try_date, [
    ('2024-02-29', '2024-02-29'),
    ('2024-02-29 10:15:00', '2024-02-29'),
    ('29/02/2024', '2024-02-29'),
    ('29/02/2024 10:15', '2024-02-29'),
    (' 03/04/2024 ', '2024-04-03'),
    ('1933-27-06', '1933-06-27'),
    ('06/27/1933', '1933-06-27'),
    ('29/02/2023', none),
    ('2023-31-02', none),
    ('31/13/2024', none),
    ('2024-13-01', '2024-01-13'),
    ('1900-01-01', none),
    ('01/01/1900', none),
    ('9999-12-31', none),
    ('9999-12-31 00:00:00', none),
    ('pronto', none),
    ('', none),
    (none, none),
]) }}
union all
{{ broken_examples('try_timestamp', try_timestamp, [
    ('2024-02-29 10:15:30', '2024-02-29 10:15:30'),
    ('2024-02-29T10:15:30', '2024-02-29 10:15:30'),
    ('2024-02-29', '2024-02-29 00:00:00'),
    ('29/02/2024 10:15:30', '2024-02-29 10:15:30'),
    ('29/02/2024 10:15', '2024-02-29 10:15:00'),
    ('29/02/2024', '2024-02-29 00:00:00'),
    ('1900-01-01 00:00:00', none),
    ('31/13/2024 10:00:00', none),
    ('', none),
    (none, none),
]) }}
union all
{{ broken_examples('try_int', try_int, [
    ('42', '42'),
    ('-3', '-3'),
    ('12000.0', '12000'),
    ('12,5', none),
    ('99999999999', none),
    ('', none),
    (none, none),
]) }}
union all
{{ broken_examples('try_decimal', try_decimal, [
    ('1234.5', '1234.5000'),
    ('1234,5', '1234.5000'),
    ('1.234,56', '1234.5600'),
    ('-0.01', '-0.0100'),
    ('12 €', none),
    ('', none),
    (none, none),
]) }}
union all
{{ broken_examples('try_boolean', try_boolean, [
    ('Y', 'true'),
    ('s', 'true'),
    ('SI', 'true'),
    ('1', 'true'),
    ('True', 'true'),
    ('N', 'false'),
    ('0', 'false'),
    ('false', 'false'),
    ('?', none),
    ('', none),
    (none, none),
]) }}
union all
{{ broken_examples('surrogate_id', surrogate_id_of_one, [
    ('ab', '2dadabd77a83771c2f44d59d8fe7ca89'),
    ('', '9a1c7ee2c7ce38d4bbbaf29ab9f2ac1e'),
    (none, 'b6084c2ebd9b886177afb1b1aace3517'),
]) }}
union all
{{ broken_examples('clean_text', clean_text, [
    (' Ana ', 'Ana'),
    ('  ', none),
    (none, none),
]) }}
union all
{{ broken_examples('clean_code', clean_code, [
    (' wc1 ', 'WC1'),
    ('', none),
    (none, none),
]) }}
