-- A failing row is a state that overlaps the next one or lasts no day, or a car whose holder by its
-- current state is not its current owner.
{{ config(meta={'dagster': {'ref': {'name': 'lifecycle_history'}}}) }}

with history as (

    select * from {{ ref('lifecycle_history') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}
    where is_current and holds_title

),

followed as (

    select
        *,
        lead(valid_from) over (
            partition by customer_id, vehicle_id order by valid_from
        ) as next_from
    from history

),

holders as (

    select
        vehicle_id,
        customer_id
    from history
    where is_current and holds_title and lifecycle_stage in ('HOLD', 'LAPSED')

),

final as (

    select
        vehicle_id,
        customer_id
    from followed
    where valid_to <= valid_from or coalesce(valid_to > next_from, next_from is not null)

    union all

    select
        coalesce(holders.vehicle_id, ownerships.vehicle_id) as vehicle_id,
        coalesce(holders.customer_id, ownerships.customer_id) as customer_id
    from holders
    full outer join ownerships
        on
            holders.vehicle_id = ownerships.vehicle_id
            and holders.customer_id = ownerships.customer_id
    where holders.vehicle_id is null or ownerships.vehicle_id is null

)

select * from final
