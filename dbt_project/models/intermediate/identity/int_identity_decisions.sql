with decisions as (

    select * from {{ source('ml', 'identity_decisions') }}

),

final as (

    select
        decision_number,
        party_key_a,
        party_key_b,
        decision,
        decided_at,
        decided_by,
        explanation,
        withdrawn_at,
        withdrawn_by,
        withdrawal_explanation
    from decisions

)

select * from final
