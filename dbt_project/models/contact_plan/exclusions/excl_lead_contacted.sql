-- The enquiry was already answered by a conversation.
with candidates as (

    select * from {{ ref('candidates') }}

),

leads as (

    select * from {{ ref('int_leads') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'LEAD_CONTACTED' as reason_code
    from candidates
    inner join leads on candidates.subject_key = leads.lead_key
    where
        candidates.trigger_type = 'LEAD_OPEN'
        and candidates.channel in ('CALL', 'SMS')
        and leads.first_contact_ts is not null

)

select * from final
