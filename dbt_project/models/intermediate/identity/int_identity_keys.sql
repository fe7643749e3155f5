with nodes as (

    select * from {{ ref('int_identity_nodes') }}

),

contact_points as (

    select * from {{ ref('stg_contact_point') }}

),

ownerships as (

    select * from {{ ref('stg_ownership') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

people as (

    select * from nodes
    where not is_company and given_name is not null and first_surname is not null

),

companies as (

    select * from nodes
    where is_company

),

-- Order and number of surnames vary, so a person answers to either of them.
surnames as (

    select
        party_key,
        first_surname as surname
    from people

    union

    select
        party_key,
        last_surname as surname
    from people
    where last_surname is not null

),

named as (

    select
        people.party_key,
        people.tax_id,
        people.birth_key,
        people.given_name || '|' || surnames.surname as short_name
    from people
    inner join surnames
        on people.party_key = surnames.party_key

),

full_names as (

    select
        party_key,
        birth_key,
        given_name || '|' || surname_pair as full_name
    from people
    where surname_pair is not null

    union all

    select
        party_key,
        birth_key,
        name_key as full_name
    from companies
    where name_key is not null

),

points as (

    select distinct
        party_key,
        kind,
        contact_value
    from contact_points
    where contact_value is not null and kind in ('EMAIL', 'MOBILE')

),

-- A mobile is exclusive when everyone who gave it bears the same given name.
exclusive_mobiles as (

    select points.contact_value
    from points
    inner join nodes
        on points.party_key = nodes.party_key
    where points.kind = 'MOBILE'
    group by points.contact_value
    having
        count(distinct nodes.given_name) = 1
        and count(distinct points.party_key) = count(nodes.given_name)

),

held_vehicles as (

    select distinct
        ownerships.party_key,
        vehicle_map.vehicle_id
    from ownerships
    inner join vehicle_map
        on ownerships.vehicle_key = vehicle_map.vehicle_key

),

keys as (

    select
        party_key,
        'TAX_ID_COMPANY' as rule,
        tax_id as block_key
    from companies
    where tax_id is not null

    union

    select
        party_key,
        'TAX_ID_NAME' as rule,
        tax_id || '|' || short_name as block_key
    from named
    where tax_id is not null

    union

    select
        party_key,
        'TAX_ID_BIRTH' as rule,
        tax_id || '|' || birth_key as block_key
    from people
    where tax_id is not null and birth_key is not null

    union

    select
        party_key,
        'NAME_BIRTH' as rule,
        full_name || '|' || birth_key as block_key
    from full_names
    where birth_key is not null

    union

    select
        full_names.party_key,
        points.kind || '_NAME' as rule,
        points.contact_value || '|' || full_names.full_name as block_key
    from full_names
    inner join points
        on full_names.party_key = points.party_key

    union

    select
        named.party_key,
        'EMAIL_NAME_BIRTH' as rule,
        points.contact_value || '|' || named.short_name || '|' || named.birth_key as block_key
    from named
    inner join points
        on named.party_key = points.party_key
    where points.kind = 'EMAIL' and named.birth_key is not null

    union

    select
        named.party_key,
        'EXCLUSIVE_MOBILE_NAME' as rule,
        points.contact_value || '|' || named.short_name as block_key
    from named
    inner join points
        on named.party_key = points.party_key
    inner join exclusive_mobiles
        on points.contact_value = exclusive_mobiles.contact_value

    union

    select
        full_names.party_key,
        'VIN_NAME' as rule,
        held_vehicles.vehicle_id || '|' || full_names.full_name as block_key
    from full_names
    inner join held_vehicles
        on full_names.party_key = held_vehicles.party_key

),

final as (

    select
        keys.party_key,
        keys.rule,
        keys.block_key,
        nodes.tax_id,
        nodes.birth_key,
        nodes.surname_pair
    from keys
    inner join nodes
        on keys.party_key = nodes.party_key

)

select * from final
