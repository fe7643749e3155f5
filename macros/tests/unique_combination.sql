{#- The key of a table: a failing row is a key that stands on several rows, or has an empty part. -#}
{% test unique_combination(model, columns) %}
with keys as (

    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}

)

select *
from keys
where
    row_count > 1
    {%- for column in columns %}
    or {{ column }} is null
    {%- endfor %}
{% endtest %}
