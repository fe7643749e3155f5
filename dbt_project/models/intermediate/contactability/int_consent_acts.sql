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

channels as (

    select distinct channel
    from {{ ref('channels') }}

),

-- Who may take an objection back: the person alone, where the act is proven.
lifting_rules as (

    select evidence as source
    from {{ ref('consent_rules') }}
    where rule_code = 'OBJECTION_LIFTED_BY' and {{ dated_rule() }}

),

-- What is no grant is a no. Said in words that nobody knows, or in none, it is one to the brand's
-- own marketing, in every channel.
understood_events as (

    select
        events.*,
        coalesce(events.action, '') <> 'GRANT' as is_no,
        channels.channel is not null as has_known_channel
    from events
    left join channels
        on events.channel = channels.channel

),

-- A grant of a day to come permits nothing yet; a no is heeded whatever its date.
typed_acts as (

    select
        consent_key as act_key,
        party_key,
        case
            when is_no and not {{ is_known_word('controller') }} then 'BRAND' else controller
        end as controller,
        case
            when is_no and not {{ is_known_word('purpose') }} then 'OWN_MKT' else purpose
        end as purpose,
        case
            when action = 'OBJECT' and purpose in ('OWN_MKT', 'PROFILING') then 'ALL'
            when is_no and not has_known_channel then 'ALL'
            else channel
        end as channel,
        coalesce(action, 'REVOKE') as action,
        event_ts,
        source
    from understood_events
    where is_no or event_ts is null or event_ts < cast({{ as_of_date() }} as timestamp)

),

-- A right to object that was exercised by letter or form; so is a request of a kind that nobody
-- knows, until somebody has read it.
requested_acts as (

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
    where request_type = 'OBJECT' or not {{ is_known_word('request_type') }}

),

-- A way out used or a message complained of closes the channel it came by, and so does an answer
-- of a kind that nobody knows.
answered_acts as (

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
    where
        responses.response_type in ('UNSUB', 'COMPLAINT')
        or not {{ is_known_word('response_type', 'responses') }}

),

acts as (

    select * from typed_acts

    union all

    select * from requested_acts

    union all

    select * from answered_acts

),

final as (

    select
        acts.act_key,
        acts.party_key,
        acts.controller,
        acts.purpose,
        channels.channel,
        acts.action,
        acts.event_ts,
        acts.action = 'GRANT' and lifting_rules.source is not null as is_lifting
    from acts
    inner join channels
        on acts.channel = channels.channel or acts.channel = 'ALL'
    left join lifting_rules
        on acts.source = lifting_rules.source

)

select * from final
