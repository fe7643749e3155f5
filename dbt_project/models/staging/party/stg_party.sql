with versions as (

    {{ current_rows('party') }}

),

spellings as (

    select * from {{ ref('name_spellings') }}

),

typed as (

    select
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_code('party_type') }} as party_type,
        {{ spaced_words('first_name') }} as first_name,
        {{ spaced_words('surname1') }} as surname1,
        {{ spaced_words('surname2') }} as surname2,
        {{ clean_words('full_name_raw') }} as full_name_raw,
        {{ clean_words('company_name') }} as company_name,
        {{ clean_text('tax_id') }} as tax_id,
        {{ clean_code('tax_id_type') }} as tax_id_type,
        {{ normalise_tax_id('tax_id') }} as tax_id_normalised,
        {{ clean_code('gender') }} as gender_typed,
        {{ clean_text('birth_date') }} as birth_date_raw,
        {{ try_date('birth_date', 'birth') }} as birth_date_typed,
        lower({{ clean_text('language') }}) as language,
        {{ clean_code('treatment') }} as treatment,
        coalesce({{ try_boolean('is_employee') }}, false) as is_employee,
        {{ yes_or_unreadable('deceased') }} as deceased,
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
        full_name_raw like '%,%' as has_comma,
        {{ repair_mojibake('company_name') }} as company_name_repaired
    from typed

),

parted as (

    select
        *,
        {{ name_key('company_name_repaired') }} as company_name_key,
        case
            when not is_one_field then first_name
            when has_comma then trim(split_part(full_name_raw, ',', 2))
            else {{ leading_names('full_name_raw') }}
        end as parted_given,
        case
            when not is_one_field then surname1
            when has_comma then trim(split_part(full_name_raw, ',', 1))
            else {{ trailing_surnames('full_name_raw') }}
        end as parted_surname
    from name_parts

),

-- A word for unknown that people are called as well is judged by the name beside it; Ma alone is
-- short for María in front of two surnames, as Spaniards have them. Read several times.
named as {{ materialized_once() }} (

    select
        *,
        {{ tax_id_is_valid('tax_id_normalised') }} as tax_id_is_valid,
        case
            when upper(parted_given) = 'MA' and surname2 is not null then 'Mª'
            else {{ name_in_place('parted_given', 'given', 'parted_surname') }}
        end as given_name,
        {{ name_in_place('parted_surname', 'surname', 'parted_given') }} as first_surname,
        case
            when not {{ is_name_like_unknown('surname2', ['given', 'surname']) }} then surname2
        end as second_surname
    from parted

),

{{ distinct_names('named', ['given_name', 'first_surname', 'second_surname']) }},

{{ judged_names('distinct_names', 'spellings') }},

keyed as (

    select
        named.*,
        given_names.name_key as given_name_key,
        first_surnames.name_key as surname1_key,
        second_surnames.name_key as surname2_key,
        coalesce(
            one_field_names.name_key,
            nullif(concat_ws(' ', first_surnames.name_key, second_surnames.name_key), '')
        ) as surname_key,
        coalesce(given_names.has_borne_word, false)
        or coalesce(first_surnames.has_borne_word, one_field_names.has_borne_word, false)
        or coalesce(second_surnames.has_borne_word, false) as has_borne_word,
        given_names.display_name as display_given_name,
        coalesce(
            one_field_names.display_name,
            nullif(concat_ws(' ', first_surnames.display_name, second_surnames.display_name), '')
        ) as display_surnames,
        case when not named.is_one_field then given_names.name_fault end as given_name_fault,
        case when not named.is_one_field then given_names.name_repair end as given_name_repair,
        first_surnames.name_fault as surname1_name_fault,
        first_surnames.name_repair as surname1_name_repair,
        second_surnames.name_fault as surname2_name_fault,
        second_surnames.name_repair as surname2_name_repair,
        {{ gravest_name_fault(
            'given_names.name_fault', 'one_field_names.name_fault'
        ) }} as one_field_fault,
        {{ repair_of_both(
            'given_names.name_fault', 'given_names.name_repair',
            'one_field_names.name_fault', 'one_field_names.name_repair'
        ) }} as one_field_repair,
        {{ tax_id_kind('named.tax_id_normalised', 'named.tax_id_type') }} as tax_id_kind
    from named
    left join names as given_names
        on named.given_name = given_names.name_text
    left join names as first_surnames
        on
            named.first_surname = first_surnames.name_text
            and not named.is_one_field
    left join names as second_surnames
        on
            named.second_surname = second_surnames.name_text
            and not {{ is_letter_repeated('second_surnames.name_key') }}
    left join names as one_field_names
        on
            named.first_surname = one_field_names.name_text
            and named.is_one_field

),

{{ filler_birthdays('keyed', 'birth_date_typed') }},

{{ parts_of_many('keyed', 'birth_date_typed') }},

classified as (

    select
        keyed.*,
        coalesce(
            keyed.party_type = 'E'
            or (keyed.tax_id_is_valid and keyed.tax_id_kind = 'CIF')
            or (keyed.company_name_key is not null and keyed.given_name_key is null)
            or {{ ends_like_a_company("concat_ws(' ', keyed.given_name_key, keyed.surname_key)") }},
            false
        ) as is_company,
        case
            when
                filler_birthdays.birthday is null
                and keyed.birth_date_typed
                < coalesce(cast(keyed.created_at as date), keyed.loaded_at)
                and {{ add_years('keyed.birth_date_typed', var('oldest_age')) }} > keyed.known_at
                then keyed.birth_date_typed
        end as birth_date,
        (keyed.given_name_key is null) = (given_of_many.name_part is null)
        and (keyed.surname_key is null) = (surname_of_many.name_part is null)
        and not keyed.has_borne_word as is_of_many,
        coalesce(given_of_many.is_in_both_places, false)
        or coalesce(surname_of_many.is_in_both_places, false) as is_in_both_places
    from keyed
    left join filler_birthdays
        on
            {{ dealer_or_central('keyed.src_dealer_id') }} = filler_birthdays.dealer
            and keyed.birth_date_typed = filler_birthdays.birthday
    left join parts_of_many as given_of_many
        on keyed.given_name_key = given_of_many.name_part
    left join parts_of_many as surname_of_many
        on keyed.surname_key = surname_of_many.name_part

),

described as (

    select
        *,
        case
            when is_company and company_name_key is not null then company_name_key
            else nullif(concat_ws(' ', given_name_key, surname_key), '')
        end as name_key,
        case when not is_company then display_given_name end as display_first_name,
        case when not is_company then display_surnames end as display_surname,
        case when gender_typed in ('M', 'F') then gender_typed end as gender,
        {{ date_fault('birth_date_raw', 'birth_date', 'birth') }} as birth_date_fault,
        {{ tax_id_fault('tax_id', 'tax_id_normalised', 'tax_id_is_valid', 'tax_id_kind') }}
            as sent_tax_id_fault
    from classified

),

recorded as (

    select
        *,
        {{ record_fault(
            'name_key', 'tax_id_is_valid', 'birth_date', '(has_borne_word or is_company)',
            'is_of_many', 'is_in_both_places'
        ) }} as record_fault
    from described

),

-- A record that is none says nothing of its cells; a firm's name among the persons' lost no accent.
-- An M. alone before two surnames, as Spaniards have them, is mostly a María: told, and left.
judged as (

    select
        *,
        coalesce(
            {{ fault_of_name('given_name_fault', 'record_fault', 'is_company') }},
            case
                when
                    record_fault is null and not is_company
                    and upper(first_name) in ('M', 'M.') and surname2_key is not null
                    then 'MARIA_SHORT'
            end
        ) as first_name_fault,
        {{ fault_of_name('surname1_name_fault', 'record_fault', 'is_company') }}
            as surname1_fault,
        case
            when
                record_fault is null and not is_company
                and given_name_key is not null and surname1_key is not null
                and surname2_key is null
                then 'SURNAME2_MISSING'
            else {{ fault_of_name('surname2_name_fault', 'record_fault', 'is_company') }}
        end as surname2_fault,
        case
            when is_one_field
                then {{ fault_of_name('one_field_fault', 'record_fault', 'is_company') }}
        end as full_name_raw_fault,
        {{ text_fault('company_name', 'company_name_repaired') }} as company_name_fault,
        case
            when record_fault is null or sent_tax_id_fault <> 'TAX_ID_MISSING'
                then sent_tax_id_fault
        end as tax_id_fault
    from recorded

),

final as (

    select
        party_key,
        party_src_id,
        party_type,
        is_company,
        record_fault,
        first_name,
        first_name_fault,
        case when first_name_fault is not null then given_name_repair end as first_name_repair,
        surname1,
        surname1_fault,
        case when surname1_fault is not null then surname1_name_repair end as surname1_repair,
        surname2,
        surname2_fault,
        case when surname2_fault is not null then surname2_name_repair end as surname2_repair,
        full_name_raw,
        full_name_raw_fault,
        case when full_name_raw_fault is not null then one_field_repair end as full_name_raw_repair,
        company_name,
        company_name_fault,
        {{ text_repair('company_name_fault', 'company_name_repaired') }} as company_name_repair,
        given_name_key,
        surname_key,
        surname1_key,
        surname2_key,
        name_key,
        display_first_name,
        display_surname,
        tax_id,
        tax_id_fault,
        {{ tax_id_repair('tax_id_fault') }} as tax_id_repair,
        tax_id_type,
        tax_id_normalised,
        tax_id_is_valid,
        tax_id_kind,
        gender,
        birth_date,
        birth_date_fault,
        {{ date_repair('birth_date_fault') }} as birth_date_repair,
        language,
        treatment,
        is_employee,
        deceased,
        suppression_key,
        robinson_hash,
        {{ row_metadata_names() }}
    from judged

)

select * from final
