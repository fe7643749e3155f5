-- Hours of each workshop in the week in which today's contacts bring visits, and what is taken.
with capacities as (

    select * from {{ ref('stg_dealer_capacity') }}

),

appointments as (

    select * from {{ ref('stg_appointment') }}

),

history as (

    select * from {{ ref('int_contact_history') }}

),

waves as (

    select * from {{ ref('waves') }}

),

channels as (

    select * from {{ ref('channels') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

target as (

    select
        workshop_booked_share,
        workshop_lag_days,
        hours_per_appointment,
        cast(
            {{ dbt.date_trunc('week', add_days(as_of_date(), 'workshop_lag_days')) }} as date
        ) as week_start
    from parameters

),

-- A week that was not landed yet is taken to be like the last one known.
known_weeks as (

    select
        capacities.dealer_id,
        capacities.productive_hours,
        row_number() over (
            partition by capacities.dealer_id
            order by capacities.week_start desc, capacities.capacity_key asc
        ) as newest
    from capacities
    cross join target
    where capacities.week_start <= target.week_start

),

booked as (

    select
        appointments.dealer_id,
        count(*) as appointment_count
    from appointments
    cross join target
    where
        appointments.status = 'BOOKED'
        and cast({{ dbt.date_trunc('week', 'appointments.slot_ts') }} as date) = target.week_start
    group by appointments.dealer_id

),

hours_by_wave as (

    select
        waves.plan_code,
        waves.wave_code,
        waves.channel,
        cast(max(waves.workshop_hours * channels.visit_rate) as {{ type_money() }}) as hours
    from waves
    inner join channels
        on
            waves.channel = channels.channel
            and {{ dated_rule(alias='channels') }}
    where {{ dated_rule(alias='waves') }}
    group by waves.plan_code, waves.wave_code, waves.channel

),

-- A contact feeds one week of visits, so none older than seven days feeds this one.
expected as (

    select
        history.dealer_id,
        sum(hours_by_wave.hours) as hours
    from history
    cross join target
    inner join hours_by_wave
        on
            history.plan_code = hours_by_wave.plan_code
            and history.wave_code = hours_by_wave.wave_code
            and history.channel = hours_by_wave.channel
    where
        history.cell = 'TEST'
        and history.contact_date >= {{ add_days(as_of_date(), '-7') }}
        and history.contact_date < {{ as_of_date() }}
        and cast(
            {{ dbt.date_trunc(
                'week', add_days('history.contact_date', 'target.workshop_lag_days')
            ) }} as date
        ) = target.week_start
    group by history.dealer_id

),

final as (

    select
        known_weeks.dealer_id,
        target.week_start,
        cast(known_weeks.productive_hours as {{ type_money() }}) as productive_hours,
        cast(
            known_weeks.productive_hours * target.workshop_booked_share as {{ type_money() }}
        ) as bookable_hours,
        cast(
            coalesce(booked.appointment_count, 0) * target.hours_per_appointment
            as {{ type_money() }}
        ) as booked_hours,
        cast(coalesce(expected.hours, 0) as {{ type_money() }}) as expected_hours
    from known_weeks
    cross join target
    left join booked on known_weeks.dealer_id = booked.dealer_id
    left join expected on known_weeks.dealer_id = expected.dealer_id
    where known_weeks.newest = 1

)

select * from final
