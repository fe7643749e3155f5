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

margin_rates as (

    select * from {{ ref('margin_rates') }}
    where {{ dated_rule() }}

),

rates as (

    select
        coalesce(max(case when revenue_kind = 'NEW_CAR' then margin_rate end), 0) as of_cars,
        coalesce(max(case when revenue_kind = 'FINANCE' then margin_rate end), 0) as of_finance
    from margin_rates

),

ends as (

    select
        order_key,
        cast(max(case when stage = 'DELIVERED' then stage_ts end) as date) as delivered_date,
        cast(max(case when stage = 'CANCELLED' then stage_ts end) as date) as cancelled_date
    from stages
    where
        stage in ('DELIVERED', 'CANCELLED')
        and stage_ts < cast({{ as_of_date() }} as timestamp)
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
        ends.delivered_date,
        orders.net_price,
        cast(
            orders.net_price * rates.of_cars
            + case when ranked_contracts.finance_type <> 'CASH' then orders.net_price else 0 end
            * rates.of_finance
            as {{ type_money() }}
        ) as contribution,
        ranked_contracts.finance_type,
        ranked_contracts.start_date as finance_start,
        ranked_contracts.end_date as finance_end,
        ranked_contracts.status as finance_status,
        ranked_contracts.km_limit,
        ranked_contracts.monthly_fee,
        orders.known_at,
        case
            when orders.stage = 'CANCELLED'
                then coalesce(
                    ends.cancelled_date, cast(orders.updated_at as date), orders.order_date
                )
        end as cancelled_date,
        orders.stage not in ('DELIVERED', 'CANCELLED') as is_open,
        orders.stage = 'CANCELLED' as is_cancelled,
        coalesce(orders.in_dispute, false) as in_dispute
    from orders
    cross join rates
    inner join identity_map
        on orders.party_key = identity_map.party_key
    left join vehicle_map
        on orders.vehicle_key = vehicle_map.vehicle_key
    left join ends
        on orders.order_key = ends.order_key
    left join ranked_contracts
        on
            orders.order_key = ranked_contracts.order_key
            and ranked_contracts.contract_rank = 1
    where orders.order_date < {{ as_of_date() }}

)

select * from final
