-- A failing row is a key whose cap is broken by what was sent and is planned together (law 4),
-- counted from the history and the plan and not from the limits that the allocation was given.
{{ config(meta={'dagster': {'ref': {'name': 'contact_plan'}}}) }}

with caps as (

    select * from {{ ref('pressure_caps') }}

),

history as (

    select * from {{ ref('int_contact_history') }}

),

plan as (

    select * from {{ ref('contact_plan') }}

),

contacts as (

    select
        customer_id,
        household_id,
        vehicle_id,
        dealer_id,
        message_class,
        channel,
        contact_date,
        0 as planned
    from history
    where cell = 'TEST'

    union all

    select
        customer_id,
        household_id,
        vehicle_id,
        dealer_id,
        message_class,
        channel,
        as_of_date as contact_date,
        1 as planned
    from plan

),

counted as (

    select
        caps.cap_code,
        caps.max_contacts,
        contacts.planned,
        case caps.scope
            when 'PERSON' then contacts.customer_id
            when 'HOUSEHOLD' then contacts.household_id
            when 'VEHICLE' then contacts.vehicle_id
            when 'DEALER' then contacts.dealer_id
        end as scope_key
    from contacts
    inner join caps
        on
            contacts.message_class = caps.message_class
            and (caps.channel = 'ANY' or contacts.channel = caps.channel)
            and contacts.contact_date >= {{ add_days(as_of_date(), '1 - caps.window_days') }}
            and {{ dated_rule(alias='caps') }}

),

-- The past may break a cap by itself (the platform knew none): then nothing more may be planned.
final as (

    select
        cap_code,
        scope_key,
        count(*) as contacts
    from counted
    where scope_key is not null
    group by cap_code, scope_key, max_contacts
    having count(*) > max_contacts and sum(planned) > 0

)

select * from final
