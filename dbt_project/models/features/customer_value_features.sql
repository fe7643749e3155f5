{%- set windows = var('visit_window_months') -%}
{%- set middle = windows[1] -%}

with customers as (

    select * from {{ ref('customer_features') }}

),

cars as (

    select * from {{ ref('customer_vehicle_features') }}

),

business as (

    select * from {{ ref('int_customer_business') }}

),

-- A visit and an order of one day are one occasion. An order counts although it was cancelled
-- later: the day could not know.
occasions as (

    select
        customers.customer_id,
        customers.as_of_date,
        business.business_date,
        sum(business.margin) as margin,
        sum(case when business.business_kind = 'WORKSHOP' then business.margin else 0 end)
            as workshop_margin
    from customers
    inner join business
        on
            customers.customer_id = business.customer_id
            and {{ known_before('business.known_at', 'customers.as_of_date') }}
            and customers.as_of_date > business.business_date
    group by customers.customer_id, customers.as_of_date, business.business_date

),

history as (

    select
        customer_id,
        as_of_date,
        min(business_date) as first_date,
        max(business_date) as last_date,
        count(*) as paid_days,
        {% for months in windows -%}
            {%- set inside = within_months('business_date', 'as_of_date', months) -%}
            sum(case when {{ inside }} then 1 else 0 end) as paid_days_{{ months }}m,
            sum(case when {{ inside }} then margin else 0 end) as margin_{{ months }}m,
        {% endfor -%}
        sum(
            case
                when {{ within_months('business_date', 'as_of_date', middle) }} then workshop_margin
                else 0
            end
        ) as workshop_margin_{{ middle }}m,
        sum(margin) as total_margin
    from occasions
    group by customer_id, as_of_date

),

ranked_cars as (

    select
        *,
        row_number() over (
            partition by customer_id, as_of_date order by vehicle_age_years asc, vehicle_id asc
        ) as newest
    from cars

),

fleet as (

    select
        customer_id,
        as_of_date,
        count(*) as cars,
        sum(in_warranty) as cars_in_warranty,
        sum(has_service_plan) as cars_with_service_plan,
        min(vehicle_age_years) as newest_car_years,
        max(vehicle_age_years) as oldest_car_years,
        max(ownership_years) as longest_held_years,
        sum(km_per_day) as km_per_day,
        max(km_projected) as most_km_projected,
        sum(estimated_value) as estimated_value,
        max(months_to_warranty_end) as months_to_last_warranty_end,
        min(finance_months_left) as finance_months_left,
        max(finance_months_elapsed) as finance_months_elapsed,
        min(months_since_last_visit) as months_since_last_visit,
        {% for months in windows -%}
            sum(visits_{{ months }}m) as visits_{{ months }}m,
        {% endfor -%}
        sum(warranty_visits_24m) as warranty_visits_24m,
        max(max_repair_net_24m) as max_repair_net_24m,
        sum(no_shows_24m) as no_shows_24m,
        max(case when newest = 1 then fuel_standard end) as fuel_of_newest_car,
        max(case when newest = 1 then segment end) as segment_of_newest_car
    from ranked_cars
    group by customer_id, as_of_date

),

final as (

    select
        customers.customer_id,
        customers.as_of_date,
        {% for months in [none] + windows -%}
            {%- set column = 'paid_days' if months is none else 'paid_days_' ~ months ~ 'm' -%}
            cast(coalesce(history.{{ column }}, 0) as integer) as {{ column }},
        {% endfor -%}
        cast(coalesce(history.total_margin, 0) as {{ type_money() }}) as total_margin,
        {% for months in windows -%}
            cast(coalesce(history.margin_{{ months }}m, 0) as {{ type_money() }})
                as margin_{{ months }}m,
        {% endfor -%}
        cast(coalesce(history.workshop_margin_{{ middle }}m, 0) as {{ type_money() }})
            as workshop_margin_{{ middle }}m,
        cast(history.total_margin / history.paid_days as {{ type_money() }})
            as margin_per_paid_day,
        {{ months_between('history.first_date', 'customers.as_of_date') }}
            as months_since_first_business,
        {{ months_between('history.last_date', 'customers.as_of_date') }}
            as months_since_last_business,
        customers.customer_age_years,
        customers.customer_tenure_years,
        customers.purchases,
        customers.months_since_last_order,
        customers.leads_365d,
        customers.quotes_365d,
        customers.test_drives_365d,
        customers.web_events_90d,
        customers.contacts_365d,
        customers.responses_365d,
        customers.tickets_365d,
        customers.severe_tickets_365d,
        customers.last_nps,
        fleet.cars,
        cast(fleet.cars_in_warranty as integer) as cars_in_warranty,
        cast(fleet.cars_with_service_plan as integer) as cars_with_service_plan,
        fleet.newest_car_years,
        fleet.oldest_car_years,
        fleet.longest_held_years,
        cast(fleet.km_per_day as decimal(18, 3)) as km_per_day,
        fleet.most_km_projected,
        cast(fleet.estimated_value as {{ type_money() }}) as estimated_value,
        fleet.months_to_last_warranty_end,
        fleet.finance_months_left,
        fleet.finance_months_elapsed,
        fleet.months_since_last_visit,
        {% for months in windows -%}
            cast(fleet.visits_{{ months }}m as integer) as visits_{{ months }}m,
        {% endfor -%}
        cast(fleet.warranty_visits_24m as integer) as warranty_visits_24m,
        fleet.max_repair_net_24m,
        cast(fleet.no_shows_24m as integer) as no_shows_24m,
        customers.customer_type,
        fleet.fuel_of_newest_car,
        fleet.segment_of_newest_car
    from customers
    inner join fleet
        on
            customers.customer_id = fleet.customer_id
            and customers.as_of_date = fleet.as_of_date
    left join history
        on
            customers.customer_id = history.customer_id
            and customers.as_of_date = history.as_of_date

)

select * from final
