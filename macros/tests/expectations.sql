{#- Tables of examples for the rules in macros: a rule is shown by what it makes of a value. -#}

{#- Rows (given, expected) from pairs; none stands for null. Use the rule on `given` and keep what differs. -#}
{% macro examples(pairs) -%}
    select
        cast(given as {{ dbt.type_string() }}) as given,
        cast(expected as {{ dbt.type_string() }}) as expected
    from (
        values
        {%- for given, expected in pairs %}
        ({{ text_literal(given) }}, {{ text_literal(expected) }}){{ ',' if not loop.last }}
        {%- endfor %}
    ) as pairs (given, expected)
{%- endmacro %}

{#- The examples of which a rule makes something else than expected. `rule` is a macro of one column. -#}
{% macro broken_examples(rule_name, rule, pairs) -%}
    select
        '{{ rule_name }}' as rule_name,
        given,
        expected,
        actual
    from (
        select
            given,
            expected,
            cast({{ rule('given') }} as {{ dbt.type_string() }}) as actual
        from (
            {{ examples(pairs) }}
        ) as examples
    ) as results
    where actual is distinct from expected
{%- endmacro %}

{#- surrogate_id of a single column, so that it can be shown by examples. -#}
{% macro surrogate_id_of_one(column) -%}
    {{ surrogate_id([column]) }}
{%- endmacro %}

{#- Rules of dates and numbers, so that they can be shown by examples of text; a pair is two days with a blank between. -#}
{% macro first_day_of_pair(column) -%} cast(left({{ column }}, 10) as date) {%- endmacro %}

{% macro second_day_of_pair(column) -%} cast(right({{ column }}, 10) as date) {%- endmacro %}

{% macro whole_months_of_pair(column) -%}
    {{ whole_months(first_day_of_pair(column), second_day_of_pair(column)) }}
{%- endmacro %}

{% macro days_of_pair(column) -%}
    {{ days_between(first_day_of_pair(column), second_day_of_pair(column)) }}
{%- endmacro %}

{% macro years_of_pair(column) -%}
    {{ years_between(first_day_of_pair(column), second_day_of_pair(column)) }}
{%- endmacro %}

{% macro months_of_pair(column) -%}
    {{ months_between(first_day_of_pair(column), second_day_of_pair(column)) }}
{%- endmacro %}

{% macro anniversary_of_pair(column) -%}
    {{ last_anniversary(first_day_of_pair(column), second_day_of_pair(column)) }}
{%- endmacro %}

{% macro month_added_to_text(column) -%} {{ add_months(first_day_of_pair(column), 1) }} {%- endmacro %}

{% macro day_added_to_text(column) -%} {{ add_days(first_day_of_pair(column), 1) }} {%- endmacro %}

{% macro day_of_text_in_words(column) -%} {{ day_in_text(first_day_of_pair(column)) }} {%- endmacro %}

{% macro km_band_of_text(column) -%} {{ km_band('cast(' ~ column ~ ' as integer)', 10000) }} {%- endmacro %}

{% macro bounded_km_of_text(column) -%}
    {{ bounded_km_per_day('cast(' ~ column ~ ' as decimal(9, 1))') }}
{%- endmacro %}

{#- A code and the fuel it maps to, with a bar between; empty stands for null. -#}
{% macro fuel_of_code_and_standard(column) -%}
    {{ fuel_or_other(
        "nullif(" ~ left_of_bar(column) ~ ", '')", "nullif(" ~ right_of_bar(column) ~ ", '')"
    ) }}
{%- endmacro %}

{#- A result reckoned from a value that it calls `meant`: the value is written once, however often the result asks for it. -#}
{% macro result_of(value, result) -%}
    {{ return(adapter.dispatch('result_of', 'periplo')(value, result)) }}
{%- endmacro %}

{% macro default__result_of(value, result) -%}
    list_transform([{{ value }}], lambda meant: {{ result }})[1]
{%- endmacro %}

{#- The fault of a text as its staging model reckons it, so that it can be shown by examples. -#}
{% macro date_fault_of_text(column) -%} {{ date_fault(clean_text(column), try_date(column)) }} {%- endmacro %}

{% macro birth_fault_of_text(column) -%}
    {{ date_fault(clean_text(column), try_date(column, 'birth'), 'birth') }}
{%- endmacro %}

{% macro birth_of_text(column) -%} {{ try_date(column, 'birth') }} {%- endmacro %}

{% macro vehicle_day_of_text(column) -%} {{ try_date(column, 'vehicle') }} {%- endmacro %}

{% macro warranty_day_of_text(column) -%} {{ try_date(column, 'warranty') }} {%- endmacro %}

{% macro record_sentinel_of_text(column) -%} {{ is_sentinel_day(column, 'record') }} {%- endmacro %}

{% macro stands_for_no_record_day(column) -%} {{ stands_for_no_day(column, 'record') }} {%- endmacro %}

{% macro tax_id_fault_of_text(column) -%}
    {{ result_of(
        normalise_tax_id(column),
        tax_id_fault(clean_text(column), 'meant', tax_id_is_valid('meant'), tax_id_kind('meant', "'DNI'"))
    ) }}
{%- endmacro %}

{% macro tax_id_kind_of_text(column) -%}
    {{ result_of(normalise_tax_id(column), tax_id_kind('meant', "'DNI'")) }}
{%- endmacro %}

{% macro tax_id_kind_of_other(column) -%}
    {{ result_of(normalise_tax_id(column), tax_id_kind('meant', "'OTHER'")) }}
{%- endmacro %}

{% macro phone_fault_of_text(column) -%}
    {{ phone_fault(clean_text(column), phone_signs(column), normalise_phone(column)) }}
{%- endmacro %}

{% macro postal_code_fault_of_text(column) -%}
    {{ postal_code_fault(clean_text(column), postal_code_digits(column), normalise_postal_code(column)) }}
{%- endmacro %}

{% macro plate_kind_of_text(column) -%} {{ result_of(normalise_plate(column), plate_kind('meant')) }} {%- endmacro %}

{% macro plate_fault_of_text(column) -%}
    {{ plate_fault(clean_text(column), normalise_plate(column)) }}
{%- endmacro %}

{% macro vin_fault_of_text(column) -%} {{ vin_fault(clean_text(column), normalise_vin(column)) }} {%- endmacro %}

{% macro km_fault_of_text(column) -%} {{ result_of(read_km(column), km_fault(clean_text(column), 'meant')) }} {%- endmacro %}

{% macro is_doubtful_km_of_text(column) -%} {{ result_of(read_km(column), is_doubtful_km('meant')) }} {%- endmacro %}

{% macro is_impossible_km_of_text(column) -%} {{ result_of(read_km(column), is_impossible_km('meant')) }} {%- endmacro %}

{% macro sound_km_of_text(column) -%} {{ result_of(read_km(column), sound_km('meant')) }} {%- endmacro %}

{#- Rules of two texts; the two stand with a bar between, empty for null. -#}
{% macro left_of_bar(column) -%} split_part({{ column }}, '|', 1) {%- endmacro %}

{% macro right_of_bar(column) -%} split_part({{ column }}, '|', 2) {%- endmacro %}

{% macro given_name_of_pair(column) -%} {{ name_in_place(text_left_of_bar(column), 'given', text_right_of_bar(column)) }} {%- endmacro %}

{% macro surname_of_pair(column) -%} {{ name_in_place(text_left_of_bar(column), 'surname', text_right_of_bar(column)) }} {%- endmacro %}

{#- A text as sent and as it was put right. -#}
{% macro text_fault_of_pair(column) -%} {{ text_fault(left_of_bar(column), right_of_bar(column)) }} {%- endmacro %}

{% macro text_repair_of_pair(column) -%}
    {{ text_repair(text_fault_of_pair(column), right_of_bar(column)) }}
{%- endmacro %}

{% macro slip_of_pair(column) -%} {{ is_slip_of_domain(left_of_bar(column), right_of_bar(column)) }} {%- endmacro %}

{% macro text_left_of_bar(column) -%} nullif({{ left_of_bar(column) }}, '') {%- endmacro %}

{% macro text_right_of_bar(column) -%} nullif({{ right_of_bar(column) }}, '') {%- endmacro %}

{% macro lost_accents_of_pair(column) -%}
    {{ has_lost_accents(left_of_bar(column), right_of_bar(column)) }}
{%- endmacro %}

{% macro begonas_of_text(column) -%}
    {{ matches(column, '(?i)^' ~ names_of_any_spelling(['begona']) ~ '$') }}
{%- endmacro %}

{% macro gaps_of_spelling(column) -%} {{ spelling_with_gaps(column, 'all') }} {%- endmacro %}

{% macro fuel_fault_of_pair(column) -%} {{ fuel_fault(left_of_bar(column), right_of_bar(column)) }} {%- endmacro %}

{#- Two faults of one name; empty stands for none. -#}
{% macro gravest_of_pair(column) -%}
    {{ gravest_name_fault(
        "nullif(" ~ left_of_bar(column) ~ ", '')", "nullif(" ~ right_of_bar(column) ~ ", '')"
    ) }}
{%- endmacro %}

{#- Two faults of one name, of which ACCENTS_LOST and MARIA_SHORT alone have a repair, which bears their name. -#}
{% macro repair_of_pair(column) -%}
    {%- set first, second = left_of_bar(column), right_of_bar(column) -%}
    {{ repair_of_both(
        "nullif(" ~ first ~ ", '')", "nullif(nullif(" ~ first ~ ", ''), 'MOJIBAKE')",
        "nullif(" ~ second ~ ", '')", "nullif(nullif(" ~ second ~ ", ''), 'MOJIBAKE')"
    ) }}
{%- endmacro %}
