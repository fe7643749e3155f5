with placed as (

    select * from {{ source('ml', 'customer_clusters') }}

),

profiles as (

    select * from {{ source('ml', 'cluster_profiles') }}

),

names as (

    select distinct
        cluster_id,
        cluster_name
    from profiles

),

final as (

    select
        placed.customer_id,
        placed.as_of_date,
        placed.model_version,
        placed.cluster_id,
        names.cluster_name
    from placed
    inner join names
        on placed.cluster_id = names.cluster_id

)

select * from final
