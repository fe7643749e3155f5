{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ without_rows_of('int_identity_touched', ['record_hash_a', 'record_hash_b']) }}"
) }}
-- depends_on: {{ ref('int_identity_touched') }}

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

keys as {{ read_in_place() }} (

    select * from {{ ref('int_identity_keys') }}

),

{% if is_incremental() -%}
    touched as (

        select * from {{ ref('int_identity_touched') }}

    ),

    {{ met_in_blocks('keys', 'record_hash', var('identity_blocks'), var('identity_max_block'), one_of='touched') }},
{%- else -%}
    {{ met_in_blocks('keys', 'record_hash', var('identity_blocks'), var('identity_max_block')) }},
{%- endif %}

{{ agreement_of_points('points', 'record_hash', kinds) }},

-- Joined four times, and few of all records.
nodes_met as {{ materialized_once() }} (

    select nodes.*
    from nodes
    inner join compared_records
        on nodes.record_hash = compared_records.record_hash

),

-- Records are numbered by chance; a pair is told in the order of its keys.
ordered as (

    select
        agreement.*,
        one.party_key < other.party_key as is_in_order
    from agreement
    inner join nodes_met as one
        on agreement.record_hash_a = one.record_hash
    inner join nodes_met as other
        on agreement.record_hash_b = other.record_hash

),

final as (

    select
        one.party_key as party_key_a,
        other.party_key as party_key_b,
        one.record_hash as record_hash_a,
        other.record_hash as record_hash_b,
        ordered.rules,
        {%- for kind in kinds %}
            ordered.has_{{ kind | lower }}_in_common,
        {%- endfor %}
        one.is_company or other.is_company as is_company,
        {{ side_by_side('one', 'other', compared) }}
    from ordered
    inner join nodes_met as one
        on
            one.record_hash
            = case
                when ordered.is_in_order then ordered.record_hash_a else ordered.record_hash_b
            end
    inner join nodes_met as other
        on
            other.record_hash
            = case
                when ordered.is_in_order then ordered.record_hash_b else ordered.record_hash_a
            end

)

select * from final
