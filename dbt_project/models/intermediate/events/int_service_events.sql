with visits as (

    select * from {{ ref('int_visits') }}

),

appointments as (

    select * from {{ ref('stg_appointment') }}

),

tickets as (

    select * from {{ ref('stg_ticket') }}

),

surveys as (

    select * from {{ ref('stg_survey') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

record_events as (

    select
        'APPOINTMENT' as event_code,
        appointment_key as event_key,
        party_key,
        vehicle_key,
        cast(null as integer) as value,
        cast(known_at as date) as event_date
    from appointments

    union all

    select
        'NO_SHOW' as event_code,
        appointment_key as event_key,
        party_key,
        vehicle_key,
        null as value,
        cast(slot_ts as date) as event_date
    from appointments
    where status = 'NO_SHOW'

    union all

    select
        case when severity = 'SEVERE' then 'SEVERE_TICKET' else 'TICKET' end as event_code,
        ticket_key as event_key,
        party_key,
        vehicle_key,
        null as value,
        cast(known_at as date) as event_date
    from tickets

    union all

    select
        'TICKET_CLOSED' as event_code,
        ticket_key as event_key,
        party_key,
        vehicle_key,
        null as value,
        cast(closed_ts as date) as event_date
    from tickets
    where closed_ts is not null

    union all

    select
        case when survey_type = 'CVS' then 'SALES_SURVEY' else 'SERVICE_SURVEY' end as event_code,
        survey_key as event_key,
        party_key,
        vehicle_key,
        nps as value,
        cast(known_at as date) as event_date
    from surveys

),

final as (

    select
        record_events.event_code,
        record_events.event_key,
        identity_map.customer_id,
        vehicle_map.vehicle_id,
        record_events.event_key as thread_key,
        record_events.event_date,
        cast(record_events.value as decimal(18, 4)) as value,
        case
            when record_events.event_code in ('TICKET', 'SEVERE_TICKET')
                then record_events.event_code
        end as event_kind
    from record_events
    left join identity_map
        on record_events.party_key = identity_map.party_key
    left join vehicle_map
        on record_events.vehicle_key = vehicle_map.vehicle_key

    union all

    select
        'VISIT' as event_code,
        ro_key as event_key,
        customer_id,
        vehicle_id,
        ro_key as thread_key,
        opened_date as event_date,
        net_customer as value,
        null as event_kind
    from visits

)

select * from final
