-- Win-back once, then silent for a year.
with candidates as (

    select * from {{ ref('candidates') }}

),

history as (

    select * from {{ ref('int_contact_history') }}

),

waves as (

    select * from {{ ref('waves') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

lapsed_waves as (

    select distinct
        plan_code,
        wave_code
    from waves
    where trigger_type = 'LAPSED'

),

lapsed_campaigns as (

    select
        history.customer_id,
        history.vehicle_id,
        history.occurrence_key
    from history
    cross join parameters
    inner join lapsed_waves
        on
            history.plan_code = lapsed_waves.plan_code
            and history.wave_code = lapsed_waves.wave_code
    where
        {{ sent_or_held('history') }}
        and history.contact_date
        >= {{ add_days(as_of_date(), '-parameters.lapsed_silent_days') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'LAPSED_SILENCE' as reason_code
    from candidates
    inner join lapsed_campaigns as campaigns
        on
            candidates.customer_id = campaigns.customer_id
            and candidates.vehicle_id = campaigns.vehicle_id
            and candidates.occurrence_key is distinct from campaigns.occurrence_key
    where candidates.trigger_type = 'LAPSED'

)

select * from final
