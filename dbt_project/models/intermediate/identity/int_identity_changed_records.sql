-- depends_on: {{ ref('int_identity_point_changes') }}

with parties as (

    select * from {{ ref('stg_party') }}

),

said as (

    {{ said_of_records('parties') }}

),

{% if identity_goes_on() -%}
    point_changes as (

        select * from {{ ref('int_identity_point_changes') }}

    ),

    before as (

        select * from {{ as_left_by_last_build('int_identity_nodes') }}

    ),

    changed as (

        select coalesce(said.record_hash, before.record_hash) as record_hash
        from said
        full outer join before
            on said.record_digest = before.record_digest
        where said.record_digest is null or before.record_digest is null

        union

        select record_hash from point_changes

    ),

    -- A point may belong to a record that is none, as references of a dirty source do.
    final as (

        select
            said.record_hash,
            said.party_key
        from said
        inner join changed
            on said.record_hash = changed.record_hash

        union

        select
            before.record_hash,
            before.party_key
        from before
        inner join changed
            on before.record_hash = changed.record_hash

    )
{%- else -%}
    final as (

        select
            record_hash,
            party_key
        from said

    )
{%- endif %}

select * from final
