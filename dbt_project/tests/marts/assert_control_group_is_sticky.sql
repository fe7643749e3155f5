-- A failing row is a customer landed as CONTROL in the period in force who is now treated: no
-- person may change arms, merges included.
{{ config(meta={'dagster': {'ref': {'name': 'int_holdout'}}}) }}

with assignments as (

    select * from {{ ref('stg_holdout_assignment') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

holdout as (

    select * from {{ ref('int_holdout') }}

),

former_ids as (

    select
        customer_id,
        {{ surrogate_id(['party_key']) }} as former_customer_id
    from identity_map

),

final as (

    select
        holdout.customer_id,
        assignments.period_code
    from assignments
    inner join former_ids
        on assignments.customer_id = former_ids.former_customer_id
    inner join holdout
        on
            former_ids.customer_id = holdout.customer_id
            and assignments.period_code = holdout.period_code
    where assignments.arm = 'CONTROL' and holdout.arm <> 'CONTROL'

)

select * from final
