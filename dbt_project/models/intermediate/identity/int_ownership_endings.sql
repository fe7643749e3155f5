with relations as (

    select * from {{ ref('int_recorded_ownership') }}
    where starts_on < {{ as_of_date() }}

),

vehicles as (

    select * from {{ ref('stg_vehicle') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

rules as (

    select * from {{ ref('ownership_endings') }}
    where {{ dated_rule() }}

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
later_owners as (

    select
        relations.ownership_key,
        'LATER_OWNER' as ending_code,
        min(owner_starts.starts_on) as ended_on,
        min(greatest(cast(owner_starts.starts_on as timestamp), owner_starts.known_at)) as known_at
    from relations
    inner join owner_starts
        on
            relations.vehicle_id = owner_starts.vehicle_id
            and relations.starts_on < owner_starts.starts_on
    where
        relations.role = 'DRIVER'
        or relations.customer_id <> owner_starts.customer_id
    group by relations.ownership_key

),

-- One person recorded twice is one customer with two records of one car: the end told of the later
-- one is the end of both.
twice_recorded as (

    select
        relations.ownership_key,
        'SAME_HOLDER' as ending_code,
        min(later.valid_to) as ended_on,
        min(
            greatest(
                cast(later.valid_to as timestamp),
                coalesce(later.changed_at, cast(later.valid_to as timestamp))
            )
        ) as known_at
    from relations
    inner join relations as later
        on
            relations.vehicle_id = later.vehicle_id
            and relations.customer_id = later.customer_id
            and (relations.role = 'DRIVER') = (later.role = 'DRIVER')
    where
        later.valid_to is not null
        and (
            relations.starts_on < later.starts_on
            or (
                relations.starts_on = later.starts_on
                and (
                    relations.known_at < later.known_at
                    or (
                        relations.known_at = later.known_at
                        and relations.ownership_key > later.ownership_key
                    )
                )
            )
        )
    group by relations.ownership_key

),

scrapped as (

    select
        vehicle_map.vehicle_id,
        min(vehicles.known_at) as known_at
    from vehicles
    inner join vehicle_map
        on vehicles.vehicle_key = vehicle_map.vehicle_key
    where vehicles.status = 'SCRAPPED'
    group by vehicle_map.vehicle_id

),

off_the_road as (

    select
        relations.ownership_key,
        'SCRAPPED' as ending_code,
        cast(scrapped.known_at as date) as ended_on,
        scrapped.known_at
    from relations
    inner join scrapped
        on relations.vehicle_id = scrapped.vehicle_id

),

-- Nobody says that the car is gone, but its kind of holder keeps none for so long.
turned_over as (

    select
        relations.ownership_key,
        rules.ending_code,
        {{ add_months(
            'coalesce(relations.valid_from, cast(relations.known_at as date))',
            'rules.months'
        ) }} as ended_on
    from relations
    inner join rules
        on rules.role = case
            when relations.is_dealer then 'DEALER' else relations.role
        end
    where rules.months is not null

),

evidence as (

    select
        ownership_key,
        ending_code,
        ended_on,
        known_at
    from later_owners

    union all

    select
        ownership_key,
        ending_code,
        ended_on,
        known_at
    from twice_recorded

    union all

    select
        ownership_key,
        ending_code,
        ended_on,
        known_at
    from off_the_road

    union all

    select
        ownership_key,
        ending_code,
        ended_on,
        cast(ended_on as timestamp) as known_at
    from turned_over
    where ended_on < {{ as_of_date() }}

),

-- What the source said before goes before evidence; what it says now did not stop it then.
final as (

    select
        evidence.ownership_key,
        evidence.ending_code,
        evidence.ended_on,
        evidence.known_at
    from evidence
    inner join rules
        on evidence.ending_code = rules.ending_code
    inner join relations
        on evidence.ownership_key = relations.ownership_key
    where
        relations.valid_to is null
        or (relations.changed_at > evidence.known_at and relations.valid_to < {{ as_of_date() }})

)

select * from final
