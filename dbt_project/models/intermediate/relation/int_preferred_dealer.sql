with identity_map as (

    select * from {{ ref('int_identity_map') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

preferences as (

    select * from {{ ref('stg_preference') }}

),

visits as (

    select * from {{ ref('int_visits') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

leads as (

    select * from {{ ref('int_leads') }}

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

open_dealers as (

    select * from {{ ref('int_open_dealers') }}

),

reach as (

    select * from {{ ref('int_dealer_reach') }}

),

held as (

    select
        customer_id,
        vehicle_id,
        min(starts_on) as held_since
    from ownerships
    where is_current
    group by customer_id, vehicle_id

),

-- Each current relation, and the customer as such for contacts about no car.
subjects as (

    select
        customer_id,
        vehicle_id
    from held

    union all

    select distinct
        customer_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id
    from identity_map

),

declared as (

    select
        identity_map.customer_id,
        {{ latest_value(
            'preferences.value',
            record_order(
                'coalesce(preferences.event_ts, cast(' ~ unknown_start() ~ ' as timestamp))',
                'preferences.preference_key'
            )
        ) }} as dealer_id
    from preferences
    inner join identity_map
        on preferences.party_key = identity_map.party_key
    inner join open_dealers
        on preferences.value = open_dealers.dealer_id
    where preferences.preference_kind = 'DEALER' and open_dealers.repairs
    group by identity_map.customer_id

),

recent_visits as (

    select
        visits.customer_id,
        visits.vehicle_id,
        visits.dealer_id,
        visits.opened_date,
        {{ record_order('visits.opened_date', 'visits.ro_key') }} as visit_order
    from visits
    inner join open_dealers
        on visits.dealer_id = open_dealers.dealer_id
    where
        open_dealers.repairs
        and visits.is_paid
        and visits.opened_date
        >= {{ add_months(as_of_date(), 0 - var('preferred_visit_months')) }}

),

-- Where a former holder had the car serviced says nothing of this one. A visit before the transfer
-- was written down may be this one's; where nobody knows when it was, any may.
vehicle_visits as (

    select
        held.customer_id,
        held.vehicle_id,
        {{ latest_value('recent_visits.dealer_id', 'recent_visits.visit_order') }} as dealer_id
    from held
    inner join recent_visits
        on
            held.vehicle_id = recent_visits.vehicle_id
            and (
                held.held_since <= recent_visits.opened_date
                or held.customer_id = recent_visits.customer_id
            )
    group by held.customer_id, held.vehicle_id

),

customer_visits as (

    select
        customer_id,
        {{ latest_value('dealer_id', 'visit_order') }} as dealer_id
    from recent_visits
    where customer_id is not null
    group by customer_id

),

ordered_cars as (

    select distinct
        customer_id,
        vehicle_id
    from orders
    where not is_cancelled and vehicle_id is not null

),

-- Orders before the source's first are not on record: who has held a car since it was handed over
-- bought it of the dealer who entered it.
sales as (

    select
        customer_id,
        vehicle_id,
        dealer_id,
        {{ record_order('order_date', 'order_key') }} as sale_order
    from orders
    where not is_cancelled

    union all

    select
        ownerships.customer_id,
        ownerships.vehicle_id,
        vehicles.entering_dealer_id as dealer_id,
        {{ record_order('ownerships.valid_from', 'ownerships.ownership_key') }} as sale_order
    from ownerships
    inner join vehicles
        on
            ownerships.vehicle_id = vehicles.vehicle_id
            and ownerships.valid_from <= vehicles.delivery_date
    left join ordered_cars
        on
            ownerships.customer_id = ordered_cars.customer_id
            and ownerships.vehicle_id = ordered_cars.vehicle_id
    where ownerships.holds_title and ordered_cars.vehicle_id is null

),

vehicle_sales as (

    select
        customer_id,
        vehicle_id,
        {{ latest_value('dealer_id', 'sale_order') }} as dealer_id
    from sales
    where vehicle_id is not null
    group by customer_id, vehicle_id

),

customer_sales as (

    select
        customer_id,
        {{ latest_value('dealer_id', 'sale_order') }} as dealer_id
    from sales
    group by customer_id

),

lead_dealers as (

    select
        leads.customer_id,
        {{ latest_value('leads.dealer_id', record_order('leads.received_ts', 'leads.lead_key')) }}
            as dealer_id
    from leads
    inner join open_dealers
        on leads.dealer_id = open_dealers.dealer_id
    where
        leads.is_valid
        and leads.status in ('NEW', 'WORKING')
        and leads.customer_id is not null
        and open_dealers.sells
    group by leads.customer_id

),

-- What each rule would answer, already limited to sites that are open.
answers as (

    select
        subjects.customer_id,
        subjects.vehicle_id,
        declared.dealer_id as declared_dealer_id,
        case
            when subjects.vehicle_id is null then customer_visits.dealer_id
            else vehicle_visits.dealer_id
        end as visited_dealer_id,
        case
            when
                selling_site.repairs
                and selling_reach.drive_minutes <= {{ var('selling_dealer_max_minutes') }}
                then selling_site.dealer_id
        end as selling_workshop_id,
        repair_area.dealer_id as repair_area_id,
        lead_dealers.dealer_id as lead_dealer_id,
        case when selling_site.sells then selling_site.dealer_id end as selling_dealer_id,
        sales_area.dealer_id as sales_area_id
    from subjects
    left join declared
        on subjects.customer_id = declared.customer_id
    left join vehicle_visits
        on
            subjects.customer_id = vehicle_visits.customer_id
            and subjects.vehicle_id = vehicle_visits.vehicle_id
    left join customer_visits
        on subjects.customer_id = customer_visits.customer_id
    left join vehicle_sales
        on
            subjects.customer_id = vehicle_sales.customer_id
            and subjects.vehicle_id = vehicle_sales.vehicle_id
    left join customer_sales
        on subjects.customer_id = customer_sales.customer_id
    left join open_dealers as selling_site
        on
            coalesce(
                vehicle_sales.dealer_id,
                case when subjects.vehicle_id is null then customer_sales.dealer_id end
            ) = selling_site.dealer_id
    left join reach as selling_reach
        on
            subjects.customer_id = selling_reach.customer_id
            and selling_site.dealer_id = selling_reach.dealer_id
    left join reach as repair_area
        on
            subjects.customer_id = repair_area.customer_id
            and repair_area.is_nearest_workshop
    left join reach as sales_area
        on
            subjects.customer_id = sales_area.customer_id
            and sales_area.is_nearest_seller
    left join lead_dealers
        on subjects.customer_id = lead_dealers.customer_id

),

final as (

    select
        {{ surrogate_id(['customer_id', 'vehicle_id']) }} as preferred_dealer_key,
        customer_id,
        vehicle_id,
        coalesce(
            declared_dealer_id, visited_dealer_id, selling_workshop_id, repair_area_id
        ) as aftersales_dealer_id,
        case
            when declared_dealer_id is not null then 'DECLARED'
            when visited_dealer_id is not null then 'LAST_VISIT'
            when selling_workshop_id is not null then 'SELLING'
            when repair_area_id is not null then 'AREA'
        end as aftersales_rule,
        coalesce(lead_dealer_id, selling_dealer_id, sales_area_id) as sales_dealer_id,
        case
            when lead_dealer_id is not null then 'OPEN_LEAD'
            when selling_dealer_id is not null then 'SELLING'
            when sales_area_id is not null then 'AREA'
        end as sales_rule
    from answers

)

select * from final
