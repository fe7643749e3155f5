with vehicles as (

    select * from {{ ref('int_vehicles') }}

),

services_due as (

    select * from {{ ref('int_service_due') }}

),

inspections_due as (

    select * from {{ ref('int_itv_due') }}

),

warranties as (

    select * from {{ ref('int_vehicle_warranty') }}

),

recalls as (

    select * from {{ ref('int_open_recalls') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

mileages as (

    select * from {{ ref('int_odometer_projection') }}

),

-- Who is spoken to about the car, and who answers for it.
cars as (

    select
        vehicle_id,
        owner_customer_id,
        driver_customer_id,
        owner_since,
        first_day,
        coalesce(driver_customer_id, owner_customer_id) as customer_id,
        coalesce(owner_customer_id, driver_customer_id) as owner_id
    from vehicles
    where coalesce(driver_customer_id, owner_customer_id) is not null

),

-- The pace of the last years beside that of the whole life up to the last reading.
paces as (

    select
        cars.customer_id,
        cars.vehicle_id,
        mileages.last_reading_date,
        mileages.km_per_day * {{ days_between('cars.first_day', 'mileages.last_reading_date') }}
        / nullif(mileages.last_km, 0) as share_of_usual
    from cars
    inner join mileages
        on cars.vehicle_id = mileages.vehicle_id
    where
        mileages.pace_basis = 'READINGS'
        and {{ days_between('cars.first_day', 'mileages.last_reading_date') }}
        > {{ var('km_window_days') }}

),

-- A service that follows one missed is another occasion to write, though none was done between.
facts as (

    select
        'SERVICE_DUE' as fact_code,
        cars.customer_id,
        cars.vehicle_id,
        'SERVICE:' || coalesce(
            cast(services_due.last_service_date as {{ dbt.type_string() }}), 'FIRST'
        )
        || case
            when services_due.intervals_passed > 0
                then ':' || cast(services_due.intervals_passed as {{ dbt.type_string() }})
            else ''
        end as occurrence_key,
        cast(null as double) as value,
        services_due.due_date as fact_date
    from cars
    inner join services_due
        on cars.vehicle_id = services_due.vehicle_id

    union all

    select
        'ITV_DUE' as fact_code,
        cars.customer_id,
        cars.vehicle_id,
        'ITV:' || cast(inspections_due.due_date as {{ dbt.type_string() }}) as occurrence_key,
        null as value,
        inspections_due.due_date as fact_date
    from cars
    inner join inspections_due
        on cars.vehicle_id = inspections_due.vehicle_id

    union all

    select
        'WARRANTY_END' as fact_code,
        cars.customer_id,
        cars.vehicle_id,
        'WARRANTY:' || cast(warranties.warranty_end as {{ dbt.type_string() }}) as occurrence_key,
        null as value,
        warranties.warranty_end as fact_date
    from cars
    inner join warranties
        on cars.vehicle_id = warranties.vehicle_id

    union all

    select
        'SAFETY_RECALL' as fact_code,
        cars.owner_id as customer_id,
        cars.vehicle_id,
        'RECALL:' || recalls.recall_id as occurrence_key,
        null as value,
        recalls.opened_date as fact_date
    from cars
    inner join recalls
        on cars.vehicle_id = recalls.vehicle_id

    union all

    select
        'FINANCE_END' as fact_code,
        cars.customer_id,
        cars.vehicle_id,
        'FINANCE:' || orders.order_key as occurrence_key,
        null as value,
        orders.finance_end as fact_date
    from cars
    inner join orders
        on
            cars.vehicle_id = orders.vehicle_id
            and (
                cars.owner_customer_id = orders.customer_id
                or cars.driver_customer_id = orders.customer_id
            )
    where not orders.is_cancelled

    union all

    select
        'NEW_VEHICLE' as fact_code,
        owner_customer_id as customer_id,
        vehicle_id,
        'HELD:' || cast(owner_since as {{ dbt.type_string() }}) as occurrence_key,
        null as value,
        owner_since as fact_date
    from cars
    where owner_customer_id is not null

    union all

    -- Each reading tells the pace anew; within a year it tells of one use of the car.
    select
        'KM_PACE' as fact_code,
        customer_id,
        vehicle_id,
        'PACE:' || cast(extract(year from last_reading_date) as {{ dbt.type_string() }})
            as occurrence_key,
        share_of_usual as value,
        last_reading_date as fact_date
    from paces

),

final as (

    select
        fact_code,
        customer_id,
        vehicle_id,
        occurrence_key,
        cast(value as decimal(18, 4)) as value,
        fact_date
    from facts
    where fact_date is not null

)

select * from final
