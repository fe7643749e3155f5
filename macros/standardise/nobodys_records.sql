{#- Records that are nobody's: of who tried the system, and of who gave no name. -#}

{#- True for the key of a name, or of a part of one, that is one letter hit again and again, or an X. -#}
{% macro is_letter_repeated(key) -%}
    ({{ key }} = 'X' or (length({{ key }}) >= 2 and replace({{ key }}, left({{ key }}, 1), '') = ''))
{%- endmacro %}

{#- A key in which letters that are drawn out stand once (PROBANDOOO, TESTTT); two of them may be a double one. -#}
{% macro undrawn_letters(key) -%}
    {{ return(adapter.dispatch('undrawn_letters', 'periplo')(key)) }}
{%- endmacro %}

{% macro default__undrawn_letters(key) -%}
    {%- set drawn_out = [] -%}
    {%- for letter in 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' -%}
        {%- do drawn_out.append(letter ~ '{3}') -%}
    {%- endfor -%}
    case
        when regexp_matches({{ key }}, '{{ drawn_out | join('|') }}')
            then array_to_string(
                list_transform(
                    range(1, length({{ key }}) + 1),
                    lambda place: case
                        when not regexp_matches(substr('__' || {{ key }} || '_', place, 4), '^.?(?:{{ drawn_out | join('|') }})')
                            then substr({{ key }}, place, 1)
                    end
                ),
                ''
            )
        else {{ key }}
    end
{%- endmacro %}

{#- True for the key of a whole name that somebody gave to try the system: one of the variable `test_words_anywhere` in it, or
    none but words of a trial (`test_words_of_nobody`, `test_words_alone`, `test_words_borne`). -#}
{% macro is_test_name(key) -%}
    {%- set words = [var('test_words_of_nobody'), var('test_words_alone'), var('test_words_borne'), var('account_words_alone')] -%}
    {%- for letter in 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' -%}
        {%- do words.append(letter ~ '{2,}') -%}
    {%- endfor -%}
    {{ matches(key, '(^| )(' ~ var('test_words_anywhere') ~ ')( |$)|^((' ~ words | join('|') ~ ')( |$))+$') }}
{%- endmacro %}

{#- True for the key of a whole name that has a word of a trial, which people and firms may bear as well (variables
    `test_words_borne`, `test_words_of_nobody`): a trial's where the record has no other proof of who it is. -#}
{% macro has_word_of_trial(key) -%}
    {{ matches(key, '(^| )(' ~ var('test_words_borne') ~ '|' ~ var('test_words_of_nobody') ~ ')( |$)') }}
{%- endmacro %}

{#- True for the key of a whole name that names nobody: one account for all whom nobody asked for a name (CLIENTE CONTADO), or
    how or where somebody wrote (WHATSAPP, NUMERO NUEVO), or an X where a name had to be typed. It has none but such words, one of
    which at least nobody bears (variables `account_words_alone`, `words_of_nobody`; `account_words_borne`). -#}
{% macro is_name_of_nobody(key) -%}
    {%- set alone = var('account_words_alone') ~ '|' ~ var('words_of_nobody') ~ '|X+' -%}
    {{ matches(
        key,
        '^(?:(?:' ~ var('account_words_borne') ~ '|' ~ alone ~ ') )*(?:' ~ alone ~ ')(?: (?:' ~ var('account_words_borne') ~ '|' ~ alone ~ '|[0-9]{1,3}))*$'
    ) }}
{%- endmacro %}

{#- True for the key of a whole name whose first word says that something is not there (SIN REMITENTE): no name begins so, but
    for a Sin or a No from the east of Asia, who counts where somebody with a tax id is called so. -#}
{% macro begins_with_a_without(key) -%} {{ matches(key, '^(?:SIN|SENSE|SEM|SANS|NO|WITHOUT) [A-Z]{3}') }} {%- endmacro %}

{#- True for the key of a whole name with one of the words of a variable in it. -#}
{% macro has_word_of(key, variable) -%} {{ matches(key, '(^| )(' ~ var(variable) ~ ')( |$)') }} {%- endmacro %}

{#- CTEs that end in `parts_of_many` (name_part, is_in_both_places): given names and surnames of people who were born in so many
    years that they cannot be one (variable `nobodys_births`; a day typed wrong is mostly one of the same year), of whom none
    has a tax id, though some would if people with a birthday have one as often as elsewhere (variable `nobodys_chance`), and no
    word of whose names anybody bears who has one. So a name is typed that is nobody's: a rare one has one bearer, and a common
    one has some with a tax id. -#}
{% macro parts_of_many(people, birthday) -%}
    unproved_parts as (

        select
            extract(year from {{ birthday }}) as birth_year,
            tax_id_is_valid,
            {{ each_item('[given_name_key, surname_key]') }} as name_part,
            {{ each_place('[given_name_key, surname_key]') }} as place
        from {{ people }}
        where not has_borne_word and given_name_fault is null and surname1_name_fault is null and one_field_fault is null

    ),

    counted_parts as (

        select
            name_part,
            min(place) < max(place) as is_in_both_places,
            count(distinct birth_year) as births,
            {{ any_true('tax_id_is_valid') }} as is_proved
        from unproved_parts
        where name_part is not null
        group by name_part

    ),

    proved_people as (

        select avg(case when tax_id_is_valid then 1 else 0 end) as tax_id_share
        from {{ people }}
        where {{ birthday }} is not null

    ),

    parts_of_many as (

        select
            counted_parts.name_part,
            counted_parts.is_in_both_places
        from counted_parts
        cross join proved_people
        where
            counted_parts.births >= {{ var('nobodys_births') }}
            and not counted_parts.is_proved
            and power(1 - proved_people.tax_id_share, counted_parts.births) <= {{ var('nobodys_chance') }}

    )
{%- endmacro %}

{#- NAMELESS_RECORD or TEST_RECORD where a record is nobody's, else null. `has_borne_word`: whether somebody with a tax id bears
    a word of the name; `is_of_many`: whether its parts are parts_of_many, which is a made-up name, or none where one
    of them stands for a given name and for a surname: a trial has a word for each field, and who has no name to type
    fills any field alike. -#}
{% macro record_fault(key, tax_id_is_valid, birth_date, has_borne_word, is_of_many, is_in_both_places) -%}
    case
        when {{ key }} is null or {{ is_name_of_nobody(key) }} then 'NAMELESS_RECORD'
        when {{ is_test_name(key) }} or {{ is_test_name(undrawn_letters(key)) }} then 'TEST_RECORD'
        when coalesce({{ tax_id_is_valid }}, false) then null
        when {{ has_word_of_trial(key) }} and {{ birth_date }} is null then 'TEST_RECORD'
        when {{ has_borne_word }} then null
        when {{ has_word_of_trial(key) }} then 'TEST_RECORD'
        when {{ has_word_of(key, 'words_of_nobody') }} or {{ begins_with_a_without(key) }} then 'NAMELESS_RECORD'
        when {{ is_of_many }} and {{ is_in_both_places }} then 'NAMELESS_RECORD'
        when {{ is_of_many }} then 'TEST_RECORD'
    end
{%- endmacro %}

{#- A CTE `distinct_names` (name_text, is_proved): the names in `columns` of the people, each once, for few names serve many
    people, and whether somebody with a tax id bears it. -#}
{% macro distinct_names(people, columns) -%}
    parts_of_names as (
        {%- for column in columns %}

        select
            tax_id_is_valid,
            {{ column }} as name_text
        from {{ people }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}

    ),

    distinct_names as (

        select
            name_text,
            {{ any_true('tax_id_is_valid') }} as is_proved
        from parts_of_names
        where name_text is not null
        group by name_text

    )
{%- endmacro %}
