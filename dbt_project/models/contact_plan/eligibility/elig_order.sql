-- Orders signed and not yet delivered, with each thing the buyer should hear about.
with orders as (

    select * from {{ ref('int_orders') }}

),

stages as (

    select * from {{ ref('stg_order_stage') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

alive as (

    select
        orders.order_key,
        orders.customer_id,
        orders.vehicle_id,
        orders.dealer_id,
        orders.order_date,
        orders.eta_date
    from orders
    where
        orders.customer_id is not null
        and (orders.is_open or orders.is_cancelled)

),

stage_changes as (

    select
        stages.order_key,
        stages.stage,
        cast(stages.stage_ts as date) as stage_date,
        stages.eta_date,
        lag(stages.eta_date) over (
            partition by stages.order_key order by stages.stage_ts, stages.stage_key
        ) as former_eta_date
    from stages
    inner join alive on stages.order_key = alive.order_key

),

last_changes as (

    select
        order_key,
        max(stage_date) as last_change_date
    from stage_changes
    group by order_key

),

silences as (

    select
        alive.*,
        parameters.order_silent_days as silent_days,
        coalesce(last_changes.last_change_date, alive.order_date) as silent_since,
        {{ cycles_since(
            'coalesce(last_changes.last_change_date, alive.order_date)',
            'parameters.order_silent_days'
        ) }} as silent_cycle
    from alive
    cross join parameters
    left join last_changes on alive.order_key = last_changes.order_key

),

triggers as (

    select
        order_key,
        'ORDER_SIGNED' as trigger_type,
        order_date as trigger_date,
        'SIGNED' as detail
    from alive

    union all

    select
        order_key,
        'ORDER_EXTRAS' as trigger_type,
        order_date as trigger_date,
        'EXTRAS' as detail
    from alive

    union all

    select
        order_key,
        'ORDER_DELIVERY' as trigger_type,
        eta_date as trigger_date,
        'DELIVERY' as detail
    from alive
    where eta_date is not null

    union all

    select
        order_key,
        'ORDER_STAGE' as trigger_type,
        min(stage_date) as trigger_date,
        'STAGE:' || stage as detail
    from stage_changes
    where stage in ('BUILD', 'TRANSIT', 'ARRIVED', 'REGISTERED')
    group by order_key, stage

    union all

    select
        stage_changes.order_key,
        'ORDER_ETA_SLIP' as trigger_type,
        min(stage_changes.stage_date) as trigger_date,
        'ETA:' || cast(stage_changes.eta_date as {{ dbt.type_string() }}) as detail
    from stage_changes
    cross join parameters
    where
        {{ days_between('stage_changes.former_eta_date', 'stage_changes.eta_date') }}
        > parameters.order_eta_slip_days
    group by stage_changes.order_key, stage_changes.eta_date

    union all

    select
        order_key,
        'ORDER_SILENT' as trigger_type,
        {{ add_days('silent_since', 'silent_days * silent_cycle') }} as trigger_date,
        'SILENT:' || cast(silent_since as {{ dbt.type_string() }})
        || ':' || cast(silent_cycle as {{ dbt.type_string() }}) as detail
    from silences
    where silent_cycle >= 1

),

occurrences as (

    select
        order_key,
        trigger_type,
        trigger_date,
        'ORDER:' || order_key || ':' || detail as occurrence_key
    from triggers

),

final as (

    select
        alive.customer_id,
        alive.vehicle_id,
        'ORDER' as plan_code,
        occurrences.trigger_type,
        occurrences.trigger_date,
        occurrences.occurrence_key,
        occurrences.order_key as subject_key,
        alive.dealer_id,
        {{ surrogate_id(['occurrences.trigger_type', 'occurrences.occurrence_key']) }}
            as eligibility_id
    from occurrences
    inner join alive on occurrences.order_key = alive.order_key

)

select * from final
