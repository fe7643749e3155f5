with responses as (

    select * from {{ ref('stg_response') }}

),

contacts as (

    select * from {{ ref('stg_contact') }}

),

deliveries as (

    select * from {{ ref('stg_delivery') }}

),

-- A contact of ours bears our id in the platform's log, as in int_contact_history.
logged as (

    select
        contacts.contact_key,
        coalesce(deliveries.contact_id, contacts.contact_key) as contact_id
    from contacts
    left join deliveries
        on contacts.contact_ref = deliveries.contact_id

),

-- An open asks nothing of a person and a visit comes without a contact, too: neither is an answer.
final as (

    select
        logged.contact_id,
        {{ any_true("responses.response_type = 'OPEN'") }} as has_open,
        {{ any_true("responses.response_type = 'CLICK'") }} as has_click,
        {{ any_true("responses.response_type in ('REPLY', 'CALL_OK')") }} as has_reply,
        {{ any_true("responses.response_type = 'VISIT'") }} as has_visit,
        {{ any_true("responses.response_type in ('UNSUB', 'COMPLAINT')") }} as has_refusal,
        {{ any_true("responses.response_type in ('CLICK', 'REPLY', 'CALL_OK')") }} as has_answer,
        min(
            case
                when responses.response_type in ('CLICK', 'REPLY', 'CALL_OK')
                    then responses.response_ts
            end
        ) as answered_ts
    from responses
    inner join logged
        on responses.contact_key = logged.contact_key
    where responses.response_ts < cast({{ as_of_date() }} as timestamp)
    group by logged.contact_id

)

select * from final
