with landed as (

    select * from {{ ref('stg_identity_change') }}

),

changes as (

    select * from {{ ref('int_identity_changes') }}

),

-- What landed is of earlier days; the day's own changes land at its end.
known as (

    select
        party_key,
        changed_date,
        change_kind,
        from_customer_id,
        customer_id,
        cause
    from landed

    union all

    select
        party_key,
        changed_date,
        change_kind,
        from_customer_id,
        customer_id,
        cause
    from changes

),

final as (

    select
        party_key,
        changed_date,
        change_kind,
        from_customer_id,
        customer_id,
        cause
    from known
    where change_kind <> 'FIRST'

)

select * from final
