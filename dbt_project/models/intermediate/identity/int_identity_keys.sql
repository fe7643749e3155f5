{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ without_rows_of('int_identity_former_keys', ['record_hash']) }}"
) }}
-- depends_on: {{ ref('int_identity_changed_records') }}
-- depends_on: {{ ref('int_identity_former_keys') }}

with nodes as {{ read_in_place() if not is_incremental() }} (

    select * from {{ ref('int_identity_nodes') }}
    {% if is_incremental() -%}
    where {{ is_among('record_hash', 'int_identity_changed_records') }}
    {%- endif %}

),

points as {{ read_in_place() if not is_incremental() }} (

    select * from {{ ref('int_identity_points') }}
    {% if is_incremental() -%}
    where {{ is_among('record_hash', 'int_identity_changed_records') }}
    {%- endif %}

),

final as (
    {{ block_keys('nodes', 'points', var('identity_blocks'), 'record_hash') }}

)

select * from final
