-- The last gate: whatever the reason, a channel that is not allowed is not used.
with candidates as (

    select * from {{ ref('candidates') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'NO_CONSENT' as reason_code
    from candidates
    left join contactability
        on
            candidates.customer_id = contactability.customer_id
            and candidates.channel = contactability.channel
    where
        candidates.message_class in ('COMMERCIAL', 'SURVEY')
        and not coalesce(contactability.is_commercial_allowed, false)

)

select * from final
