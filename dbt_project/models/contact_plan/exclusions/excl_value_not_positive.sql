-- A commercial contact must be worth more than it costs.
with candidates as (

    select * from {{ ref('candidates') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'VALUE_NOT_POSITIVE' as reason_code
    from candidates
    cross join parameters
    where
        candidates.message_class = 'COMMERCIAL'
        and candidates.value <= parameters.min_value

)

select * from final
