-- depends_on: {{ ref('int_identity_former_keys') }}
-- depends_on: {{ ref('int_identity_nodes') }}
-- depends_on: {{ ref('int_identity_keys') }}

with changes as (

    select * from {{ ref('int_identity_changed_records') }}

),

{% if identity_goes_on() -%}
    former_keys as (

        select * from {{ ref('int_identity_former_keys') }}

    ),

    nodes as (

        select * from {{ ref('int_identity_nodes') }}

    ),

    keys as (

        select * from {{ ref('int_identity_keys') }}

    ),

    {{ crossed_blocks('keys', 'former_keys', 'changes', 'record_hash', var('identity_max_block')) }},

    final as (

        select
            record_hash,
            party_key
        from changes

        union

        select
            nodes.record_hash,
            nodes.party_key
        from nodes
        inner join records_of_crossed
            on nodes.record_hash = records_of_crossed.record_hash

    )
{%- else -%}
    final as (

        select
            record_hash,
            party_key
        from changes

    )
{%- endif %}

select * from final
