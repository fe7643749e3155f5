with dealers as (

    select * from {{ ref('stg_dealer') }}

),

final as (

    select
        dealer_id,
        coalesce(sales_flag, false) as sells,
        coalesce(aftersales_flag, false) as repairs
    from dealers
    where
        coalesce(open_date <= {{ as_of_date() }}, true)
        and coalesce(close_date >= {{ as_of_date() }}, true)

)

select * from final
