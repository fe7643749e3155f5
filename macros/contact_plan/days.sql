{#- The start of the running cycle of `days` that began at a date, and how many cycles came before. -#}
{% macro cycles_since(start_date, days) -%}
    cast(floor({{ days_between(start_date, as_of_date()) }} / {{ days }}) as integer)
{%- endmacro %}

{#- The last yearly return of a date on or before the day of the plan; 29 February returns on the 28th. -#}
{% macro last_anniversary(date_column) -%}
    {%- set years = "(extract(year from " ~ as_of_date() ~ ") - extract(year from " ~ date_column ~ "))" -%}
    case
        when {{ add_months(date_column, "cast(12 * " ~ years ~ " as integer)") }} <= {{ as_of_date() }}
            then {{ add_months(date_column, "cast(12 * " ~ years ~ " as integer)") }}
        else {{ add_months(date_column, "cast(12 * (" ~ years ~ " - 1) as integer)") }}
    end
{%- endmacro %}
