with customers as (

    select * from {{ ref('int_golden_record') }}

),

preferences as (

    select * from {{ ref('stg_preference') }}
    where event_ts is null or event_ts < cast({{ as_of_date() }} as timestamp)

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

contacts as (

    select * from {{ ref('int_customer_contacts') }}

),

channels as (

    select * from {{ ref('channels') }}
    where {{ dated_rule() }}

),

dealers as (

    select * from {{ ref('int_preferred_dealer') }}
    where vehicle_id is null

),

stated as (

    select
        identity_map.customer_id,
        preferences.preference_kind,
        preferences.value,
        {{ record_order(
            'coalesce(preferences.event_ts, cast(' ~ unknown_start() ~ ' as timestamp))',
            'preferences.preference_key'
        ) }} as stated_order
    from preferences
    inner join identity_map
        on preferences.party_key = identity_map.party_key
    where
        preferences.preference_kind = 'TOPIC'
        or preferences.value in (select channels.channel from channels)
        or preferences.value in ('MORNING', 'AFTERNOON', 'EVENING')

),

-- A channel or hour is told last; topics add up.
declared as (

    select
        customer_id,
        {{ latest_value("case when preference_kind = 'CHANNEL' then value end", 'stated_order') }}
            as channel,
        {{ latest_value("case when preference_kind = 'HOUR' then value end", 'stated_order') }}
            as daypart,
        {{ any_true("preference_kind = 'TOPIC' and value = 'OFFERS'") }} as has_topic_offers,
        {{ any_true("preference_kind = 'TOPIC' and value = 'EVENTS'") }} as has_topic_events,
        {{ any_true("preference_kind = 'TOPIC' and value = 'MAINTENANCE'") }}
            as has_topic_maintenance,
        {{ any_true("preference_kind = 'TOPIC' and value = 'ELECTRIC'") }} as has_topic_electric
    from stated
    group by customer_id

),

-- Where somebody answers more than others do; the cheaper channel where that is the same.
ranked_channels as (

    select
        contacts.customer_id,
        contacts.channel,
        row_number() over (
            partition by contacts.customer_id
            order by
                {{ shrunk_lift('contacts.answers', 'contacts.expected_answers') }} desc,
                contacts.answers desc,
                channels.channel_order asc
        ) as channel_rank
    from contacts
    inner join channels
        on contacts.channel = channels.channel
    where contacts.answers > 0

),

daypart_answers as (

    select
        customer_id,
        sum(morning_answers) as morning,
        sum(afternoon_answers) as afternoon,
        sum(evening_answers) as evening
    from contacts
    group by customer_id

),

-- Of as many answers in two parts of the day neither is preferred.
answered_dayparts as (

    select
        customer_id,
        case
            when morning > greatest(afternoon, evening) then 'MORNING'
            when afternoon > greatest(morning, evening) then 'AFTERNOON'
            when evening > greatest(morning, afternoon) then 'EVENING'
        end as daypart
    from daypart_answers

),

final as (

    select
        customers.customer_id,
        dealers.aftersales_dealer_id as preferred_workshop_id,
        dealers.aftersales_rule as preferred_workshop_rule,
        dealers.sales_dealer_id as preferred_seller_id,
        dealers.sales_rule as preferred_seller_rule,
        coalesce(declared.channel, ranked_channels.channel) as preferred_channel,
        case
            when declared.channel is not null then 'DECLARED'
            when ranked_channels.channel is not null then 'ANSWERS'
        end as preferred_channel_rule,
        coalesce(declared.daypart, answered_dayparts.daypart) as preferred_hour,
        case
            when declared.daypart is not null then 'DECLARED'
            when answered_dayparts.daypart is not null then 'ANSWERS'
        end as preferred_hour_rule,
        coalesce(declared.has_topic_offers, false) as has_topic_offers,
        coalesce(declared.has_topic_events, false) as has_topic_events,
        coalesce(declared.has_topic_maintenance, false) as has_topic_maintenance,
        coalesce(declared.has_topic_electric, false) as has_topic_electric
    from customers
    left join declared
        on customers.customer_id = declared.customer_id
    left join ranked_channels
        on
            customers.customer_id = ranked_channels.customer_id
            and ranked_channels.channel_rank = 1
    left join answered_dayparts
        on customers.customer_id = answered_dayparts.customer_id
    left join dealers
        on customers.customer_id = dealers.customer_id

)

select * from final
