with contacts as (

    select * from {{ ref('int_contact_history') }}

),

platform_contacts as (

    select * from {{ ref('stg_contact') }}

),

responses as (

    select * from {{ ref('stg_response') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

final as (

    select
        'CONTACT' as event_code,
        contact_id as event_key,
        customer_id,
        vehicle_id,
        contact_id as thread_key,
        contact_date as event_date,
        cast(null as decimal(18, 4)) as value,
        'CONTACT' as event_kind
    from contacts
    where cell = 'TEST' and status in ('SENT', 'BOUNCED')

    union all

    select
        'ANSWER_' || responses.response_type as event_code,
        responses.response_key as event_key,
        identity_map.customer_id,
        vehicle_map.vehicle_id,
        responses.contact_key as thread_key,
        cast(responses.known_at as date) as event_date,
        null as value,
        'RESPONSE' as event_kind
    from responses
    inner join platform_contacts
        on responses.contact_key = platform_contacts.contact_key
    inner join identity_map
        on platform_contacts.party_key = identity_map.party_key
    left join vehicle_map
        on platform_contacts.vehicle_key = vehicle_map.vehicle_key
    where responses.response_type in ('OPEN', 'CLICK', 'REPLY', 'CALL_OK', 'VISIT')

)

select * from final
