with arms as (

    select * from {{ ref('int_arm_results') }}

),

metrics as (

    select
        plan_code,
        outcome_event,
        window_days,
        minimum_n,
        cast(minimum_effect as double) as minimum_effect,
        cast(baseline_rate as double) as baseline_rate,
        cast(z_confidence as double) as z_confidence,
        cast(z_power as double) as z_power
    from {{ ref('success_metrics') }}
    where {{ dated_rule() }}

),

spines as (

    select distinct
        origin,
        plan_code,
        period_code
    from arms

),

compared as (

    select
        spines.origin,
        spines.plan_code,
        spines.period_code,
        test.rate as test_rate,
        control.rate as control_rate,
        coalesce(test.n_entered, 0) as test_entered,
        coalesce(control.n_entered, 0) as control_entered,
        coalesce(test.n_subjects, 0) as test_n,
        coalesce(control.n_subjects, 0) as control_n,
        coalesce(test.n_conversions, 0) as test_conversions,
        coalesce(control.n_conversions, 0) as control_conversions,
        nullif(test.n_effective, 0) as test_n_effective,
        nullif(control.n_effective, 0) as control_n_effective
    from spines
    left join arms as test
        on
            spines.origin = test.origin
            and spines.plan_code = test.plan_code
            and spines.period_code = test.period_code
            and test.arm = 'TEST'
    left join arms as control
        on
            spines.origin = control.origin
            and spines.plan_code = control.plan_code
            and spines.period_code = control.period_code
            and control.arm = 'CONTROL'

),

bounded as (

    select
        compared.*,
        metrics.outcome_event,
        metrics.window_days,
        metrics.minimum_n,
        metrics.minimum_effect,
        metrics.z_confidence,
        metrics.z_power,
        -- A rate of 0 or 1 in a small arm plans nothing; the expected one stands in until then.
        case
            when
                compared.control_n >= metrics.minimum_n
                and compared.control_conversions between 1 and compared.control_n - 1
                and compared.control_rate + metrics.minimum_effect < 1
                then compared.control_rate
            else metrics.baseline_rate
        end as planning_rate,
        {{ wilson_bound('test_rate', 'test_n_effective', 'z_confidence', '-') }} as test_low,
        {{ wilson_bound('test_rate', 'test_n_effective', 'z_confidence', '+') }} as test_high,
        {{ wilson_bound('control_rate', 'control_n_effective', 'z_confidence', '-') }}
            as control_low,
        {{ wilson_bound('control_rate', 'control_n_effective', 'z_confidence', '+') }}
            as control_high
    from compared
    inner join metrics on compared.plan_code = metrics.plan_code

),

-- Arms of different size are worth equal arms of their harmonic mean; an empty arm gives null.
sized as (

    select
        *,
        test_rate - control_rate as difference,
        {{ newcombe_lower('test_rate', 'test_low', 'control_rate', 'control_high') }} as ci_low,
        {{ newcombe_upper('test_rate', 'test_high', 'control_rate', 'control_low') }} as ci_high,
        coalesce(
            cast(floor(2 / (1 / test_n_effective + 1 / control_n_effective)) as bigint), 0
        ) as has_n_per_arm,
        cast(
            {{ needed_per_arm('planning_rate', 'minimum_effect', 'z_confidence', 'z_power') }}
            as bigint
        ) as needs_n_per_arm
    from bounded

),

judged as (

    select
        *,
        has_n_per_arm >= needs_n_per_arm
        and test_n >= minimum_n
        and control_n >= minimum_n as is_readable
    from sized

),

final as (

    select
        origin,
        plan_code,
        period_code,
        outcome_event,
        window_days,
        test_entered,
        control_entered,
        test_n,
        control_n,
        test_conversions,
        control_conversions,
        cast(test_rate as {{ type_score() }}) as test_rate,
        cast(control_rate as {{ type_score() }}) as control_rate,
        test_conversions as gross_conversions,
        cast(test_rate as {{ type_score() }}) as gross_rate,
        cast(difference as {{ type_score() }}) as difference,
        cast(ci_low as {{ type_score() }}) as ci_low,
        cast(ci_high as {{ type_score() }}) as ci_high,
        cast(round(difference * test_n, 1) as decimal(18, 1)) as incremental_conversions,
        cast(round(ci_low * test_n, 1) as decimal(18, 1)) as incremental_low,
        cast(round(ci_high * test_n, 1) as decimal(18, 1)) as incremental_high,
        is_readable,
        has_n_per_arm,
        needs_n_per_arm,
        cast(minimum_effect as {{ type_score() }}) as minimum_effect,
        case
            when is_readable and ci_low > 0 then 'more than the control group'
            when is_readable and ci_high < 0 then 'less than the control group'
            when is_readable then 'no difference of the size looked for'
            when control_entered = 0 then 'not readable: nobody is held out'
            else
                'not readable yet, needs about '
                || cast(needs_n_per_arm as {{ dbt.type_string() }}) || ' per arm, has '
                || cast(has_n_per_arm as {{ dbt.type_string() }})
        end as note
    from judged

)

select * from final
