with parties as (

    select * from {{ ref('stg_party') }}

),

contact_points as (

    select * from {{ ref('stg_contact_point') }}

),

addresses as (

    select * from {{ ref('stg_party_address') }}

),

people as (

    select
        party_key,
        name_key,
        surname_key,
        gender
    from parties
    where not is_company and name_key is not null

),

current_addresses as (

    select distinct
        party_key,
        address_key
    from addresses
    where is_current and address_key is not null

),

-- Names stand for people here: who is who is not known before records are matched.
homes as (

    select
        current_addresses.address_key,
        count(distinct people.name_key) as name_count,
        count(distinct people.gender) as gender_count
    from people
    inner join current_addresses
        on people.party_key = current_addresses.party_key
    group by current_addresses.address_key
    having count(distinct people.name_key) <= {{ var('max_people_per_household') }}

),

housed as (

    select
        people.party_key,
        people.name_key,
        people.surname_key,
        homes.address_key,
        homes.gender_count > 1 and homes.name_count = homes.gender_count as is_couple
    from people
    inner join current_addresses
        on people.party_key = current_addresses.party_key
    inner join homes
        on current_addresses.address_key = homes.address_key

),

-- A landline stands in a home, and spouses share a mailbox. At one address a family is told from
-- neighbours without door number by a surname; a couple, who keep theirs, by being two.
keys as (

    select
        people.party_key,
        people.name_key,
        contact_points.kind as rule,
        contact_points.contact_value as key_value
    from people
    inner join contact_points
        on people.party_key = contact_points.party_key
    where contact_points.kind in ('LAND', 'EMAIL') and contact_points.contact_value is not null

    union

    select
        party_key,
        name_key,
        'ADDRESS_SURNAME' as rule,
        address_key || '|' || {{ first_word('surname_key') }} as key_value
    from housed
    where surname_key is not null

    union

    select
        party_key,
        name_key,
        'ADDRESS_SURNAME' as rule,
        address_key || '|' || {{ last_word('surname_key') }} as key_value
    from housed
    where surname_key is not null

    union

    select
        party_key,
        name_key,
        'ADDRESS_COUPLE' as rule,
        address_key as key_value
    from housed
    where is_couple

),

shared as (

    select
        rule,
        key_value,
        min(party_key) as party_key_a
    from keys
    group by rule, key_value
    having count(*) > 1 and count(distinct name_key) <= {{ var('max_people_per_household') }}

),

-- A star has one link a record; all pairs would be quadratic.
final as (

    select distinct
        shared.party_key_a,
        keys.party_key as party_key_b,
        keys.rule
    from keys
    inner join shared
        on keys.rule = shared.rule and keys.key_value = shared.key_value
    where keys.party_key <> shared.party_key_a

)

select * from final
