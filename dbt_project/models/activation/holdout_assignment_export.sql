-- Terminal: lands as raw.holdout_assignment, so that a person's arm outlives every merge.
with holdout as (

    select * from {{ ref('int_holdout') }}

),

assignments as (

    select * from {{ ref('stg_holdout_assignment') }}

),

final as (

    select
        holdout.customer_id,
        holdout.period_code,
        holdout.arm,
        {{ as_of_date() }} as assigned_date
    from holdout
    left join assignments
        on
            holdout.customer_id = assignments.customer_id
            and holdout.period_code = assignments.period_code
    where assignments.customer_id is null

)

select * from final
