with outcomes as (

    select * from {{ ref('contact_outcomes') }}
    where cell = 'TEST'

),

final as (

    select
        origin,
        period_code,
        plan_code,
        channel,
        count(*) as contacts,
        count(case when has_opened then contact_id end) as opens,
        count(case when has_clicked then contact_id end) as clicks,
        count(case when has_replied then contact_id end) as replies,
        count(case when was_reached then contact_id end) as calls_reached,
        count(case when has_claimed_visit then contact_id end) as claimed_visits,
        count(case when has_bounced then contact_id end) as bounces,
        count(case when has_unsubscribed then contact_id end) as unsubscriptions,
        count(case when has_complained then contact_id end) as complaints,
        cast(sum(cost_euros) as {{ type_money() }}) as cost_euros
    from outcomes
    group by origin, period_code, plan_code, channel

)

select * from final
