-- A plate of a series that had not begun when the car was registered, or had ended years before. A
-- car that bore several plates got this one later, and is not judged.
with vehicles as (

    select * from {{ ref('stg_vehicle') }}

),

plates as (

    select * from {{ ref('stg_vehicle_plate') }}

),

plate_series as (

    select * from {{ ref('plate_series') }}

),

plated_again as (

    select vin_normalised
    from plates
    group by vin_normalised
    having count(distinct plate_normalised) > 1

),

final as (

    select {{ finding('PLATE_OUT_OF_SERIES', 'vehicles', 'vehicle_key', 'plate', 'vehicle') }}
    from vehicles
    inner join plate_series
        on {{ plate_series('vehicles.plate_normalised') }} = plate_series.plate_series
    left join plated_again
        on vehicles.vin_normalised = plated_again.vin_normalised
    where
        plated_again.vin_normalised is null
        and (
            vehicles.first_reg_date
            < {{ add_days('plate_series.first_day', '-' ~ var('plate_days_before_series')) }}
            or vehicles.first_reg_date
            > {{ add_days('plate_series.last_day', var('plate_days_after_series')) }}
        )

)

select * from final
