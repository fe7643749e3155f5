-- The lead bought another car.
with candidates as (

    select * from {{ ref('candidates') }}

),

leads as (

    select * from {{ ref('int_leads') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'BOUGHT_ELSEWHERE' as reason_code
    from candidates
    inner join leads on candidates.subject_key = leads.lead_key
    where
        candidates.plan_code = 'LEAD'
        and leads.lost_reason = 'BOUGHT_ELSEWHERE'

)

select * from final
