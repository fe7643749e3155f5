with identity_map as (

    select * from {{ ref('int_identity_map') }}

),

parties as (

    select * from {{ ref('stg_party') }}

),

leads as (

    select * from {{ ref('int_leads') }}
    where customer_id is not null

),

orders as (

    select * from {{ ref('int_orders') }}

),

spells as (

    select * from {{ ref('int_lifecycle_spells') }}

),

states as (

    select * from {{ ref('lifecycle_states') }}
    where {{ dated_rule() }}

),

lead_orders as (

    select
        lead_key,
        min(order_date) as order_date
    from orders
    where lead_key is not null
    group by lead_key

),

-- An enquiry that nobody closed in time is over by itself; one was taken for real until somebody
-- found that it is none.
dated_leads as (

    select
        leads.customer_id,
        leads.lost_reason,
        leads.is_valid,
        lead_orders.order_date,
        cast(leads.received_ts as date) as received_on,
        {{ add_days('leads.received_ts', var('lead_open_days')) }} as expires_on,
        case
            when leads.status = 'LOST' or not leads.is_valid
                then cast(leads.status_known_at as date)
        end as lost_on
    from leads
    left join lead_orders
        on leads.lead_key = lead_orders.lead_key

),

bounded_leads as (

    select
        *,
        least(coalesce(lost_on, expires_on), expires_on) as given_up_on,
        case when lost_on <= expires_on then lost_reason else 'NO_ANSWER' end as given_up_by,
        not is_valid and lost_on <= expires_on as is_dropped
    from dated_leads

),

closed_leads as (

    select
        customer_id,
        received_on,
        least(coalesce(order_date, given_up_on), given_up_on) as closed_on,
        case
            when order_date <= given_up_on then 'LEAD_ORDERED'
            when is_dropped then 'LEAD_DROPPED'
            else 'LEAD_LOST'
        end as event_kind,
        case when coalesce(order_date > given_up_on, true) then given_up_by end as reason_code
    from bounded_leads

),

first_known as (

    select
        identity_map.customer_id,
        min(
            {{ first_day_knowing('coalesce(parties.created_at, parties.known_at)') }}
        ) as begins_on
    from parties
    inner join identity_map
        on parties.party_key = identity_map.party_key
    group by identity_map.customer_id

),

events as (

    select
        customer_id,
        begins_on,
        'KNOWN' as event_kind,
        cast(null as {{ dbt.type_string() }}) as reason_code
    from first_known

    union all

    select
        customer_id,
        {{ first_day_knowing('received_on') }} as begins_on,
        'LEAD_OPENED' as event_kind,
        null as reason_code
    from closed_leads

    union all

    select
        customer_id,
        {{ first_day_knowing('greatest(received_on, closed_on)') }} as begins_on,
        event_kind,
        reason_code
    from closed_leads

    union all

    select
        customer_id,
        {{ first_day_knowing('order_date') }} as begins_on,
        'ORDER_SIGNED' as event_kind,
        null as reason_code
    from orders

    union all

    select
        customer_id,
        {{ first_day_knowing('least(delivered_date, cancelled_date)') }} as begins_on,
        case when cancelled_date is null then 'ORDER_DELIVERED' else 'ORDER_CANCELLED' end
            as event_kind,
        null as reason_code
    from orders
    where delivered_date is not null or cancelled_date is not null

    union all

    select
        customer_id,
        began_on as begins_on,
        'CAR_HELD' as event_kind,
        null as reason_code
    from spells

),

judged as (

    select
        events.customer_id,
        events.begins_on,
        events.event_kind,
        events.reason_code,
        case when states.lasts_months is not null then states.state_order end as loss_state,
        case
            when events.event_kind in ('ORDER_SIGNED', 'CAR_HELD') then events.begins_on
            else {{ add_months('events.begins_on', 'states.lasts_months') }}
        end as loss_ends_on
    from events
    left join states
        on events.event_kind = states.reached_by

),

-- A loss is told for a while; the day on which that ends is looked at, too.
moments as (

    select * from judged

    union all

    select
        customer_id,
        loss_ends_on as begins_on,
        'LOSS_ENDED' as event_kind,
        null as reason_code,
        null as loss_state,
        null as loss_ends_on
    from judged
    where loss_state is not null

),

-- Of the losses of a day the later in the list is told, with its own reason and end.
told as (

    select
        *,
        loss_state = max(loss_state) over (partition by customer_id, begins_on) as is_told
    from moments
    where begins_on <= {{ as_of_date() }}

),

days as (

    select
        customer_id,
        begins_on,
        sum(
            case
                when event_kind = 'LEAD_OPENED' then 1
                when event_kind in ('LEAD_ORDERED', 'LEAD_LOST', 'LEAD_DROPPED') then 0 - 1
                else 0
            end
        ) as leads_opened,
        sum(
            case
                when event_kind = 'ORDER_SIGNED' then 1
                when event_kind in ('ORDER_DELIVERED', 'ORDER_CANCELLED') then 0 - 1
                else 0
            end
        ) as orders_opened,
        max(case when event_kind = 'CAR_HELD' then 1 else 0 end) as cars_held,
        max(case when is_told then loss_state end) as loss_state,
        max(case when is_told or loss_state is null then loss_ends_on end) as loss_ends_on,
        max(case when is_told then coalesce(reason_code, '') end) as loss_reason
    from told
    group by customer_id, begins_on

),

standing as (

    select
        customer_id,
        begins_on,
        sum(leads_opened) over running as open_leads,
        sum(orders_opened) over running as open_orders,
        max(cars_held) over running as has_held_car,
        {{ carried_forward('loss_state', 'customer_id', 'begins_on') }} as loss_state,
        {{ carried_forward('loss_ends_on', 'customer_id', 'begins_on') }} as loss_ends_on,
        {{ carried_forward('loss_reason', 'customer_id', 'begins_on') }} as loss_reason
    from days
    window running as (
        partition by customer_id
        order by begins_on
        rows between unbounded preceding and current row
    )

),

list_places as (

    select
        max(case when reached_by = 'KNOWN' then state_order end) as known_state,
        max(case when reached_by = 'LEAD_OPENED' then state_order end) as lead_state,
        max(case when reached_by = 'ORDER_SIGNED' then state_order end) as order_state
    from states

),

final as (

    select
        standing.customer_id,
        standing.begins_on,
        case
            when standing.open_orders > 0 then list_places.order_state
            when standing.open_leads > 0 then list_places.lead_state
            when standing.loss_ends_on > standing.begins_on then standing.loss_state
            when standing.has_held_car = 0 then list_places.known_state
        end as state_order,
        case
            when
                standing.open_orders <= 0
                and standing.open_leads <= 0
                and standing.loss_ends_on > standing.begins_on
                then nullif(standing.loss_reason, '')
        end as reason_code
    from standing
    cross join list_places

)

select * from final
