-- Engagement: no more contacts a year than the parameter allows.
with candidates as (

    select * from {{ ref('candidates') }}

),

history as (

    select * from {{ ref('int_contact_history') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

engaged as (

    select
        customer_id,
        sum(case when cell = 'TEST' then 1 else 0 end) as sent,
        sum(case when cell = 'CONTROL' and origin = 'OWN' then 1 else 0 end) as held
    from history
    where
        plan_code = 'ENGAGEMENT'
        and contact_date > {{ add_months(as_of_date(), '-12') }}
    group by customer_id

),

final as (

    select distinct
        candidates.candidate_id,
        'ENGAGEMENT_YEARLY_MAX' as reason_code
    from candidates
    inner join engaged on candidates.customer_id = engaged.customer_id
    cross join parameters
    where
        candidates.plan_code = 'ENGAGEMENT'
        and engaged.sent + case when candidates.is_control then engaged.held else 0 end
        >= parameters.engagement_max_per_year

)

select * from final
