with contact_points as (

    select * from {{ ref('stg_contact_point') }}
    where contact_value is not null

),

parties as (

    select * from {{ ref('stg_party') }}
    where tax_id_is_valid

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

final as (

    select
        contact_points.cp_key as source_key,
        identity_map.customer_id,
        case when contact_points.kind = 'EMAIL' then 'EMAIL' else 'PHONE' end as point_family,
        contact_points.contact_value,
        contact_points.suppression_key,
        contact_points.robinson_hash
    from contact_points
    inner join identity_map
        on contact_points.party_key = identity_map.party_key

    union all

    select
        parties.party_key as source_key,
        identity_map.customer_id,
        'TAX_ID' as point_family,
        cast(null as {{ dbt.type_string() }}) as contact_value,
        parties.suppression_key,
        parties.robinson_hash
    from parties
    inner join identity_map
        on parties.party_key = identity_map.party_key

)

select * from final
