{#- What a party record claims; two values are one where they compare equal. -#}
{% set of_parties = [
    {
        'code': 'FIRST_NAME', 'value': 'display_first_name', 'compared': 'given_name_key',
        'is_valid': 'first_name_fault is null', 'is_complete': 'first_name is not null',
    },
    {
        'code': 'SURNAME', 'value': 'display_surname', 'compared': 'surname_key',
        'is_valid': 'surname1_fault is null and surname2_fault is null',
        'is_complete': 'surname1 is not null and surname2 is not null',
    },
    {
        'code': 'COMPANY_NAME',
        'value':
            'case when is_company then coalesce(company_name_repair, company_name, name_key) end',
        'compared': 'name_key', 'is_valid': 'company_name_fault is null',
        'is_complete': 'company_name is not null',
    },
    {
        'code': 'TAX_ID', 'value': 'case when tax_id_is_valid then tax_id_normalised end',
        'is_valid': 'tax_id_fault is null',
    },
    {'code': 'GENDER', 'value': 'gender'},
    {
        'code': 'BIRTH_DATE', 'value': 'cast(birth_date as ' ~ dbt.type_string() ~ ')',
        'is_valid': 'birth_date_fault is null',
    },
    {'code': 'LANGUAGE', 'value': 'language'},
    {'code': 'TREATMENT', 'value': 'treatment'},
] -%}

with parties as (

    select * from {{ ref('stg_party') }}

),

contact_points as (

    select * from {{ ref('stg_contact_point') }}
    where contact_value is not null

),

addresses as (

    select * from {{ ref('stg_party_address') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

trust_in_sources as (

    select * from {{ ref('source_trust') }}
    where {{ dated_rule() }}

),

-- A value that many customers gave belongs to none of them for certain.
crowded_values as (

    select contact_points.contact_value as crowded_value
    from contact_points
    inner join identity_map
        on contact_points.party_key = identity_map.party_key
    group by contact_points.kind, contact_points.contact_value
    having
        count(distinct identity_map.customer_id) > case
            when contact_points.kind = 'EMAIL' then {{ var('max_customers_per_email') }}
            else {{ var('max_customers_per_phone') }}
        end

),

claims as (
    {{ party_claims('parties', of_parties) }}

    union all

    select
        contact_points.party_key,
        contact_points.src_system,
        case contact_points.kind when 'LAND' then 'LANDLINE' else contact_points.kind end
            as attribute_code,
        contact_points.cp_key as claim_key,
        contact_points.contact_value as claimed_value,
        contact_points.contact_value as compared_value,
        {{ as_count("coalesce(contact_points.bounce_status, 'NONE') = 'NONE'") }}
        + {{ as_count('contact_points.last_ok is not null') }} as validity,
        1 as completeness,
        coalesce(cast(contact_points.last_ok as timestamp), contact_points.known_at) as stood_at
    from contact_points
    left join crowded_values
        on contact_points.contact_value = crowded_values.crowded_value
    where crowded_values.crowded_value is null

    union all

    select
        party_key,
        src_system,
        'ADDRESS' as attribute_code,
        addr_key as claim_key,
        coalesce(address_line || ', ' || postal_code, address_line, postal_code) as claimed_value,
        coalesce(address_key, address_line, postal_code) as compared_value,
        {{ as_count('is_current') }}
        + {{ as_count('is_current and returned_mail_count < ' ~ var('max_returned_mail')) }}
        + {{ as_count('is_current and returned_mail_count = 0') }} as validity,
        {{ as_count('address_key is not null') }} as completeness,
        coalesce(cast(valid_from as timestamp), known_at) as stood_at
    from addresses

),

final as (

    select
        identity_map.customer_id,
        claims.party_key,
        claims.src_system,
        claims.attribute_code,
        claims.claim_key,
        claims.claimed_value,
        claims.compared_value,
        claims.validity,
        claims.completeness,
        claims.stood_at,
        coalesce(of_attribute.trust, of_system.trust, of_anyone.trust, 0) as trust
    from claims
    inner join identity_map
        on claims.party_key = identity_map.party_key
    left join trust_in_sources as of_attribute
        on
            claims.src_system = of_attribute.src_system
            and claims.attribute_code = of_attribute.attribute_code
    left join trust_in_sources as of_system
        on
            claims.src_system = of_system.src_system
            and of_system.attribute_code = '*'
    left join trust_in_sources as of_anyone
        on
            of_anyone.src_system = '*'
            and of_anyone.attribute_code = '*'
    where claims.claimed_value is not null

)

select * from final
