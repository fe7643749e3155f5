-- The wave is kept for the best scored; without a score nobody is known to be.
with candidates as (

    select * from {{ ref('candidates') }}

),

final as (

    select
        candidates.candidate_id,
        'NOT_TOP_UPLIFT' as reason_code
    from candidates
    where
        candidates.top_share is not null
        and coalesce(candidates.rank_share, 1) > candidates.top_share

)

select * from final
