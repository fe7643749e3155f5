-- A dearer channel only after an unanswered try on a cheaper one, where one can be used.
with candidates as (

    select * from {{ ref('candidates') }}

),

channels as (

    select * from {{ ref('channels') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

history as (

    select * from {{ ref('int_contact_history') }}

),

answers as (

    select * from {{ ref('int_answered_contacts') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

cheaper as (

    select
        dear.channel,
        cheap.channel as cheaper_channel
    from channels as dear
    inner join channels as cheap on dear.cost > cheap.cost
    where
        {{ dated_rule(alias='dear') }}
        and {{ dated_rule(alias='cheap') }}

),

cheaper_reach as (

    select distinct
        contactability.customer_id,
        cheaper.channel
    from contactability
    inner join cheaper on contactability.channel = cheaper.cheaper_channel
    where contactability.is_commercial_allowed

),

tries as (

    select
        history.customer_id,
        history.vehicle_id,
        history.plan_code,
        cheaper.channel,
        min(history.contact_date) as first_try_date
    from history
    cross join parameters
    inner join cheaper on history.channel = cheaper.cheaper_channel
    where
        {{ sent_or_held('history') }}
        and history.contact_date
        >= {{ add_days(as_of_date(), '-parameters.cheaper_channel_lookback_days') }}
    group by history.customer_id, history.vehicle_id, history.plan_code, cheaper.channel

),

final as (

    select distinct
        candidates.candidate_id,
        'CHEAPER_CHANNEL_FIRST' as reason_code
    from candidates
    left join cheaper_reach
        on
            candidates.customer_id = cheaper_reach.customer_id
            and candidates.channel = cheaper_reach.channel
    left join tries
        on
            candidates.customer_id = tries.customer_id
            and candidates.vehicle_id is not distinct from tries.vehicle_id
            and candidates.plan_code = tries.plan_code
            and candidates.channel = tries.channel
    left join answers
        on
            candidates.customer_id = answers.customer_id
            and candidates.vehicle_id is not distinct from answers.vehicle_id
            and candidates.plan_code = answers.plan_code
    where
        candidates.cheaper_channel_first
        and (
            (cheaper_reach.channel is not null and tries.channel is null)
            or answers.last_answer_date >= tries.first_try_date
        )

)

select * from final
