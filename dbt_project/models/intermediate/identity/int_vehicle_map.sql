with vehicles as (

    select * from {{ ref('stg_vehicle') }}

),

-- A record without a valid chassis number is a vehicle of its own.
clustered as (

    select
        vehicle_key,
        first_loaded_at,
        case when vin_is_valid then 'VIN:' || vin_normalised else 'KEY:' || vehicle_key end
            as cluster_key
    from vehicles

),

ranked as (

    select
        vehicle_key,
        first_value(vehicle_key) over (
            partition by cluster_key
            order by first_loaded_at, vehicle_key
        ) as earliest_vehicle_key
    from clustered

),

final as (

    select
        vehicle_key,
        {{ surrogate_id(['earliest_vehicle_key']) }} as vehicle_id,
        earliest_vehicle_key
    from ranked

)

select * from final
