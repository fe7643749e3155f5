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

-- What a reading alone can show, with the day the car began its life.
aged as (

    select
        daily.vehicle_id,
        daily.reading_date,
        daily.km,
        births.first_day,
        (
            daily.km <= {{ var('max_km') }}
            and (
                births.first_day is null
                or daily.km <= {{ most_km_between('births.first_day', 'daily.reading_date') }}
            )
        ) as is_possible,
        cast(daily.km as double) / greatest(
            {{ days_between(
                'coalesce(births.first_day, daily.reading_date)', 'daily.reading_date'
            ) }},
            {{ var('km_min_life_days') }}
        ) as km_per_day
    from daily
    left join births
        on daily.vehicle_id = births.vehicle_id

),

-- The pace of the car by most of its readings; what such cars do counts as one more, so that two
-- readings against each other do not decide it between them.
paces as (

    select
        vehicle_id,
        km_per_day
    from aged
    where km <= {{ var('max_km') }}

    union all

    select distinct
        vehicle_id,
        {{ var('km_per_year_private')[1] }} / {{ days_per_year() }} as km_per_day
    from aged

),

usual_paces as (

    select
        vehicle_id,
        {{ middle_value('km_per_day') }} as usual_km_per_day
    from paces
    group by vehicle_id

),

-- Next to nothing is no reading but fills the field, unless the car is new, as does more than an
-- odometer shows.
final as (

    select
        aged.vehicle_id,
        aged.reading_date,
        aged.km,
        aged.first_day,
        aged.is_possible,
        aged.km_per_day,
        usual_paces.usual_km_per_day,
        (
            aged.km <= {{ var('max_km') }}
            and (
                aged.km_per_day >= {{ var('km_filler_share') }} * usual_paces.usual_km_per_day
                or {{ days_between('aged.first_day', 'aged.reading_date') }}
                < {{ var('km_min_life_days') }}
            )
        ) as is_reading,
        -- Nearer to ten times the usual pace than to that itself.
        aged.km_per_day > sqrt(10) * usual_paces.usual_km_per_day as is_tenfold
    from aged
    inner join usual_paces
        on aged.vehicle_id = usual_paces.vehicle_id

)

select * from final
