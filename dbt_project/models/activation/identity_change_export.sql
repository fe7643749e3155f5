-- Terminal: lands as raw.identity_change, from which tomorrow knows what each record was today.
with changes as (

    select * from {{ ref('int_identity_changes') }}

),

final as (

    select
        party_key,
        changed_date,
        change_kind,
        from_customer_id,
        customer_id,
        cause
    from changes

)

select * from final
