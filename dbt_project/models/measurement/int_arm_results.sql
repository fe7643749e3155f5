-- A subject enters once a period, with its first contact, and only when its window has passed.
with outcomes as (

    select * from {{ ref('contact_outcomes') }}
    where is_first_of_period

),

by_period as (

    select
        origin,
        plan_code,
        period_code,
        arm,
        customer_id,
        is_mature,
        is_converted
    from outcomes

),

pooled as (

    select * from by_period

    union all

    select
        origin,
        plan_code,
        'ALL' as period_code,
        arm,
        customer_id,
        is_mature,
        is_converted
    from outcomes

),

customers as (

    select
        origin,
        plan_code,
        period_code,
        arm,
        customer_id,
        count(*) as entered,
        sum(case when is_mature then 1 else 0 end) as n,
        sum(case when is_mature and is_converted then 1 else 0 end) as k
    from pooled
    group by origin, plan_code, period_code, arm, customer_id

),

sums as (

    select
        origin,
        plan_code,
        period_code,
        arm,
        cast(sum(entered) as bigint) as n_entered,
        cast(sum(n) as bigint) as n_subjects,
        cast(sum(k) as bigint) as n_conversions,
        cast(sum(k * k) as bigint) as sum_kk,
        cast(sum(k * n) as bigint) as sum_kn,
        cast(sum(n * n) as bigint) as sum_nn,
        cast(sum(case when n > 0 then 1 else 0 end) as bigint) as n_customers
    from customers
    group by origin, plan_code, period_code, arm

),

rates as (

    select
        *,
        case when n_subjects > 0 then cast(n_conversions as double) / n_subjects end as rate
    from sums

),

-- Cars and years of one customer are alike: the variance of the rate is taken over customers, and
-- the arm counts for as many independent subjects as give that variance, never more than it has.
variances as (

    select
        *,
        (sum_kk - 2 * rate * sum_kn + rate * rate * sum_nn)
        / (cast(n_subjects as double) * n_subjects) as clustered_variance
    from rates

),

final as (

    select
        origin,
        plan_code,
        period_code,
        arm,
        n_entered,
        n_customers,
        n_subjects,
        n_conversions,
        rate,
        case
            when n_subjects = 0 then cast(0 as double)
            when rate * (1 - rate) > 0 and clustered_variance > 0
                then least(cast(n_subjects as double), rate * (1 - rate) / clustered_variance)
            else cast(n_customers as double)
        end as n_effective
    from variances

)

select * from final
