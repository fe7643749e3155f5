{#- What the source says of records, numbered: what identity begins with, and what a night compares with the one before. -#}

{#- A select of what is said of each record and compared, with a number of the record and one of all that is said.
    Whoever needs more of a party adds it here, so that its changes are seen. -#}
{% macro said_of_records(parties) -%}
    {%- set columns = [
        'party_key', 'is_company', 'first_loaded_at', 'name_key', 'given_name_key', 'surname_key', 'birth_date',
        'tax_id_normalised', 'tax_id_is_valid', 'tax_id_fault',
    ] -%}
    select
        {{ columns | join(',\n        ') }},
        {{ block_hash(['party_key']) }} as record_hash,
        {{ block_hash(columns) }} as record_digest
    from {{ parties }}
{%- endmacro %}

{#- CTEs that end in `points`: of each record and value of what it may have several of, the number of the record, the kind,
    a number of kind and value, and one of the row. Each stands there once, or with `copies` as often as it was said, which
    costs less than to look for copies. -#}
{% macro points_of_records(contact_points, addresses, ownerships, vehicle_map, copies=false) -%}
    {%- set select = 'select' if copies else 'select distinct' -%}
    values_held as (

        {{ select }}
            {{ block_hash(['party_key']) }} as record_hash,
            case kind when 'LAND' then 'LANDLINE' else kind end as kind,
            {{ block_hash(['kind', 'contact_value']) }} as point_hash
        from {{ contact_points }}
        where party_key is not null and contact_value is not null

        union all

        {{ select }}
            {{ block_hash(['party_key']) }} as record_hash,
            'ADDRESS' as kind,
            {{ block_hash(["'ADDRESS'", 'address_key']) }} as point_hash
        from {{ addresses }}
        where party_key is not null and address_key is not null

        union all

        {{ select }}
            {{ block_hash(['party_key']) }} as record_hash,
            'POSTAL_CODE' as kind,
            {{ block_hash(["'POSTAL_CODE'", 'postal_code']) }} as point_hash
        from {{ addresses }}
        where party_key is not null and postal_code is not null

        union all

        {{ select }}
            {{ block_hash([ownerships ~ '.party_key']) }} as record_hash,
            'VEHICLE' as kind,
            {{ block_hash(["'VEHICLE'", vehicle_map ~ '.vehicle_id']) }} as point_hash
        from {{ ownerships }}
        inner join {{ vehicle_map }}
            on {{ ownerships }}.vehicle_key = {{ vehicle_map }}.vehicle_key
        where {{ ownerships }}.party_key is not null

    ),

    points as (

        select
            *,
            {{ block_hash(['record_hash', 'point_hash']) }} as record_point_hash
        from values_held

    )
{%- endmacro %}
