with profiles as (

    select * from {{ source('ml', 'cluster_profiles') }}

),

final as (

    select
        cluster_id,
        cluster_name,
        customers,
        trait,
        trait_rank,
        mean_in_cluster,
        mean_overall,
        lift,
        difference,
        words,
        as_of_date,
        model_version
    from profiles

)

select * from final
