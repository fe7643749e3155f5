{#- The window of the features: a figure of a car is the same wherever it is read. -#}
{%- set first_date = add_months(as_of_date(), 0 - var('visit_window_months')[1]) -%}

with visits as (

    select * from {{ ref('int_visits') }}

),

order_lines as (

    select * from {{ ref('stg_repair_order_line') }}

),

summed as (

    select
        vehicle_id,
        count(*) as visits,
        count(case when opened_date >= {{ first_date }} then ro_key end) as visits_24m,
        max(opened_date) as last_visit_date,
        {{ latest_value('ro_key', record_order('opened_date', 'ro_key')) }} as last_ro_key,
        {{ latest_value('ro_type', record_order('opened_date', 'ro_key')) }} as last_visit_type,
        {{ latest_value('dealer_id', record_order('opened_date', 'ro_key')) }} as last_workshop_id,
        cast(sum(net_customer) as {{ type_money() }}) as workshop_spend,
        cast(
            sum(case when opened_date >= {{ first_date }} then net_customer else 0 end)
            as {{ type_money() }}
        ) as spend_24m,
        cast(sum(net_total) as {{ type_money() }}) as workshop_amount
    from visits
    group by vehicle_id

),

-- The operation of a visit is the one of its dearest line.
ranked_lines as (

    select
        summed.vehicle_id,
        order_lines.op_code,
        row_number() over (
            partition by summed.vehicle_id
            order by order_lines.net_amount desc nulls last, order_lines.ro_line_key asc
        ) as line_rank
    from summed
    inner join order_lines
        on summed.last_ro_key = order_lines.ro_key
    where order_lines.op_code is not null

),

final as (

    select
        summed.vehicle_id,
        summed.visits,
        summed.visits_24m,
        summed.last_visit_date,
        summed.last_visit_type,
        summed.last_workshop_id,
        ranked_lines.op_code as last_op_code,
        summed.workshop_spend,
        summed.spend_24m,
        summed.workshop_amount
    from summed
    left join ranked_lines
        on
            summed.vehicle_id = ranked_lines.vehicle_id
            and ranked_lines.line_rank = 1

)

select * from final
