-- A warranty that ends before the sale it covers.
with vehicles as (

    select * from {{ ref('stg_vehicle') }}

),

final as (

    select {{ finding(
        'WARRANTY_END_BEFORE_SALE', 'vehicles', 'vehicle_key', 'warranty_end', 'vehicle'
    ) }}
    from vehicles
    where
        vehicles.warranty_end
        < coalesce(vehicles.sale_date, vehicles.delivery_date, vehicles.first_reg_date)

)

select * from final
