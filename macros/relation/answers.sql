{#- What the answers of a customer say. -#}

{#- Answers beside those that anybody would have given to the same contacts: 1 is as everybody, 2 twice as often. A customer
    of few contacts stays near 1, for the variable `answer_prior` counts as answers that were expected and given. -#}
{% macro shrunk_lift(answers, expected) -%}
    (({{ answers }} + {{ var('answer_prior') }}) / ({{ expected }} + {{ var('answer_prior') }}))
{%- endmacro %}

{#- Part of the day of a moment, in the words of the preference centre: MORNING, AFTERNOON or EVENING. -#}
{% macro daypart(timestamp_column) -%}
    case
        when extract(hour from {{ timestamp_column }}) < {{ var('dayparts').afternoon_from }} then 'MORNING'
        when extract(hour from {{ timestamp_column }}) < {{ var('dayparts').evening_from }} then 'AFTERNOON'
        when {{ timestamp_column }} is not null then 'EVENING'
    end
{%- endmacro %}
