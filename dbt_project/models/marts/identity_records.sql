with parties as (

    select * from {{ ref('stg_party') }}

),

contact_points as (

    select * from {{ ref('stg_contact_point') }}

),

addresses as (

    select * from {{ ref('stg_party_address') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

point_values as (

    select distinct
        party_key,
        contact_value,
        kind = 'EMAIL' as is_email
    from contact_points
    where contact_value is not null

),

points as (

    select
        party_key,
        {{ dbt.listagg(
            'case when is_email then contact_value end', "', '", 'order by contact_value'
        ) }} as emails,
        {{ dbt.listagg(
            'case when not is_email then contact_value end', "', '", 'order by contact_value'
        ) }} as phones
    from point_values
    group by party_key

),

address_values as (

    select distinct
        party_key,
        concat_ws(' ', address_line, postal_code) as address
    from addresses
    where address_line is not null

),

homes as (

    select
        party_key,
        {{ dbt.listagg('address', "', '", 'order by address') }} as addresses
    from address_values
    group by party_key

),

final as (

    select
        parties.party_key,
        identity_map.customer_id,
        parties.is_company,
        parties.src_system,
        parties.src_dealer_id,
        parties.first_loaded_at,
        parties.name_key,
        parties.birth_date,
        parties.tax_id_normalised as tax_id,
        points.emails,
        points.phones,
        homes.addresses,
        parties.party_key = identity_map.earliest_party_key as is_earliest
    from parties
    inner join identity_map
        on parties.party_key = identity_map.party_key
    left join points
        on parties.party_key = points.party_key
    left join homes
        on parties.party_key = homes.party_key

)

select * from final
