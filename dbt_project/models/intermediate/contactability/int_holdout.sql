with identity_map as (

    select * from {{ ref('int_identity_map') }}

),

assignments as (

    select * from {{ ref('stg_holdout_assignment') }}

),

periods as (

    select * from {{ ref('holdout_periods') }}
    where {{ dated_rule() }}

),

customers as (

    select distinct customer_id
    from identity_map

),

-- The customer_id a record had, or could have had, when it was the earliest of its customer.
former_ids as (

    select
        customer_id,
        {{ surrogate_id(['party_key']) }} as former_customer_id
    from identity_map

),

landed_controls as (

    select distinct
        former_ids.customer_id,
        assignments.period_code
    from assignments
    inner join former_ids
        on assignments.customer_id = former_ids.former_customer_id
    where assignments.arm = 'CONTROL'

),

drawn as (

    select
        customers.customer_id,
        periods.period_code,
        {{ hash_fraction(['customers.customer_id', 'periods.salt']) }} < periods.share as is_drawn
    from customers
    cross join periods

),

final as (

    select
        drawn.customer_id,
        drawn.period_code,
        case
            when drawn.is_drawn or landed_controls.customer_id is not null then 'CONTROL'
            else 'TREATED'
        end as arm,
        case
            when drawn.is_drawn then 'OWN_HASH'
            when landed_controls.customer_id is not null then 'MERGED_WITH_CONTROL'
            else 'OWN_HASH'
        end as reason
    from drawn
    left join landed_controls
        on
            drawn.customer_id = landed_controls.customer_id
            and drawn.period_code = landed_controls.period_code

)

select * from final
