with spells as (

    select * from {{ ref('int_lifecycle_spells') }}
    where ended_on is not null

),

holdings as (

    select * from {{ ref('int_brand_holdings') }}

),

leads as (

    select * from {{ ref('int_leads') }}
    where status = 'LOST' and customer_id is not null

),

states as (

    select * from {{ ref('lifecycle_states') }}
    where {{ dated_rule() }}

),

losses as (

    select * from {{ ref('lifecycle_losses') }}
    where {{ dated_rule() }}

),

-- What a lost enquiry told of the loss, the last one before the car went.
told_reasons as (

    select
        spells.spell_key,
        {{ latest_value(
            'losses.reason_code', record_order('leads.status_known_at', 'leads.lead_key')
        ) }} as reason_code
    from spells
    inner join leads
        on
            spells.customer_id = leads.customer_id
            and spells.ended_on >= {{ first_day_knowing('leads.status_known_at') }}
    inner join losses
        on
            losses.evidence = 'LEAD'
            and leads.lost_reason = losses.reason_code
            and spells.ended_on
            < {{ add_months(first_day_knowing('leads.status_known_at'), 'losses.months') }}
    group by spells.spell_key

),

-- A word that the list of losses does not have says nothing.
reasons as (

    select
        spells.*,
        case when told_reasons.spell_key is null then 'OWNERSHIP' else 'LEAD' end as evidence,
        coalesce(told_reasons.reason_code, losses.reason_code, 'UNKNOWN') as reason_code
    from spells
    left join told_reasons
        on spells.spell_key = told_reasons.spell_key
    left join losses
        on
            losses.evidence = 'OWNERSHIP'
            and spells.end_reason = losses.reason_code

),

ended as (

    select
        reasons.*,
        states.state_order,
        coalesce(
            {{ add_months('reasons.left_on', 'states.lasts_months') }}, {{ open_end() }}
        ) as long_gone_on
    from reasons
    inner join losses
        on
            reasons.evidence = losses.evidence
            and reasons.reason_code = losses.reason_code
    inner join states
        on losses.state = states.state

),

-- Cars and orders of the brand that the customer has beside this one, or takes after it.
kept as (

    select
        ended.spell_key,
        holdings.ended_on as ends_on,
        greatest(holdings.began_on, ended.ended_on) as begins_on,
        holdings.began_on > ended.ended_on as was_lost,
        lead(holdings.began_on) over (
            partition by ended.spell_key order by holdings.began_on
        ) as next_begins_on
    from ended
    inner join holdings
        on
            ended.customer_id = holdings.customer_id
            and coalesce(holdings.ended_on, {{ open_end() }}) > ended.ended_on

),

first_kept as (

    select
        spell_key,
        min(begins_on) as begins_on
    from kept
    group by spell_key

),

gaps as (

    select
        ended.spell_key,
        ended.ended_on as begins_on,
        first_kept.begins_on as ends_on
    from ended
    left join first_kept
        on ended.spell_key = first_kept.spell_key
    where
        first_kept.begins_on is null
        or first_kept.begins_on > ended.ended_on

    union all

    select
        spell_key,
        ends_on as begins_on,
        next_begins_on as ends_on
    from kept
    where ends_on is not null

),

changes as (

    select
        gaps.spell_key,
        gaps.begins_on,
        ended.state_order
    from gaps
    inner join ended
        on gaps.spell_key = ended.spell_key
    where gaps.begins_on < ended.long_gone_on

    union all

    select
        gaps.spell_key,
        greatest(gaps.begins_on, ended.long_gone_on) as begins_on,
        states.state_order
    from gaps
    inner join ended
        on gaps.spell_key = ended.spell_key
    cross join states
    where
        states.reached_by = 'LONG_GONE'
        and ended.long_gone_on < coalesce(gaps.ends_on, {{ open_end() }})

    union all

    select
        kept.spell_key,
        kept.begins_on,
        states.state_order
    from kept
    cross join states
    where
        (states.reached_by = 'BOUGHT_AGAIN' and kept.was_lost)
        or (states.reached_by = 'KEPT' and not kept.was_lost)

    union all

    select
        kept.spell_key,
        {{ add_months('kept.begins_on', 'again.lasts_months') }} as begins_on,
        states.state_order
    from kept
    cross join states
    inner join states as again
        on again.reached_by = 'BOUGHT_AGAIN'
    where
        states.reached_by = 'KEPT'
        and kept.was_lost
        and {{ add_months('kept.begins_on', 'again.lasts_months') }}
        < coalesce(kept.ends_on, {{ open_end() }})

),

final as (

    select
        changes.spell_key,
        changes.begins_on,
        changes.state_order,
        ended.reason_code
    from changes
    inner join ended
        on changes.spell_key = ended.spell_key
    where
        changes.begins_on <= {{ as_of_date() }}
        and changes.begins_on < coalesce(ended.next_began_on, {{ open_end() }})

)

select * from final
