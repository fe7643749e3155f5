-- Waves of every plan that are due on the day: the trigger's date, the wave's offset and window.
with eligible as (

    select * from {{ ref('elig_lead') }}
    union all
    select * from {{ ref('elig_order') }}
    union all
    select * from {{ ref('elig_first_year') }}
    union all
    select * from {{ ref('elig_engagement') }}
    union all
    select * from {{ ref('elig_renewal') }}
    union all
    select * from {{ ref('elig_aftersales_in_warranty') }}
    union all
    select * from {{ ref('elig_aftersales_out_of_warranty') }}
    union all
    select * from {{ ref('elig_audience') }}

),

waves as (

    select * from {{ ref('waves') }}

),

waves_in_force as (

    select *
    from waves
    where {{ dated_rule() }}

),

final as (

    select
        eligible.customer_id,
        eligible.vehicle_id,
        eligible.plan_code,
        eligible.trigger_type,
        eligible.trigger_date,
        eligible.occurrence_key,
        eligible.subject_key,
        eligible.dealer_id,
        waves.wave_code,
        waves.sequence,
        waves.channel,
        waves.offer_group,
        waves.message_class,
        waves.priority_class,
        waves.effect_share,
        waves.top_share,
        waves.cheaper_channel_first,
        waves.workshop_hours,
        waves.needs_dealer,
        waves.template_code,
        {{ add_days('eligible.trigger_date', 'waves.offset_days') }} as due_from,
        {{ add_days('eligible.trigger_date', 'waves.offset_days + waves.window_days') }} as due_to,
        {{ surrogate_id([
            'eligible.eligibility_id',
            'eligible.plan_code',
            'waves.wave_code',
            'waves.channel'
        ]) }} as due_wave_id
    from eligible
    inner join waves_in_force as waves
        on
            eligible.plan_code = waves.plan_code
            and eligible.trigger_type = waves.trigger_type
            and {{ as_of_date() }}
            between {{ add_days('eligible.trigger_date', 'waves.offset_days') }}
            and {{ add_days('eligible.trigger_date', 'waves.offset_days + waves.window_days') }}

)

select * from final
