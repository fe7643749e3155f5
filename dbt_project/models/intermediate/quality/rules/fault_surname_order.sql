-- Two records of a person have the surnames the other way round. The one is wrong that fewer
-- records agree with; of two alone, the one that an address named after the person contradicts.
with nodes as (

    select * from {{ ref('int_identity_nodes') }}
    where surname_pair is not null and first_surname <> last_surname

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

points as (

    select * from {{ ref('stg_contact_point') }}
    where kind = 'EMAIL' and contact_value is not null

),

parties as (

    select * from {{ ref('stg_party') }}

),

records as (

    select
        nodes.party_key,
        identity_map.customer_id,
        nodes.surname_pair,
        nodes.first_surname,
        nodes.last_surname
    from nodes
    inner join identity_map
        on nodes.party_key = identity_map.party_key

),

-- Each record against the others of the person with the same two surnames.
support as (

    select
        records.*,
        count(*) over (
            partition by records.customer_id, records.surname_pair, records.first_surname
        ) as agreeing_records,
        count(*) over (
            partition by records.customer_id, records.surname_pair
        ) as all_records
    from records

),

torn as (

    select * from support
    where agreeing_records < all_records

),

addresses as (

    select distinct
        identity_map.customer_id,
        {{ letters_of(email_local_part('points.contact_value')) }} as letters
    from points
    inner join identity_map
        on points.party_key = identity_map.party_key

),

-- The address ends in one of the two surnames, and it is the second one of this record.
contradicted as (

    select
        torn.party_key,
        {{ any_true("addresses.letters like '%' || torn.last_surname") }} as names_the_last,
        {{ any_true("addresses.letters like '%' || torn.first_surname") }} as names_the_first
    from torn
    inner join addresses
        on torn.customer_id = addresses.customer_id
    group by torn.party_key

),

wrong as (

    select torn.party_key
    from torn
    left join contradicted
        on torn.party_key = contradicted.party_key
    where
        torn.agreeing_records < torn.all_records - torn.agreeing_records
        or (
            torn.agreeing_records = torn.all_records - torn.agreeing_records
            and contradicted.names_the_last
            and not contradicted.names_the_first
        )

),

final as (

    select {{ finding('SURNAME_ORDER', 'parties', 'party_key', 'surname1', 'party') }}
    from parties
    inner join wrong
        on parties.party_key = wrong.party_key

)

select * from final
