with subjects as (

    select * from {{ ref('feature_subjects') }}
    where as_of_date = {{ as_of_date() }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

garages as (

    select
        subjects.customer_id,
        count(*) as cars,
        min(vehicles.age_years) as newest_car_years,
        sum({{ as_count("vehicles.fuel_standard in ('ELECTRIC', 'PLUGIN')") }}) as plug_in_cars,
        sum({{ as_count('vehicles.in_warranty') }}) as cars_in_warranty,
        sum({{ as_count('vehicles.has_service_plan') }}) as cars_with_plan
    from subjects
    inner join vehicles
        on subjects.vehicle_id = vehicles.vehicle_id
    group by subjects.customer_id

),

final as (

    select
        customers.customer_id,
        {{ as_of_date() }} as as_of_date,
        garages.cars,
        cast(garages.newest_car_years as {{ type_money() }}) as newest_car_years,
        cast(garages.plug_in_cars * 1.0 / garages.cars as {{ type_score() }}) as plug_in_share,
        cast(garages.cars_in_warranty * 1.0 / garages.cars as {{ type_score() }})
            as in_warranty_share,
        cast(garages.cars_with_plan * 1.0 / garages.cars as {{ type_score() }})
            as service_plan_share,
        {{ years_between('customers.first_purchase_date', as_of_date()) }} as tenure_years,
        customers.purchases,
        cast(coalesce(customers.financed_share, 0) as {{ type_score() }}) as financed_share,
        customers.visits_24m,
        customers.spend_24m,
        customers.workshops_visited,
        customers.missed_appointments_24m,
        customers.valid_leads,
        customers.web_sessions_90d,
        customers.opens_365d,
        customers.clicks_365d,
        customers.sms_replies_365d + customers.call_replies_365d + customers.letter_replies_365d
            as replies_365d,
        customers.contacts_365d,
        customers.tickets,
        coalesce(customers.loyalty_points, 0) as loyalty_points,
        customers.contribution_24m,
        customers.last_nps,
        customers.age,
        {{ as_count("customers.customer_type = 'COMPANY'") }} as is_company
    from garages
    inner join customers
        on garages.customer_id = customers.customer_id

)

select * from final
