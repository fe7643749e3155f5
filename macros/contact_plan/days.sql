{#- Cycles and anniversaries of what a plan repeats. -#}

{#- How many whole cycles of `days` have passed from a date to the day of the plan. -#}
{% macro cycles_since(start_date, days) -%}
    cast(floor({{ days_between(start_date, as_of_date()) }} / {{ days }}) as integer)
{%- endmacro %}

{#- The last yearly return of a date on or before a day, that of the plan when none is given; 29 February returns on
    the 28th. -#}
{% macro last_anniversary(date_column, day=none) -%}
    {%- set day = day or as_of_date() -%}
    {%- set years = "(extract(year from " ~ day ~ ") - extract(year from " ~ date_column ~ "))" -%}
    case
        when {{ add_months(date_column, "cast(12 * " ~ years ~ " as integer)") }} <= {{ day }}
            then {{ add_months(date_column, "cast(12 * " ~ years ~ " as integer)") }}
        else {{ add_months(date_column, "cast(12 * (" ~ years ~ " - 1) as integer)") }}
    end
{%- endmacro %}
