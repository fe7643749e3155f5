{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ without_rows_of('int_identity_point_changes', ['record_point_hash']) }}"
) }}
-- depends_on: {{ ref('int_identity_point_changes') }}

{% if is_incremental() %}
    with point_changes as (

        select * from {{ ref('int_identity_point_changes') }}

    ),

    final as (

        select
            record_point_hash,
            record_hash,
            kind,
            point_hash
        from point_changes
        where is_held

    )
{% else %}
    with contact_points as (

        select * from {{ ref('stg_contact_point') }}

    ),

    addresses as (

        select * from {{ ref('stg_party_address') }}

    ),

    ownerships as (

        select * from {{ ref('stg_ownership') }}

    ),

    vehicle_map as (

        select * from {{ ref('int_vehicle_map') }}

    ),

    {{ points_of_records('contact_points', 'addresses', 'ownerships', 'vehicle_map') }},

    final as (

        select
            record_point_hash,
            record_hash,
            kind,
            point_hash
        from points

    )
{% endif %}

select * from final
