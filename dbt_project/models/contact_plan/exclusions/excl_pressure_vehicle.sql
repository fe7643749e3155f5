-- What was sent before already fills a cap per vehicle of this window.
with candidates as (

    select * from {{ ref('candidates') }}

),

caps as (

    select * from {{ ref('pressure_caps') }}

),

pressure as (

    select * from {{ ref('int_pressure_used') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'PRESSURE_VEHICLE' as reason_code
    from candidates
    inner join caps
        on
            caps.scope = 'VEHICLE'
            and candidates.message_class = caps.message_class
            and (caps.channel = 'ANY' or candidates.channel = caps.channel)
            and {{ dated_rule(alias='caps') }}
    inner join pressure
        on
            caps.cap_code = pressure.cap_code
            and candidates.vehicle_id = pressure.scope_key
    where
        pressure.used
        + case when candidates.is_control then pressure.used_by_ghosts else 0 end
        >= caps.max_contacts

)

select * from final
