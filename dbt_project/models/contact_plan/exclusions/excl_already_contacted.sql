-- The wave of this occurrence was sent or held before, under today's customer or a former one.
with candidates as (

    select * from {{ ref('candidates') }}

),

history as (

    select * from {{ ref('int_contact_history') }}

),

same_ids as (

    select distinct contact_id
    from history

),

same_occurrences as (

    select distinct
        customer_id,
        vehicle_id,
        plan_code,
        wave_code,
        occurrence_key
    from history
    where occurrence_key is not null

),

final as (

    select distinct
        candidates.candidate_id,
        'ALREADY_CONTACTED' as reason_code
    from candidates
    left join same_ids on candidates.contact_id = same_ids.contact_id
    left join same_occurrences
        on
            candidates.customer_id = same_occurrences.customer_id
            and candidates.vehicle_id is not distinct from same_occurrences.vehicle_id
            and candidates.plan_code = same_occurrences.plan_code
            and candidates.wave_code = same_occurrences.wave_code
            and candidates.occurrence_key = same_occurrences.occurrence_key
    where
        same_ids.contact_id is not null
        or same_occurrences.customer_id is not null

)

select * from final
