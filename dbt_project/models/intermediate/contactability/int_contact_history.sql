with deliveries as (

    select * from {{ ref('stg_delivery') }}

),

contacts as (

    select * from {{ ref('stg_contact') }}

),

plans as (

    select * from {{ ref('plans') }}
    where {{ dated_rule() }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

households as (

    select * from {{ ref('int_households') }}

),

own_contacts as (

    select
        contact_id,
        party_key,
        vehicle_key,
        dealer_id,
        plan_code,
        wave_code,
        offer_code,
        occurrence_key,
        channel,
        message_class,
        cell,
        delivered_date as contact_date,
        cost,
        'SENT' as status,
        'OWN' as origin
    from deliveries

),

-- The platform's log of our own contacts tells what the ledger told already.
foreign_contacts as (

    select
        contacts.contact_key as contact_id,
        contacts.party_key,
        contacts.vehicle_key,
        cast(null as {{ dbt.type_string() }}) as dealer_id,
        contacts.plan_code,
        contacts.wave_code,
        contacts.offer_code,
        cast(null as {{ dbt.type_string() }}) as occurrence_key,
        contacts.channel,
        coalesce(plans.default_message_class, 'COMMERCIAL') as message_class,
        contacts.cell,
        cast(contacts.sent_ts as date) as contact_date,
        contacts.cost,
        contacts.status,
        'PLATFORM' as origin
    from contacts
    left join deliveries
        on contacts.contact_ref = deliveries.contact_id
    left join plans
        on contacts.plan_code = plans.plan_code
    where deliveries.contact_id is null

),

all_contacts as (

    select * from own_contacts

    union all

    select * from foreign_contacts

),

final as (

    select
        all_contacts.contact_id,
        identity_map.customer_id,
        vehicle_map.vehicle_id,
        households.household_id,
        all_contacts.dealer_id,
        all_contacts.plan_code,
        all_contacts.wave_code,
        all_contacts.offer_code,
        all_contacts.occurrence_key,
        all_contacts.channel,
        all_contacts.message_class,
        all_contacts.cell,
        all_contacts.status,
        all_contacts.contact_date,
        all_contacts.cost,
        all_contacts.origin
    from all_contacts
    inner join identity_map
        on all_contacts.party_key = identity_map.party_key
    inner join households
        on identity_map.customer_id = households.customer_id
    left join vehicle_map
        on all_contacts.vehicle_key = vehicle_map.vehicle_key
    where all_contacts.contact_date < {{ as_of_date() }}

)

select * from final
