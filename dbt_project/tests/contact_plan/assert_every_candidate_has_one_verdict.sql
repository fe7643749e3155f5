-- A failing row is a candidate without a verdict, a suppressed one without a reason, a selected
-- one with a reason, or one that the allocation never saw (law 2).
{{ config(meta={'dagster': {'ref': {'name': 'decisions'}}}) }}

with candidates as (

    select * from {{ ref('candidates') }}

),

decisions as (

    select * from {{ ref('decisions') }}

),

final as (

    select
        candidates.candidate_id,
        decisions.verdict,
        decisions.reason_code
    from candidates
    left join decisions on candidates.candidate_id = decisions.candidate_id
    where
        decisions.verdict is null
        or (decisions.verdict = 'SELECTED' and decisions.all_reasons is not null)
        or (decisions.verdict = 'SUPPRESSED' and decisions.reason_code is null)
        or decisions.reason_code = 'NOT_ALLOCATED'

)

select * from final
