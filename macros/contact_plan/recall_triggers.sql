{#- Each safety recall still open, told to the owner again each cycle until it is done (L11). Needs the CTEs
    cars, recalls (int_open_recalls) and parameters of the two after-sales models. -#}
{% macro recall_triggers() -%}
    select
        cars.owner_id as customer_id,
        cars.vehicle_id,
        'RECALL_SAFETY' as trigger_type,
        {{ add_days(
            'recalls.opened_date',
            'parameters.recall_cycle_days * '
            ~ cycles_since('recalls.opened_date', 'parameters.recall_cycle_days')
        ) }} as trigger_date,
        'RECALL:' || recalls.recall_id || ':' || cast(
            {{ cycles_since('recalls.opened_date', 'parameters.recall_cycle_days') }}
            as {{ dbt.type_string() }}
        ) as occurrence_key
    from cars
    cross join parameters
    inner join recalls on cars.vehicle_id = recalls.vehicle_id
{%- endmacro %}
