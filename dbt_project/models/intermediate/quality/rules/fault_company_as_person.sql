-- A company by its tax id or its name that is stored as a person.
with parties as (

    select * from {{ ref('stg_party') }}

),

final as (

    select {{ finding('COMPANY_AS_PERSON', 'parties', 'party_key', 'party_type', 'party') }}
    from parties
    where parties.is_company and parties.party_type <> 'E'

)

select * from final
