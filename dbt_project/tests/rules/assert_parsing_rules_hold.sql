-- A failing row is an example of a text that is read as the wrong day, moment, number or flag.
{{ config(meta={'dagster': {'ref': {'name': 'row_fates'}}}) }}

{{ broken_examples('try_date', try_date, [
    ('2024-02-29', '2024-02-29'),
    ('2024-02-29 10:15:00', '2024-02-29'),
    ('29/02/2024', '2024-02-29'),
    ('29/02/2024 10:15', '2024-02-29'),
    (' 03/04/2024 ', '2024-04-03'),
    ('2013-27-06', '2013-06-27'),
    ('06/27/2013', '2013-06-27'),
    ('29-02-2024', '2024-02-29'),
    ('29.02.2024', '2024-02-29'),
    ('2024/02/29', '2024-02-29'),
    ('20240229', '2024-02-29'),
    ('1/2/2024', '2024-02-01'),
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
    ('1899-12-30', none),
    ('2999-12-31', none),
    ('31/12/2099', none),
    ('01/01/0001', none),
    ('1975-12-31', none),
    ('1976-01-02', '1976-01-02'),
    ('2038-12-31', '2038-12-31'),
    ('2039-01-01', none),
    ('31.12.9999', none),
    ('19000101', none),
    ('2000-01-01', none),
    ('2000-01-02', '2000-01-02'),
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
    ('2024-27-02 10:15:00', '2024-02-27 10:15:00'),
    ('02/27/2024 10:15', '2024-02-27 10:15:00'),
    ('2024-02-29T10:15:30+02:00', '2024-02-29 08:15:30'),
    ('2024-02-29 10:15:30-03', '2024-02-29 13:15:30'),
    ('2024-02-29T10:15:30Z', '2024-02-29 10:15:30'),
    ('31/13/2024 10:00:00', none),
    ('', none),
    (none, none),
    ('28.06.2026 10:00', '2026-06-28 10:00:00'),
    ('28-06-2026', '2026-06-28 00:00:00'),
    ('20260601', '2026-06-01 00:00:00'),
    ('20260601 09:30:15', '2026-06-01 09:30:15'),
    ('2026.06.01T09:30', '2026-06-01 09:30:00'),
    ('01-01-1900 10:00', none),
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
union all
{{ broken_examples('try_date of a birth', birth_of_text, [
    ('1924-05-17', '1924-05-17'),
    ('2000-01-01', '2000-01-01'),
    ('11/11/1911', none),
    ('1899-12-30', none),
    ('2027-01-01', none),
]) }}
union all
{{ broken_examples('usual_day_text', usual_day_text, [
    ('2024-02-29', '2024-02-29'),
    ('2024/02/29 10:15', '29/02/2024 10:15'),
    ('20240229', '29/02/2024'),
    ('1.2.2024', '1/2/2024'),
    ('202402290', '202402290'),
    (none, none),
]) }}
union all
{{ broken_examples('says_unknown', says_unknown, [
    ('00000000', 'true'),
    ('99/99/9999', 'true'),
    ('--', 'true'),
    ('N/D', 'true'),
    ('n.c.', 'true'),
    ('(null)', 'true'),
    ('sin fecha', 'true'),
    ('No consta', 'true'),
    ('XXXX', 'true'),
    ('no lo sabe', 'true'),
    ('s/n', 'true'),
    ('sin segundo apellido', 'true'),
    ('Por determinar', 'true'),
    ('?', 'true'),
    ('x', 'true'),
    ('NaN', 'true'),
    ('noviembre', 'false'),
    ('Noel', 'false'),
    ('Blanco', 'false'),
    ('12', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('says_unknown_in_words', says_unknown_in_words, [
    ('----------', 'true'),
    ('  /  /    ', 'true'),
    ('No consta', 'true'),
    ('DESCONOCIDA', 'true'),
    ('00000000', 'false'),
    ('XXXX', 'false'),
    ('李', 'false'),
    ('2024-02-29', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('letters_and_digits', letters_and_digits, [
    ('n.º 3-b', 'Nº3B'),
    ('Núñez', 'NUNEZ'),
    ('--', ''),
    (none, none),
]) }}
union all
{{ broken_examples('is_sentinel_day', record_sentinel_of_text, [
    ('1900-01-01', 'true'),
    ('01/01/1900', 'true'),
    ('9999-12-31 00:00:00', 'true'),
    ('1899-12-30', 'true'),
    ('31/12/2999', 'true'),
    ('2024-02-29', 'false'),
    ('29/02/2024', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('date_fault', date_fault_of_text, [
    ('2024-02-29', none),
    ('29/02/2024', none),
    ('1900-01-01', 'DATE_SENTINEL'),
    ('2999-12-31', 'DATE_SENTINEL'),
    ('31/12/9999', 'DATE_SENTINEL'),
    ('1980-01-01', 'DATE_SENTINEL'),
    ('01/01/1980', 'DATE_SENTINEL'),
    ('01.01.1900', 'DATE_SENTINEL'),
    ('01-01-1900', 'DATE_SENTINEL'),
    ('19000101', 'DATE_SENTINEL'),
    ('0000-00-00', 'DATE_SENTINEL'),
    ('0000-00-00 00:00:00', 'DATE_SENTINEL'),
    ('00/00/0000', 'DATE_SENTINEL'),
    ('00/00/00', 'DATE_SENTINEL'),
    ('0', 'DATE_SENTINEL'),
    ('99/99/9999', 'DATE_SENTINEL'),
    ('99999999', 'DATE_SENTINEL'),
    ('00/01/1900', 'DATE_SENTINEL'),
    ('0001-01-01T00:00:00', 'DATE_SENTINEL'),
    ('1753-01-01 00:00:00.000', 'DATE_SENTINEL'),
    ('2079-06-06', 'DATE_SENTINEL'),
    ('  /  /    ', 'DATE_SENTINEL'),
    ('N/D', 'DATE_SENTINEL'),
    ('NULL', 'DATE_SENTINEL'),
    ('sin fecha', 'DATE_SENTINEL'),
    ('2013-27-06', 'DATE_SWAPPED'),
    ('06/27/2013', 'DATE_SWAPPED'),
    ('06.27.2013', 'DATE_SWAPPED'),
    ('29/02/2023', 'DATE_INVALID'),
    ('31/13/2024', 'DATE_INVALID'),
    ('pronto', 'DATE_INVALID'),
    ('', none),
    (none, none),
]) }}
union all
{{ broken_examples('date_fault of a birth', birth_fault_of_text, [
    ('1924-05-17', none),
    ('2000-01-01', none),
    ('00/00/0000', 'DATE_SENTINEL'),
    ('2027-01-01', 'DATE_SENTINEL'),
    ('1933-27-06', 'DATE_SWAPPED'),
    ('06/27/1933', 'DATE_SWAPPED'),
]) }}
union all
{{ broken_examples('date_repair', date_repair, [
    ('DATE_SWAPPED', 'DAY_AND_MONTH_SWAPPED'),
    ('DATE_SENTINEL', none),
    (none, none),
]) }}
union all
{{ broken_examples('is_swapped_day', is_swapped_day, [
    ('1933-27-06', 'true'),
    ('06/27/1933', 'true'),
    ('1933-06-27', 'false'),
    ('27/06/1933', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('stands_for_no_day', stands_for_no_record_day, [
    ('1900-01-01', 'true'),
    ('31/12/9999', 'true'),
    ('99/99/9999', 'true'),
    ('N/D', 'true'),
    ('31/02/1899', 'true'),
    ('31/02/2024', 'false'),
    ('pronto', 'false'),
    (none, none),
]) }}
