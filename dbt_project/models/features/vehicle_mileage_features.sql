with subjects as (

    select distinct
        vehicle_id,
        as_of_date
    from {{ ref('feature_subjects') }}

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

readings as (

    select * from {{ ref('int_odometer_readings') }}
    where is_possible

),

last_readings as (

    select
        subjects.vehicle_id,
        subjects.as_of_date,
        max(readings.reading_date) as last_reading_date
    from subjects
    inner join readings
        on
            subjects.vehicle_id = readings.vehicle_id
            and subjects.as_of_date > readings.reading_date
    group by subjects.vehicle_id, subjects.as_of_date

),

-- The pace of the window by its first and last reading: the past alone, no later reading corrects
-- it.
spans as (

    select
        last_readings.vehicle_id,
        last_readings.as_of_date,
        last_readings.last_reading_date,
        max(
            case
                when readings.reading_date = last_readings.last_reading_date then readings.km
            end
        ) as last_km,
        min(readings.reading_date) as from_date,
        min(readings.km) as from_km
    from last_readings
    inner join readings
        on
            last_readings.vehicle_id = readings.vehicle_id
            and last_readings.last_reading_date >= readings.reading_date
            and {{ within_days(
                'readings.reading_date', 'last_readings.last_reading_date', var('km_window_days')
            ) }}
    group by
        last_readings.vehicle_id,
        last_readings.as_of_date,
        last_readings.last_reading_date

),

measured as (

    select
        subjects.vehicle_id,
        subjects.as_of_date,
        vehicles.first_day,
        spans.last_km,
        spans.last_reading_date,
        spans.last_km - spans.from_km as span_km,
        {{ days_between('spans.from_date', 'spans.last_reading_date') }} as span_days,
        {{ days_between('vehicles.first_day', 'spans.last_reading_date') }} as life_days
    from subjects
    inner join vehicles
        on subjects.vehicle_id = vehicles.vehicle_id
    left join spans
        on
            subjects.vehicle_id = spans.vehicle_id
            and subjects.as_of_date = spans.as_of_date

),

-- Readings too close together say nothing; then the car's whole life, then what any car does.
paced as (

    select
        *,
        cast(
            case
                when span_days >= {{ var('km_min_span_days') }}
                    then cast(span_km as double) / span_days
                when last_km is not null
                    then
                        cast(last_km as double)
                        / greatest(life_days, {{ var('km_min_life_days') }})
                else {{ var('km_per_year_private')[0] }} / {{ days_per_year() }}
            end as decimal(12, 3)
        ) as raw_km_per_day
    from measured

),

bounded as (

    select
        *,
        {{ bounded_km_per_day('raw_km_per_day') }} as km_per_day
    from paced

),

final as (

    select
        vehicle_id,
        as_of_date,
        cast(km_per_day as decimal(9, 3)) as km_per_day,
        {{ projected_km('as_of_date') }} as km_projected
    from bounded

)

select * from final
