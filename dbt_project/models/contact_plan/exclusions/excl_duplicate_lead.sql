-- The source says so, or the same person asked again later.
with candidates as (

    select * from {{ ref('candidates') }}

),

leads as (

    select * from {{ ref('int_leads') }}

),

ranked_leads as (

    select
        customer_id,
        lead_key,
        row_number() over (
            partition by customer_id order by received_ts desc, lead_key asc
        ) as newest
    from leads
    where is_valid

),

newest_leads as (

    select
        customer_id,
        lead_key
    from ranked_leads
    where newest = 1

),

final as (

    select distinct
        candidates.candidate_id,
        'DUPLICATE_LEAD' as reason_code
    from candidates
    inner join leads on candidates.subject_key = leads.lead_key
    left join newest_leads on leads.customer_id = newest_leads.customer_id
    where
        candidates.plan_code = 'LEAD'
        and (
            leads.lost_reason = 'DUPLICATE'
            or leads.lead_key <> newest_leads.lead_key
        )

)

select * from final
