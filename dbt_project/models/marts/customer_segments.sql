with known as (

    select * from {{ ref('customer_standing') }}

),

spending as (

    select * from {{ ref('int_customer_spending') }}

),

profiles as (

    select * from {{ ref('int_customer_profiles') }}

),

states as (

    select * from {{ ref('lifecycle_states') }}
    where {{ dated_rule() }}

),

fleet_sizes as (

    select * from {{ ref('fleet_sizes') }}
    where {{ dated_rule() }}

),

segment_bands as (

    select * from {{ ref('segment_bands') }}
    where {{ dated_rule() }}

),

rfm_classes as (

    select * from {{ ref('rfm_classes') }}
    where {{ dated_rule() }}

),

dates as (

    select distinct as_of_date
    from known

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

-- There are few ages, sizes and scores: each is judged once.
ages as (

    select
        paid.last_paid_date,
        dates.as_of_date,
        {{ whole_months('paid.last_paid_date', 'dates.as_of_date') }} as months_since_paid
    from (select distinct last_paid_date from spending) as paid
    cross join dates

),

scored_ages as (

    select
        ages.last_paid_date,
        ages.as_of_date,
        bounds.position as recency_score
    from ages
    inner join bounds
        on
            bounds.scheme = 'RECENCY'
            and ages.months_since_paid >= bounds.lower_bound
            and (bounds.upper_bound is null or ages.months_since_paid < bounds.upper_bound)

),

sized_fleets as (

    select
        fleets.vehicles_held,
        {{ latest_value('fleet_sizes.fleet_size', 'fleet_sizes.min_vehicles') }} as fleet_size
    from (select distinct vehicles_held from known) as fleets
    inner join fleet_sizes
        on fleets.vehicles_held >= fleet_sizes.min_vehicles
    group by fleets.vehicles_held

),

-- Nothing paid on record is the score 0.
recencies as (

    select position as recency_score
    from bounds
    where scheme = 'RECENCY'

    union all

    select 0 as recency_score

),

classed as (

    select
        recencies.recency_score,
        frequencies.position as frequency_score,
        amounts.position as monetary_score,
        {{ earliest_value('rfm_classes.rfm_class', 'rfm_classes.position') }} as rfm_class
    from recencies
    cross join bounds as frequencies
    cross join bounds as amounts
    inner join rfm_classes
        on
            recencies.recency_score
            between rfm_classes.least_recency and rfm_classes.most_recency
            and frequencies.position
            between rfm_classes.least_frequency and rfm_classes.most_frequency
            and amounts.position between rfm_classes.least_monetary and rfm_classes.most_monetary
    where frequencies.scheme = 'FREQUENCY' and amounts.scheme = 'MONETARY'
    group by recencies.recency_score, frequencies.position, amounts.position

),

measured as (

    select
        known.customer_id,
        known.as_of_date,
        known.precedence,
        known.vehicles_held,
        profiles.customer_type,
        spending.value_tier,
        spending.frequency_score,
        spending.monetary_score,
        spending.last_paid_date,
        spending.payments_24m,
        spending.spend_24m,
        spending.contribution_24m,
        case
            when known.first_body <> known.last_body then 'MIXED'
            else known.first_body
        end as held_body,
        profiles.customer_type = 'COMPANY' as is_company
    from known
    inner join profiles
        on known.customer_id = profiles.customer_id
    inner join spending
        on
            known.customer_id = spending.customer_id
            and known.as_of_date >= spending.valid_from
            and known.as_of_date < spending.valid_to

),

-- Left joins keep their order, or the small tables would be multiplied with one another first.
final as (

    select
        measured.customer_id,
        measured.as_of_date,
        measured.as_of_date = {{ as_of_date() }} as is_current,
        measured.customer_type,
        states.state as lifecycle_state,
        measured.value_tier,
        classed.rfm_class,
        coalesce(scored_ages.recency_score, 0) as recency_score,
        measured.frequency_score,
        measured.monetary_score,
        case when measured.is_company then sized_fleets.fleet_size end as fleet_size,
        case when measured.is_company then measured.held_body end as fleet_body,
        measured.vehicles_held,
        measured.last_paid_date,
        measured.payments_24m,
        measured.spend_24m,
        measured.contribution_24m
    from measured
    left join states
        on measured.precedence = states.precedence
    left join scored_ages
        on
            measured.as_of_date = scored_ages.as_of_date
            and measured.last_paid_date = scored_ages.last_paid_date
    left join classed
        on
            coalesce(scored_ages.recency_score, 0) = classed.recency_score
            and measured.frequency_score = classed.frequency_score
            and measured.monetary_score = classed.monetary_score
    left join sized_fleets
        on measured.vehicles_held = sized_fleets.vehicles_held

)

select * from final
