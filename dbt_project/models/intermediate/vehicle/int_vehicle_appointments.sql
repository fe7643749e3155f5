with appointments as (

    select * from {{ ref('stg_appointment') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

final as (

    select
        vehicle_map.vehicle_id,
        cast(
            min(
                case
                    when
                        appointments.status = 'BOOKED'
                        and appointments.slot_ts >= cast({{ as_of_date() }} as timestamp)
                        then appointments.slot_ts
                end
            ) as date
        ) as next_appointment_date,
        cast(
            max(
                case
                    when
                        appointments.status = 'NO_SHOW'
                        and appointments.slot_ts < cast({{ as_of_date() }} as timestamp)
                        then appointments.slot_ts
                end
            ) as date
        ) as last_missed_appointment_date
    from appointments
    inner join vehicle_map
        on appointments.vehicle_key = vehicle_map.vehicle_key
    group by vehicle_map.vehicle_id

)

select * from final
