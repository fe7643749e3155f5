-- A failing row is a record of a decision in force that is there no more: the decision asks nothing
-- of it, and has to be taken anew or withdrawn.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'int_identity_map'}}}) }}

with decisions as (

    select * from {{ ref('int_identity_decisions') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

named_records as (

    select
        decision_number,
        party_key_a as party_key
    from decisions
    where withdrawn_at is null

    union

    select
        decision_number,
        party_key_b as party_key
    from decisions
    where withdrawn_at is null

),

final as (

    select
        named_records.decision_number,
        named_records.party_key
    from named_records
    left join identity_map
        on named_records.party_key = identity_map.party_key
    where identity_map.party_key is null

)

select * from final
