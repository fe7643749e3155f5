with customers as (

    select * from {{ ref('int_golden_record') }}

),

orders as (

    select * from {{ ref('int_customer_orders') }}

),

workshop as (

    select * from {{ ref('int_customer_workshop') }}

),

campaigns as (

    select * from {{ ref('int_customer_campaigns') }}

),

earned as (

    select
        customers.customer_id,
        coalesce(orders.purchase_amount, 0) as sales_revenue,
        coalesce(workshop.workshop_amount, 0) as workshop_revenue,
        coalesce(orders.purchase_contribution, 0) as sales_contribution,
        coalesce(orders.purchase_contribution_24m, 0) as sales_contribution_24m,
        coalesce(workshop.workshop_contribution, 0) as workshop_contribution,
        coalesce(workshop.workshop_contribution_24m, 0) as workshop_contribution_24m,
        coalesce(campaigns.contact_cost_365d, 0) as contact_cost_365d
    from customers
    left join orders
        on customers.customer_id = orders.customer_id
    left join workshop
        on customers.customer_id = workshop.customer_id
    left join campaigns
        on customers.customer_id = campaigns.customer_id

),

final as (

    select
        customer_id,
        cast(sales_revenue + workshop_revenue as {{ type_money() }}) as revenue,
        cast(sales_contribution as {{ type_money() }}) as sales_contribution,
        cast(workshop_contribution as {{ type_money() }}) as workshop_contribution,
        cast(sales_contribution + workshop_contribution as {{ type_money() }}) as contribution,
        cast(sales_contribution_24m + workshop_contribution_24m as {{ type_money() }})
            as contribution_24m,
        case
            when sales_revenue + workshop_revenue > 0
                then cast(
                    (sales_contribution + workshop_contribution)
                    / (sales_revenue + workshop_revenue) as {{ type_ratio() }}
                )
        end as margin_share,
        cast(contact_cost_365d as {{ type_money() }}) as contact_cost_365d
    from earned

)

select * from final
