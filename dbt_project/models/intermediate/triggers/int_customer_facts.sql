with customers as (

    select * from {{ ref('int_golden_record') }}

),

moves as (

    select * from {{ ref('int_moves') }}

),

consents as (

    select * from {{ ref('int_consent_status') }}

),

tier_changes as (

    select * from {{ ref('int_tier_changes') }}

),

birthdays as (

    select
        customer_id,
        {{ last_anniversary('birth_date') }} as fact_date
    from customers
    where birth_date is not null

    union all

    select
        customer_id,
        {{ last_anniversary('birth_date', add_years(as_of_date(), 1)) }} as fact_date
    from customers
    where birth_date is not null

),

final as (

    select
        'BIRTHDAY' as fact_code,
        customer_id,
        'BIRTHDAY:' || cast(extract(year from fact_date) as {{ dbt.type_string() }})
            as occurrence_key,
        cast(null as decimal(18, 4)) as value,
        fact_date
    from birthdays

    union all

    select
        'MOVE' as fact_code,
        customer_id,
        'MOVE:' || cast(moved_date as {{ dbt.type_string() }}) as occurrence_key,
        null as value,
        moved_date as fact_date
    from moves

    union all

    -- What the brand itself may say: the consents its own messages rest on.
    select
        'CONSENT_END' as fact_code,
        customer_id,
        'CONSENT:' || channel || ':' || cast(granted_at as {{ dbt.type_string() }})
            as occurrence_key,
        null as value,
        expires_at as fact_date
    from consents
    where
        controller = 'BRAND'
        and purpose = 'OWN_MKT'
        and status = 'GRANTED'
        and expires_at is not null

    union all

    select
        fact_code,
        customer_id,
        'TIER:' || cast(changed_date as {{ dbt.type_string() }}) as occurrence_key,
        higher_position as value,
        changed_date as fact_date
    from tier_changes

)

select * from final
