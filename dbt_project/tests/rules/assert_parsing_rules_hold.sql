-- A failing row is an example of a text that is read as the wrong day, moment, number or flag.
{{ config(meta={'dagster': {'ref': {'name': 'row_fates'}}}) }}

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
{{ broken_examples('yes_or_unreadable', yes_or_unreadable, [
    ('S', 'true'),
    ('0', 'false'),
    ('2024-05-03', 'true'),
    (' ', 'false'),
    (none, 'false'),
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
