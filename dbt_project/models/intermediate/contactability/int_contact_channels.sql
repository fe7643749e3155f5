with customers as (

    select * from {{ ref('int_golden_record') }}

),

surviving as (

    select * from {{ ref('int_surviving_values') }}

),

contact_points as (

    select * from {{ ref('stg_contact_point') }}

),

parties as (

    select * from {{ ref('stg_party') }}

),

channels as (

    select distinct channel
    from {{ ref('channels') }}

),

-- Calls go to a mobile before a landline, SMS to a mobile only.
kinds_by_channel as (

    select
        'EMAIL' as channel,
        'EMAIL' as attribute_code,
        1 as preference
    union all
    select
        'SMS' as channel,
        'MOBILE' as attribute_code,
        1 as preference
    union all
    select
        'CALL' as channel,
        'MOBILE' as attribute_code,
        1 as preference
    union all
    select
        'CALL' as channel,
        'LANDLINE' as attribute_code,
        2 as preference

),

channel_points as (

    select
        surviving.customer_id,
        surviving.surviving_value as contact_value,
        surviving.claim_key as cp_key,
        kinds_by_channel.channel,
        row_number() over (
            partition by surviving.customer_id, kinds_by_channel.channel
            order by kinds_by_channel.preference
        ) as point_rank
    from surviving
    inner join kinds_by_channel
        on surviving.attribute_code = kinds_by_channel.attribute_code

),

best_points as (

    select
        channel_points.customer_id,
        channel_points.channel,
        channel_points.contact_value,
        channel_points.cp_key as contact_source_key,
        contact_points.suppression_key,
        contact_points.robinson_hash
    from channel_points
    inner join contact_points
        on channel_points.cp_key = contact_points.cp_key
    where channel_points.point_rank = 1

),

-- The exclusion list knows a postal address by the tax id of who lives there.
tax_ids as (

    select
        surviving.customer_id,
        parties.suppression_key,
        parties.robinson_hash
    from surviving
    inner join parties
        on surviving.party_key = parties.party_key
    where surviving.attribute_code = 'TAX_ID'

),

reached as (

    select
        customer_id,
        channel,
        contact_value,
        suppression_key,
        robinson_hash,
        contact_source_key
    from best_points

    union all

    select
        customers.customer_id,
        'LETTER' as channel,
        customers.address_line || ', ' || customers.postal_code as contact_value,
        tax_ids.suppression_key,
        tax_ids.robinson_hash,
        customers.addr_key as contact_source_key
    from customers
    left join tax_ids
        on customers.customer_id = tax_ids.customer_id
    where customers.is_deliverable

),

final as (

    select
        customers.customer_id,
        channels.channel,
        reached.contact_value,
        reached.suppression_key,
        reached.robinson_hash,
        reached.contact_source_key,
        reached.contact_value is not null as is_valid
    from customers
    cross join channels
    left join reached
        on
            customers.customer_id = reached.customer_id
            and channels.channel = reached.channel

)

select * from final
