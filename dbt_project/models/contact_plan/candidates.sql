-- Every contact that could be made on the day, with what it costs and what it is worth.
with due_waves as (

    select * from {{ ref('int_due_waves') }}

),

offers as (

    select * from {{ ref('offers') }}

),

channels as (

    select * from {{ ref('channels') }}

),

priority_classes as (

    select * from {{ ref('priority_classes') }}

),

plan_triggers as (

    select * from {{ ref('plan_triggers') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

holdout as (

    select * from {{ ref('int_holdout') }}

),

scores as (

    select * from {{ ref('int_plan_scores') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

offers_in_force as (

    select *
    from offers
    where {{ dated_rule() }}

),

channels_in_force as (

    select *
    from channels
    where {{ dated_rule() }}

),

priorities_in_force as (

    select *
    from priority_classes
    where {{ dated_rule() }}

),

triggers_in_force as (

    select *
    from plan_triggers
    where {{ dated_rule() }}

),

offered as (

    select
        due_waves.customer_id,
        due_waves.vehicle_id,
        due_waves.plan_code,
        due_waves.trigger_type,
        due_waves.trigger_date,
        due_waves.occurrence_key,
        due_waves.subject_key,
        due_waves.dealer_id,
        due_waves.wave_code,
        due_waves.sequence,
        due_waves.channel,
        due_waves.priority_class,
        due_waves.effect_share,
        due_waves.top_share,
        due_waves.cheaper_channel_first,
        due_waves.workshop_hours,
        due_waves.needs_dealer,
        due_waves.template_code,
        vehicles.earliest_vehicle_key,
        vehicles.model_code,
        offers.offer_code,
        offers.margin,
        offers.has_price,
        offers.argument_es,
        -- Any price makes a message commercial (L1), whatever a seed says.
        case
            when offers.has_price then 'COMMERCIAL'
            else coalesce(offers.message_class, due_waves.message_class)
        end as message_class
    from due_waves
    left join vehicles on due_waves.vehicle_id = vehicles.vehicle_id
    inner join offers_in_force as offers
        on
            due_waves.offer_group = offers.offer_group
            and floor(coalesce(vehicles.age_years, 0))
            between offers.age_from_years and offers.age_to_years
            and (
                offers.audience = 'ANY'
                or (offers.audience = 'CONTRACT' and coalesce(vehicles.has_service_plan, false))
                or (
                    offers.audience = 'NO_CONTRACT'
                    and not coalesce(vehicles.has_service_plan, false)
                )
            )
            and (
                offers.fuel_audience = 'ANY'
                or coalesce(vehicles.fuel_standard, 'OTHER') <> 'ELECTRIC'
            )

),

weighted as (

    select
        offered.*,
        channels.cost,
        channels.visit_rate,
        customers.earliest_party_key,
        customers.household_id,
        priority_classes.priority,
        scores.score,
        scores.rank_share,
        coalesce(holdout.arm = 'CONTROL', false) as is_control,
        case when offered.message_class = 'COMMERCIAL' then channels.fatigue_cost else 0 end
            as fatigue_cost,
        cast(
            plan_triggers.base_uplift * offered.effect_share
            * case
                when scores.score is null or plan_triggers.default_score = 0 then 1
                else least(
                    parameters.score_factor_max,
                    greatest(
                        parameters.score_factor_min,
                        cast(
                            scores.score / plan_triggers.default_score as {{ type_money() }}
                        )
                    )
                )
            end as {{ type_score() }}
        ) as expected_uplift
    from offered
    cross join parameters
    inner join customers on offered.customer_id = customers.customer_id
    inner join channels_in_force as channels on offered.channel = channels.channel
    inner join priorities_in_force as priority_classes
        on offered.priority_class = priority_classes.priority_class
    inner join triggers_in_force as plan_triggers
        on
            offered.plan_code = plan_triggers.plan_code
            and offered.trigger_type = plan_triggers.trigger_type
    left join holdout on offered.customer_id = holdout.customer_id
    left join scores
        on
            offered.customer_id = scores.customer_id
            and offered.vehicle_id = scores.vehicle_id
            and plan_triggers.score_model = scores.model_name

),

final as (

    select
        {{ surrogate_id([
            'customer_id',
            'vehicle_id',
            'plan_code',
            'wave_code',
            'offer_code',
            'channel',
            as_of_date(),
            'occurrence_key'
        ]) }} as candidate_id,
        {{ surrogate_id([
            'earliest_party_key',
            "coalesce(earliest_vehicle_key, '')",
            'plan_code',
            'wave_code',
            'occurrence_key'
        ]) }} as contact_id,
        customer_id,
        household_id,
        vehicle_id,
        dealer_id,
        plan_code,
        wave_code,
        offer_code,
        channel,
        message_class,
        occurrence_key,
        {{ as_of_date() }} as as_of_date,
        trigger_type,
        trigger_date,
        sequence,
        subject_key,
        earliest_party_key,
        earliest_vehicle_key,
        model_code,
        template_code,
        argument_es,
        has_price,
        needs_dealer,
        cheaper_channel_first,
        top_share,
        priority,
        score,
        rank_share,
        cost,
        is_control,
        cast(expected_uplift * margin as {{ type_money() }}) as expected_margin,
        cast(
            cast(expected_uplift * margin as {{ type_money() }}) - cost - fatigue_cost
            as {{ type_money() }}
        ) as value,
        cast(workshop_hours * visit_rate as {{ type_money() }}) as workshop_hours
    from weighted

)

select * from final
