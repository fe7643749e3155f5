{#- What the readings of an odometer can be, and what they let expect. -#}

{#- A daily average kept between what a car that hardly moves does and what no car exceeds. -#}
{% macro bounded_km_per_day(km_per_day) -%}
    least(greatest({{ km_per_day }}, {{ var('min_km_per_day') }}), {{ var('max_km_per_day') }})
{%- endmacro %}

{#- Kilometres no car exceeds between two days. -#}
{% macro most_km_between(first_date, second_date) -%}
    {{ var('impossible_km_per_day') }}
    * greatest({{ days_between(first_date, second_date) }}, {{ var('km_min_life_days') }})
{%- endmacro %}

{#- Kilometres expected on a day. Reads last_km and last_reading_date (empty without a reading), first_day and
    km_per_day. -#}
{% macro projected_km(day) -%}
    cast(
        coalesce(last_km, 0)
        + km_per_day * greatest({{ days_between('coalesce(last_reading_date, first_day)', day) }}, 0)
        as integer
    )
{%- endmacro %}

{#- Number of the first of the ascending `ends` of spans that the days do not pass; the number after the last where they
    pass all. -#}
{% macro span_class(days, ends) -%}
    case {% for end in ends -%} when {{ days }} <= {{ end }} then {{ loop.index0 }} {% endfor -%} else {{ ends | length }} end
{%- endmacro %}
