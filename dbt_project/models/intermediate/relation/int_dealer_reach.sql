with areas as (

    select * from {{ ref('stg_dealer_area') }}

),

open_dealers as (

    select * from {{ ref('int_open_dealers') }}

),

customers as (

    select * from {{ ref('int_golden_record') }}

),

reach as (

    select
        customers.customer_id,
        areas.dealer_id,
        open_dealers.sells,
        open_dealers.repairs,
        min(areas.drive_minutes) as drive_minutes
    from customers
    inner join areas
        on customers.postal_code = areas.postal_code
    inner join open_dealers
        on areas.dealer_id = open_dealers.dealer_id
    group by customers.customer_id, areas.dealer_id, open_dealers.sells, open_dealers.repairs

),

ranked as (

    select
        *,
        row_number() over (
            partition by customer_id, repairs
            order by drive_minutes, dealer_id
        ) as repair_rank,
        row_number() over (
            partition by customer_id, sells
            order by drive_minutes, dealer_id
        ) as sales_rank
    from reach

),

final as (

    select
        customer_id,
        dealer_id,
        drive_minutes,
        repairs and repair_rank = 1 as is_nearest_workshop,
        sells and sales_rank = 1 as is_nearest_seller
    from ranked

)

select * from final
