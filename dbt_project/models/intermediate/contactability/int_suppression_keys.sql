with requests as (

    select * from {{ ref('stg_rights_request') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

contact_points as (

    select * from {{ ref('stg_contact_point') }}

),

parties as (

    select * from {{ ref('stg_party') }}

),

erased_customers as (

    select distinct identity_map.customer_id
    from requests
    inner join identity_map
        on requests.party_key = identity_map.party_key
    where requests.request_type = 'ERASE'

),

erased_parties as (

    select identity_map.party_key
    from identity_map
    inner join erased_customers
        on identity_map.customer_id = erased_customers.customer_id

),

keys as (

    select contact_points.suppression_key
    from contact_points
    inner join erased_parties
        on contact_points.party_key = erased_parties.party_key
    where contact_points.contact_value is not null

    union

    select parties.suppression_key
    from parties
    inner join erased_parties
        on parties.party_key = erased_parties.party_key
    where parties.tax_id_is_valid

),

final as (

    select
        suppression_key,
        'ERASED' as reason
    from keys
    where suppression_key is not null

)

select * from final
