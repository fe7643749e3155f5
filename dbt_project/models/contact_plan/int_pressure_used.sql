-- What each pressure cap has already used in its window: sent contacts, and ghosts apart.
with caps as (

    select * from {{ ref('pressure_caps') }}

),

history as (

    select * from {{ ref('int_contact_history') }}

),

caps_in_force as (

    select *
    from caps
    where
        {{ dated_rule() }}
        and scope in ('PERSON', 'HOUSEHOLD', 'VEHICLE', 'DEALER')

),

counted as (

    select
        caps.cap_code,
        case caps.scope
            when 'PERSON' then history.customer_id
            when 'HOUSEHOLD' then history.household_id
            when 'VEHICLE' then history.vehicle_id
            when 'DEALER' then history.dealer_id
        end as scope_key,
        case when history.cell = 'TEST' then 1 else 0 end as sent,
        case when history.cell = 'CONTROL' and history.origin = 'OWN' then 1 else 0 end as held
    from history
    inner join caps_in_force as caps
        on
            history.message_class = caps.message_class
            and (caps.channel = 'ANY' or history.channel = caps.channel)
            and history.contact_date >= {{ add_days(as_of_date(), '1 - caps.window_days') }}
            and history.contact_date < {{ as_of_date() }}

),

final as (

    select
        cap_code,
        scope_key,
        cast(sum(sent) as integer) as used,
        cast(sum(held) as integer) as used_by_ghosts
    from counted
    where scope_key is not null
    group by cap_code, scope_key
    having sum(sent) + sum(held) > 0

)

select * from final
