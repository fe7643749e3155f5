with ownerships as (

    select * from {{ ref('stg_ownership') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

-- An unknown start is an old one. A relation that has not begun says nothing yet.
relations as (

    select
        ownerships.ownership_key,
        vehicle_map.vehicle_id,
        identity_map.customer_id,
        ownerships.role,
        ownerships.valid_from,
        ownerships.valid_to,
        ownerships.end_reason,
        coalesce(ownerships.valid_from, {{ unknown_start() }}) as starts_on,
        coalesce(ownerships.created_at, ownerships.known_at) as known_at
    from ownerships
    inner join identity_map
        on ownerships.party_key = identity_map.party_key
    inner join vehicle_map
        on ownerships.vehicle_key = vehicle_map.vehicle_key
    where coalesce(ownerships.valid_from, {{ unknown_start() }}) < {{ as_of_date() }}

),

owner_starts as (

    select
        vehicle_id,
        customer_id,
        starts_on,
        min(known_at) as known_at
    from relations
    where role <> 'DRIVER'
    group by vehicle_id, customer_id, starts_on

),

-- A title ends with the next owner; a driver stays with the owner the car had when he began, so
-- whoever comes next ends him too, be it himself.
closings as (

    select
        relations.ownership_key,
        min(owner_starts.starts_on) as next_owner_from,
        min(greatest(cast(owner_starts.starts_on as timestamp), owner_starts.known_at))
            as next_owner_known_at
    from relations
    inner join owner_starts
        on
            relations.vehicle_id = owner_starts.vehicle_id
            and relations.starts_on < owner_starts.starts_on
    where
        relations.valid_to is null
        and (relations.role = 'DRIVER' or relations.customer_id <> owner_starts.customer_id)
    group by relations.ownership_key

),

closed as (

    select
        relations.*,
        closings.next_owner_from,
        coalesce(relations.valid_to, closings.next_owner_from) as closed_on,
        coalesce(cast(relations.valid_to as timestamp), closings.next_owner_known_at)
            as closed_known_at
    from relations
    left join closings
        on relations.ownership_key = closings.ownership_key

),

standing as (

    select
        closed.*,
        closed.role <> 'DRIVER' as holds_title,
        (closed.closed_on is null or closed.closed_on >= {{ as_of_date() }}) as is_standing
    from closed

),

-- One current owner a vehicle and one current driver: the latest to begin.
ranked as (

    select
        *,
        row_number() over (
            partition by vehicle_id, is_standing, holds_title
            order by starts_on desc, known_at desc, ownership_key asc
        ) as standing_rank
    from standing

),

final as (

    select
        ownership_key,
        vehicle_id,
        customer_id,
        role,
        valid_from,
        closed_on as valid_to,
        holds_title,
        starts_on,
        known_at,
        closed_known_at,
        case
            when end_reason is not null then end_reason
            when valid_to is null and next_owner_from is not null then 'LATER_OWNER'
        end as end_reason,
        is_standing and standing_rank = 1 as is_current
    from ranked

)

select * from final
