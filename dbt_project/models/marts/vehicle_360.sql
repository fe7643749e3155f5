with vehicles as (

    select * from {{ ref('int_vehicles') }}

),

projections as (

    select * from {{ ref('int_odometer_projection') }}

),

services as (

    select * from {{ ref('int_service_due') }}

),

warranties as (

    select * from {{ ref('int_vehicle_warranty') }}

),

inspections as (

    select * from {{ ref('int_itv_due') }}

),

visits as (

    select * from {{ ref('int_visits') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

service_plans as (

    select * from {{ ref('stg_service_plan') }}

),

recalls as (

    select * from {{ ref('int_open_recalls') }}

),

appointments as (

    select * from {{ ref('stg_appointment') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

companies as (

    select * from {{ ref('int_companies') }}

),

last_visits as (

    select
        vehicle_id,
        max(opened_date) as last_visit_date
    from visits
    group by vehicle_id

),

live_plans as (

    select
        vehicle_map.vehicle_id,
        max(service_plans.end_date) as plan_end
    from service_plans
    inner join vehicle_map
        on service_plans.vehicle_key = vehicle_map.vehicle_key
    where
        service_plans.start_date < {{ as_of_date() }}
        and service_plans.end_date >= {{ as_of_date() }}
    group by vehicle_map.vehicle_id

),

open_recalls as (

    select
        vehicle_id,
        min(recall_id) as open_recall_id
    from recalls
    group by vehicle_id

),

next_appointments as (

    select
        vehicle_map.vehicle_id,
        cast(min(appointments.slot_ts) as date) as next_appointment_date
    from appointments
    inner join vehicle_map
        on appointments.vehicle_key = vehicle_map.vehicle_key
    where
        appointments.status = 'BOOKED'
        and appointments.slot_ts >= cast({{ as_of_date() }} as timestamp)
    group by vehicle_map.vehicle_id

),

ranked_orders as (

    select
        orders.*,
        row_number() over (
            partition by orders.vehicle_id
            order by orders.order_date desc, orders.order_key asc
        ) as order_rank
    from orders
    inner join vehicles
        on
            orders.vehicle_id = vehicles.vehicle_id
            and (
                orders.customer_id = vehicles.owner_customer_id
                or orders.customer_id = vehicles.driver_customer_id
            )
    where not orders.is_cancelled

),

final as (

    select
        vehicles.vehicle_id,
        vehicles.earliest_vehicle_key,
        vehicles.vin_normalised,
        vehicles.plate_normalised,
        vehicles.model_code,
        vehicles.model_name,
        vehicles.segment,
        vehicles.image_family,
        vehicles.fuel_standard,
        vehicles.body_category,
        vehicles.first_reg_date,
        vehicles.sale_date,
        vehicles.delivery_date,
        vehicles.age_years,
        vehicles.status,
        vehicles.is_demo,
        vehicles.was_demo,
        vehicles.is_scrapped,
        vehicles.owner_customer_id,
        vehicles.driver_customer_id,
        coalesce(vehicles.driver_customer_id, vehicles.owner_customer_id) as contact_customer_id,
        vehicles.owner_since,
        vehicles.owner_customer_id is null as owner_unknown,
        (
            coalesce(vehicles.owner_role = 'FLEET', false)
            or coalesce(companies.has_account_manager, false)
        ) as is_fleet,
        warranties.factory_warranty_end,
        warranties.warranty_end,
        warranties.warranty_km,
        (
            warranties.warranty_end >= {{ as_of_date() }}
            and projections.km_projected <= warranties.warranty_km
        ) as in_warranty,
        live_plans.vehicle_id is not null as has_service_plan,
        live_plans.plan_end as service_plan_end,
        projections.km_projected,
        projections.km_per_day,
        projections.last_km,
        projections.last_reading_date,
        services.due_date as next_service_date,
        services.due_reason as next_service_reason,
        services.last_service_date,
        inspections.due_date as itv_due_date,
        last_visits.last_visit_date,
        {{ whole_months('last_visits.last_visit_date', as_of_date()) }} as months_since_last_visit,
        open_recalls.open_recall_id is not null as open_safety_recall,
        open_recalls.open_recall_id,
        cast(
            vehicles.list_price * power(
                cast(vehicles.yearly_residual_value as double), cast(vehicles.age_years as double)
            ) as {{ type_money() }}
        ) as estimated_value,
        ranked_orders.order_key,
        ranked_orders.order_date,
        ranked_orders.net_price as purchase_price,
        ranked_orders.finance_type,
        ranked_orders.finance_start,
        ranked_orders.finance_end,
        ranked_orders.finance_status,
        ranked_orders.km_limit as finance_km_limit,
        {{ whole_months('ranked_orders.finance_start', 'ranked_orders.finance_end') }}
            as finance_months,
        next_appointments.vehicle_id is not null as has_booked_appointment,
        next_appointments.next_appointment_date
    from vehicles
    inner join projections
        on vehicles.vehicle_id = projections.vehicle_id
    inner join warranties
        on vehicles.vehicle_id = warranties.vehicle_id
    left join services
        on vehicles.vehicle_id = services.vehicle_id
    left join inspections
        on vehicles.vehicle_id = inspections.vehicle_id
    left join last_visits
        on vehicles.vehicle_id = last_visits.vehicle_id
    left join live_plans
        on vehicles.vehicle_id = live_plans.vehicle_id
    left join open_recalls
        on vehicles.vehicle_id = open_recalls.vehicle_id
    left join next_appointments
        on vehicles.vehicle_id = next_appointments.vehicle_id
    left join ranked_orders
        on
            vehicles.vehicle_id = ranked_orders.vehicle_id
            and ranked_orders.order_rank = 1
    left join companies
        on vehicles.owner_customer_id = companies.customer_id

)

select * from final
