-- Terminal: read by the last check before a hand-over. Digests only; the most restrictive wins.
with erased_keys as (

    select * from {{ ref('int_suppression_keys') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

contact_points as (

    select * from {{ ref('stg_contact_point') }}

),

parties as (

    select * from {{ ref('stg_party') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

point_keys as (

    select
        identity_map.customer_id,
        'EMAIL' as channel,
        contact_points.suppression_key
    from contact_points
    inner join identity_map on contact_points.party_key = identity_map.party_key
    where contact_points.kind = 'EMAIL' and contact_points.contact_value is not null

    union all

    select
        identity_map.customer_id,
        'CALL' as channel,
        contact_points.suppression_key
    from contact_points
    inner join identity_map on contact_points.party_key = identity_map.party_key
    where contact_points.kind in ('MOBILE', 'LAND') and contact_points.contact_value is not null

    union all

    select
        identity_map.customer_id,
        'SMS' as channel,
        contact_points.suppression_key
    from contact_points
    inner join identity_map on contact_points.party_key = identity_map.party_key
    where contact_points.kind = 'MOBILE' and contact_points.contact_value is not null

),

person_keys as (

    select
        identity_map.customer_id,
        parties.suppression_key
    from parties
    inner join identity_map on parties.party_key = identity_map.party_key
    where parties.tax_id_is_valid

),

customer_keys as (

    select
        customer_id,
        suppression_key
    from point_keys

    union

    select
        customer_id,
        suppression_key
    from person_keys

),

-- A key that a living person uses too is not the dead one's alone: the home's telephone stays.
keys_of_the_living as (

    select distinct customer_keys.suppression_key
    from customer_keys
    inner join customers on customer_keys.customer_id = customers.customer_id
    where not customers.is_deceased

),

keys_of_the_dead as (

    select distinct customer_keys.suppression_key
    from customer_keys
    inner join customers on customer_keys.customer_id = customers.customer_id
    where customers.is_deceased

),

-- Objections and, without express consent, the exclusion list (L3, L4).
refusals as (

    select
        customer_id,
        channel,
        case when objected then 'OBJECTED' else 'ROBINSON' end as reason
    from contactability
    where objected or (robinson_listed and not has_consent)

),

refused_keys as (

    select
        point_keys.suppression_key,
        refusals.channel,
        refusals.reason
    from refusals
    inner join point_keys
        on
            refusals.customer_id = point_keys.customer_id
            and refusals.channel = point_keys.channel

    union

    select
        person_keys.suppression_key,
        refusals.channel,
        refusals.reason
    from refusals
    inner join person_keys on refusals.customer_id = person_keys.customer_id

),

listed as (

    select
        suppression_key,
        'ALL' as channel,
        reason,
        'ALL' as scope
    from erased_keys

    union

    select
        keys_of_the_dead.suppression_key,
        'ALL' as channel,
        'DECEASED' as reason,
        'ALL' as scope
    from keys_of_the_dead
    left join keys_of_the_living
        on keys_of_the_dead.suppression_key = keys_of_the_living.suppression_key
    where keys_of_the_living.suppression_key is null

    union

    select
        suppression_key,
        channel,
        reason,
        'COMMERCIAL' as scope
    from refused_keys

    union

    -- The list's own date, so that a list of nobody differs from a missing one.
    select
        '-' as suppression_key,
        'NONE' as channel,
        'LIST_DATE' as reason,
        'ALL' as scope

),

final as (

    select
        suppression_key,
        channel,
        reason,
        scope,
        {{ as_of_date() }} as as_of_date
    from listed
    where suppression_key is not null

)

select * from final
