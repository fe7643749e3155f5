-- Events of one moment that say yes and no to the same thing; the first by key is what the others
-- contradict.
with events as (

    select * from {{ ref('stg_consent_event') }}

),

moments as (

    select
        consent_key,
        action,
        first_value(action) over (
            partition by
                party_key, controller, purpose, channel, coalesce(event_ts, created_at)
            order by consent_key
        ) as first_action
    from events

),

final as (

    select {{ finding(
        'CONSENT_CONTRADICTORY', 'events', 'consent_key', 'action', 'consent_event'
    ) }}
    from events
    inner join moments
        on events.consent_key = moments.consent_key
    where (moments.action = 'GRANT') <> (moments.first_action = 'GRANT')

)

select * from final
