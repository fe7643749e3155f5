with versions as (

    {{ current_rows('party_address') }}

),

typed as (

    select
        {{ source_key('addr_id') }} as addr_key,
        {{ clean_text('addr_id') }} as addr_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_code('address_type') }} as address_type,
        {{ clean_words('line_raw') }} as line_raw,
        {{ clean_text('postal_code') }} as postal_code_raw,
        {{ postal_code_digits('postal_code') }} as postal_code_digits,
        lpad({{ clean_text('municipality_ine5') }}, 5, '0') as municipality_ine5,
        {{ clean_text('province') }} as province,
        {{ clean_text('valid_from') }} as valid_from_raw,
        {{ try_date('valid_from') }} as valid_from,
        {{ clean_text('valid_to') }} as valid_to_raw,
        {{ try_date('valid_to') }} as valid_to,
        coalesce({{ try_int('returned_mail_count') }}, 0) as returned_mail_count,
        {{ row_metadata('party_address') }}
    from versions

),

read as (

    select
        *,
        {{ repair_mojibake('line_raw') }} as line_repaired,
        {{ postal_code_of_digits('postal_code_digits') }} as postal_code
    from typed

),

worded as (

    select
        *,
        {{ address_words('line_repaired') }} as line_words
    from read

),

compared as (

    select
        *,
        {{ address_line_key('line_words') }} as line_key
    from worded

),

located as (

    select
        *,
        left(postal_code, 2) as province_code,
        left(municipality_ine5, 2) = left(postal_code, 2) as municipality_matches,
        line_key || '|' || postal_code as address_key,
        (
            coalesce(valid_from < {{ as_of_date() }}, true)
            and coalesce(valid_to >= {{ as_of_date() }}, true)
        ) as is_current,
        {{ text_fault('line_raw', 'line_repaired') }} as line_raw_fault,
        {{ postal_code_fault(
            'postal_code_raw', 'postal_code_digits', 'postal_code'
        ) }} as postal_code_fault,
        {{ date_fault('valid_from_raw', 'valid_from') }} as valid_from_fault,
        {{ date_fault('valid_to_raw', 'valid_to') }} as valid_to_fault
    from compared

),

final as (

    select
        addr_key,
        addr_id,
        party_key,
        party_src_id,
        address_type,
        line_raw,
        line_raw_fault,
        {{ text_repair('line_raw_fault', 'line_repaired') }} as line_raw_repair,
        {{ single_blanks('line_repaired') }} as address_line,
        line_key,
        postal_code,
        postal_code_fault,
        {{ postal_code_repair('postal_code_fault') }} as postal_code_repair,
        province_code,
        municipality_ine5,
        municipality_matches,
        province,
        address_key,
        valid_from,
        valid_from_fault,
        {{ date_repair('valid_from_fault') }} as valid_from_repair,
        valid_to,
        valid_to_fault,
        {{ date_repair('valid_to_fault') }} as valid_to_repair,
        is_current,
        returned_mail_count,
        {{ row_metadata_names() }}
    from located

)

select * from final
