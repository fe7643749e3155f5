-- On the exclusion list of the channel, without express consent (L4).
with candidates as (

    select * from {{ ref('candidates') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'ROBINSON' as reason_code
    from candidates
    inner join contactability
        on
            candidates.customer_id = contactability.customer_id
            and candidates.channel = contactability.channel
    where
        candidates.message_class = 'COMMERCIAL'
        and contactability.robinson_listed
        and not contactability.has_consent

)

select * from final
