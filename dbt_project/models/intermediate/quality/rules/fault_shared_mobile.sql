-- A mobile that more customers gave than a family has.
with points as (

    select * from {{ ref('stg_contact_point') }}
    where kind = 'MOBILE' and contact_value is not null

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

shared as (

    select points.contact_value
    from points
    inner join identity_map
        on points.party_key = identity_map.party_key
    group by points.contact_value
    having count(distinct identity_map.customer_id) > {{ var('max_customers_per_phone') }}

),

final as (

    select {{ finding('SHARED_MOBILE', 'points', 'cp_key', 'value_raw', 'contact_point') }}
    from points
    inner join shared
        on points.contact_value = shared.contact_value

)

select * from final
