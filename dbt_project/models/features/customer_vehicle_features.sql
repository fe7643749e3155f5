with subjects as (

    select * from {{ ref('feature_subjects') }}

),

customers as (

    select * from {{ ref('customer_features') }}

),

vehicles as (

    select * from {{ ref('vehicle_features') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

-- How the customer paid for this car, as far as the day knew.
ranked_orders as (

    select
        subjects.customer_id,
        subjects.vehicle_id,
        subjects.as_of_date,
        orders.finance_type,
        orders.finance_start,
        orders.finance_end,
        row_number() over (
            partition by subjects.customer_id, subjects.vehicle_id, subjects.as_of_date
            order by orders.order_date desc, orders.order_key asc
        ) as order_rank
    from subjects
    inner join orders
        on
            subjects.customer_id = orders.customer_id
            and subjects.vehicle_id = orders.vehicle_id
            and {{ known_before('orders.known_at', 'subjects.as_of_date') }}
    where orders.finance_start < subjects.as_of_date

),

final as (

    select
        subjects.customer_id,
        subjects.vehicle_id,
        subjects.as_of_date,
        vehicles.vehicle_age_years,
        {{ years_between('subjects.held_from', 'subjects.as_of_date') }} as ownership_years,
        customers.customer_tenure_years,
        customers.customer_age_years,
        customers.vehicles_owned,
        customers.purchases,
        customers.months_since_last_order,
        vehicles.owners_to_date,
        case when vehicles.owners_to_date <= 1 then 1 else 0 end as is_first_owner,
        vehicles.km_projected,
        vehicles.km_per_day,
        vehicles.estimated_value,
        vehicles.months_to_warranty_end,
        vehicles.in_warranty,
        vehicles.has_service_plan,
        {{ months_between('subjects.as_of_date', 'ranked_orders.finance_end') }}
            as finance_months_left,
        {{ months_between('ranked_orders.finance_start', 'subjects.as_of_date') }}
            as finance_months_elapsed,
        vehicles.months_since_last_visit,
        vehicles.visits_12m,
        vehicles.visits_24m,
        vehicles.visits_36m,
        vehicles.spend_24m,
        vehicles.max_repair_net_24m,
        vehicles.warranty_visits_24m,
        vehicles.dealers_visited_36m,
        vehicles.no_shows_24m,
        customers.leads_365d,
        customers.quotes_365d,
        customers.test_drives_365d,
        customers.web_events_90d,
        customers.contacts_365d,
        customers.responses_365d,
        customers.tickets_365d,
        customers.severe_tickets_365d,
        customers.last_nps,
        vehicles.fuel_standard,
        vehicles.body_category,
        vehicles.segment,
        customers.customer_type,
        ranked_orders.finance_type
    from subjects
    inner join customers
        on
            subjects.customer_id = customers.customer_id
            and subjects.as_of_date = customers.as_of_date
    inner join vehicles
        on
            subjects.vehicle_id = vehicles.vehicle_id
            and subjects.as_of_date = vehicles.as_of_date
    left join ranked_orders
        on
            subjects.customer_id = ranked_orders.customer_id
            and subjects.vehicle_id = ranked_orders.vehicle_id
            and subjects.as_of_date = ranked_orders.as_of_date
            and ranked_orders.order_rank = 1

)

select * from final
