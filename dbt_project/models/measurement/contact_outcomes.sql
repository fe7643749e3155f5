with deliveries as (

    select * from {{ source('activation', 'deliveries') }}
    where delivered_date <= {{ as_of_date() }}

),

history as (

    select * from {{ ref('int_contact_history') }}
    where origin = 'PLATFORM'

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

platform_log as (

    select * from {{ ref('stg_contact') }}

),

responses as (

    select * from {{ ref('stg_response') }}

),

outcomes as (

    select * from {{ ref('int_outcome_events') }}

),

periods as (

    select * from {{ ref('holdout_periods') }}

),

metrics as (

    select * from {{ ref('success_metrics') }}
    where {{ dated_rule() }}

),

own_contacts as (

    select
        deliveries.contact_id,
        'OWN' as origin,
        identity_map.customer_id,
        vehicle_map.vehicle_id,
        deliveries.dealer_id,
        deliveries.plan_code,
        deliveries.wave_code,
        deliveries.offer_code,
        deliveries.channel,
        deliveries.message_class,
        deliveries.cell,
        deliveries.delivered_date as contact_date,
        periods.period_code,
        case when deliveries.cell = 'TEST' then deliveries.cost else 0 end as cost_euros
    from deliveries
    inner join identity_map on deliveries.party_key = identity_map.party_key
    left join vehicle_map on deliveries.vehicle_key = vehicle_map.vehicle_key
    left join periods on {{ dated_rule('deliveries.as_of_date', 'periods') }}

),

-- Before Periplo a period is a calendar year.
platform_contacts as (

    select
        contact_id,
        origin,
        customer_id,
        vehicle_id,
        dealer_id,
        plan_code,
        wave_code,
        offer_code,
        channel,
        message_class,
        cell,
        contact_date,
        'Y' || substring(cast(contact_date as {{ dbt.type_string() }}) from 1 for 4) as period_code,
        case when cell = 'TEST' then cost else 0 end as cost_euros
    from history

),

contacts as (

    select * from own_contacts

    union all

    select * from platform_contacts

),

windows as (

    select
        contacts.*,
        case when contacts.cell = 'TEST' then 'TEST' else 'CONTROL' end as arm,
        metrics.outcome_event,
        metrics.window_days,
        {{ add_days('contacts.contact_date', 'metrics.window_days') }} as window_end,
        row_number() over (
            partition by
                contacts.origin, contacts.period_code, contacts.plan_code,
                contacts.customer_id, contacts.vehicle_id
            order by contacts.contact_date, contacts.contact_id
        ) as contact_number
    from contacts
    inner join metrics on contacts.plan_code = metrics.plan_code

),

-- A visit belongs to the car the contact was about; an order to the person.
subjects as (

    select
        contact_id,
        'VEHICLE' as subject_type,
        vehicle_id as subject_id,
        outcome_event,
        contact_date,
        window_end
    from windows

    union all

    select
        contact_id,
        'CUSTOMER' as subject_type,
        customer_id as subject_id,
        outcome_event,
        contact_date,
        window_end
    from windows

),

conversions as (

    select
        subjects.contact_id,
        min(outcomes.event_date) as outcome_date
    from subjects
    inner join outcomes
        on
            subjects.subject_id = outcomes.subject_id
            and subjects.subject_type = outcomes.subject_type
            and subjects.outcome_event = outcomes.outcome_event
            and subjects.contact_date <= outcomes.event_date
            and subjects.window_end > outcomes.event_date
    group by subjects.contact_id

),

-- Our contact comes back from the platform under the id we gave it.
reactions as (

    select
        coalesce(deliveries.contact_id, platform_log.contact_key) as contact_id,
        max(case when responses.response_type = 'OPEN' then 1 else 0 end) as opened,
        max(case when responses.response_type = 'CLICK' then 1 else 0 end) as clicked,
        max(case when responses.response_type = 'REPLY' then 1 else 0 end) as replied,
        max(case when responses.response_type = 'CALL_OK' then 1 else 0 end) as reached,
        max(case when responses.response_type = 'VISIT' then 1 else 0 end) as claimed_visit,
        max(case when responses.response_type = 'BOUNCE' then 1 else 0 end) as bounced,
        max(case when responses.response_type = 'UNSUB' then 1 else 0 end) as unsubscribed,
        max(case when responses.response_type = 'COMPLAINT' then 1 else 0 end) as complained
    from responses
    inner join platform_log on responses.contact_key = platform_log.contact_key
    left join deliveries on platform_log.contact_ref = deliveries.contact_id
    group by coalesce(deliveries.contact_id, platform_log.contact_key)

),

final as (

    select
        windows.contact_id,
        windows.origin,
        windows.period_code,
        windows.customer_id,
        windows.vehicle_id,
        windows.dealer_id,
        windows.plan_code,
        windows.wave_code,
        windows.offer_code,
        windows.channel,
        windows.message_class,
        windows.cell,
        windows.arm,
        windows.contact_date,
        windows.contact_number = 1 as is_first_of_period,
        windows.outcome_event,
        windows.window_days,
        windows.window_end,
        windows.window_end <= {{ as_of_date() }} as is_mature,
        conversions.outcome_date,
        conversions.contact_id is not null as is_converted,
        coalesce(reactions.opened, 0) = 1 as has_opened,
        coalesce(reactions.clicked, 0) = 1 as has_clicked,
        coalesce(reactions.replied, 0) = 1 as has_replied,
        coalesce(reactions.reached, 0) = 1 as was_reached,
        coalesce(reactions.claimed_visit, 0) = 1 as has_claimed_visit,
        coalesce(reactions.bounced, 0) = 1 as has_bounced,
        coalesce(reactions.unsubscribed, 0) = 1 as has_unsubscribed,
        coalesce(reactions.complained, 0) = 1 as has_complained,
        cast(coalesce(windows.cost_euros, 0) as {{ type_money() }}) as cost_euros
    from windows
    left join conversions on windows.contact_id = conversions.contact_id
    left join reactions on windows.contact_id = reactions.contact_id

)

select * from final
