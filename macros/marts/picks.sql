{#- Aggregates and arithmetic that the marts share; engines differ in them, so each is dispatched. -#}

{#- The value of the row that is last by `ordering`, rows without a value left out. `ordering` must be a total
    order of the group (end it with the key). -#}
{% macro latest_value(column, ordering) -%}
    {{ return(adapter.dispatch('latest_value', 'periplo')(column, ordering)) }}
{%- endmacro %}

{% macro default__latest_value(column, ordering) -%}
    max_by({{ column }}, {{ ordering }}) filter (where {{ column }} is not null)
{%- endmacro %}

{#- Order of records from old to new as text: the moment the source last knew them (an unknown one is the
    oldest), then their key. -#}
{% macro record_order(known_at, key) -%}
    (coalesce(cast({{ known_at }} as {{ dbt.type_string() }}), '') || '|' || {{ key }})
{%- endmacro %}

{#- True when any row of the group is true; false when all are false or empty. -#}
{% macro any_true(condition) -%}
    max(case when {{ condition }} then 1 else 0 end) = 1
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

{#- A day moved by a number of days. -#}
{% macro add_days(date_column, days) -%}
    {{ return(adapter.dispatch('add_days', 'periplo')(date_column, days)) }}
{%- endmacro %}

{% macro default__add_days(date_column, days) -%}
    (cast({{ date_column }} as date) + cast({{ days }} as integer))
{%- endmacro %}

{#- Days from the first date to the second. -#}
{% macro days_between(first_date, second_date) -%}
    {{ return(adapter.dispatch('days_between', 'periplo')(first_date, second_date)) }}
{%- endmacro %}

{% macro default__days_between(first_date, second_date) -%}
    (cast({{ second_date }} as date) - cast({{ first_date }} as date))
{%- endmacro %}

{#- A number in [0, 1) that depends on the text alone: the first eight hex digits of its md5. -#}
{% macro hash_fraction(expressions) -%}
    {{ return(adapter.dispatch('hash_fraction', 'periplo')(expressions)) }}
{%- endmacro %}

{% macro default__hash_fraction(expressions) -%}
    (cast('0x' || left({{ surrogate_id(expressions) }}, 8) as bigint) / cast(4294967296 as double))
{%- endmacro %}
