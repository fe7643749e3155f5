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
