-- No usable address, phone or email for the channel; a safety letter needs one too.
with candidates as (

    select * from {{ ref('candidates') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'NO_VALID_POINT' as reason_code
    from candidates
    left join contactability
        on
            candidates.customer_id = contactability.customer_id
            and candidates.channel = contactability.channel
    where not coalesce(contactability.is_valid_point, false)

)

select * from final
