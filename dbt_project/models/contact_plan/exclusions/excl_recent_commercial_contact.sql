-- Engagement gives way to any commercial contact of the last month.
with candidates as (

    select * from {{ ref('candidates') }}

),

history as (

    select * from {{ ref('int_contact_history') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

recent_contacts as (

    select
        history.customer_id,
        sum(case when history.cell = 'TEST' then 1 else 0 end) as sent
    from history
    cross join parameters
    where
        history.message_class = 'COMMERCIAL'
        and {{ sent_or_held('history') }}
        and history.contact_date
        >= {{ add_days(as_of_date(), '-parameters.engagement_quiet_days') }}
    group by history.customer_id

),

final as (

    select distinct
        candidates.candidate_id,
        'RECENT_COMMERCIAL_CONTACT' as reason_code
    from candidates
    inner join recent_contacts on candidates.customer_id = recent_contacts.customer_id
    where
        candidates.plan_code = 'ENGAGEMENT'
        and candidates.message_class = 'COMMERCIAL'
        and (recent_contacts.sent > 0 or candidates.is_control)

)

select * from final
