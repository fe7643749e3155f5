with spells as (

    select * from {{ ref('int_lifecycle_spells') }}

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

warranties as (

    select * from {{ ref('int_vehicle_warranty') }}

),

readings as (

    select * from {{ ref('int_odometer_readings') }}

),

visits as (

    select * from {{ ref('int_visits') }}
    where coalesce(ro_type, '') <> 'INTERNAL'

),

states as (

    select * from {{ ref('lifecycle_states') }}
    where {{ dated_rule() }}

),

-- The first reading past the limit, not a projection, which another day would see otherwise.
past_limits as (

    select
        warranties.vehicle_id,
        min(readings.reading_date) as reading_date
    from warranties
    inner join readings
        on
            warranties.vehicle_id = readings.vehicle_id
            and warranties.warranty_km < readings.km
    where readings.is_plausible
    group by warranties.vehicle_id

),

milestones as (

    select
        vehicle_id,
        'DELIVERED' as reached_by,
        coalesce(delivery_date, first_day) as reached_on
    from vehicles

    union all

    select
        warranties.vehicle_id,
        'WARRANTY_OVER' as reached_by,
        {{ first_day_knowing('least(warranties.warranty_end, past_limits.reading_date)') }}
            as reached_on
    from warranties
    left join past_limits
        on warranties.vehicle_id = past_limits.vehicle_id

),

-- What the age of the car makes of a spell: each state takes over from those before it in the list.
ages as (

    select
        spells.spell_key,
        states.state_order,
        greatest(spells.began_on, {{ add_months('milestones.reached_on', 'states.months') }})
            as begins_on
    from spells
    inner join milestones
        on spells.vehicle_id = milestones.vehicle_id
    inner join states
        on milestones.reached_by = states.reached_by

),

-- A lapse counts from the last of these states on.
lapse_starts as (

    select
        spell_key,
        {{ latest_value('begins_on', 'state_order') }} as counts_from
    from ages
    group by spell_key

),

-- Visits before the source's first one are not on record, so nobody is told absent for them.
records as (

    select coalesce(min(opened_date), {{ as_of_date() }}) as begin_on
    from visits

),

appearances as (

    select
        spell_key,
        held_since as seen_on,
        began_on as known_on,
        0 as is_visit
    from spells

    union all

    select distinct
        spells.spell_key,
        visits.opened_date as seen_on,
        {{ first_day_knowing('visits.opened_date') }} as known_on,
        1 as is_visit
    from visits
    inner join spells
        on
            visits.vehicle_id = spells.vehicle_id
            and visits.opened_date >= spells.held_since
            and {{ first_day_knowing('visits.opened_date') }} >= spells.began_on
            and {{ first_day_knowing('visits.opened_date') }}
            < coalesce(spells.ended_on, {{ open_end() }})

),

gaps as (

    select
        spell_key,
        is_visit,
        known_on,
        seen_on,
        lead(known_on) over (partition by spell_key order by known_on, is_visit) as seen_again_on
    from appearances

),

lapses as (

    select
        gaps.spell_key,
        gaps.seen_again_on,
        states.state_order,
        greatest(
            gaps.known_on,
            lapse_starts.counts_from,
            {{ add_months('greatest(gaps.seen_on, records.begin_on)', 'states.months') }}
        ) as begins_on
    from gaps
    inner join lapse_starts
        on gaps.spell_key = lapse_starts.spell_key
    cross join records
    inner join states
        on states.reached_by = 'NO_VISIT'

),

real_lapses as (

    select *
    from lapses
    where begins_on < coalesce(seen_again_on, {{ open_end() }})

),

comebacks as (

    select distinct
        real_lapses.spell_key,
        states.state_order,
        real_lapses.seen_again_on as begins_on,
        {{ add_months('real_lapses.seen_again_on', 'states.lasts_months') }} as ends_on
    from real_lapses
    cross join states
    where
        states.reached_by = 'CAME_BACK'
        and real_lapses.seen_again_on is not null

),

changes as (

    select
        spell_key,
        begins_on,
        state_order as age_order,
        cast(null as integer) as visit_order,
        cast(null as date) as visit_state_ends_on
    from ages

    union all

    select
        spell_key,
        begins_on,
        cast(null as integer) as age_order,
        state_order as visit_order,
        {{ open_end() }} as visit_state_ends_on
    from real_lapses

    union all

    select
        spell_key,
        begins_on,
        cast(null as integer) as age_order,
        state_order as visit_order,
        ends_on as visit_state_ends_on
    from comebacks

    union all

    select
        spell_key,
        ends_on as begins_on,
        cast(null as integer) as age_order,
        cast(null as integer) as visit_order,
        cast(null as date) as visit_state_ends_on
    from comebacks

),

-- Of what begins on one day the later in the list stands.
days as (

    select
        changes.spell_key,
        changes.begins_on,
        max(changes.age_order) as age_order,
        max(changes.visit_order) as visit_order,
        max(changes.visit_state_ends_on) as visit_state_ends_on
    from changes
    inner join spells
        on changes.spell_key = spells.spell_key
    where
        changes.begins_on <= {{ as_of_date() }}
        and changes.begins_on < coalesce(spells.ended_on, {{ open_end() }})
    group by changes.spell_key, changes.begins_on

),

standing as (

    select
        spell_key,
        begins_on,
        max(age_order) over (
            partition by spell_key
            order by begins_on
            rows between unbounded preceding and current row
        ) as age_order,
        {{ carried_forward('visit_order', 'spell_key', 'begins_on') }} as visit_order,
        {{ carried_forward('visit_state_ends_on', 'spell_key', 'begins_on') }}
            as visit_state_ends_on
    from days

),

final as (

    select
        spell_key,
        begins_on,
        case
            when visit_state_ends_on > begins_on then visit_order else age_order
        end as state_order
    from standing

)

select * from final
