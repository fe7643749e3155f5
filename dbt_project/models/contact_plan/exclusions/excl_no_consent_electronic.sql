-- Email and SMS need consent, or an earlier contract and a way out (L2).
with candidates as (

    select * from {{ ref('candidates') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'NO_CONSENT_ELECTRONIC' as reason_code
    from candidates
    inner join contactability
        on
            candidates.customer_id = contactability.customer_id
            and candidates.channel = contactability.channel
    where
        candidates.message_class = 'COMMERCIAL'
        and candidates.channel in ('EMAIL', 'SMS')
        and not contactability.has_consent
        and not contactability.has_soft_optin

)

select * from final
