with parties as (

    select * from {{ ref('stg_party') }}

),

contact_points as (

    select * from {{ ref('stg_contact_point') }}

),

dealers as (

    select * from {{ ref('stg_dealer') }}

),

dealer_names as (

    select distinct {{ key_of_whole_name('name') }} as dealer_name_key
    from dealers
    where name is not null

),

named as (

    select parties.party_key
    from parties
    inner join dealer_names
        on parties.name_key = dealer_names.dealer_name_key

),

-- A dealer's phone or mail alone is what a clerk types to fill the field; on a company both
-- together are the dealer, or a clerk who filled both.
reached as (

    select parties.party_key
    from parties
    inner join contact_points
        on parties.party_key = contact_points.party_key
    where parties.is_company and contact_points.unusable_reason = 'DEALER_OWN'
    group by parties.party_key
    having
        {{ any_true("contact_points.kind = 'EMAIL'") }}
        and {{ any_true("contact_points.kind <> 'EMAIL'") }}

),

evidence as (

    select
        party_key,
        true as is_named
    from named

    union all

    select
        party_key,
        false as is_named
    from reached

),

final as (

    select
        party_key,
        {{ any_true('is_named') }} as is_certain
    from evidence
    group by party_key

)

select * from final
