{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ without_rows_of('int_identity_changed_records', ['record_hash']) }}"
) }}
-- depends_on: {{ ref('int_identity_changed_records') }}

with parties as (

    select * from {{ ref('stg_party') }}

),

said as (

    {{ said_of_records('parties') }}

),

split as (

    select
        party_key,
        record_hash,
        record_digest,
        is_company,
        first_loaded_at,
        name_key,
        birth_date,
        nullif(given_name_key, '') as given_names,
        nullif({{ first_word('given_name_key') }}, '') as given_name,
        case when tax_id_is_valid then tax_id_normalised end as tax_id,
        case
            when coalesce(tax_id_fault, '') <> 'TAX_ID_PLACEHOLDER' then tax_id_normalised
        end as tax_number,
        nullif({{ first_word('surname_key') }}, '') as first_surname,
        nullif({{ last_word('surname_key') }}, '') as last_surname,
        position(' ' in surname_key) > 0 as has_two_surnames
    from said
    {% if is_incremental() -%}
    where {{ is_among('record_hash', 'int_identity_changed_records') }}
    {%- endif %}

),

-- Day and month typed the other way round must not look like another birth.
compared as (

    select
        *,
        case
            when has_two_surnames
                then
                    least(first_surname, last_surname) || ' '
                    || greatest(first_surname, last_surname)
        end as surname_pair,
        cast(extract(year from birth_date) as {{ dbt.type_string() }}) || '-'
        || cast(
            least(extract(month from birth_date), extract(day from birth_date))
            as {{ dbt.type_string() }}
        ) || '-'
        || cast(
            greatest(extract(month from birth_date), extract(day from birth_date))
            as {{ dbt.type_string() }}
        ) as birth_key
    from split

),

named as (

    select
        *,
        case when is_company then name_key else given_name end as short_name,
        case when is_company then name_key else given_name || ' ' || surname_pair end as full_name
    from compared

),

final as (

    select
        party_key,
        record_hash,
        record_digest,
        is_company,
        first_loaded_at,
        name_key,
        first_surname,
        tax_id,
        tax_number,
        given_names,
        given_name,
        surname_pair,
        birth_key,
        case when has_two_surnames then last_surname end as last_surname,
        case
            when short_name is not null then {{ block_hash(['short_name']) }}
        end as short_name_hash,
        case
            when full_name is not null then {{ block_hash(['full_name']) }}
        end as full_name_hash
    from named

)

select * from final
