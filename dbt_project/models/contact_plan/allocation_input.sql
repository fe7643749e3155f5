-- Candidates that nothing forbids, and the ghosts: those that only the control group holds back.
with candidates as (

    select * from {{ ref('candidates') }}

),

exclusions as (

    select * from {{ ref('candidate_exclusions') }}

),

forbidden as (

    select distinct candidate_id
    from exclusions
    where reason_code <> 'CONTROL_GROUP'

),

final as (

    select
        candidates.candidate_id,
        candidates.contact_id,
        candidates.customer_id,
        candidates.household_id,
        candidates.vehicle_id,
        candidates.dealer_id,
        {{ surrogate_id(['candidates.customer_id', 'candidates.occurrence_key']) }}
            as occurrence_id,
        case
            when candidates.vehicle_id is not null
                then {{ surrogate_id(['candidates.customer_id', 'candidates.vehicle_id']) }}
        end as objective_id,
        candidates.plan_code,
        candidates.wave_code,
        candidates.offer_code,
        candidates.channel,
        candidates.message_class,
        candidates.priority,
        candidates.value,
        candidates.cost,
        candidates.workshop_hours,
        candidates.as_of_date,
        candidates.is_control and candidates.message_class = 'COMMERCIAL' as is_ghost
    from candidates
    left join forbidden on candidates.candidate_id = forbidden.candidate_id
    where forbidden.candidate_id is null

)

select * from final
