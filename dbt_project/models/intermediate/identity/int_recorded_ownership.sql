with ownerships as (

    select * from {{ ref('stg_ownership') }}

),

parties as (

    select * from {{ ref('stg_party') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

dealer_parties as (

    select * from {{ ref('int_dealer_parties') }}
    where is_certain

),

-- An unknown start is an old one.
relations as (

    select
        ownerships.ownership_key,
        vehicle_map.vehicle_id,
        identity_map.customer_id,
        ownerships.role as recorded_role,
        ownerships.valid_from,
        ownerships.valid_to,
        ownerships.end_reason,
        parties.is_company,
        dealer_parties.party_key is not null as is_dealer,
        coalesce(ownerships.valid_from, {{ unknown_start() }}) as starts_on,
        least(coalesce(ownerships.created_at, ownerships.known_at), ownerships.known_at)
            as known_at,
        ownerships.known_at as changed_at
    from ownerships
    inner join identity_map
        on ownerships.party_key = identity_map.party_key
    inner join vehicle_map
        on ownerships.vehicle_key = vehicle_map.vehicle_key
    inner join parties
        on ownerships.party_key = parties.party_key
    left join dealer_parties
        on ownerships.party_key = dealer_parties.party_key

),

-- A person who stands as owner while a company holds the title: both begin together, or the days
-- of the person lie within those of the company.
drivers as (

    select distinct relations.ownership_key
    from relations
    inner join relations as companies
        on relations.vehicle_id = companies.vehicle_id
    where
        relations.recorded_role = 'OWNER'
        and not relations.is_company
        and companies.recorded_role <> 'DRIVER'
        and companies.is_company
        and (
            relations.valid_from = companies.valid_from
            or (
                relations.valid_from > companies.valid_from
                and relations.valid_to <= companies.valid_to
            )
        )

),

final as (

    select
        relations.ownership_key,
        relations.vehicle_id,
        relations.customer_id,
        relations.recorded_role,
        relations.valid_from,
        relations.valid_to,
        relations.end_reason,
        relations.is_company,
        relations.is_dealer,
        relations.starts_on,
        relations.known_at,
        relations.changed_at,
        case when drivers.ownership_key is null then relations.recorded_role else 'DRIVER' end
            as role
    from relations
    left join drivers
        on relations.ownership_key = drivers.ownership_key

)

select * from final
