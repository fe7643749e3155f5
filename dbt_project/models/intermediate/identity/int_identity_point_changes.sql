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

{{ points_of_records('contact_points', 'addresses', 'ownerships', 'vehicle_map', copies=true) }},

{% if identity_goes_on() -%}
    before as (

        select
            record_point_hash,
            record_hash
        from {{ as_left_by_last_build('int_identity_points') }}

    ),

    final as (

        select distinct
            coalesce(points.record_point_hash, before.record_point_hash) as record_point_hash,
            coalesce(points.record_hash, before.record_hash) as record_hash,
            points.kind,
            points.point_hash,
            points.record_point_hash is not null as is_held
        from points
        full outer join before
            on points.record_point_hash = before.record_point_hash
        where points.record_point_hash is null or before.record_point_hash is null

    )
{%- else -%}
    final as (

        select
            *,
            true as is_held
        from points
        where false

    )
{%- endif %}

select * from final
