with changes as (

    select * from {{ ref('int_identity_changed_records') }}

),

{% if identity_goes_on() -%}
    before as (

        select * from {{ as_left_by_last_build('int_identity_keys') }}

    ),

    final as (

        select
            before.record_hash,
            before.block_hash
        from before
        inner join changes
            on before.record_hash = changes.record_hash

    )
{%- else -%}
    final as (

        select
            record_hash,
            record_hash as block_hash
        from changes
        where false

    )
{%- endif %}

select * from final
