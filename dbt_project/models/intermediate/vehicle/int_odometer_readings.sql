with odometers as (

    select * from {{ ref('stg_odometer') }}

),

repair_orders as (

    select * from {{ ref('stg_repair_order') }}

),

vehicles as (

    select * from {{ ref('stg_vehicle') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

births as (

    select
        vehicle_map.vehicle_id,
        min(coalesce(vehicles.first_reg_date, vehicles.delivery_date, vehicles.sale_date))
            as first_day
    from vehicles
    inner join vehicle_map
        on vehicles.vehicle_key = vehicle_map.vehicle_key
    group by vehicle_map.vehicle_id

),

all_readings as (

    select
        vehicle_key,
        cast(reading_ts as date) as reading_date,
        km
    from odometers
    where km is not null

    union

    select
        vehicle_key,
        opened_date as reading_date,
        km
    from repair_orders
    where km is not null

),

-- Two readings of a day are one; of two that differ the lower is the safer.
daily as (

    select
        vehicle_map.vehicle_id,
        all_readings.reading_date,
        min(all_readings.km) as km
    from all_readings
    inner join vehicle_map
        on all_readings.vehicle_key = vehicle_map.vehicle_key
    where all_readings.reading_date < {{ as_of_date() }}
    group by vehicle_map.vehicle_id, all_readings.reading_date

),

-- A digit too many makes a car faster than any car is driven.
possible as (

    select
        daily.vehicle_id,
        daily.reading_date,
        daily.km
    from daily
    left join births
        on daily.vehicle_id = births.vehicle_id
    where
        daily.km <= {{ var('max_km') }}
        and (
            births.first_day is null
            or daily.km <= {{ most_km_between('births.first_day', 'daily.reading_date') }}
        )

),

neighbours as (

    select
        *,
        lag(km) over (partition by vehicle_id order by reading_date) as previous_km,
        lag(reading_date) over (partition by vehicle_id order by reading_date) as previous_date,
        max(km) over (
            partition by vehicle_id
            order by reading_date
            rows between 1 following and 2 following
        ) as highest_of_next_two,
        count(*) over (
            partition by vehicle_id
            order by reading_date
            rows between 1 following and 2 following
        ) as next_readings
    from possible

),

-- A reading above both that follow it, or out of reach from the one before, was mistyped; one
-- below those before it was rolled back.
typed_well as (

    select
        vehicle_id,
        reading_date,
        km,
        (next_readings < 2 or km <= highest_of_next_two)
        and (
            previous_km is null
            or km - previous_km <= {{ most_km_between('previous_date', 'reading_date') }}
        ) as is_typed_well
    from neighbours

),

ordered as (

    select
        *,
        max(case when is_typed_well then km end) over (
            partition by vehicle_id
            order by reading_date
            rows between unbounded preceding and 1 preceding
        ) as highest_before
    from typed_well

),

final as (

    select
        vehicle_id,
        reading_date,
        km,
        is_typed_well and (highest_before is null or km >= highest_before) as is_plausible
    from ordered

)

select * from final
