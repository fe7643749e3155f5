-- A failing row is an example of a day, or of a day in words, that a rule reckons wrongly.
{{ config(meta={'dagster': {'ref': {'name': 'feature_dates'}}}) }}

{{ broken_examples('whole_months', whole_months_of_pair, [
    ('2024-01-31 2024-02-29', '1'),
    ('2024-01-31 2024-03-31', '2'),
    ('2024-01-30 2024-02-28', '0'),
    ('2024-01-15 2025-01-14', '11'),
    ('2024-03-15 2024-01-15', '-2'),
]) }}
union all
{{ broken_examples('add_months', month_added_to_text, [
    ('2024-01-31', '2024-02-29'),
    ('2023-01-31', '2023-02-28'),
    ('2023-12-15', '2024-01-15'),
]) }}
union all
{{ broken_examples('add_days', day_added_to_text, [
    ('2024-02-28', '2024-02-29'),
    ('2024-12-31', '2025-01-01'),
]) }}
union all
{{ broken_examples('days_between', days_of_pair, [
    ('2024-02-28 2024-03-01', '2'),
    ('2024-03-01 2024-02-28', '-2'),
]) }}
union all
{{ broken_examples('years_between', years_of_pair, [
    ('2020-01-01 2024-01-01', '4.000'),
    ('2024-01-01 2024-01-01', '0.000'),
]) }}
union all
{{ broken_examples('months_between', months_of_pair, [
    ('2023-01-01 2024-01-01', '11.992'),
    ('2024-01-02 2024-01-01', '-0.033'),
]) }}
union all
{{ broken_examples('last_anniversary', anniversary_of_pair, [
    ('2020-06-30 2026-06-30', '2026-06-30'),
    ('2020-07-01 2026-06-30', '2025-07-01'),
    ('2020-02-29 2026-03-01', '2026-02-28'),
    ('2020-02-29 2024-02-29', '2024-02-29'),
]) }}
union all
{{ broken_examples('day_in_text', day_of_text_in_words, [
    ('2026-09-05', '05/09/2026'),
    (none, ''),
]) }}
union all
{{ broken_examples('km_band', km_band_of_text, [
    ('40000', '40000 a 50000'),
    ('49999', '40000 a 50000'),
    (none, ''),
]) }}
