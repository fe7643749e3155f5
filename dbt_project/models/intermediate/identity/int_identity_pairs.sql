{% set compared = [
    'name_key', 'given_names', 'first_surname', 'last_surname', 'birth_key', 'tax_number',
] -%}
{% set kinds = ['EMAIL', 'MOBILE', 'LANDLINE', 'ADDRESS', 'POSTAL_CODE'] -%}

with nodes as (

    select * from {{ ref('int_identity_nodes') }}

),

points as (

    select * from {{ ref('int_identity_points') }}

),

keys as (

    select * from {{ ref('int_identity_keys') }}

),

{{ met_in_blocks('keys', 'party_key', var('identity_max_block')) }},

{{ agreement_of_points('points', 'party_key', kinds) }},

final as (

    select
        agreement.*,
        one.is_company or other.is_company as is_company,
        {{ side_by_side('one', 'other', compared) }}
    from agreement
    inner join nodes as one
        on agreement.party_key_a = one.party_key
    inner join nodes as other
        on agreement.party_key_b = other.party_key

)

select * from final
