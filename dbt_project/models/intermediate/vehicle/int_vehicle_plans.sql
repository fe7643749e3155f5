with service_plans as (

    select * from {{ ref('stg_service_plan') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

final as (

    select
        vehicle_map.vehicle_id,
        max(service_plans.end_date) as service_plan_end,
        {{ latest_value(
            'service_plans.km_limit',
            record_order('service_plans.end_date', 'service_plans.plan_contract_key')
        ) }} as service_plan_km
    from service_plans
    inner join vehicle_map
        on service_plans.vehicle_key = vehicle_map.vehicle_key
    where
        service_plans.start_date < {{ as_of_date() }}
        and service_plans.end_date >= {{ as_of_date() }}
    group by vehicle_map.vehicle_id

)

select * from final
