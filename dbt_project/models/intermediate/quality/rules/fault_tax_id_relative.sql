-- A tax id that somebody else holds: the record agrees with no other holder of it, while the others
-- agree among themselves, or another record of the same person bears a tax id of its own.
with people as (

    select * from {{ ref('int_identity_nodes') }}
    where tax_id is not null and given_name is not null and not is_company

),

parties as (

    select * from {{ ref('stg_party') }}

),

-- Few people share a tax id, and only those are compared.
contested as (

    select tax_id
    from people
    group by tax_id
    having count(distinct given_name) > 1 or count(distinct birth_key) > 1

),

holders as (

    select people.*
    from people
    inner join contested
        on people.tax_id = contested.tax_id

),

compared as (

    select
        one.party_key,
        other.party_key as other_party_key,
        one.given_name = other.given_name
        and coalesce(one.birth_key = other.birth_key, true) as is_same_person
    from holders as one
    inner join holders as other
        on one.tax_id = other.tax_id and one.party_key <> other.party_key

),

support as (

    select
        party_key,
        {{ any_true('is_same_person') }} as is_supported,
        {{ any_true('not is_same_person') }} as is_opposed
    from compared
    group by party_key

),

known_otherwise as (

    select distinct holders.party_key
    from holders
    inner join people
        on
            holders.given_name = people.given_name
            and holders.birth_key = people.birth_key
            and holders.surname_pair = people.surname_pair
            and holders.tax_id <> people.tax_id

),

evidence as (

    select
        support.party_key,
        support.is_supported,
        support.is_opposed,
        known_otherwise.party_key is not null as is_known_otherwise
    from support
    left join known_otherwise
        on support.party_key = known_otherwise.party_key

),

strangers as (

    select distinct mine.party_key
    from evidence as mine
    inner join compared
        on mine.party_key = compared.party_key and not compared.is_same_person
    inner join evidence as theirs
        on compared.other_party_key = theirs.party_key
    where
        mine.is_opposed
        and not mine.is_supported
        and not theirs.is_known_otherwise
        and (theirs.is_supported or mine.is_known_otherwise)

),

final as (

    select {{ finding('TAX_ID_RELATIVE', 'parties', 'party_key', 'tax_id', 'party') }}
    from parties
    inner join strangers
        on parties.party_key = strangers.party_key

)

select * from final
