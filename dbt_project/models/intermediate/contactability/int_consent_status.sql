with events as (

    select * from {{ ref('stg_consent_event') }}

),

requests as (

    select * from {{ ref('stg_rights_request') }}

),

responses as (

    select * from {{ ref('stg_response') }}

),

contacts as (

    select * from {{ ref('stg_contact') }}

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

-- Who may take an objection back: the person alone, where the act is proven.
lifting_rules as (

    select evidence as source
    from {{ ref('consent_rules') }}
    where rule_code = 'OBJECTION_LIFTED_BY' and {{ dated_rule() }}

),

channels as (

    select 'LETTER' as channel
    union all
    select 'CALL' as channel
    union all
    select 'SMS' as channel
    union all
    select 'EMAIL' as channel

),

-- Acts that come from elsewhere: a right to object, a way out used, a message complained of.
acts as (

    select
        consent_key as act_key,
        party_key,
        controller,
        purpose,
        case
            when action = 'OBJECT' and purpose in ('OWN_MKT', 'PROFILING') then 'ALL'
            else channel
        end as channel,
        action,
        event_ts,
        source
    from events
    where event_ts < cast({{ as_of_date() }} as timestamp) or event_ts is null or action <> 'GRANT'

    union all

    select
        request_key as act_key,
        party_key,
        'BRAND' as controller,
        'OWN_MKT' as purpose,
        'ALL' as channel,
        'OBJECT' as action,
        cast(received_date as timestamp) as event_ts,
        'REQUEST' as source
    from requests
    where request_type = 'OBJECT'

    union all

    select
        responses.response_key as act_key,
        contacts.party_key,
        'BRAND' as controller,
        'OWN_MKT' as purpose,
        contacts.channel,
        'REVOKE' as action,
        responses.response_ts as event_ts,
        'RESPONSE' as source
    from responses
    inner join contacts
        on responses.contact_key = contacts.contact_key
    where responses.response_type in ('UNSUB', 'COMPLAINT')

),

channel_acts as (

    select
        acts.act_key,
        acts.party_key,
        acts.controller,
        acts.purpose,
        channels.channel,
        acts.action,
        acts.event_ts,
        acts.action = 'GRANT' and lifting_rules.source is not null as is_lifting,
        case acts.action when 'OBJECT' then 3 when 'REVOKE' then 2 when 'DENY' then 2 else 1 end
            as restriction
    from acts
    inner join channels
        on acts.channel = channels.channel or acts.channel = 'ALL'
    left join lifting_rules
        on acts.source = lifting_rules.source

),

-- Per record the last act counts, of acts of one moment the most restrictive.
ranked as (

    select
        *,
        row_number() over (
            partition by party_key, channel, purpose, controller
            order by event_ts desc, restriction desc, act_key asc
        ) as act_rank
    from channel_acts
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
    from channel_acts
    where event_ts is not null
    group by party_key, channel, purpose, controller
    having
        max(case when action = 'OBJECT' then event_ts end) >= coalesce(
            max(case when is_lifting then event_ts end), cast('1900-01-01' as timestamp)
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
    from channel_acts
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
