-- A failing row is a pair of records of which an analyst has decided otherwise than what they are:
-- made one and two customers, or kept apart and one.
{{ config(meta={'dagster': {'ref': {'name': 'int_identity_map'}}}) }}

with decisions as (

    select * from {{ ref('int_identity_decisions') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

final as (

    select
        decisions.decision_number,
        decisions.party_key_a,
        decisions.party_key_b
    from decisions
    inner join identity_map as one
        on decisions.party_key_a = one.party_key
    inner join identity_map as other
        on decisions.party_key_b = other.party_key
    where
        decisions.withdrawn_at is null
        and (decisions.decision = 'MERGE') <> (one.customer_id = other.customer_id)

)

select * from final
