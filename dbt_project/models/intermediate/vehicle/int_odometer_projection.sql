with readings as (

    select * from {{ ref('int_odometer_readings') }}
    where is_plausible

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

last_readings as (

    select
        vehicle_id,
        max(reading_date) as last_reading_date,
        max(km) as last_km
    from readings
    group by vehicle_id

),

-- Whole numbers only, so that the sums are the same in any order.
recent as (

    select
        readings.vehicle_id,
        cast(
            {{ days_between('readings.reading_date', 'last_readings.last_reading_date') }} as bigint
        ) as days_ago,
        cast(last_readings.last_km - readings.km as bigint) as km_less
    from readings
    inner join last_readings
        on readings.vehicle_id = last_readings.vehicle_id
    where
        {{ days_between('readings.reading_date', 'last_readings.last_reading_date') }}
        <= {{ var('km_window_days') }}

),

sums as (

    select
        vehicle_id,
        count(*) as readings,
        max(days_ago) as span_days,
        sum(days_ago) as sum_x,
        sum(km_less) as sum_y,
        sum(days_ago * days_ago) as sum_xx,
        sum(days_ago * km_less) as sum_xy
    from recent
    group by vehicle_id

),

-- Least squares of kilometres on days.
slopes as (

    select
        vehicle_id,
        cast(readings * sum_xy - sum_x * sum_y as double)
        / nullif(cast(readings * sum_xx - sum_x * sum_x as double), 0) as km_per_day
    from sums
    where readings >= 2 and span_days >= {{ var('km_min_span_days') }}

),

usual as (

    select
        vehicle_id,
        first_day,
        case
            when is_company_holder then {{ var('km_per_year_company') }}
            when age_years < {{ var('km_age_steps')[0] }} then {{ var('km_per_year_private')[0] }}
            when age_years < {{ var('km_age_steps')[1] }} then {{ var('km_per_year_private')[1] }}
            else {{ var('km_per_year_private')[2] }}
        end / {{ days_per_year() }} as usual_km_per_day
    from vehicles

),

rates as (

    select
        usual.vehicle_id,
        usual.first_day,
        last_readings.last_km,
        last_readings.last_reading_date,
        cast(
            {{ bounded_km_per_day('coalesce(slopes.km_per_day, usual.usual_km_per_day)') }}
            as decimal(9, 3)
        ) as km_per_day
    from usual
    left join last_readings
        on usual.vehicle_id = last_readings.vehicle_id
    left join slopes
        on usual.vehicle_id = slopes.vehicle_id

),

final as (

    select
        vehicle_id,
        {{ projected_km(as_of_date()) }} as km_projected,
        km_per_day,
        last_km,
        last_reading_date
    from rates

)

select * from final
