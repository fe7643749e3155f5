with versions as (

    {{ current_rows('party') }}

),

typed as (

    select
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_code('party_type') }} as party_type,
        {{ clean_text('first_name') }} as first_name,
        {{ clean_text('surname1') }} as surname1,
        {{ clean_text('surname2') }} as surname2,
        {{ clean_text('full_name_raw') }} as full_name_raw,
        {{ clean_text('company_name') }} as company_name,
        {{ clean_text('tax_id') }} as tax_id,
        {{ clean_code('tax_id_type') }} as tax_id_type,
        {{ normalise_tax_id('tax_id') }} as tax_id_normalised,
        {{ clean_code('gender') }} as gender_typed,
        {{ try_date('birth_date') }} as birth_date_typed,
        lower({{ clean_text('language') }}) as language,
        {{ clean_code('treatment') }} as treatment,
        coalesce({{ try_boolean('is_employee') }}, false) as is_employee,
        coalesce({{ try_boolean('deceased') }}, false) as deceased,
        suppression_key,
        robinson_hash,
        {{ row_metadata('party') }}
    from versions

),

-- Older forms kept the whole name in one field: "SURNAMES, NAME" or "NAME SURNAME SURNAME".
name_parts as (

    select
        *,
        first_name is null and surname1 is null and full_name_raw is not null as is_one_field,
        full_name_raw like '%,%' as has_comma
    from typed

),

named as (

    select
        *,
        case
            when not is_one_field then first_name
            when has_comma then trim(split_part(full_name_raw, ',', 2))
            else {{ leading_names('full_name_raw') }}
        end as given_name,
        case
            when not is_one_field then concat_ws(' ', surname1, surname2)
            when has_comma then trim(split_part(full_name_raw, ',', 1))
            else {{ trailing_surnames('full_name_raw') }}
        end as surnames
    from name_parts

),

keyed as (

    select
        *,
        {{ name_key('given_name') }} as given_name_key,
        {{ name_key('surnames') }} as surname_key,
        {{ name_key('surname1') }} as surname1_key,
        {{ name_key('surname2') }} as surname2_key,
        {{ name_key('company_name') }} as company_name_key,
        {{ tax_id_is_valid('tax_id_normalised') }} as tax_id_is_valid
    from named

),

classified as (

    select
        *,
        coalesce(
            party_type = 'E'
            or (tax_id_is_valid and {{ is_company_tax_id('tax_id_normalised') }})
            or (company_name_key is not null and given_name_key is null)
            or {{ ends_like_a_company("concat_ws(' ', given_name_key, surname_key)") }},
            false
        ) as is_company
    from keyed

),

described as (

    select
        *,
        case
            when is_company and company_name_key is not null then company_name_key
            else nullif(concat_ws(' ', given_name_key, surname_key), '')
        end as name_key,
        case when not is_company then {{ display_name('given_name') }} end as display_first_name,
        case when not is_company then {{ display_name('surnames') }} end as display_surname,
        case when gender_typed in ('M', 'F') then gender_typed end as gender,
        case when birth_date_typed <= loaded_at then birth_date_typed end as birth_date
    from classified

),

final as (

    select
        party_key,
        party_src_id,
        party_type,
        is_company,
        first_name,
        surname1,
        surname2,
        full_name_raw,
        company_name,
        given_name_key,
        surname_key,
        surname1_key,
        surname2_key,
        name_key,
        display_first_name,
        display_surname,
        tax_id,
        tax_id_type,
        tax_id_normalised,
        tax_id_is_valid,
        gender,
        birth_date,
        language,
        treatment,
        is_employee,
        deceased,
        suppression_key,
        robinson_hash,
        {{ row_metadata_names() }}
    from described

)

select * from final
