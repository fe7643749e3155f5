{#- Which landed row is the current version of its key, and what became of the others.

    Each row is judged alone first (MISSING_KEY, MISSING_REQUIRED, INVALID_VALUE). Sound rows of a key are
    then ordered by when the source changed them (an updated_at that is empty, unreadable or after the day of
    loading counts as the day of loading), then by loading, then by a hash of the content, never by their
    place in a file. Copies of a version are DUPLICATE; versions of one moment and one batch that differ leave
    one winner, one that forbids a contact before all others, and the rest are CONFLICT; older versions are
    superseded. -#}

{#- One row per source key: its current version, with _key, _first_loaded_at and the source's own dates as moments, _created_at
    and _updated_at. Few keys have more than one row, and only those pay for hashes and windows. -#}
{% macro current_rows(table_name) -%}
    {%- set contract = source_contract(table_name) -%}
    with visible as {{ not_materialized() }} (
        {{ raw_as_of(table_name) }}
    ),

    judged as {{ not_materialized() }} (
        select
            *,
            {{ contract_key(contract) }} as _key,
            {{ try_timestamp('created_at') }} as _created_at,
            {{ try_timestamp('updated_at') }} as _updated_at
        from visible
        where {{ row_problem(contract) }} is null
    ),

    repeated_keys as (
        select {{ contract_key(contract) }} as _key
        from visible
        group by _key
        having count(*) > 1
    ),

    repeated as (
        select
            *,
            {{ version_moment() }} as _version_at,
            {{ row_forbids(contract) }} as _forbids,
            {{ content_hash(contract) }} as _content_hash
        from judged
        where exists (select 1 from repeated_keys where repeated_keys._key = judged._key)
    ),

    {{ fates_of_versions('repeated', ['_key']) }}

    select {{ all_but(['_version_at', '_forbids', '_content_hash', '_copy_no', '_rival_no', '_version_no', '_fate']) }}
    from fated
    where _fate = 'CURRENT'

    union all

    select
        *,
        _loaded_at as _first_loaded_at
    from judged
    where not exists (select 1 from repeated_keys where repeated_keys._key = judged._key)
{%- endmacro %}

{#- One row per visible row of a table: its key, and where it stands. -#}
{% macro row_places(table_name) -%}
    select
        '{{ table_name }}' as table_name,
        {{ contract_key(source_contract(table_name)) }} as src_key,
        _file as file,
        _line as line,
        _loaded_at as loaded_at
    from ({{ raw_as_of(table_name) }}) as visible
{%- endmacro %}

{#- One row per key of a table whose rows have to be looked at: of several rows, or of one that cannot stand alone. The row
    of any other key is current, and nothing else need be known of it. -#}
{% macro keys_of_concern(table_name) -%}
    {%- set contract = source_contract(table_name) -%}
    select
        '{{ table_name }}' as table_name,
        src_key
    from (
        select
            {{ contract_key(contract) }} as src_key,
            {{ row_problem(contract) }} as problem
        from ({{ raw_as_of(table_name) }}) as visible
    ) as seen
    group by src_key
    having count(*) > 1 or count(problem) > 0
{%- endmacro %}

{#- One row per visible row of a table that the CTE `keys_of_concern` names: what its fate depends on, without its content. -#}
{% macro judged_rows(table_name) -%}
    {%- set key = contract_key(source_contract(table_name)) -%}
    {%- set concerned -%}
        (
            select *
            from ({{ raw_as_of(table_name) }}) as visible
            where
                {{ key }} is null
                or {{ key }} in (select src_key from keys_of_concern where table_name = '{{ table_name }}')
        ) as concerned
    {%- endset -%}
    {{ judge(table_name, concerned) }}
{%- endmacro %}

{#- The same over any relation that has the columns of a raw table. -#}
{% macro judge(table_name, relation) -%}
    {%- set contract = source_contract(table_name) -%}
    select
        '{{ table_name }}' as table_name,
        {{ contract_key(contract) }} as src_key,
        {{ clean_text('src_dealer_id') }} as src_dealer_id,
        _file,
        _line,
        _loaded_at,
        {{ row_problem(contract, 'detail is not null') }} as problem,
        detail,
        {{ version_moment() }} as _version_at,
        {{ row_forbids(contract) }} as _forbids,
        {{ content_hash(contract) }} as _content_hash
    from (
        select
            *,
            {{ row_problem_detail(contract) }} as detail,
            {{ try_timestamp('updated_at') }} as _updated_at
        from {{ relation }}
    ) as looked_at
{%- endmacro %}

{#- CTEs that end in `row_fates`, one row per row of the CTE `judged`: fate CURRENT, SUPERSEDED or QUARANTINED,
    with reason and detail. -#}
{% macro fates_of_judged_rows() -%}
    counted_keys as (
        select
            table_name,
            src_key,
            count(*) as row_count
        from judged
        where problem is null
        group by table_name, src_key
    ),

    repeated as (
        select judged.*
        from judged
        inner join counted_keys
            on
                judged.table_name = counted_keys.table_name
                and judged.src_key = counted_keys.src_key
        where judged.problem is null and counted_keys.row_count > 1
    ),

    {{ fates_of_versions('repeated', ['table_name', 'src_key']) }},

    row_fates as (
        select
            table_name,
            src_key,
            src_dealer_id,
            _file as file,
            _line as line,
            _loaded_at as loaded_at,
            case when _fate in ('CURRENT', 'SUPERSEDED') then _fate else 'QUARANTINED' end as fate,
            case when _fate not in ('CURRENT', 'SUPERSEDED') then _fate end as reason,
            detail
        from fated

        union all

        select
            judged.table_name,
            judged.src_key,
            judged.src_dealer_id,
            judged._file as file,
            judged._line as line,
            judged._loaded_at as loaded_at,
            case when judged.problem is null then 'CURRENT' else 'QUARANTINED' end as fate,
            judged.problem as reason,
            judged.detail
        from judged
        left join counted_keys
            on
                judged.table_name = counted_keys.table_name
                and judged.src_key = counted_keys.src_key
        where judged.problem is not null or counted_keys.row_count = 1
    )
{%- endmacro %}

{#- CTEs that end in `fated`: the rows of `relation` (with _version_at, _forbids, _content_hash, _loaded_at, _file,
    _line)
    with _fate (CURRENT, SUPERSEDED, DUPLICATE or CONFLICT) and _first_loaded_at. -#}
{% macro fates_of_versions(relation, key_columns) -%}
    {%- set keys = key_columns | join(', ') -%}
    copies as (
        select
            *,
            row_number() over (
                partition by {{ keys }}, _version_at, _content_hash
                order by _loaded_at, _file, _line
            ) as _copy_no
        from {{ relation }}
    ),

    rivals as (
        select
            *,
            row_number() over (
                partition by {{ keys }}, _copy_no, _version_at, _loaded_at
                order by _forbids desc, _content_hash desc
            ) as _rival_no
        from copies
    ),

    ordered as (
        select
            *,
            row_number() over (
                partition by {{ keys }}, _copy_no, _rival_no
                order by _version_at desc, _loaded_at desc
            ) as _version_no,
            min(_loaded_at) over (partition by {{ keys }}) as _first_loaded_at
        from rivals
    ),

    fated as (
        select
            *,
            case
                when _copy_no > 1 then 'DUPLICATE'
                when _rival_no > 1 then 'CONFLICT'
                when _version_no > 1 then 'SUPERSEDED'
                else 'CURRENT'
            end as _fate
        from ordered
    )
{%- endmacro %}

{#- Every column of a relation but these. -#}
{% macro all_but(columns) -%}
    {{ return(adapter.dispatch('all_but', 'periplo')(columns)) }}
{%- endmacro %}

{% macro default__all_but(columns) -%} * exclude ({{ columns | join(', ') }}) {%- endmacro %}

{% macro spark__all_but(columns) -%} * except ({{ columns | join(', ') }}) {%- endmacro %}

{#- Keeps an engine from storing a CTE that is read twice, where that can be said. -#}
{% macro not_materialized() -%}
    {{ return(adapter.dispatch('not_materialized', 'periplo')()) }}
{%- endmacro %}

{% macro default__not_materialized() -%} not materialized {%- endmacro %}

{% macro spark__not_materialized() -%} {%- endmacro %}

{#- The moment that orders versions, of rows with _updated_at. -#}
{% macro version_moment() -%}
    case
        when cast(_updated_at as date) <= _loaded_at then _updated_at
        else cast(_loaded_at as timestamp)
    end
{%- endmacro %}
