-- Not even service messages may use the channel; safety may (L11).
with candidates as (

    select * from {{ ref('candidates') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'OPERATIONAL_NOT_ALLOWED' as reason_code
    from candidates
    left join contactability
        on
            candidates.customer_id = contactability.customer_id
            and candidates.channel = contactability.channel
    where
        candidates.message_class = 'OPERATIONAL'
        and not coalesce(contactability.is_operational_allowed, false)

)

select * from final
