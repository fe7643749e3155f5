with contact_points as (

    select * from {{ ref('stg_contact_point') }}

),

addresses as (

    select * from {{ ref('stg_party_address') }}

),

ownerships as (

    select * from {{ ref('stg_ownership') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

points as (

    select
        party_key,
        case kind when 'LAND' then 'LANDLINE' else kind end as kind,
        contact_value as point_value
    from contact_points
    where contact_value is not null

    union

    select
        party_key,
        'ADDRESS' as kind,
        address_key as point_value
    from addresses
    where address_key is not null

    union

    select
        party_key,
        'POSTAL_CODE' as kind,
        postal_code as point_value
    from addresses
    where postal_code is not null

    union

    select
        ownerships.party_key,
        'VEHICLE' as kind,
        vehicle_map.vehicle_id as point_value
    from ownerships
    inner join vehicle_map
        on ownerships.vehicle_key = vehicle_map.vehicle_key

),

final as (

    select
        party_key,
        kind,
        point_value
    from points
    where party_key is not null

)

select * from final
