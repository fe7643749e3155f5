with addresses as (

    select * from {{ ref('stg_party_address') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

-- The newest current address that letters reach; a complete one before one without street or
-- postal code.
ranked as (

    select
        identity_map.customer_id,
        addresses.*,
        row_number() over (
            partition by identity_map.customer_id
            order by
                addresses.is_current desc,
                addresses.returned_mail_count < {{ var('max_returned_mail') }} desc,
                addresses.address_key is not null desc,
                addresses.address_type = 'HOME' desc nulls last,
                addresses.valid_from desc nulls last,
                addresses.addr_key
        ) as address_rank
    from addresses
    inner join identity_map
        on addresses.party_key = identity_map.party_key

),

final as (

    select
        customer_id,
        addr_key,
        address_line,
        postal_code,
        province_code,
        municipality_ine5,
        address_key,
        (
            is_current
            and address_key is not null
            and returned_mail_count < {{ var('max_returned_mail') }}
        ) as is_deliverable
    from ranked
    where address_rank = 1

)

select * from final
