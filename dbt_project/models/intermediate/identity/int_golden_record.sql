{% set shown_as_text = [
    'FIRST_NAME', 'SURNAME', 'COMPANY_NAME', 'TAX_ID', 'GENDER', 'LANGUAGE', 'TREATMENT', 'EMAIL',
    'MOBILE', 'LANDLINE',
] -%}

with identity_map as (

    select * from {{ ref('int_identity_map') }}

),

parties as (

    select * from {{ ref('stg_party') }}

),

addresses as (

    select * from {{ ref('stg_party_address') }}

),

surviving as (

    select * from {{ ref('int_surviving_values') }}

),

customers as (

    select
        identity_map.customer_id,
        min(identity_map.earliest_party_key) as earliest_party_key,
        count(*) as record_count,
        {{ any_true('parties.is_company') }} as is_company,
        min(coalesce(parties.created_at, parties.known_at)) as known_since
    from parties
    inner join identity_map
        on parties.party_key = identity_map.party_key
    group by identity_map.customer_id

),

side_by_side as (

    select
        customer_id,
        {{ values_side_by_side(shown_as_text) }},
        max(case when attribute_code = 'BIRTH_DATE' then cast(surviving_value as date) end)
            as birth_date,
        max(case when attribute_code = 'ADDRESS' then claim_key end) as addr_key
    from surviving
    group by customer_id

),

final as (

    select
        customers.customer_id,
        customers.earliest_party_key,
        customers.record_count,
        customers.is_company,
        customers.known_since,
        side_by_side.company_name,
        side_by_side.tax_id,
        side_by_side.language,
        side_by_side.treatment,
        side_by_side.email,
        side_by_side.mobile,
        side_by_side.landline,
        side_by_side.addr_key,
        addresses.address_line,
        addresses.postal_code,
        addresses.province_code,
        addresses.municipality_ine5,
        case when not customers.is_company then side_by_side.first_name end as first_name,
        case when not customers.is_company then side_by_side.surname end as surname,
        case when not customers.is_company then side_by_side.gender end as gender,
        case when not customers.is_company then side_by_side.birth_date end as birth_date,
        coalesce(
            addresses.is_current
            and addresses.address_key is not null
            and addresses.returned_mail_count < {{ var('max_returned_mail') }},
            false
        ) as is_deliverable
    from customers
    left join side_by_side
        on customers.customer_id = side_by_side.customer_id
    left join addresses
        on side_by_side.addr_key = addresses.addr_key

)

select * from final
