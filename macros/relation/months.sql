{#- The days on which segments are looked at. -#}

{#- The first day of the month that began some months before the plan's. -#}
{% macro segment_month(months_ago) -%}
    {{ add_months(
        'cast(' ~ dbt.date_trunc('month', as_of_date()) ~ ' as date)', 0 - months_ago
    ) }}
{%- endmacro %}
