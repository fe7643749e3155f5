with vehicles as (

    select * from {{ ref('stg_vehicle') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

customers as (

    select * from {{ ref('int_golden_record') }}

),

catalogue as (

    select * from {{ ref('stg_model_catalogue') }}

),

records as (

    select
        vehicle_map.vehicle_id,
        vehicle_map.earliest_vehicle_key,
        vehicles.*,
        {{ record_order('vehicles.known_at', 'vehicles.vehicle_key') }} as record_order
    from vehicles
    inner join vehicle_map
        on vehicles.vehicle_key = vehicle_map.vehicle_key

),

-- The newest record that says something, field by field.
merged as (

    select
        vehicle_id,
        min(earliest_vehicle_key) as earliest_vehicle_key,
        {{ latest_value('case when vin_is_valid then vin_normalised end', 'record_order') }}
            as vin_normalised,
        {{ latest_value('plate_normalised', 'record_order') }} as plate_normalised,
        {{ latest_value('model_code', 'record_order') }} as model_code,
        {{ latest_value('fuel_standard', 'record_order') }} as fuel_standard,
        {{ latest_value('body_category', 'record_order') }} as body_category,
        {{ latest_value('first_reg_date', 'record_order') }} as first_reg_date,
        {{ latest_value('sale_date', 'record_order') }} as sale_date,
        {{ latest_value('delivery_date', 'record_order') }} as delivery_date,
        {{ latest_value('warranty_end', 'record_order') }} as warranty_end_typed,
        {{ latest_value('warranty_km', 'record_order') }} as warranty_km,
        {{ latest_value('battery_warranty_end', 'record_order') }} as battery_warranty_end,
        {{ latest_value('status', 'record_order') }} as status,
        max(case when vehicle_key = earliest_vehicle_key then src_dealer_id end)
            as entering_dealer_id,
        {{ any_true('is_demo') }} as is_called_demo
    from records
    group by vehicle_id

),

holders as (

    select
        ownerships.vehicle_id,
        ownerships.customer_id as owner_customer_id,
        ownerships.role as owner_role,
        ownerships.starts_on as owner_since,
        ownerships.is_dealer,
        customers.is_company
    from ownerships
    inner join customers
        on ownerships.customer_id = customers.customer_id
    where ownerships.is_current and ownerships.holds_title

),

titles as (

    select
        vehicle_id,
        {{ any_true('is_dealer') }} as was_demo,
        count(distinct case when not is_dealer then customer_id end) as owners_known
    from ownerships
    where holds_title
    group by vehicle_id

),

drivers as (

    select
        vehicle_id,
        customer_id as driver_customer_id
    from ownerships
    where is_current and not holds_title

),

dated as (

    select
        merged.*,
        catalogue.fuel as catalogue_fuel,
        catalogue.segment,
        catalogue.list_price,
        catalogue.yearly_residual_value,
        catalogue.image_family,
        catalogue.name as model_name,
        holders.owner_customer_id,
        holders.owner_role,
        holders.owner_since,
        coalesce(holders.is_company, false) as is_company_holder,
        merged.is_called_demo or coalesce(holders.is_dealer, false) as is_demo,
        coalesce(titles.was_demo, false) as was_demo,
        coalesce(titles.owners_known, 0) as owners_known,
        drivers.driver_customer_id,
        coalesce(
            merged.first_reg_date, merged.delivery_date, merged.sale_date, {{ as_of_date() }}
        ) as first_day
    from merged
    left join catalogue
        on merged.model_code = catalogue.model_code
    left join holders
        on merged.vehicle_id = holders.vehicle_id
    left join titles
        on merged.vehicle_id = titles.vehicle_id
    left join drivers
        on
            merged.vehicle_id = drivers.vehicle_id
            and (
                holders.owner_customer_id is null
                or holders.owner_customer_id <> drivers.driver_customer_id
            )

),

final as (

    select
        *,
        cast(
            greatest({{ days_between('first_day', as_of_date()) }}, 0) / {{ days_per_year() }}
            as decimal(6, 2)
        ) as age_years,
        coalesce(status = 'SCRAPPED', false) as is_scrapped
    from dated

)

select * from final
