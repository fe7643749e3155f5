{#- Aggregates over the records of one customer or car: which value of many stands. -#}

{#- The value of the row that is last by `ordering`, rows without a value left out. `ordering` must be a total
    order of the group (end it with the key). -#}
{% macro latest_value(column, ordering) -%}
    {{ return(adapter.dispatch('latest_value', 'periplo')(column, ordering)) }}
{%- endmacro %}

{% macro default__latest_value(column, ordering) -%}
    max_by({{ column }}, {{ ordering }}) filter (where {{ column }} is not null)
{%- endmacro %}

{#- The same of the row that is first. -#}
{% macro earliest_value(column, ordering) -%}
    {{ return(adapter.dispatch('earliest_value', 'periplo')(column, ordering)) }}
{%- endmacro %}

{% macro default__earliest_value(column, ordering) -%}
    min_by({{ column }}, {{ ordering }}) filter (where {{ column }} is not null)
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

{#- The value in the middle of a group; the lower of the two middle ones where the group is even. -#}
{% macro middle_value(column) -%} {{ value_at(column, 0.5) }} {%- endmacro %}

{#- The value of a group of which a share, 0 to 1, lies below; one that a row has. -#}
{% macro value_at(column, share) -%}
    {{ return(adapter.dispatch('value_at', 'periplo')(column, share)) }}
{%- endmacro %}

{% macro default__value_at(column, share) -%} quantile_disc({{ column }}, {{ share }}) {%- endmacro %}

{#- The newest value so far of a timeline in which only the rows that change it have one. `ordering` must be a total
    order of the timeline. -#}
{% macro carried_forward(column, timeline, ordering) -%}
    {{ return(adapter.dispatch('carried_forward', 'periplo')(column, timeline, ordering)) }}
{%- endmacro %}

{% macro default__carried_forward(column, timeline, ordering) -%}
    last_value({{ column }} ignore nulls) over (
        partition by {{ timeline }}
        order by {{ ordering }}
        rows between unbounded preceding and current row
    )
{%- endmacro %}
