-- With the owner unknown only the data check is sent; safety goes to the last known one.
with candidates as (

    select * from {{ ref('candidates') }}

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'OWNER_UNKNOWN' as reason_code
    from candidates
    inner join vehicles on candidates.vehicle_id = vehicles.vehicle_id
    where
        candidates.message_class in ('COMMERCIAL', 'SURVEY')
        and vehicles.owner_unknown

)

select * from final
