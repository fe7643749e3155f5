{% set placeholders = {
    'nombre': 'name_in_text', 'modelo': 'model_name', 'concesionario': 'dealer_name',
    'fecha': 'date_in_text', 'km': 'km_in_text', 'argumento': 'argument', 'telefono': 'dealer_phone',
    'etapa': 'stage_in_text',
} %}

-- Terminal: no model reads it. What was delivered comes back as a dated source (raw.delivery).
with decisions as (

    select * from {{ ref('decisions') }}

),

contacts as (

    select * from {{ ref('contact_plan') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

channels as (

    select * from {{ ref('int_contact_channels') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

parties as (

    select * from {{ ref('stg_party') }}

),

source_vehicles as (

    select * from {{ ref('stg_vehicle') }}

),

dealers as (

    select * from {{ ref('stg_dealer') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

stage_names as (

    select * from {{ ref('stage_names') }}
    where {{ dated_rule() }}

),

-- One key of the person for the last check; the suppression list holds those of all their records.
person_keys as (

    select
        identity_map.customer_id,
        min(parties.suppression_key) as suppression_key
    from parties
    inner join identity_map on parties.party_key = identity_map.party_key
    where parties.tax_id_is_valid
    group by identity_map.customer_id

),

open_orders as (

    select
        order_key,
        stage
    from orders
    where is_open

),

-- Who is handed over (TEST) and who would have been (CONTROL): the second goes to the ledger only.
cells as (

    select * from decisions
    where cell in ('TEST', 'CONTROL')

),

gathered as (

    select
        cells.contact_id,
        cells.as_of_date,
        cells.plan_code,
        cells.wave_code,
        cells.offer_code,
        cells.channel,
        cells.message_class,
        cells.priority,
        contacts.send_time,
        parties.party_src_id,
        source_vehicles.vehicle_src_id,
        channels.contact_value as address,
        customers.first_name,
        customers.surname,
        contacts.language,
        customers.treatment,
        contacts.image_key,
        cells.dealer_id,
        cells.template_code,
        contacts.subject,
        contacts.body,
        contacts.short_text,
        contacts.legal_text,
        contacts.send_time_zone,
        cells.cell,
        cells.customer_id,
        cells.earliest_party_key as party_key,
        cells.household_id,
        cells.vehicle_id,
        cells.earliest_vehicle_key as vehicle_key,
        cells.occurrence_key,
        cells.cost,
        person_keys.suppression_key as party_suppression_key,
        coalesce(customers.first_name, customers.surname, 'cliente') as name_in_text,
        coalesce(contacts.model_name, 'coche') as model_name,
        coalesce(dealers.name, 'su concesionario') as dealer_name,
        coalesce(dealers.phone_normalised, '') as dealer_phone,
        coalesce(contacts.argument, '') as argument,
        coalesce(stage_names.stage_name, '') as stage_in_text,
        {{ day_in_text('cells.trigger_date') }} as date_in_text,
        {{ km_band('vehicles.km_projected', var('km_band_width')) }} as km_in_text
    from cells
    left join contacts on cells.contact_id = contacts.contact_id
    inner join customers on cells.customer_id = customers.customer_id
    inner join parties on cells.earliest_party_key = parties.party_key
    left join source_vehicles on cells.earliest_vehicle_key = source_vehicles.vehicle_key
    left join vehicles on cells.vehicle_id = vehicles.vehicle_id
    left join channels
        on
            cells.customer_id = channels.customer_id
            and cells.channel = channels.channel
    left join person_keys on cells.customer_id = person_keys.customer_id
    left join dealers on cells.dealer_id = dealers.dealer_id
    left join open_orders
        on
            cells.plan_code = 'ORDER'
            and cells.subject_key = open_orders.order_key
    left join stage_names
        on
            open_orders.stage = stage_names.stage
            and contacts.language = stage_names.language

),

-- An SMS and a call have a short text; the platform fills {baja}, the way out.
worded as (

    select
        *,
        case when channel in ('SMS', 'CALL') then short_text else body end as message
    from gathered

),

final as (

    select
        contact_id,
        as_of_date,
        plan_code,
        wave_code,
        offer_code,
        channel,
        message_class,
        priority,
        send_time,
        party_src_id,
        vehicle_src_id,
        address,
        first_name,
        surname,
        language,
        treatment,
        image_key,
        dealer_id,
        template_code,
        {{ fill_placeholders('subject', placeholders) }} as subject,
        {{ fill_placeholders('message', placeholders) }} as message,
        legal_text,
        send_time_zone,
        cell,
        customer_id,
        party_key,
        household_id,
        vehicle_id,
        vehicle_key,
        occurrence_key,
        cost,
        party_suppression_key
    from worded

)

select * from final
