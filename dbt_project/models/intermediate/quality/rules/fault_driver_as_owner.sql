-- A person who stands as owner while a company holds the title: both begin together, or the days
-- of the person lie within those of the company.
with ownerships as (

    select * from {{ ref('stg_ownership') }}

),

parties as (

    select * from {{ ref('stg_party') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

titles as (

    select
        ownerships.ownership_key,
        ownerships.valid_from,
        ownerships.valid_to,
        ownerships.role,
        vehicle_map.vehicle_id,
        parties.is_company
    from ownerships
    inner join parties
        on ownerships.party_key = parties.party_key
    inner join vehicle_map
        on ownerships.vehicle_key = vehicle_map.vehicle_key
    where ownerships.role <> 'DRIVER'

),

drivers as (

    select distinct titles.ownership_key
    from titles
    inner join titles as companies
        on titles.vehicle_id = companies.vehicle_id
    where
        titles.role = 'OWNER'
        and not titles.is_company
        and companies.is_company
        and (
            titles.valid_from = companies.valid_from
            or (
                titles.valid_from > companies.valid_from
                and titles.valid_to <= companies.valid_to
            )
        )

),

final as (

    select {{ finding('DRIVER_AS_OWNER', 'ownerships', 'ownership_key', 'role', 'ownership') }}
    from ownerships
    inner join drivers
        on ownerships.ownership_key = drivers.ownership_key

)

select * from final
