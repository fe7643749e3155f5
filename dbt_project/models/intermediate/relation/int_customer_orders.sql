{%- set recent = 'order_date >= ' ~ add_months(as_of_date(), 0 - var('visit_window_months')[1]) -%}
{%- set is_live = "finance_status in ('ACTIVE', 'ARREARS') and finance_end >= " ~ as_of_date() -%}

with orders as (

    select * from {{ ref('int_orders') }}

),

ordered as (

    select
        *,
        finance_type <> 'CASH' as is_financed,
        {{ record_order('order_date', 'order_key') }} as order_order,
        case
            when finance_type <> 'CASH' and {{ is_live }}
                then {{ record_order('finance_end', 'order_key') }}
        end as live_finance_order
    from orders

),

-- Of several contracts the one that ends first is the next to decide on.
final as (

    select
        customer_id,
        min(case when not is_cancelled then order_date end) as first_order_date,
        max(case when not is_cancelled then order_date end) as last_purchase_date,
        count(case when not is_cancelled then order_key end) as purchases,
        count(case when is_cancelled then order_key end) as orders_cancelled,
        cast(
            sum(case when not is_cancelled then coalesce(net_price, 0) else 0 end)
            as {{ type_money() }}
        ) as purchase_amount,
        cast(
            sum(case when not is_cancelled and {{ recent }} then coalesce(net_price, 0) else 0 end)
            as {{ type_money() }}
        ) as purchase_amount_24m,
        {{ latest_value('case when not is_cancelled then model_code end', 'order_order') }}
            as last_purchase_model_code,
        {{ latest_value('case when not is_cancelled then net_price end', 'order_order') }}
            as last_purchase_price,
        {{ any_true('is_open') }} as has_open_order,
        count(case when not is_cancelled and is_financed then order_key end) as financed_purchases,
        cast(
            sum(case when not is_cancelled then coalesce(contribution, 0) else 0 end)
            as {{ type_money() }}
        ) as purchase_contribution,
        cast(
            sum(
                case
                    when not is_cancelled and {{ recent }} then coalesce(contribution, 0)
                    else 0
                end
            )
            as {{ type_money() }}
        ) as purchase_contribution_24m,
        count(live_finance_order) as live_finance_contracts,
        {{ earliest_value('finance_type', 'live_finance_order') }} as live_finance_type,
        min(case when live_finance_order is not null then finance_end end) as next_finance_end,
        cast(
            sum(case when live_finance_order is not null then coalesce(monthly_fee, 0) else 0 end)
            as {{ type_money() }}
        ) as live_monthly_fee,
        {{ any_true("finance_status = 'ARREARS'") }} as in_arrears
    from ordered
    group by customer_id

)

select * from final
