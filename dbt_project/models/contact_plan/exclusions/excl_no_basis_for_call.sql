-- A sales call needs consent or a relation alive within 12 months (L5, L9).
with candidates as (

    select * from {{ ref('candidates') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'NO_BASIS_FOR_CALL' as reason_code
    from candidates
    inner join contactability
        on
            candidates.customer_id = contactability.customer_id
            and candidates.channel = contactability.channel
    where
        candidates.message_class = 'COMMERCIAL'
        and candidates.channel = 'CALL'
        and not contactability.has_consent
        and not contactability.has_live_relation_12m

)

select * from final
