{#- Cycles of what a plan repeats. -#}

{#- How many whole cycles of `days` have passed from a date to the day of the plan. -#}
{% macro cycles_since(start_date, days) -%}
    cast(floor({{ days_between(start_date, as_of_date()) }} / {{ days }}) as integer)
{%- endmacro %}
