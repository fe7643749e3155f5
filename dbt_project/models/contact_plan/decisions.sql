-- One verdict per candidate: SELECTED, or SUPPRESSED with the first reason by precedence.
with candidates as (

    select * from {{ ref('candidates') }}

),

exclusions as (

    select * from {{ ref('candidate_exclusions') }}

),

allocation_input as (

    select * from {{ ref('allocation_input') }}

),

allocation as (

    select * from {{ source('ml', 'allocation') }}

),

reasons as (

    select * from {{ ref('exclusion_reasons') }}

),

reasons_in_force as (

    select *
    from reasons
    where {{ dated_rule() }}

),

outcomes as (

    select
        allocation_input.candidate_id,
        allocation_input.is_ghost,
        allocation.rank,
        allocation.limit_name,
        coalesce(allocation.outcome, 'NOT_ALLOCATED') as outcome
    from allocation_input
    left join allocation
        on
            allocation_input.candidate_id = allocation.candidate_id
            and allocation_input.as_of_date = allocation.as_of_date

),

all_reasons as (

    select
        candidate_id,
        reason_code
    from exclusions

    union all

    select
        candidate_id,
        outcome as reason_code
    from outcomes
    where outcome not in ('SELECTED', 'GHOST')

),

ordered as (

    select
        all_reasons.candidate_id,
        all_reasons.reason_code,
        row_number() over (
            partition by all_reasons.candidate_id
            order by coalesce(reasons.precedence, 0), all_reasons.reason_code
        ) as reason_order
    from all_reasons
    left join reasons_in_force as reasons on all_reasons.reason_code = reasons.reason_code

),

summed_up as (

    select
        candidate_id,
        max(case when reason_order = 1 then reason_code end) as reason_code,
        {{ dbt.listagg('reason_code', "','", 'order by reason_code') }} as all_reasons
    from ordered
    group by candidate_id

),

final as (

    select
        candidates.candidate_id,
        candidates.contact_id,
        candidates.as_of_date,
        summed_up.reason_code,
        summed_up.all_reasons,
        candidates.customer_id,
        candidates.household_id,
        candidates.vehicle_id,
        candidates.dealer_id,
        candidates.plan_code,
        candidates.wave_code,
        candidates.offer_code,
        candidates.channel,
        candidates.message_class,
        candidates.occurrence_key,
        candidates.subject_key,
        candidates.trigger_type,
        candidates.trigger_date,
        candidates.template_code,
        candidates.argument_es,
        candidates.model_code,
        candidates.earliest_party_key,
        candidates.earliest_vehicle_key,
        candidates.priority,
        candidates.score,
        candidates.expected_margin,
        candidates.cost,
        candidates.value,
        candidates.workshop_hours,
        candidates.is_control,
        outcomes.rank,
        outcomes.limit_name,
        case when outcomes.outcome = 'SELECTED' then 'SELECTED' else 'SUPPRESSED' end as verdict,
        case outcomes.outcome
            when 'SELECTED' then 'TEST'
            when 'GHOST' then 'CONTROL'
        end as cell
    from candidates
    left join outcomes on candidates.candidate_id = outcomes.candidate_id
    left join summed_up on candidates.candidate_id = summed_up.candidate_id

)

select * from final
