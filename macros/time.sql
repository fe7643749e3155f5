{#- Days and what was known on them. The day of the plan is a variable; nothing here asks the clock. -#}

{#- The day D that is planned, as a date. -#}
{% macro as_of_date() -%}
    cast('{{ var("as_of") }}' as date)
{%- endmacro %}

{#- True for what the source knew strictly before a day: the second clock, for rows of past dates. -#}
{% macro known_before(known_at_column, date_column) -%}
    {{ known_at_column }} < cast({{ date_column }} as timestamp)
{%- endmacro %}

{#- True for the row of a dated rule (valid_from, valid_to) that is in force on a day; valid_to is the
    first day it no longer is. `alias` is the table alias, where one is needed. -#}
{% macro dated_rule(as_of=none, alias=none) -%}
    {%- set prefix = alias ~ '.' if alias else '' -%}
    {%- set day = as_of or as_of_date() -%}
    (
        cast({{ prefix }}valid_from as date) <= {{ day }}
        and coalesce(cast({{ prefix }}valid_to as date), cast('9999-12-31' as date)) > {{ day }}
    )
{%- endmacro %}
