-- A failing row is a message with a price or promotion that is not COMMERCIAL (L1), a safety
-- message with one (L11), or a contract holder who is offered a price for a service already paid.
{{ config(meta={'dagster': {'ref': {'name': 'candidates'}}}) }}

with candidates as (

    select * from {{ ref('candidates') }}

),

offers as (

    select * from {{ ref('offers') }}

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

final as (

    select
        candidates.candidate_id,
        candidates.offer_code,
        candidates.message_class
    from candidates
    inner join offers
        on
            candidates.offer_code = offers.offer_code
            and {{ dated_rule(alias='offers') }}
    left join vehicles on candidates.vehicle_id = vehicles.vehicle_id
    where
        (
            (offers.has_price or offers.discount_share > 0)
            and candidates.message_class <> 'COMMERCIAL'
        )
        or (
            candidates.trigger_type in ('SERVICE_DUE', 'FIRST_SERVICE')
            and vehicles.has_service_plan
            and offers.has_price
        )

)

select * from final
