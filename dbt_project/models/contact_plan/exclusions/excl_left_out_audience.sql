-- A campaign leaves out who is in another audience, as acquisition leaves out buyers.
with candidates as (

    select * from {{ ref('candidates') }}

),

campaigns as (

    select * from {{ ref('audience_campaigns') }}

),

members as (

    select * from {{ source('audiences', 'audience_members') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'LEFT_OUT_AUDIENCE' as reason_code
    from candidates
    inner join campaigns
        on
            candidates.trigger_type = campaigns.campaign_code
            and {{ dated_rule(alias='campaigns') }}
    inner join members
        on
            campaigns.left_out_audience_id = members.audience_id
            and candidates.customer_id = members.subject_id
    where candidates.plan_code = 'AUDIENCE'

)

select * from final
