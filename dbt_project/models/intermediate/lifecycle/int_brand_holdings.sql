with spells as (

    select * from {{ ref('int_lifecycle_spells') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

holdings as (

    select
        customer_id,
        began_on,
        coalesce(ended_on, {{ open_end() }}) as ended_on
    from spells

    union all

    select
        customer_id,
        {{ first_day_knowing('order_date') }} as began_on,
        coalesce(
            {{ first_day_knowing('least(delivered_date, cancelled_date)') }}, {{ open_end() }}
        ) as ended_on
    from orders

),

preceded as (

    select
        *,
        max(ended_on) over (
            partition by customer_id
            order by began_on, ended_on
            rows between unbounded preceding and 1 preceding
        ) as ended_before
    from holdings
    where began_on < ended_on

),

numbered as (

    select
        *,
        sum(case when began_on <= ended_before then 0 else 1 end) over (
            partition by customer_id
            order by began_on, ended_on
            rows between unbounded preceding and current row
        ) as holding_number
    from preceded

),

final as (

    select
        customer_id,
        min(began_on) as began_on,
        nullif(max(ended_on), {{ open_end() }}) as ended_on
    from numbered
    group by customer_id, holding_number

)

select * from final
