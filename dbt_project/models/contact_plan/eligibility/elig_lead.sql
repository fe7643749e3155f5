-- Valid enquiries without an order, with the triggers that start the waves of lead management.
with leads as (

    select * from {{ ref('int_leads') }}

),

preferred_dealers as (

    select * from {{ ref('int_preferred_dealer') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

alive as (

    select
        leads.lead_key,
        leads.customer_id,
        leads.status,
        leads.dealer_id,
        cast(leads.received_ts as date) as received_date,
        cast(leads.test_drive_ts as date) as test_drive_date
    from leads
    cross join parameters
    where
        leads.customer_id is not null
        and leads.status <> 'INVALID'
        and not leads.has_order
        and leads.status <> 'WON'
        and cast(leads.received_ts as date)
        >= {{ add_days(as_of_date(), '-parameters.lead_days') }}

),

triggers as (

    select
        *,
        'LEAD_OPEN' as trigger_type,
        received_date as trigger_date
    from alive
    where status in ('NEW', 'WORKING')

    union all

    select
        *,
        'TEST_DRIVE' as trigger_type,
        test_drive_date as trigger_date
    from alive
    where
        status in ('NEW', 'WORKING')
        and test_drive_date < {{ as_of_date() }}

    union all

    select
        *,
        'LEAD_REVIVE' as trigger_type,
        received_date as trigger_date
    from alive

),

final as (

    select
        triggers.customer_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        'LEAD' as plan_code,
        triggers.trigger_type,
        triggers.trigger_date,
        triggers.trigger_type || ':' || triggers.lead_key as occurrence_key,
        triggers.lead_key as subject_key,
        coalesce(triggers.dealer_id, preferred_dealers.sales_dealer_id) as dealer_id,
        {{ surrogate_id(['triggers.lead_key', 'triggers.trigger_type']) }} as eligibility_id
    from triggers
    left join preferred_dealers
        on
            triggers.customer_id = preferred_dealers.customer_id
            and preferred_dealers.vehicle_id is null

)

select * from final
