-- A tax id that somebody else holds, while another record of the same person bears one of its own.
-- Two against one is no proof: a relative's id is copied to all records of a family.
with people as (

    select * from {{ ref('int_identity_nodes') }}
    where tax_id is not null and given_name is not null and not is_company

),

parties as (

    select * from {{ ref('stg_party') }}

),

-- The same person by name and birth, under another tax id.
known_otherwise as (

    select distinct people.party_key
    from people
    inner join people as other_records
        on
            people.given_name = other_records.given_name
            and people.birth_key = other_records.birth_key
            and people.surname_pair = other_records.surname_pair
            and people.tax_id <> other_records.tax_id

),

-- Somebody of another name or birth who holds it, and has no other.
claimed as (

    select distinct people.party_key
    from people
    inner join people as claimants
        on people.tax_id = claimants.tax_id
    left join known_otherwise
        on claimants.party_key = known_otherwise.party_key
    where
        known_otherwise.party_key is null
        and (
            people.given_name <> claimants.given_name
            or people.birth_key <> claimants.birth_key
        )

),

final as (

    select {{ finding('TAX_ID_RELATIVE', 'parties', 'party_key', 'tax_id', 'party') }}
    from parties
    inner join known_otherwise
        on parties.party_key = known_otherwise.party_key
    inner join claimed
        on parties.party_key = claimed.party_key

)

select * from final
