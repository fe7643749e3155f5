{%- set horizon = var('value_horizon_days') -%}

with customers as (

    select * from {{ ref('customer_features') }}

),

business as (

    select * from {{ ref('int_customer_business') }}

),

-- What came in counts only when the whole window lies before the day of the plan.
final as (

    select
        customers.customer_id,
        customers.as_of_date,
        cast(coalesce(sum(business.margin), 0) as {{ type_money() }}) as margin
    from customers
    left join business
        on
            customers.customer_id = business.customer_id
            and customers.as_of_date <= business.business_date
            and business.business_date < {{ add_days('customers.as_of_date', horizon) }}
            and not business.is_cancelled
    where {{ add_days('customers.as_of_date', horizon) }} <= {{ as_of_date() }}
    group by customers.customer_id, customers.as_of_date

)

select * from final
