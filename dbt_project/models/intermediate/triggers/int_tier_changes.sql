with spending as (

    select * from {{ ref('int_customer_spending') }}

),

customers as (

    select * from {{ ref('int_golden_record') }}

),

spans as (

    select * from {{ ref('int_trigger_spans') }}

),

tiers as (

    select * from {{ ref('segment_bands') }}
    where {{ dated_rule() }} and scheme = 'VALUE'

),

looked_at as (

    select min(first_date) as first_date
    from spans
    where fact_code in ('TIER_RISE', 'TIER_FALL')

),

-- Few periods began lately; the one before ends where they begin.
lately as (

    select
        spending.customer_id,
        spending.valid_from,
        spending.value_tier,
        {{ add_days('spending.valid_from', 0 - 1) }} as changed_date
    from spending
    cross join looked_at
    where
        spending.valid_from > looked_at.first_date
        and spending.valid_from <= {{ as_of_date() }}

),

changes as (

    select
        lately.customer_id,
        lately.valid_from,
        lately.changed_date,
        earlier.value_tier as tier_before,
        lately.value_tier as tier_after
    from lately
    inner join spending as earlier
        on
            lately.customer_id = earlier.customer_id
            and lately.valid_from = earlier.valid_to
    where lately.value_tier <> earlier.value_tier

),

-- The tier that a customer is met with is no change: a plan has known the one before.
final as (

    select
        changes.customer_id,
        changes.changed_date,
        changes.tier_before,
        changes.tier_after,
        case
            when after_change.position > before_change.position then 'TIER_RISE'
            else 'TIER_FALL'
        end as fact_code,
        greatest(before_change.position, after_change.position) as higher_position
    from changes
    inner join customers
        on changes.customer_id = customers.customer_id
    inner join tiers as before_change
        on changes.tier_before = before_change.band
    inner join tiers as after_change
        on changes.tier_after = after_change.band
    where {{ first_day_knowing('customers.known_since') }} < changes.valid_from

)

select * from final
