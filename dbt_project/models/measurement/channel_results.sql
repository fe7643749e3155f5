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
        sum(case when has_opened then 1 else 0 end) as opens,
        sum(case when has_clicked then 1 else 0 end) as clicks,
        sum(case when has_replied then 1 else 0 end) as replies,
        sum(case when was_reached then 1 else 0 end) as calls_reached,
        sum(case when has_claimed_visit then 1 else 0 end) as claimed_visits,
        sum(case when has_bounced then 1 else 0 end) as bounces,
        sum(case when has_unsubscribed then 1 else 0 end) as unsubscriptions,
        sum(case when has_complained then 1 else 0 end) as complaints,
        cast(sum(cost_euros) as {{ type_money() }}) as cost_euros
    from outcomes
    group by origin, period_code, plan_code, channel

)

select * from final
