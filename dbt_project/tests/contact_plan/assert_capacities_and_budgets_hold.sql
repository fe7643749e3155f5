-- A failing row is a channel, a plan's budget or a workshop's week that the plan of the day
-- exceeds (law 5).
{{ config(meta={'dagster': {'ref': {'name': 'contact_plan'}}}) }}

with decisions as (

    select * from {{ ref('decisions') }}

),

channels as (

    select * from {{ ref('channels') }}

),

budgets as (

    select * from {{ ref('plan_budgets') }}

),

workshop_weeks as (

    select * from {{ ref('int_workshop_weeks') }}

),

selected as (

    select *
    from decisions
    where verdict = 'SELECTED'

),

over_channel as (

    select
        'CHANNEL' as limit_kind,
        selected.channel as limit_key
    from selected
    inner join channels
        on
            selected.channel = channels.channel
            and {{ dated_rule(alias='channels') }}
    group by selected.channel
    having
        count(*) > min(channels.capacity_per_day)
        or count(*) > min(channels.seats * channels.contacts_per_seat)

),

over_budget as (

    select
        'PLAN' as limit_kind,
        selected.plan_code as limit_key
    from selected
    inner join budgets
        on
            selected.plan_code = budgets.plan_code
            and {{ dated_rule(alias='budgets') }}
    group by selected.plan_code, budgets.budget_per_day
    having sum(selected.cost) > budgets.budget_per_day

),

over_hours as (

    select
        'WORKSHOP' as limit_kind,
        selected.dealer_id as limit_key
    from selected
    left join workshop_weeks on selected.dealer_id = workshop_weeks.dealer_id
    where
        selected.workshop_hours > 0
        and selected.dealer_id is not null
    group by selected.dealer_id
    having
        sum(selected.workshop_hours)
        > coalesce(
            max(
                workshop_weeks.bookable_hours
                - workshop_weeks.booked_hours
                - workshop_weeks.expected_hours
            ),
            0
        )

),

final as (

    select * from over_channel
    union all
    select * from over_budget
    union all
    select * from over_hours

)

select * from final
