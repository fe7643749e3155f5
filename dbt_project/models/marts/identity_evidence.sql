with evidence as (

    select * from {{ ref('int_identity_evidence') }}

),

decisions as (

    select * from {{ ref('int_identity_decisions') }}

),

final as (

    select
        evidence.party_key_a,
        evidence.party_key_b,
        evidence.customer_id_a,
        evidence.customer_id_b,
        evidence.entity,
        evidence.verdict,
        evidence.reason,
        evidence.reason_in_words,
        evidence.weight,
        evidence.probability,
        evidence.decision_number,
        evidence.evidence_in_words,
        decisions.decided_at,
        decisions.decided_by,
        decisions.explanation as decision_explanation
    from evidence
    left join decisions
        on
            evidence.decision_number = decisions.decision_number
            and evidence.party_key_a = decisions.party_key_a
            and evidence.party_key_b = decisions.party_key_b

)

select * from final
