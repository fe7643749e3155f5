{#- Tables of examples for the rules in macros: a rule is shown by what it makes of a value. -#}

{#- Rows (given, expected) from pairs; none stands for null. Use the rule on `given` and keep what differs. -#}
{% macro examples(pairs) -%}
    {%- for given, expected in pairs %}
    select
        cast({{ text_literal(given) }} as {{ dbt.type_string() }}) as given,
        cast({{ text_literal(expected) }} as {{ dbt.type_string() }}) as expected
    {{ 'union all' if not loop.last }}
    {%- endfor %}
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
        "nullif(split_part(" ~ column ~ ", '|', 1), '')", "nullif(split_part(" ~ column ~ ", '|', 2), '')"
    ) }}
{%- endmacro %}
