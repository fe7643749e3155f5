with requests as (

    select * from {{ ref('stg_rights_request') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

final as (

    select distinct identity_map.customer_id
    from requests
    inner join identity_map
        on requests.party_key = identity_map.party_key
    where requests.request_type = 'ERASE'

)

select * from final
