with recall_vehicles as (

    select * from {{ ref('stg_recall_vehicle') }}

),

recalls as (

    select * from {{ ref('stg_recall') }}

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

final as (

    select
        vehicles.vehicle_id,
        recalls.recall_id,
        min(recalls.opened_date) as opened_date
    from recall_vehicles
    inner join recalls
        on recall_vehicles.recall_key = recalls.recall_key
    inner join vehicles
        on recall_vehicles.vin_normalised = vehicles.vin_normalised
    where
        recalls.severity = 'SAFETY'
        and recalls.opened_date < {{ as_of_date() }}
        and recall_vehicles.closing_ro_no is null
    group by vehicles.vehicle_id, recalls.recall_id

)

select * from final
