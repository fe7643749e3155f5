with paces as (

    select * from {{ ref('int_odometer_paces') }}

),

-- How far each pace reaches: to the day of the plan, or to the reading that was left out.
reaching as (

    select
        *,
        {{ days_between(
            'coalesce(last_reading_date, first_day)',
            'coalesce(next_reading_date, ' ~ as_of_date() ~ ')'
        ) }} as days_ahead
    from paces

),

spans as (

    select
        *,
        {{ span_class('days_ahead', var('km_error_spans')) }} as span_class
    from reaching

),

-- Kilometres driven beside those foretold, of the readings that were left out.
foretold as (

    select
        pace_basis,
        span_class,
        (next_km - coalesce(last_km, 0)) / (km_per_day * days_ahead) as driven_ratio
    from spans
    where left_out = 1 and days_ahead > 0

),

-- The band holds what is projected, however one-sided the errors are.
errors as (

    select
        pace_basis,
        span_class,
        least({{ value_at('driven_ratio', var('km_band_shares')[0]) }}, 1) as low_ratio,
        greatest({{ value_at('driven_ratio', var('km_band_shares')[1]) }}, 1) as high_ratio
    from foretold
    group by pace_basis, span_class
    having count(*) >= {{ var('km_error_min_readings') }}

),

projected as (

    select
        vehicle_id,
        pace_basis,
        span_class,
        {{ projected_km(as_of_date()) }} as km_projected,
        km_per_day,
        last_km,
        last_reading_date,
        km_per_day * greatest(days_ahead, 0) as km_ahead
    from spans
    where left_out = 0

),

final as (

    select
        projected.vehicle_id,
        projected.km_projected,
        cast(
            coalesce(projected.last_km, 0) + projected.km_ahead * errors.low_ratio
            as integer
        ) as km_low,
        cast(
            coalesce(projected.last_km, 0) + projected.km_ahead * errors.high_ratio
            as integer
        ) as km_high,
        projected.km_per_day,
        projected.pace_basis,
        projected.last_km,
        projected.last_reading_date
    from projected
    left join errors
        on
            projected.pace_basis = errors.pace_basis
            and projected.span_class = errors.span_class

)

select * from final
