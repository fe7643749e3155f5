-- Erased people get nothing, whatever came back in from another dealer (L13, L14).
with candidates as (

    select * from {{ ref('candidates') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'ERASED' as reason_code
    from candidates
    inner join contactability
        on
            candidates.customer_id = contactability.customer_id
            and candidates.channel = contactability.channel
    where contactability.commercial_block_reason = 'ERASED'

)

select * from final
