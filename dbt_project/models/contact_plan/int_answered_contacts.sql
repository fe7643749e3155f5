-- Customers and cars that answered a contact of a plan within the look-back, by the last answer.
with contacts as (

    select * from {{ ref('stg_contact') }}

),

responses as (

    select * from {{ ref('stg_response') }}

),

identities as (

    select * from {{ ref('int_identity_map') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

recent_answers as (

    select
        responses.contact_key,
        cast(responses.response_ts as date) as answered_date
    from responses
    cross join parameters
    where
        responses.response_type in ('CLICK', 'REPLY', 'CALL_OK', 'VISIT')
        and cast(responses.response_ts as date)
        >= {{ add_days(as_of_date(), '-parameters.cheaper_channel_lookback_days') }}

),

final as (

    select
        identities.customer_id,
        vehicle_map.vehicle_id,
        contacts.plan_code,
        max(recent_answers.answered_date) as last_answer_date,
        {{ surrogate_id([
            'identities.customer_id',
            'vehicle_map.vehicle_id',
            'contacts.plan_code'
        ]) }} as answer_id
    from recent_answers
    inner join contacts on recent_answers.contact_key = contacts.contact_key
    inner join identities on contacts.party_key = identities.party_key
    left join vehicle_map on contacts.vehicle_key = vehicle_map.vehicle_key
    group by identities.customer_id, vehicle_map.vehicle_id, contacts.plan_code

)

select * from final
