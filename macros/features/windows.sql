{#- How far back a feature looks. The name of such a column ends in its window (leads_365d, visits_24m): another window is
    another feature, with a name of its own. -#}

{#- Number of events of a kind inside the window that the variable `event_window_days` gives it, under `name` and the
    window, so that the two cannot disagree. Reads event_kind, event_date and events of the relation `events`, and
    as_of_date of the relation `subjects`. -#}
{% macro events_in_window(event_kind, name, events='customer_events', subjects='subjects') -%}
    {%- set days = var('event_window_days')[event_kind] -%}
    cast(
        sum(
            case
                when
                    {{ events }}.event_kind = '{{ event_kind }}'
                    and {{ within_days(events ~ '.event_date', subjects ~ '.as_of_date', days) }}
                    then {{ events }}.events
                else 0
            end
        ) as bigint
    ) as {{ name }}_{{ days }}d
{%- endmacro %}

{#- The longest window of any kind of event, in days: no feature looks further back. -#}
{% macro longest_event_window() -%}
    {{ return(var('event_window_days').values() | max) }}
{%- endmacro %}

{#- True from `days` days before a day on. -#}
{% macro within_days(date_column, day, days) -%}
    {{ date_column }} >= {{ add_days(day, 0 - days) }}
{%- endmacro %}

{#- True from `months` months before a day on. -#}
{% macro within_months(date_column, day, months) -%}
    {{ date_column }} >= {{ add_months(day, 0 - months) }}
{%- endmacro %}
