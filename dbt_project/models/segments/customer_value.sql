with valued as (

    select * from {{ source('ml', 'customer_values') }}

),

final as (

    select
        customer_id,
        as_of_date,
        model_version,
        horizon_days,
        purchase_probability,
        expected_margin,
        cast(
            cast(
                row_number() over (order by expected_margin desc, customer_id asc)
                as decimal(18, 6)
            )
            / count(*) over () as {{ type_score() }}
        ) as rank_share
    from valued
    where as_of_date = {{ as_of_date() }}

)

select * from final
