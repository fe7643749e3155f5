-- The control group of the period gets nothing commercial.
with candidates as (

    select * from {{ ref('candidates') }}

),

final as (

    select
        candidates.candidate_id,
        'CONTROL_GROUP' as reason_code
    from candidates
    where
        candidates.is_control
        and candidates.message_class = 'COMMERCIAL'

)

select * from final
