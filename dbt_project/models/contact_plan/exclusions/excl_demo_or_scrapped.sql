-- Nothing about scrapped cars; nothing commercial about demo and stock cars.
with candidates as (

    select * from {{ ref('candidates') }}

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'DEMO_OR_SCRAPPED' as reason_code
    from candidates
    inner join vehicles on candidates.vehicle_id = vehicles.vehicle_id
    where
        vehicles.is_scrapped
        or (vehicles.is_demo and candidates.message_class in ('COMMERCIAL', 'SURVEY'))

)

select * from final
