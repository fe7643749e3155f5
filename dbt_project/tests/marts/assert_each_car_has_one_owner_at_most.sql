-- A failing row is a car that several customers hold today, or one who is not its owner in
-- vehicle_360, or a customer who is counted another number of cars than he owns there.
{{ config(meta={'dagster': {'ref': {'name': 'customer_360'}}}) }}

with ownerships as (

    select * from {{ ref('int_ownership') }}

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

holders as (

    select
        vehicle_id,
        count(distinct customer_id) as holder_count,
        min(customer_id) as customer_id
    from ownerships
    where is_current and holds_title
    group by vehicle_id

),

cars_owned as (

    select
        owner_customer_id as customer_id,
        count(*) as vehicles_owned
    from vehicles
    where owner_customer_id is not null
    group by owner_customer_id

),

final as (

    select holders.vehicle_id as subject_id
    from holders
    left join vehicles
        on holders.vehicle_id = vehicles.vehicle_id
    where
        holders.holder_count > 1
        or vehicles.owner_customer_id is null
        or vehicles.owner_customer_id <> holders.customer_id

    union all

    select customers.customer_id as subject_id
    from customers
    left join cars_owned
        on customers.customer_id = cars_owned.customer_id
    where customers.vehicles_owned <> coalesce(cars_owned.vehicles_owned, 0)

)

select * from final
