with addresses as (

    select * from {{ ref('stg_party_address') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

known_addresses as (

    select
        identity_map.customer_id,
        addresses.address_type,
        addresses.address_key,
        addresses.is_current,
        coalesce(addresses.valid_from, {{ unknown_start() }}) as valid_from
    from addresses
    inner join identity_map
        on addresses.party_key = identity_map.party_key
    where
        addresses.address_key is not null
        and coalesce(addresses.valid_from < {{ as_of_date() }}, true)

),

-- An address typed again, in another record or with another spelling, is no other place.
places as (

    select
        customer_id,
        address_type,
        address_key,
        min(valid_from) as since,
        {{ any_true('is_current') }} as is_current
    from known_addresses
    group by customer_id, address_type, address_key

),

numbered as (

    select
        *,
        rank() over (partition by customer_id, address_type order by since) as place_number
    from places

),

-- Where somebody lived when first heard of is no move.
final as (

    select distinct
        customer_id,
        since as moved_date
    from numbered
    where place_number > 1 and is_current

)

select * from final
