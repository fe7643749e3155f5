-- The municipality of an address is none that its postal code serves.
with addresses as (

    select * from {{ ref('stg_party_address') }}

),

served as (

    select * from {{ ref('stg_postal_code') }}

),

known_codes as (

    select distinct postal_code
    from served

),

final as (

    select {{ finding(
        'MUNICIPALITY_MISMATCH', 'addresses', 'addr_key', 'municipality_ine5', 'party_address'
    ) }}
    from addresses
    inner join known_codes
        on addresses.postal_code = known_codes.postal_code
    left join served
        on
            addresses.postal_code = served.postal_code
            and addresses.municipality_ine5 = served.ine5
    where addresses.municipality_ine5 is not null and served.postal_code is null

)

select * from final
