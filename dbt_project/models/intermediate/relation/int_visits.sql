{#- Who pays a line, and the end of the names of such amounts. -#}
{%- set pay_types = {
    'CUST': 'customer', 'WARR': 'warranty', 'INT': 'internal', 'CONTRACT': 'contract', 'INSUR': 'insurance'
} -%}

with repair_orders as (

    select * from {{ ref('stg_repair_order') }}

),

order_lines as (

    select * from {{ ref('stg_repair_order_line') }}

),

margin_rates as (

    select * from {{ ref('margin_rates') }}
    where {{ dated_rule() }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

-- The rate of a kind of line for who pays it, else the one for anybody.
amounts as (

    select
        order_lines.ro_key,
        {% for pay_type, name in pay_types.items() -%}
            {%- set of_type = "order_lines.pay_type = '" ~ pay_type ~ "'" %}
            sum(case when {{ of_type }} then order_lines.net_amount else 0 end) as net_{{ name }},
        {%- endfor %}
        sum(order_lines.net_amount) as net_total,
        sum(
            order_lines.net_amount
            * coalesce(of_payer.margin_rate, of_anybody.margin_rate, 0)
        ) as contribution
    from order_lines
    left join margin_rates as of_payer
        on
            order_lines.line_type = of_payer.revenue_kind
            and order_lines.pay_type = of_payer.pay_type
    left join margin_rates as of_anybody
        on
            order_lines.line_type = of_anybody.revenue_kind
            and of_anybody.pay_type = '*'
    group by order_lines.ro_key

),

visits as (

    select
        repair_orders.ro_key,
        vehicle_map.vehicle_id,
        repair_orders.payer_party_key,
        repair_orders.dealer_id,
        repair_orders.opened_date,
        repair_orders.closed_date,
        repair_orders.km,
        repair_orders.ro_type,
        repair_orders.known_at,
        {% for name in pay_types.values() -%}
            coalesce(amounts.net_{{ name }}, 0) as net_{{ name }},
        {% endfor -%}
        coalesce(amounts.net_total, 0) as net_total,
        coalesce(amounts.contribution, 0) as contribution
    from repair_orders
    inner join vehicle_map
        on repair_orders.vehicle_key = vehicle_map.vehicle_key
    left join amounts
        on repair_orders.ro_key = amounts.ro_key
    where repair_orders.opened_date < {{ as_of_date() }}

),

-- One visit entered twice: same car, workshop, day, kind and bill under another number.
numbered as (

    select
        *,
        row_number() over (
            partition by vehicle_id, dealer_id, opened_date, ro_type, net_total
            order by ro_key
        ) as copy_number
    from visits

),

-- Who came with the car is the payer; where none is named, the holder of the car on that day.
holders as (

    select
        numbered.ro_key,
        max(ownerships.customer_id) as customer_id
    from numbered
    inner join ownerships
        on
            numbered.vehicle_id = ownerships.vehicle_id
            and numbered.opened_date >= ownerships.starts_on
            and (ownerships.valid_to is null or numbered.opened_date < ownerships.valid_to)
    where numbered.payer_party_key is null and ownerships.holds_title
    group by numbered.ro_key

),

final as (

    select
        numbered.ro_key,
        numbered.vehicle_id,
        coalesce(identity_map.customer_id, holders.customer_id) as customer_id,
        numbered.dealer_id,
        numbered.opened_date,
        numbered.closed_date,
        numbered.km,
        numbered.ro_type,
        {% for name in pay_types.values() -%}
            cast(numbered.net_{{ name }} as {{ type_money() }}) as net_{{ name }},
        {% endfor -%}
        cast(numbered.net_total as {{ type_money() }}) as net_total,
        cast(numbered.contribution as {{ type_money() }}) as contribution,
        (numbered.net_customer > 0 and coalesce(numbered.ro_type, '') <> 'INTERNAL') as is_paid,
        numbered.known_at
    from numbered
    left join identity_map
        on numbered.payer_party_key = identity_map.party_key
    left join holders
        on numbered.ro_key = holders.ro_key
    where numbered.copy_number = 1

)

select * from final
