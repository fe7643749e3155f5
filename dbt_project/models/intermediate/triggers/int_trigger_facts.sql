-- The facts that a trigger of the day can begin with, lie too near to, or be answered by.
with spans as (

    select * from {{ ref('int_trigger_spans') }}

),

events as (

    select * from {{ ref('int_customer_events') }}

),

customer_facts as (

    select * from {{ ref('int_customer_facts') }}

),

vehicle_facts as (

    select * from {{ ref('int_vehicle_facts') }}

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

-- What happened was known before the day; a page that may be another's is nobody's.
happened as (

    select
        event_code as fact_code,
        event_key as fact_key,
        customer_id,
        case when customer_id is null then cookie_id end as cookie_id,
        vehicle_id,
        thread_key,
        value,
        event_date as fact_date
    from events
    where
        event_date < {{ as_of_date() }}
        and known_date < {{ as_of_date() }}
        and untied_date >= {{ as_of_date() }}

),

facts as (

    select * from happened

    union all

    select
        fact_code,
        customer_id || ':' || occurrence_key as fact_key,
        customer_id,
        null as cookie_id,
        null as vehicle_id,
        null as thread_key,
        value,
        fact_date
    from customer_facts

    union all

    select
        vehicle_facts.fact_code,
        vehicle_facts.vehicle_id || ':' || vehicle_facts.occurrence_key as fact_key,
        vehicle_facts.customer_id,
        null as cookie_id,
        vehicle_facts.vehicle_id,
        null as thread_key,
        vehicle_facts.value,
        vehicle_facts.fact_date
    from vehicle_facts
    inner join vehicles
        on vehicle_facts.vehicle_id = vehicles.vehicle_id
    where not vehicles.is_scrapped and not vehicles.is_demo

),

final as (

    select
        facts.*,
        coalesce(facts.customer_id, facts.cookie_id) as subject_id
    from facts
    inner join spans
        on
            facts.fact_code = spans.fact_code
            and facts.fact_date >= spans.first_date
            and facts.fact_date <= spans.last_date

)

select * from final
