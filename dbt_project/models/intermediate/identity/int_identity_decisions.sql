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
        reason,
        withdrawn_at,
        withdrawn_by,
        withdrawal_reason
    from decisions

)

select * from final
