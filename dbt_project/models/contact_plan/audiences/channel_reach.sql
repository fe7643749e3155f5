-- What stands between a customer and a commercial message by each channel, on the day of the plan.
with contactability as (

    select * from {{ ref('int_contactability') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

holdout as (

    select * from {{ ref('int_holdout') }}

),

caps as (

    select * from {{ ref('pressure_caps') }}

),

pressure as (

    select * from {{ ref('int_pressure_used') }}

),

full_caps as (

    select
        caps.scope,
        caps.channel,
        pressure.scope_key
    from pressure
    inner join caps on pressure.cap_code = caps.cap_code
    where
        caps.message_class = 'COMMERCIAL'
        and caps.scope in ('PERSON', 'HOUSEHOLD')
        and {{ dated_rule(alias='caps') }}
        and pressure.used >= caps.max_contacts

),

-- By customer, so that each join has a key.
capped_customers as (

    select
        scope_key as customer_id,
        channel
    from full_caps
    where scope = 'PERSON'

    union all

    select
        customers.customer_id,
        full_caps.channel
    from full_caps
    inner join customers on full_caps.scope_key = customers.household_id
    where full_caps.scope = 'HOUSEHOLD'

),

pressed as (

    select distinct
        contactability.customer_id,
        contactability.channel
    from contactability
    inner join capped_customers
        on
            contactability.customer_id = capped_customers.customer_id
            and capped_customers.channel in ('ANY', contactability.channel)

),

judged as (

    select
        contactability.customer_id,
        contactability.channel,
        contactability.is_valid_point,
        contactability.is_commercial_allowed,
        pressed.customer_id is not null as is_under_pressure,
        coalesce(holdout.arm = 'CONTROL', false) as is_control,
        coalesce(
            customers.is_deceased
            or customers.is_minor
            or customers.is_employee
            or customers.is_dealer_owned
            or customers.is_test_address
            or customers.is_unresolved,
            false
        ) as is_left_alone
    from contactability
    inner join customers on contactability.customer_id = customers.customer_id
    left join holdout on contactability.customer_id = holdout.customer_id
    left join pressed
        on
            contactability.customer_id = pressed.customer_id
            and contactability.channel = pressed.channel

),

final as (

    select
        *,
        case
            when is_left_alone or not is_commercial_allowed then 'NOT_ALLOWED'
            when is_under_pressure then 'UNDER_PRESSURE'
            when is_control then 'HELD_OUT'
            else 'REACHABLE'
        end as standing
    from judged

)

select * from final
