with acts as (

    select * from {{ ref('int_consent_acts') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

expiry_rules as (

    select
        channel,
        months
    from {{ ref('consent_rules') }}
    where rule_code = 'CONSENT_EXPIRY' and {{ dated_rule() }}

),

-- A word that no contract knows is no yes.
weighed as (

    select
        *,
        case action when 'OBJECT' then 3 when 'GRANT' then 1 else 2 end as restriction
    from acts

),

-- Per record the last act counts, of acts of one moment the most restrictive.
ranked as (

    select
        *,
        row_number() over (
            partition by party_key, channel, purpose, controller
            order by event_ts desc, restriction desc, act_key asc
        ) as act_rank
    from weighed
    where event_ts is not null

),

-- An objection stands until the person takes it back; a grant that a clerk enters later does not.
standing_objections as (

    select
        party_key,
        channel,
        purpose,
        controller,
        max(case when action = 'OBJECT' then event_ts end) as event_ts
    from weighed
    where event_ts is not null
    group by party_key, channel, purpose, controller
    having
        max(case when action = 'OBJECT' then event_ts end) >= coalesce(
            max(case when is_lifting then event_ts end), cast({{ unknown_start() }} as timestamp)
        )

),

-- An undated grant proves nothing; an undated no stays a no whatever came after, for nobody can
-- tell.
party_status as (

    select
        party_key,
        channel,
        purpose,
        controller,
        restriction,
        event_ts
    from ranked
    where act_rank = 1

    union all

    select
        party_key,
        channel,
        purpose,
        controller,
        case when restriction = 1 then 0 else restriction end as restriction,
        event_ts
    from weighed
    where event_ts is null

    union all

    select
        party_key,
        channel,
        purpose,
        controller,
        3 as restriction,
        event_ts
    from standing_objections

),

-- Records that became one customer: the most restrictive wins.
customer_status as (

    select
        identity_map.customer_id,
        party_status.channel,
        party_status.purpose,
        party_status.controller,
        max(party_status.restriction) as restriction,
        max(case when party_status.restriction = 1 then party_status.event_ts end) as granted_at
    from party_status
    inner join identity_map
        on party_status.party_key = identity_map.party_key
    group by
        identity_map.customer_id,
        party_status.channel,
        party_status.purpose,
        party_status.controller

),

dated as (

    select
        customer_status.*,
        {{ add_months('cast(customer_status.granted_at as date)', 'expiry_rules.months') }}
            as expires_at
    from customer_status
    left join expiry_rules
        on customer_status.channel = expiry_rules.channel

),

final as (

    select
        customer_id,
        channel,
        purpose,
        controller,
        case
            when restriction = 3 then 'OBJECTED'
            when restriction = 2 then 'DENIED'
            when restriction = 0 then 'NONE'
            when expires_at <= {{ as_of_date() }} then 'NONE'
            else 'GRANTED'
        end as status,
        granted_at,
        expires_at
    from dated

)

select * from final
