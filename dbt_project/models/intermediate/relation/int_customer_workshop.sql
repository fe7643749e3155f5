{#- The window of the features: a figure of a customer is the same wherever it is read. -#}
{%- set first_date = add_months(as_of_date(), 0 - var('visit_window_months')[1]) -%}

with visits as (

    select * from {{ ref('int_visits') }}
    where customer_id is not null

),

appointments as (

    select * from {{ ref('stg_appointment') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

summed as (

    select
        customer_id,
        count(*) as visits,
        count(case when opened_date >= {{ first_date }} then ro_key end) as visits_24m,
        count(case when is_paid then ro_key end) as paid_visits,
        max(opened_date) as last_visit_date,
        max(case when ro_type = 'SERVICE' then opened_date end) as last_service_date,
        {{ latest_value('dealer_id', record_order('opened_date', 'ro_key')) }}
            as last_workshop_id,
        count(distinct dealer_id) as workshops_visited,
        sum(case when opened_date >= {{ first_date }} then net_customer else 0 end) as spend_24m,
        sum(net_customer) as workshop_spend,
        sum(net_warranty) as workshop_warranty_amount,
        sum(net_internal) as workshop_internal_amount,
        sum(net_contract) as workshop_contract_amount,
        sum(net_insurance) as workshop_insurance_amount,
        sum(net_total) as workshop_amount,
        sum(contribution) as workshop_contribution,
        sum(case when opened_date >= {{ first_date }} then contribution else 0 end)
            as workshop_contribution_24m,
        sum(case when is_paid then net_customer else 0 end) as paid_amount
    from visits
    group by customer_id

),

missed as (

    select
        identity_map.customer_id,
        cast(max(appointments.slot_ts) as date) as last_missed_appointment_date,
        count(*) as missed_appointments_24m
    from appointments
    inner join identity_map
        on appointments.party_key = identity_map.party_key
    where
        appointments.status = 'NO_SHOW'
        and appointments.slot_ts >= cast({{ first_date }} as timestamp)
        and appointments.slot_ts < cast({{ as_of_date() }} as timestamp)
    group by identity_map.customer_id

),

final as (

    select
        coalesce(summed.customer_id, missed.customer_id) as customer_id,
        coalesce(summed.visits, 0) as visits,
        coalesce(summed.visits_24m, 0) as visits_24m,
        coalesce(summed.paid_visits, 0) as paid_visits,
        summed.last_visit_date,
        summed.last_service_date,
        summed.last_workshop_id,
        coalesce(summed.workshops_visited, 0) as workshops_visited,
        {%- for amount in [
            'spend_24m', 'workshop_spend', 'workshop_warranty_amount', 'workshop_internal_amount',
            'workshop_contract_amount', 'workshop_insurance_amount', 'workshop_amount',
            'workshop_contribution', 'workshop_contribution_24m',
        ] %}
            cast(coalesce(summed.{{ amount }}, 0) as {{ type_money() }}) as {{ amount }},
        {%- endfor %}
        cast(summed.paid_amount / nullif(summed.paid_visits, 0) as {{ type_money() }})
            as average_ticket,
        -- Of equal amounts the first in this order.
        case greatest(
            summed.workshop_spend,
            summed.workshop_warranty_amount,
            summed.workshop_contract_amount,
            summed.workshop_insurance_amount,
            summed.workshop_internal_amount
        )
            when 0 then null
            when summed.workshop_spend then 'CUST'
            when summed.workshop_warranty_amount then 'WARR'
            when summed.workshop_contract_amount then 'CONTRACT'
            when summed.workshop_insurance_amount then 'INSUR'
            when summed.workshop_internal_amount then 'INT'
        end as main_pay_type,
        coalesce(missed.missed_appointments_24m, 0) as missed_appointments_24m,
        missed.last_missed_appointment_date
    from summed
    full outer join missed
        on summed.customer_id = missed.customer_id

)

select * from final
