with row_fates as (

    select * from {{ ref('row_fates') }}

),

settled as (

    {{ raw_as_of('_rights_settled', loaded_at_column='loaded_at') }}

),

-- A party's row without a key is of nobody who could be contacted; of two that differ one stands.
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
    left join settled
        on refused.loaded_at = settled.loaded_at and refused.file = settled.file
    where settled.file is null

)

select * from final
