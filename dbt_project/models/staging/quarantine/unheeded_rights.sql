with row_fates as (

    select * from {{ ref('row_fates') }}

),

settled as (

    {{ raw_as_of('_rights_settled', loaded_at_column='loaded_at') }}

),

-- Of a file that was refused in part, the decision on what landing refused is another.
settled_files as (

    select distinct
        loaded_at,
        file
    from settled
    where reason = 'ROWS_UNHEEDED'

),

-- A party's row without a key is of nobody who could be contacted; of two that differ the stricter
-- stands.
refused as (

    select
        table_name,
        src_key,
        file,
        line,
        loaded_at,
        reason,
        detail
    from row_fates
    where
        fate = 'QUARANTINED'
        and reason <> 'DUPLICATE'
        and not (table_name = 'party' and reason in ('CONFLICT', 'MISSING_KEY'))
        and table_name in (
            {% for table in rights_contract_names() -%}
                '{{ table }}'{{ ', ' if not loop.last }}
            {%- endfor %}
        )

),

final as (

    select refused.*
    from refused
    left join settled_files
        on refused.loaded_at = settled_files.loaded_at and refused.file = settled_files.file
    where settled_files.file is null

)

select * from final
