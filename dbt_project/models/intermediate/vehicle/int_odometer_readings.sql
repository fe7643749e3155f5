with readings as (

    select * from {{ ref('int_odometer_daily') }}

),

-- A new car stands at zero: the day it began is a reading that is never the one to blame.
spots as (

    select
        vehicle_id,
        reading_date,
        km,
        abs(ln(greatest(km_per_day, 1) / usual_km_per_day)) as strangeness,
        is_tenfold
    from readings
    where is_reading

    union all

    select distinct
        vehicle_id,
        first_day as reading_date,
        0 as km,
        -1 as strangeness,
        false as is_tenfold
    from readings
    where first_day is not null and reading_date > first_day

),

-- Two readings that cannot both be right: kilometres fall, or grow faster than any car drives.
-- A car has few readings, so its pairs are few: the join grows with the readings of one car.
quarrels as (

    select
        earlier.vehicle_id,
        earlier.reading_date as earlier_date,
        later.reading_date as later_date,
        later.km < earlier.km as is_fall,
        earlier.strangeness > later.strangeness as is_earlier_stranger,
        earlier.is_tenfold
        and later.km - floor(earlier.km / 10) between 0 and {{ most_km_between(
            'earlier.reading_date', 'later.reading_date'
        ) }} as is_mended_by_a_digit_less
    from spots as earlier
    inner join spots as later
        on
            earlier.vehicle_id = later.vehicle_id
            and earlier.reading_date < later.reading_date
    where
        later.km < earlier.km * (1 - {{ var('km_fall_tolerance') }})
        or later.km - earlier.km
        > {{ most_km_between('earlier.reading_date', 'later.reading_date') }}

),

sides as (

    select
        vehicle_id,
        earlier_date as reading_date
    from quarrels

    union all

    select
        vehicle_id,
        later_date as reading_date
    from quarrels

),

quarrel_counts as (

    select
        vehicle_id,
        reading_date,
        count(*) as quarrel_count
    from sides
    group by vehicle_id, reading_date

),

-- Of two readings the one is wrong that has more others against it; else the stranger one, which
-- is the earlier only where the later follows from it with a digit less.
settled as (

    select
        quarrels.*,
        case
            when of_earlier.quarrel_count <> of_later.quarrel_count
                then of_earlier.quarrel_count > of_later.quarrel_count
            else
                quarrels.is_earlier_stranger
                and (not quarrels.is_fall or quarrels.is_mended_by_a_digit_less)
        end as is_earlier_wrong
    from quarrels
    inner join quarrel_counts as of_earlier
        on
            quarrels.vehicle_id = of_earlier.vehicle_id
            and quarrels.earlier_date = of_earlier.reading_date
    inner join quarrel_counts as of_later
        on
            quarrels.vehicle_id = of_later.vehicle_id
            and quarrels.later_date = of_later.reading_date

),

-- Wrong as the higher of the two, or as the lower.
lost as (

    select
        vehicle_id,
        case when is_earlier_wrong then earlier_date else later_date end as reading_date,
        case when is_earlier_wrong = is_fall then 1 else -1 end as too_high
    from settled

),

blamed as (

    select
        vehicle_id,
        reading_date,
        sum(too_high) as too_high
    from lost
    group by vehicle_id, reading_date

),

judged as (

    select
        readings.*,
        blamed.too_high,
        readings.is_reading and blamed.vehicle_id is null as is_plausible
    from readings
    left join blamed
        on
            readings.vehicle_id = blamed.vehicle_id
            and readings.reading_date = blamed.reading_date

),

ordered as (

    select
        *,
        max(case when is_plausible then km end) over (
            partition by vehicle_id
            order by reading_date
            rows between unbounded preceding and 1 preceding
        ) as highest_before
    from judged

),

-- A reading that is too high has a digit too many if it fits without one; else it is another
-- mistake. One that is next to nothing counts for nothing, and the car had driven further before.
final as (

    select
        vehicle_id,
        reading_date,
        km,
        is_possible,
        is_plausible,
        case
            when is_plausible then null
            when too_high < 0 then 'KM_ROLLED_BACK'
            when
                not is_reading
                and km < highest_before * (1 - {{ var('km_fall_tolerance') }})
                then 'KM_ROLLED_BACK'
            when
                is_tenfold
                and floor(km / 10) <= {{ var('max_km') }}
                and floor(km / 10)
                >= coalesce(highest_before, 0) * (1 - {{ var('km_fall_tolerance') }})
                then 'KM_DIGIT_TOO_MANY'
        end as km_fault
    from ordered

)

select * from final
