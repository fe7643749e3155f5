{#- Who did nothing did it no times; of these a customer has none, of the others it is unknown. -#}
{%- set no_times = {
    'companies': ['contact_persons'],
    'orders': [
        'purchases', 'orders_cancelled', 'purchase_amount', 'purchase_amount_24m',
        'financed_purchases', 'live_finance_contracts', 'live_monthly_fee',
    ],
    'leads': ['leads', 'valid_leads', 'open_leads', 'quotes'],
    'workshop': [
        'visits', 'visits_24m', 'paid_visits', 'workshops_visited', 'spend_24m',
        'workshop_spend', 'workshop_warranty_amount', 'workshop_internal_amount',
        'workshop_contract_amount', 'workshop_insurance_amount', 'workshop_amount',
        'missed_appointments_24m',
    ],
    'web': [
        'web_events_90d', 'web_sessions_90d', 'model_pages_90d', 'configurator_pages_90d',
        'price_pages_90d', 'offer_pages_90d', 'booking_pages_90d', 'form_pages_90d',
    ],
    'campaigns': [
        'contacts_365d', 'email_contacts_365d', 'sms_contacts_365d', 'call_contacts_365d',
        'letter_contacts_365d', 'opens_365d', 'clicks_365d', 'sms_replies_365d',
        'call_replies_365d', 'letter_replies_365d', 'bounces_365d',
    ],
    'car_states': ['vehicles_in_warranty', 'vehicles_with_service_plan', 'vehicles_value'],
} -%}

with profiles as (

    select * from {{ ref('int_customer_profiles') }}

),

area as (

    select * from {{ ref('int_customer_area') }}

),

companies as (

    select * from {{ ref('int_companies') }}

),

channels as (

    select * from {{ ref('int_customer_channels') }}

),

preferences as (

    select * from {{ ref('int_customer_preferences') }}

),

holdings as (

    select * from {{ ref('int_customer_holdings') }}

),

orders as (

    select * from {{ ref('int_customer_orders') }}

),

leads as (

    select * from {{ ref('int_customer_leads') }}

),

workshop as (

    select * from {{ ref('int_customer_workshop') }}

),

voice as (

    select * from {{ ref('int_customer_voice') }}

),

web as (

    select * from {{ ref('int_customer_web') }}

),

campaigns as (

    select * from {{ ref('int_customer_campaigns') }}

),

customer_values as (

    select * from {{ ref('int_customer_value') }}

),

segments as (

    select * from {{ ref('customer_segments') }}
    where is_current

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

lifecycles as (

    select * from {{ ref('lifecycle_history') }}
    where is_current

),

car_states as (

    select
        owner_customer_id as customer_id,
        min(next_service_date) as next_service_date,
        min(itv_due_date) as next_itv_date,
        min(case when in_warranty then warranty_end end) as next_warranty_end,
        min(service_plan_end) as next_service_plan_end,
        count(case when in_warranty then vehicle_id end) as vehicles_in_warranty,
        count(case when has_service_plan then vehicle_id end) as vehicles_with_service_plan,
        cast(sum(estimated_value) as {{ type_money() }}) as vehicles_value,
        {{ any_true('open_safety_recall') }} as has_open_recall
    from vehicles
    where not is_scrapped and owner_customer_id is not null
    group by owner_customer_id

),

-- The car that speaks for a customer, or what there is beside cars.
leading_lifecycles as (

    select
        *,
        row_number() over (
            partition by customer_id order by precedence, valid_from, lifecycle_id
        ) as lifecycle_rank
    from lifecycles

),

final as (

    select
        profiles.customer_id,
        profiles.earliest_party_key,
        profiles.record_count,
        profiles.customer_type,
        profiles.first_name,
        profiles.surname,
        profiles.gender,
        profiles.birth_date,
        profiles.age,
        profiles.language,
        profiles.treatment,
        profiles.is_employee,
        profiles.is_deceased,
        profiles.is_dealer_owned,
        profiles.is_unresolved,
        profiles.is_minor,
        profiles.is_test_address,
        channels.is_erased,
        channels.has_objected,
        {%- for channel in ['email', 'sms', 'call', 'letter'] %}
            channels.{{ channel }}_reachable,
            channels.{{ channel }}_marketing_allowed,
            channels.{{ channel }}_basis,
            channels.{{ channel }}_block_reason,
            channels.{{ channel }}_robinson_listed,
        {%- endfor %}
        channels.is_email_quarantined,
        channels.is_letter_quarantined,
        channels.last_consent_date,
        channels.call_consent_end,
        preferences.preferred_channel,
        preferences.preferred_channel_rule,
        preferences.preferred_hour,
        preferences.preferred_hour_rule,
        preferences.preferred_workshop_id,
        preferences.preferred_workshop_rule,
        preferences.preferred_seller_id,
        preferences.preferred_seller_rule,
        preferences.has_topic_offers,
        preferences.has_topic_events,
        preferences.has_topic_maintenance,
        preferences.has_topic_electric,
        area.postal_code,
        area.municipality_ine5,
        area.province_code,
        area.municipality_name,
        area.municipality_population,
        area.municipality_income_person,
        area.municipality_income_household,
        area.municipality_mean_age,
        area.municipality_share_65_and_over,
        area.municipality_household_size,
        companies.legal_form,
        companies.fleet_size,
        companies.main_contact_customer_id,
        holdings.household_id,
        holdings.household_members,
        holdings.household_members_with_car,
        holdings.household_vehicles,
        holdings.vehicles_owned,
        holdings.vehicles_driven,
        holdings.vehicles_former,
        holdings.vehicles_bought_new,
        holdings.newest_held_date,
        holdings.last_held_model_code,
        holdings.last_held_condition,
        orders.last_purchase_date,
        orders.last_purchase_model_code,
        orders.last_purchase_price,
        orders.live_finance_type,
        orders.next_finance_end,
        leads.last_lead_date,
        leads.last_lead_status,
        leads.last_lead_channel,
        leads.last_lead_model_code,
        leads.last_lost_lead_date,
        leads.last_lost_reason,
        leads.last_test_drive_date,
        leads.last_quote_date,
        leads.last_appraisal_date,
        workshop.last_visit_date,
        workshop.last_service_date,
        workshop.last_workshop_id,
        workshop.average_ticket,
        workshop.main_pay_type,
        workshop.last_missed_appointment_date,
        voice.tickets,
        voice.open_tickets,
        voice.open_severe_ticket,
        voice.last_ticket_date,
        voice.last_ticket_category,
        voice.last_severe_ticket_date,
        voice.loyalty_tier,
        voice.loyalty_points,
        voice.surveys_answered,
        voice.last_nps,
        voice.last_sales_nps,
        voice.last_sales_nps_date,
        voice.last_service_nps,
        voice.last_service_nps_date,
        web.last_web_visit_date,
        web.last_configurator_date,
        web.last_form_date,
        web.last_cancellation_page_date,
        web.web_model_code,
        campaigns.last_contact_date,
        campaigns.last_answer_date,
        campaigns.last_refused_contact_date,
        campaigns.promotion_sensitivity,
        customer_values.revenue,
        customer_values.sales_contribution,
        customer_values.workshop_contribution,
        customer_values.contribution,
        customer_values.contribution_24m,
        customer_values.margin_share,
        customer_values.contact_cost_365d,
        segments.value_tier,
        segments.rfm_class,
        car_states.next_service_date,
        car_states.next_itv_date,
        car_states.next_warranty_end,
        car_states.next_service_plan_end,
        leading_lifecycles.lifecycle_state,
        leading_lifecycles.valid_from as lifecycle_since,
        leading_lifecycles.vehicle_id as lifecycle_vehicle_id,
        cast(
            orders.financed_purchases * 1.0 / nullif(orders.purchases, 0) as {{ type_score() }}
        ) as financed_share,
        least(orders.first_order_date, holdings.first_held_date) as first_purchase_date,
        {% for table, counts in no_times.items() -%}
            {%- for count in counts %}
                coalesce({{ table }}.{{ count }}, 0) as {{ count }},
            {%- endfor %}
        {%- endfor %}
        coalesce(orders.has_open_order, false) as has_open_order,
        coalesce(orders.in_arrears, false) as in_arrears,
        coalesce(car_states.has_open_recall, false) as has_open_recall
    from profiles
    inner join area
        on profiles.customer_id = area.customer_id
    inner join channels
        on profiles.customer_id = channels.customer_id
    inner join preferences
        on profiles.customer_id = preferences.customer_id
    inner join holdings
        on profiles.customer_id = holdings.customer_id
    inner join voice
        on profiles.customer_id = voice.customer_id
    inner join customer_values
        on profiles.customer_id = customer_values.customer_id
    left join segments
        on profiles.customer_id = segments.customer_id
    left join companies
        on profiles.customer_id = companies.customer_id
    left join orders
        on profiles.customer_id = orders.customer_id
    left join leads
        on profiles.customer_id = leads.customer_id
    left join workshop
        on profiles.customer_id = workshop.customer_id
    left join web
        on profiles.customer_id = web.customer_id
    left join campaigns
        on profiles.customer_id = campaigns.customer_id
    left join car_states
        on profiles.customer_id = car_states.customer_id
    left join leading_lifecycles
        on
            profiles.customer_id = leading_lifecycles.customer_id
            and leading_lifecycles.lifecycle_rank = 1

)

select * from final
