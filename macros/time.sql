{#- Days, what was known on them, and the arithmetic of dates, in which engines differ, so each is dispatched. The day
    of the plan is a variable; nothing here asks the clock. -#}

{#- The day D that is planned, as a date. -#}
{% macro as_of_date() -%}
    cast('{{ var("as_of") }}' as date)
{%- endmacro %}

{#- True for what the source knew strictly before a day: the second clock, for rows of past dates. -#}
{% macro known_before(known_at_column, date_column) -%}
    {{ known_at_column }} < cast({{ date_column }} as timestamp)
{%- endmacro %}

{#- The first day of a plan that knows what happened at a moment or on a day: the next one. -#}
{% macro first_day_knowing(moment) -%} {{ add_days(moment, 1) }} {%- endmacro %}

{#- True for the row of a dated rule (valid_from, valid_to) that is in force on a day; valid_to is the
    first day it no longer is. `alias` is the table alias, where one is needed. -#}
{% macro dated_rule(as_of=none, alias=none) -%}
    {%- set prefix = alias ~ '.' if alias else '' -%}
    {%- set day = as_of or as_of_date() -%}
    (
        cast({{ prefix }}valid_from as date) <= {{ day }}
        and coalesce(cast({{ prefix }}valid_to as date), {{ open_end() }}) > {{ day }}
    )
{%- endmacro %}

{#- Whole months that have passed from one day to another; negative when the second comes first. -#}
{% macro whole_months(first_date, second_date) -%}
    {{ return(adapter.dispatch('whole_months', 'periplo')(first_date, second_date)) }}
{%- endmacro %}

{% macro default__whole_months(first_date, second_date) -%}
    date_sub('month', cast({{ first_date }} as date), cast({{ second_date }} as date))
{%- endmacro %}

{#- A day moved by a number of months (the last day of a shorter month stays the last). -#}
{% macro add_months(date_column, months) -%}
    {{ return(adapter.dispatch('add_months', 'periplo')(date_column, months)) }}
{%- endmacro %}

{% macro default__add_months(date_column, months) -%}
    cast({{ date_column }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{#- A day moved by a number of years (29 February to the 28th). -#}
{% macro add_years(date_column, years) -%} {{ add_months(date_column, 12 * years) }} {%- endmacro %}

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

{#- A day moved by a number of days. -#}
{% macro add_days(date_column, days) -%}
    {{ return(adapter.dispatch('add_days', 'periplo')(date_column, days)) }}
{%- endmacro %}

{% macro default__add_days(date_column, days) -%}
    (cast({{ date_column }} as date) + cast({{ days }} as integer))
{%- endmacro %}

{#- A moment moved by a number of minutes. -#}
{% macro add_minutes(timestamp_column, minutes) -%}
    {{ timestamp_column }} + interval '{{ minutes }}' minute
{%- endmacro %}

{#- Days from the first date to the second. -#}
{% macro days_between(first_date, second_date) -%}
    {{ return(adapter.dispatch('days_between', 'periplo')(first_date, second_date)) }}
{%- endmacro %}

{% macro default__days_between(first_date, second_date) -%}
    (cast({{ second_date }} as date) - cast({{ first_date }} as date))
{%- endmacro %}

{#- Days of an average year and month: spans are told as decimals, so leap years must not make them jump. -#}
{% macro days_per_year() -%} 365.25 {%- endmacro %}

{% macro days_per_month() -%} 30.4375 {%- endmacro %}

{#- Years from the first date to the second, as a decimal. -#}
{% macro years_between(first_date, second_date) -%}
    cast({{ days_between(first_date, second_date) }} / {{ days_per_year() }} as decimal(9, 3))
{%- endmacro %}

{#- Months from the first date to the second, as a decimal; negative when the second comes first. -#}
{% macro months_between(first_date, second_date) -%}
    cast({{ days_between(first_date, second_date) }} / {{ days_per_month() }} as decimal(9, 3))
{%- endmacro %}

{#- What stands for a start that nobody knows: before everything. -#}
{% macro unknown_start() -%} cast('1900-01-01' as date) {%- endmacro %}

{#- What stands for an end that has not come: after everything. -#}
{% macro open_end() -%} cast('9999-12-31' as date) {%- endmacro %}
