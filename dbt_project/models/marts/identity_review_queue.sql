with evidence as (

    select * from {{ ref('int_identity_evidence') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

stakes as (

    select
        customer_id,
        vehicles_owned,
        coalesce(spend_24m, 0) as spend_24m,
        cast(email_marketing_allowed as integer)
        + cast(sms_marketing_allowed as integer)
        + cast(call_marketing_allowed as integer)
        + cast(letter_marketing_allowed as integer) as marketing_channels
    from customers

),

-- Pairs of customers of which an analyst has said that they are two, both ways round.
apart as (

    select
        customer_id_a,
        customer_id_b
    from evidence
    where verdict = 'APART'

    union

    select
        customer_id_b as customer_id_a,
        customer_id_a as customer_id_b
    from evidence
    where verdict = 'APART'

),

open_pairs as (

    select evidence.*
    from evidence
    left join apart
        on
            evidence.customer_id_a = apart.customer_id_a
            and evidence.customer_id_b = apart.customer_id_b
    where
        evidence.verdict = 'REVIEW'
        and evidence.customer_id_a <> evidence.customer_id_b
        and apart.customer_id_a is null

),

valued as (

    select
        open_pairs.*,
        cast(one.spend_24m + other.spend_24m as {{ type_money() }}) as spend_24m,
        one.vehicles_owned + other.vehicles_owned as vehicles_owned,
        cast(one.marketing_channels + other.marketing_channels as bigint) as marketing_channels
    from open_pairs
    inner join stakes as one
        on open_pairs.customer_id_a = one.customer_id
    inner join stakes as other
        on open_pairs.customer_id_b = other.customer_id

),

final as (

    select
        party_key_a,
        party_key_b,
        customer_id_a,
        customer_id_b,
        entity,
        reason,
        reason_in_words,
        weight,
        probability,
        evidence_in_words,
        spend_24m,
        vehicles_owned,
        marketing_channels,
        row_number() over (
            order by
                spend_24m desc,
                vehicles_owned desc,
                marketing_channels desc,
                weight desc,
                party_key_a asc,
                party_key_b asc
        ) as review_rank
    from valued

)

select * from final
