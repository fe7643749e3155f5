-- A failing row is a threshold without a value on the day: rules that use it would never apply.
{{ config(meta={'dagster': {'ref': {'name': 'int_plan_parameters'}}}) }}

{% set columns = adapter.get_columns_in_relation(ref('int_plan_parameters')) if execute else [] %}

with parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

final as (

    {% for column in columns %}
        select '{{ column.name }}' as parameter
        from parameters
        where {{ column.name }} is null
        {% if not loop.last %}union all{% endif %}
    {% else %}
        select cast(null as {{ dbt.type_string() }}) as parameter
        from parameters
        where false
    {% endfor %}

)

select * from final
