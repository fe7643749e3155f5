with readings as (

    select * from {{ ref('int_odometer_readings') }}
    where is_plausible

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

ranked as (

    select
        vehicle_id,
        reading_date,
        km,
        row_number() over (partition by vehicle_id order by reading_date desc) as newest_rank
    from readings

),

-- All that is known today, and what was before the last reading: that one tells how well the others
-- foretold it.
seen as (

    select
        vehicle_id,
        reading_date,
        km,
        0 as left_out
    from ranked

    union all

    select
        vehicle_id,
        reading_date,
        km,
        1 as left_out
    from ranked
    where newest_rank > 1

),

last_readings as (

    select
        vehicle_id,
        left_out,
        max(reading_date) as last_reading_date,
        max(km) as last_km
    from seen
    group by vehicle_id, left_out

),

-- Whole numbers only, so that the sums are the same in any order.
recent as (

    select
        seen.vehicle_id,
        seen.left_out,
        cast(
            {{ days_between('seen.reading_date', 'last_readings.last_reading_date') }} as bigint
        ) as days_ago,
        cast(last_readings.last_km - seen.km as bigint) as km_less
    from seen
    inner join last_readings
        on
            seen.vehicle_id = last_readings.vehicle_id
            and seen.left_out = last_readings.left_out
    where
        {{ days_between('seen.reading_date', 'last_readings.last_reading_date') }}
        <= {{ var('km_window_days') }}

),

sums as (

    select
        vehicle_id,
        left_out,
        count(*) as readings,
        max(days_ago) as span_days,
        sum(days_ago) as sum_x,
        sum(km_less) as sum_y,
        sum(days_ago * days_ago) as sum_xx,
        sum(days_ago * km_less) as sum_xy
    from recent
    group by vehicle_id, left_out

),

-- Least squares of kilometres on days.
slopes as (

    select
        vehicle_id,
        left_out,
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

-- Today every car has a pace, and those with a reading had one before it.
told as (

    select
        vehicle_id,
        0 as left_out,
        cast(null as date) as next_reading_date,
        cast(null as integer) as next_km
    from usual

    union all

    select
        vehicle_id,
        1 as left_out,
        reading_date as next_reading_date,
        km as next_km
    from ranked
    where newest_rank = 1

),

final as (

    select
        told.vehicle_id,
        told.left_out,
        usual.first_day,
        last_readings.last_km,
        last_readings.last_reading_date,
        cast(
            {{ bounded_km_per_day('coalesce(slopes.km_per_day, usual.usual_km_per_day)') }}
            as decimal(9, 3)
        ) as km_per_day,
        case
            when last_readings.vehicle_id is null then 'NO_READING'
            when slopes.km_per_day is null then 'LAST_READING'
            else 'READINGS'
        end as pace_basis,
        told.next_reading_date,
        told.next_km
    from told
    inner join usual
        on told.vehicle_id = usual.vehicle_id
    left join last_readings
        on
            told.vehicle_id = last_readings.vehicle_id
            and told.left_out = last_readings.left_out
    left join slopes
        on
            told.vehicle_id = slopes.vehicle_id
            and told.left_out = slopes.left_out

)

select * from final
