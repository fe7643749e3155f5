with identity_map as (

    select * from {{ ref('int_identity_map') }}

),

contact_points as (

    select * from {{ ref('stg_contact_point') }}

),

addresses as (

    select * from {{ ref('int_customer_addresses') }}

),

parties as (

    select * from {{ ref('stg_party') }}

),

customers as (

    select distinct customer_id
    from identity_map

),

channels as (

    select distinct channel
    from {{ ref('channels') }}

),

usable_points as (

    select
        identity_map.customer_id,
        contact_points.cp_key,
        contact_points.kind,
        contact_points.contact_value,
        contact_points.suppression_key,
        contact_points.robinson_hash,
        contact_points.last_ok,
        contact_points.known_at
    from contact_points
    inner join identity_map
        on contact_points.party_key = identity_map.party_key
    where contact_points.contact_value is not null

),

-- A value that many customers gave belongs to none of them for certain.
sharing as (

    select
        contact_value,
        count(distinct customer_id) as customers
    from usable_points
    group by contact_value

),

own_points as (

    select usable_points.*
    from usable_points
    inner join sharing
        on usable_points.contact_value = sharing.contact_value
    where
        sharing.customers <= case
            when usable_points.kind = 'EMAIL' then {{ var('max_customers_per_email') }}
            else {{ var('max_customers_per_phone') }}
        end

),

-- Calls go to a mobile before a landline, SMS to a mobile only.
kinds_by_channel as (

    select
        'EMAIL' as channel,
        'EMAIL' as kind,
        1 as preference
    union all
    select
        'SMS' as channel,
        'MOBILE' as kind,
        1 as preference
    union all
    select
        'CALL' as channel,
        'MOBILE' as kind,
        1 as preference
    union all
    select
        'CALL' as channel,
        'LAND' as kind,
        2 as preference

),

channel_points as (

    select
        own_points.*,
        kinds_by_channel.channel,
        kinds_by_channel.preference
    from own_points
    inner join kinds_by_channel
        on own_points.kind = kinds_by_channel.kind

),

ranked_points as (

    select
        *,
        row_number() over (
            partition by customer_id, channel
            order by preference asc, last_ok desc nulls last, known_at desc, cp_key asc
        ) as point_rank
    from channel_points

),

-- The exclusion list knows a postal address by the tax id of who lives there.
tax_keys as (

    select
        identity_map.customer_id,
        {{ latest_value(
            'parties.suppression_key', record_order('parties.known_at', 'parties.party_key')
        ) }} as suppression_key,
        {{ latest_value(
            'parties.robinson_hash', record_order('parties.known_at', 'parties.party_key')
        ) }} as robinson_hash
    from parties
    inner join identity_map
        on parties.party_key = identity_map.party_key
    where parties.tax_id_is_valid
    group by identity_map.customer_id

),

letters as (

    select
        addresses.customer_id,
        'LETTER' as channel,
        tax_keys.suppression_key,
        tax_keys.robinson_hash,
        addresses.addr_key as contact_source_key,
        addresses.address_line || ', ' || addresses.postal_code as contact_value
    from addresses
    left join tax_keys
        on addresses.customer_id = tax_keys.customer_id
    where addresses.is_deliverable

),

best_points as (

    select
        customer_id,
        channel,
        contact_value,
        suppression_key,
        robinson_hash,
        cp_key as contact_source_key
    from ranked_points
    where point_rank = 1

    union all

    select
        customer_id,
        channel,
        contact_value,
        suppression_key,
        robinson_hash,
        contact_source_key
    from letters

),

final as (

    select
        customers.customer_id,
        channels.channel,
        best_points.contact_value,
        best_points.suppression_key,
        best_points.robinson_hash,
        best_points.contact_source_key,
        best_points.contact_value is not null as is_valid
    from customers
    cross join channels
    left join best_points
        on
            customers.customer_id = best_points.customer_id
            and channels.channel = best_points.channel

)

select * from final
