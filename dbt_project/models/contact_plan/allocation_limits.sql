-- All limits of the day in one long table. Scope key '*' gives the capacity of every key of a scope
-- that has no row of its own; `used` is what the days before D have taken of the window.
with caps as (

    select * from {{ ref('pressure_caps') }}

),

pressure as (

    select * from {{ ref('int_pressure_used') }}

),

channels as (

    select * from {{ ref('channels') }}

),

budgets as (

    select * from {{ ref('plan_budgets') }}

),

workshop_weeks as (

    select * from {{ ref('int_workshop_weeks') }}

),

caps_in_force as (

    select *
    from caps
    where {{ dated_rule() }}

),

limits as (

    select
        cap_code as limit_code,
        reason_code,
        scope,
        '*' as scope_key,
        message_class,
        channel,
        'COUNT' as measure,
        max_contacts as capacity,
        0 as used,
        0 as used_by_ghosts
    from caps_in_force

    union all

    select
        caps.cap_code as limit_code,
        caps.reason_code,
        caps.scope,
        pressure.scope_key,
        caps.message_class,
        caps.channel,
        'COUNT' as measure,
        caps.max_contacts as capacity,
        pressure.used,
        pressure.used_by_ghosts
    from pressure
    inner join caps_in_force as caps on pressure.cap_code = caps.cap_code

    union all

    select
        'CHANNEL_' || channel as limit_code,
        case when seats is null then 'CHANNEL_CAPACITY' else 'CALL_SEATS' end as reason_code,
        'CHANNEL' as scope,
        channel as scope_key,
        'ANY' as message_class,
        channel,
        'COUNT' as measure,
        case
            when seats is null then capacity_per_day
            else least(capacity_per_day, seats * contacts_per_seat)
        end as capacity,
        0 as used,
        0 as used_by_ghosts
    from channels
    where {{ dated_rule() }}

    union all

    select
        'PLAN_BUDGET' as limit_code,
        'PLAN_BUDGET' as reason_code,
        'PLAN' as scope,
        plan_code as scope_key,
        'ANY' as message_class,
        'ANY' as channel,
        'COST' as measure,
        budget_per_day as capacity,
        0 as used,
        0 as used_by_ghosts
    from budgets
    where {{ dated_rule() }}

    union all

    select
        'WORKSHOP_WEEK' as limit_code,
        'WORKSHOP_HOURS' as reason_code,
        'WORKSHOP' as scope,
        dealer_id as scope_key,
        'ANY' as message_class,
        'ANY' as channel,
        'HOURS' as measure,
        bookable_hours as capacity,
        booked_hours + expected_hours as used,
        0 as used_by_ghosts
    from workshop_weeks

    union all

    -- A workshop that has no hours cannot take a visit.
    select
        'WORKSHOP_WEEK' as limit_code,
        'WORKSHOP_HOURS' as reason_code,
        'WORKSHOP' as scope,
        '*' as scope_key,
        'ANY' as message_class,
        'ANY' as channel,
        'HOURS' as measure,
        0 as capacity,
        0 as used,
        0 as used_by_ghosts

),

final as (

    select
        limit_code,
        reason_code,
        scope,
        scope_key,
        message_class,
        channel,
        measure,
        cast(capacity as {{ type_money() }}) as capacity,
        cast(used as {{ type_money() }}) as used,
        cast(used_by_ghosts as {{ type_money() }}) as used_by_ghosts,
        {{ as_of_date() }} as as_of_date
    from limits

)

select * from final
