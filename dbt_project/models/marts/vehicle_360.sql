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

    select * from {{ ref('int_vehicle_visits') }}

),

appointments as (

    select * from {{ ref('int_vehicle_appointments') }}

),

plans as (

    select * from {{ ref('int_vehicle_plans') }}

),

orders as (

    select * from {{ ref('int_vehicle_orders') }}

),

preferred_dealers as (

    select * from {{ ref('int_preferred_dealer') }}
    where vehicle_id is not null

),

recalls as (

    select * from {{ ref('int_open_recalls') }}

),

companies as (

    select * from {{ ref('int_companies') }}

),

lifecycles as (

    select * from {{ ref('lifecycle_history') }}
    where is_current and holds_title

),

open_recalls as (

    select
        vehicle_id,
        min(recall_id) as open_recall_id,
        min(opened_date) as open_recall_date
    from recalls
    group by vehicle_id

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
        vehicles.owner_role,
        vehicles.driver_customer_id,
        vehicles.owner_since,
        vehicles.owners_known,
        preferred_dealers.aftersales_dealer_id as preferred_workshop_id,
        preferred_dealers.aftersales_rule as preferred_workshop_rule,
        warranties.factory_warranty_end,
        warranties.warranty_end,
        warranties.warranty_km,
        warranties.has_warranty_extension,
        warranties.battery_warranty_end,
        plans.service_plan_end,
        plans.service_plan_km,
        projections.km_projected,
        projections.km_low,
        projections.km_high,
        projections.km_per_day,
        projections.pace_basis,
        projections.last_km,
        projections.last_reading_date,
        services.due_date as next_service_date,
        services.due_reason as next_service_reason,
        services.due_by_date as service_due_by_date,
        services.due_by_km_date as service_due_by_km_date,
        services.due_km as service_due_km,
        services.last_service_date,
        inspections.due_date as itv_due_date,
        inspections.last_result as itv_last_result,
        visits.last_visit_date,
        visits.last_visit_type,
        visits.last_workshop_id,
        visits.last_op_code,
        open_recalls.open_recall_id,
        open_recalls.open_recall_date,
        vehicles.list_price,
        orders.order_key,
        orders.order_date,
        orders.purchase_price,
        orders.finance_type,
        orders.finance_start,
        orders.finance_end,
        orders.finance_status,
        orders.finance_km_limit,
        orders.finance_months,
        orders.monthly_fee,
        lifecycles.lifecycle_state,
        lifecycles.valid_from as lifecycle_since,
        appointments.next_appointment_date,
        appointments.last_missed_appointment_date,
        coalesce(vehicles.driver_customer_id, vehicles.owner_customer_id) as contact_customer_id,
        vehicles.owner_customer_id is null as owner_unknown,
        vehicles.driver_customer_id is not null as is_driven_by_another,
        (
            coalesce(vehicles.owner_role = 'FLEET', false)
            or coalesce(companies.has_account_manager, false)
        ) as is_fleet,
        (
            warranties.warranty_end >= {{ as_of_date() }}
            and projections.km_projected <= warranties.warranty_km
        ) as in_warranty,
        plans.vehicle_id is not null as has_service_plan,
        {{ whole_months('visits.last_visit_date', as_of_date()) }} as months_since_last_visit,
        coalesce(visits.visits, 0) as visits,
        coalesce(visits.visits_24m, 0) as visits_24m,
        coalesce(visits.workshop_spend, 0) as workshop_spend,
        coalesce(visits.spend_24m, 0) as spend_24m,
        coalesce(visits.workshop_amount, 0) as workshop_amount,
        open_recalls.open_recall_id is not null as open_safety_recall,
        cast(
            vehicles.list_price * power(
                cast(vehicles.yearly_residual_value as double), cast(vehicles.age_years as double)
            ) as {{ type_money() }}
        ) as estimated_value,
        appointments.next_appointment_date is not null as has_booked_appointment
    from vehicles
    inner join projections
        on vehicles.vehicle_id = projections.vehicle_id
    inner join warranties
        on vehicles.vehicle_id = warranties.vehicle_id
    left join services
        on vehicles.vehicle_id = services.vehicle_id
    left join inspections
        on vehicles.vehicle_id = inspections.vehicle_id
    left join visits
        on vehicles.vehicle_id = visits.vehicle_id
    left join plans
        on vehicles.vehicle_id = plans.vehicle_id
    left join open_recalls
        on vehicles.vehicle_id = open_recalls.vehicle_id
    left join appointments
        on vehicles.vehicle_id = appointments.vehicle_id
    left join orders
        on vehicles.vehicle_id = orders.vehicle_id
    left join companies
        on vehicles.owner_customer_id = companies.customer_id
    left join preferred_dealers
        on
            vehicles.vehicle_id = preferred_dealers.vehicle_id
            and coalesce(vehicles.driver_customer_id, vehicles.owner_customer_id)
            = preferred_dealers.customer_id
    left join lifecycles
        on
            vehicles.vehicle_id = lifecycles.vehicle_id
            and vehicles.owner_customer_id = lifecycles.customer_id

)

select * from final
