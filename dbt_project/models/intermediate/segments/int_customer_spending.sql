{#- The window of the features: a figure of a customer is the same wherever it is read. -#}
{%- set window_months = var('visit_window_months')[1] -%}
{%- set first_day = segment_month(var('segment_history_months') - 1) -%}

with customers as (

    select * from {{ ref('int_golden_record') }}

),

visits as (

    select * from {{ ref('int_visits') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

segment_bands as (

    select * from {{ ref('segment_bands') }}
    where {{ dated_rule() }}

),

-- What was earned with a customer: from when a plan can know it, and until when it stands.
earnings as (

    select
        customer_id,
        opened_date as earned_on,
        {{ as_count('is_paid') }} as payments,
        net_customer as spend,
        contribution,
        {{ first_day_knowing('greatest(opened_date, cast(known_at as date))') }} as begins_on,
        {{ open_end() }} as revoked_on
    from visits
    where customer_id is not null

    union all

    select
        customer_id,
        order_date as earned_on,
        1 as payments,
        0 as spend,
        coalesce(contribution, 0) as contribution,
        {{ first_day_knowing('greatest(order_date, cast(known_at as date))') }} as begins_on,
        coalesce({{ first_day_knowing('cancelled_date') }}, {{ open_end() }}) as revoked_on
    from orders

),

-- It leaves the window the day after the same day so many months later, or when it is cancelled.
standing as (

    select
        *,
        greatest(begins_on, {{ first_day }}) as enters_on,
        greatest(
            begins_on,
            least(
                revoked_on,
                {{ first_day_knowing(add_months('earned_on', window_months)) }}
            ),
            {{ first_day }}
        ) as leaves_on
    from earnings
    where begins_on < revoked_on

),

-- What is cancelled was paid as far as the days before could know.
cancelled as (

    select
        customer_id,
        earned_on,
        begins_on,
        revoked_on
    from standing
    where payments > 0 and revoked_on < {{ open_end() }}

),

-- What entered and left before the history begins is gone in its first day's sum.
steps as (

    select
        customer_id,
        enters_on as changed_on,
        payments,
        spend,
        contribution,
        case when payments > 0 and revoked_on = {{ open_end() }} then earned_on end as paid_on
    from standing

    union all

    select
        customer_id,
        leaves_on as changed_on,
        0 - payments as payments,
        0 - spend as spend,
        0 - contribution as contribution,
        cast(null as date) as paid_on
    from standing
    where leaves_on <= {{ as_of_date() }}

    union all

    select
        customer_id,
        revoked_on as changed_on,
        0 as payments,
        0 as spend,
        0 as contribution,
        cast(null as date) as paid_on
    from cancelled
    where revoked_on > {{ first_day }} and revoked_on <= {{ as_of_date() }}

    union all

    select
        customer_id,
        {{ first_day }} as changed_on,
        0 as payments,
        0 as spend,
        0 as contribution,
        cast(null as date) as paid_on
    from customers

),

daily as (

    select
        customer_id,
        changed_on,
        sum(payments) as payments,
        sum(spend) as spend,
        sum(contribution) as contribution,
        max(paid_on) as paid_on
    from steps
    group by customer_id, changed_on

),

summed as (

    select
        customer_id,
        changed_on as valid_from,
        lead(changed_on, 1, {{ open_end() }}) over (
            partition by customer_id order by changed_on
        ) as valid_to,
        cast(sum(payments) over to_date as bigint) as payments_24m,
        cast(sum(spend) over to_date as {{ type_money() }}) as spend_24m,
        cast(sum(contribution) over to_date as {{ type_money() }}) as contribution_24m,
        max(paid_on) over to_date as last_kept_date
    from daily
    window to_date as (partition by customer_id order by changed_on)

),

paid_until_cancelled as (

    select
        summed.customer_id,
        summed.valid_from,
        max(cancelled.earned_on) as paid_on
    from summed
    inner join cancelled
        on
            summed.customer_id = cancelled.customer_id
            and summed.valid_from >= cancelled.begins_on
            and summed.valid_from < cancelled.revoked_on
    group by summed.customer_id, summed.valid_from

),

history as (

    select
        summed.customer_id,
        summed.valid_from,
        summed.valid_to,
        summed.payments_24m,
        summed.spend_24m,
        summed.contribution_24m,
        case
            when summed.last_kept_date >= paid_until_cancelled.paid_on then summed.last_kept_date
            else coalesce(paid_until_cancelled.paid_on, summed.last_kept_date)
        end as last_paid_date
    from summed
    left join paid_until_cancelled
        on
            summed.customer_id = paid_until_cancelled.customer_id
            and summed.valid_from = paid_until_cancelled.valid_from

),

bounds as (

    select
        scheme,
        band,
        position,
        lower_bound,
        lead(lower_bound) over (partition by scheme order by lower_bound) as upper_bound
    from segment_bands

),

final as (

    select
        history.*,
        worths.band as value_tier,
        frequencies.position as frequency_score,
        amounts.position as monetary_score
    from history
    inner join bounds as worths
        on
            worths.scheme = 'VALUE'
            and greatest(history.contribution_24m, 0) >= worths.lower_bound
            and (
                worths.upper_bound is null
                or greatest(history.contribution_24m, 0) < worths.upper_bound
            )
    inner join bounds as frequencies
        on
            frequencies.scheme = 'FREQUENCY'
            and history.payments_24m >= frequencies.lower_bound
            and (
                frequencies.upper_bound is null
                or history.payments_24m < frequencies.upper_bound
            )
    inner join bounds as amounts
        on
            amounts.scheme = 'MONETARY'
            and greatest(history.spend_24m, 0) >= amounts.lower_bound
            and (
                amounts.upper_bound is null
                or greatest(history.spend_24m, 0) < amounts.upper_bound
            )

)

select * from final
