with service_plans as (

    select * from {{ ref('stg_service_plan') }}

),

extensions as (

    select * from {{ ref('stg_warranty_extension') }}

),

members as (

    select * from {{ ref('stg_loyalty_member') }}

),

leads as (

    select * from {{ ref('stg_lead') }}

),

tickets as (

    select * from {{ ref('stg_ticket') }}

),

surveys as (

    select * from {{ ref('stg_survey') }}

),

responses as (

    select * from {{ ref('stg_response') }}

),

contacts as (

    select * from {{ ref('stg_contact') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

vehicle_contracts as (

    select
        'SERVICE_PLAN' as evidence,
        vehicle_key,
        start_date,
        end_date
    from service_plans

    union all

    select
        'WARRANTY_EXTENSION' as evidence,
        vehicle_key,
        start_date,
        end_date
    from extensions

),

-- A contract about a car was made by whoever held the car when it began.
contracts as (

    select
        ownerships.customer_id,
        vehicle_contracts.evidence,
        vehicle_contracts.start_date as event_date,
        vehicle_contracts.end_date
    from vehicle_contracts
    inner join vehicle_map
        on vehicle_contracts.vehicle_key = vehicle_map.vehicle_key
    inner join ownerships
        on
            vehicle_map.vehicle_id = ownerships.vehicle_id
            and vehicle_contracts.start_date >= ownerships.starts_on
            and (
                ownerships.valid_to is null
                or vehicle_contracts.start_date < ownerships.valid_to
            )
    where ownerships.holds_title

),

party_events as (

    select
        'LOYALTY' as evidence,
        party_key,
        cast(coalesce(created_at, known_at) as date) as event_date
    from members

    union all

    select
        'LEAD_' || coalesce(channel, 'UNKNOWN') as evidence,
        party_key,
        cast(received_ts as date) as event_date
    from leads

    union all

    select
        'TICKET' as evidence,
        party_key,
        cast(opened_ts as date) as event_date
    from tickets

    union all

    select
        'SURVEY' as evidence,
        party_key,
        cast(answered_ts as date) as event_date
    from surveys

    union all

    select
        'RESPONSE_' || responses.response_type as evidence,
        contacts.party_key,
        cast(responses.response_ts as date) as event_date
    from responses
    inner join contacts
        on responses.contact_key = contacts.contact_key

),

interactions as (

    select
        identity_map.customer_id,
        party_events.evidence,
        party_events.event_date,
        cast(null as date) as end_date
    from party_events
    inner join identity_map
        on party_events.party_key = identity_map.party_key

),

relations as (

    select * from contracts

    union all

    select * from interactions

),

final as (

    select
        customer_id,
        evidence,
        min(event_date) as first_date,
        max(event_date) as last_date,
        max(end_date) as end_date
    from relations
    where event_date < {{ as_of_date() }}
    group by customer_id, evidence

)

select * from final
