with orders as (

    select * from {{ ref('stg_sales_order') }}

),

stages as (

    select * from {{ ref('stg_order_stage') }}

),

contracts as (

    select * from {{ ref('stg_finance_contract') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

deliveries as (

    select
        order_key,
        cast(max(stage_ts) as date) as delivered_date
    from stages
    where stage = 'DELIVERED' and stage_ts < cast({{ as_of_date() }} as timestamp)
    group by order_key

),

ranked_contracts as (

    select
        *,
        row_number() over (
            partition by order_key
            order by start_date desc, contract_key asc
        ) as contract_rank
    from contracts

),

final as (

    select
        orders.order_key,
        identity_map.customer_id,
        vehicle_map.vehicle_id,
        orders.lead_key,
        orders.dealer_id,
        orders.model_code,
        orders.stage,
        orders.order_date,
        orders.eta_date,
        deliveries.delivered_date,
        orders.net_price,
        ranked_contracts.finance_type,
        ranked_contracts.start_date as finance_start,
        ranked_contracts.end_date as finance_end,
        ranked_contracts.status as finance_status,
        ranked_contracts.km_limit,
        ranked_contracts.monthly_fee,
        orders.known_at,
        orders.stage not in ('DELIVERED', 'CANCELLED') as is_open,
        orders.stage = 'CANCELLED' as is_cancelled,
        coalesce(orders.in_dispute, false) as in_dispute
    from orders
    inner join identity_map
        on orders.party_key = identity_map.party_key
    left join vehicle_map
        on orders.vehicle_key = vehicle_map.vehicle_key
    left join deliveries
        on orders.order_key = deliveries.order_key
    left join ranked_contracts
        on
            orders.order_key = ranked_contracts.order_key
            and ranked_contracts.contract_rank = 1
    where orders.order_date < {{ as_of_date() }}

)

select * from final
