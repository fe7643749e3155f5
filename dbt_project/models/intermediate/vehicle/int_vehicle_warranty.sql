with vehicles as (

    select * from {{ ref('int_vehicles') }}

),

extensions as (

    select * from {{ ref('stg_warranty_extension') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

extension_ends as (

    select
        vehicle_map.vehicle_id,
        max(extensions.end_date) as extension_end,
        max(extensions.km_limit) as extension_km
    from extensions
    inner join vehicle_map
        on extensions.vehicle_key = vehicle_map.vehicle_key
    where extensions.start_date < {{ as_of_date() }}
    group by vehicle_map.vehicle_id

),

-- A warranty that is missing, or ends before the sale it covers, is counted from the sale.
factory_warranties as (

    select
        vehicles.vehicle_id,
        case
            when
                vehicles.warranty_end_typed
                >= coalesce(vehicles.sale_date, vehicles.delivery_date, vehicles.first_day)
                then vehicles.warranty_end_typed
            else {{ add_months(
                'coalesce(vehicles.sale_date, vehicles.delivery_date, vehicles.first_day)',
                var('warranty_months')
            ) }}
        end as warranty_end,
        coalesce(vehicles.warranty_km, {{ var('warranty_km') }}) as warranty_km,
        vehicles.battery_warranty_end
    from vehicles

),

final as (

    select
        factory_warranties.vehicle_id,
        factory_warranties.warranty_end as factory_warranty_end,
        factory_warranties.battery_warranty_end,
        greatest(
            factory_warranties.warranty_end,
            coalesce(extension_ends.extension_end, factory_warranties.warranty_end)
        ) as warranty_end,
        greatest(
            factory_warranties.warranty_km,
            coalesce(extension_ends.extension_km, factory_warranties.warranty_km)
        ) as warranty_km,
        extension_ends.vehicle_id is not null as has_warranty_extension
    from factory_warranties
    left join extension_ends
        on factory_warranties.vehicle_id = extension_ends.vehicle_id

)

select * from final
