{#- CTEs that end in `names`, one row per distinct name: what it should be, and what is wrong with it as sent. Few names
    serve many people, so that a rule is reckoned once for each of them.

    `names` is a relation of distinct texts (name_text; is_proved, whether somebody with a tax id bears it), `spellings` the
    seed name_spellings. `names` has name_text, display_name (as a letter prints it), name_key (for comparing),
    has_borne_word (whether somebody with a tax id bears one of its words), name_fault and name_repair. -#}
{% macro judged_names(names, spellings) -%}
    bare_names as (

        select
            *,
            {{ bare_name('name_text') }} as bare_name
        from {{ names }}

    ),

    decoded_names as (

        select
            *,
            {{ text_of_whole_code('bare_name') }} as decoded_name
        from bare_names

    ),

    whole_names as (

        select
            name_text,
            is_proved,
            {{ says_no_name('name_text') }} as says_no_name,
            decoded_name <> bare_name or {{ has_mojibake('decoded_name') }} or {{ has_typed_numbers('decoded_name') }}
                as has_mojibake,
            {{ repair_mojibake(letters_of_typed_numbers('decoded_name')) }} as lettered_name
        from decoded_names

    ),

    -- What stood around codes is seen when they are letters.
    gapped_names as (

        select
            *,
            {{ gaps_for_signs(unwrapped_name('lettered_name')) }} as gapped_name
        from whole_names

    ),

    repaired_names as (

        select
            *,
            {{ has_lost_letter('gapped_name') }} as has_lost_letter,
            {{ plain_apostrophes('gapped_name') }} as repaired_name
        from gapped_names

    ),

    smoothed as (

        select
            *,
            {{ without_stray_accents('repaired_name') }} as smooth_name
        from repaired_names

    ),

    -- Read twice.
    written_out as {{ materialized_once() }} (

        select
            *,
            {{ without_stray_accents(write_out_maria('repaired_name')) }} as written_name
        from smoothed

    ),

    words as (

        select
            name_text,
            is_proved,
            {{ each_item(name_words('written_name')) }} as word,
            {{ each_place(name_words('written_name')) }} as place
        from written_out

    ),

    -- A word is found by its plain spelling, by one that writes letters with others, by one with question marks for letters
    -- or by one that lost bits, if only one fits.
    known_spellings as (
        {%- for way, key in keys_of_spelling('plain_spelling', 'spelling') %}

        select
            '{{ way }}' as way,
            {{ key }} as spelling_key,
            spelling
        from {{ spellings }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}

    ),

    -- The plain way is the last of the alphabet.
    certain_spellings as (

        select
            spelling_key,
            max(way) as way,
            min(spelling) as spelling
        from known_spellings
        where spelling_key not in ({{ quoted_list(var('names_like_damaged_ones')) }})
        group by spelling_key
        having count(distinct spelling) = 1

    ),

    distinct_words as (

        select
            word,
            {{ spelling_key('word') }} as spelling_key,
            {{ any_true('is_proved') }} as is_proved
        from words
        group by word

    ),

    -- However it is written, a word is borne or not.
    borne_words as (

        select
            word,
            spelling_key,
            max(cast(is_proved as integer)) over (partition by spelling_key) = 1 as is_borne
        from distinct_words

    ),

    spelt_words as (

        select
            borne_words.word,
            borne_words.is_borne,
            coalesce(certain_spellings.spelling, {{ spelt_by_rule('borne_words.word') }}) as spelling,
            coalesce(certain_spellings.way in ('BITS', 'GAPS'), false) as has_lost_letters,
            coalesce(certain_spellings.way = 'LETTERS', false) as has_other_letters,
            borne_words.spelling_key in (
                {{ quoted_list(var('name_particles')) }}
            ) as is_particle
        from borne_words
        left join certain_spellings
            on borne_words.spelling_key = certain_spellings.spelling_key

    ),

    accented_words as (

        select
            *,
            has_other_letters or {{ has_lost_accents('word', 'spelling') }} as has_lost_accents
        from spelt_words

    ),

    judged_words as (

        select
            word,
            is_borne and not is_particle as is_borne,
            has_lost_letters,
            has_lost_accents,
            case
                when is_particle then lower(word)
                -- An apostrophe was an accent where the name without it has one.
                when
                    not has_lost_letters and word like '%''_%'
                    and {{ strip_accents('upper(spelling)') }} = upper(spelling)
                    then {{ proper_case('word') }}
                when has_lost_letters or has_lost_accents or word like '%?%'
                    then {{ sign_before('word') }} || spelling || {{ sign_behind('word') }}
                else {{ proper_case('word') }}
            end as display_word
        from accented_words

    ),

    spelt_names as (

        select
            words.name_text,
            {{ any_true('judged_words.is_borne') }} as has_borne_word,
            {{ any_true('judged_words.has_lost_letters') }} as has_lost_letters,
            {{ any_true('judged_words.has_lost_accents') }} as has_lost_accents,
            {{ dbt.listagg('judged_words.display_word', "' '", 'order by words.place') }} as spaced_name
        from words
        inner join judged_words
            on words.word = judged_words.word
        group by words.name_text

    ),

    judged_names as (

        select
            written_out.name_text,
            written_out.says_no_name,
            spelt_names.has_borne_word,
            written_out.written_name <> trim(written_out.smooth_name) as has_maria_written_out,
            replace(replace(spelt_names.spaced_name, '- ', '-'), ''' ', '''') as display_name,
            case
                when written_out.has_mojibake or written_out.has_lost_letter or spelt_names.has_lost_letters
                    then 'MOJIBAKE'
                when
                    written_out.written_name <> trim(written_out.smooth_name)
                    or {{ may_be_short_of_maria('written_out.repaired_name') }}
                    then 'MARIA_SHORT'
                when
                    spelt_names.has_lost_accents
                    or written_out.smooth_name <> written_out.repaired_name
                    then 'ACCENTS_LOST'
            end as name_fault
        from written_out
        inner join spelt_names
            on written_out.name_text = spelt_names.name_text

    ),

    names as {{ materialized_once() }} (

        select
            name_text,
            has_borne_word and not says_no_name as has_borne_word,
            case when not says_no_name then nullif(display_name, '') end as display_name,
            case when not says_no_name then {{ key_of_whole_name('display_name') }} end as name_key,
            case when not says_no_name then name_fault end as name_fault,
            case
                when says_no_name then null
                when name_fault = 'MOJIBAKE' and {{ has_signs_of_names_alone('display_name') }}
                    then 'LETTERS_RESTORED'
                when name_fault = 'MARIA_SHORT' and has_maria_written_out then 'MARIA_WRITTEN_OUT'
                when name_fault = 'ACCENTS_LOST' then 'ACCENTS_RESTORED'
            end as name_repair
        from judged_names

    )
{%- endmacro %}

{#- Of the faults of two parts of one name the one that says most: MOJIBAKE, MARIA_SHORT, ACCENTS_LOST. -#}
{% macro gravest_name_fault(first_fault, second_fault) -%}
    case
        {%- for fault in ['MOJIBAKE', 'MARIA_SHORT', 'ACCENTS_LOST'] %}
        when '{{ fault }}' in ({{ first_fault }}, {{ second_fault }}) then '{{ fault }}'
        {%- endfor %}
    end
{%- endmacro %}

{#- What was done about a name of two parts, told by the part whose fault says most; null where a part could not be put
    right. -#}
{% macro repair_of_both(first_fault, first_repair, second_fault, second_repair) -%}
    case
        when {{ first_fault }} is not null and {{ first_repair }} is null then null
        when {{ second_fault }} is not null and {{ second_repair }} is null then null
        when {{ first_fault }} = {{ gravest_name_fault(first_fault, second_fault) }} then {{ first_repair }}
        else {{ second_repair }}
    end
{%- endmacro %}

{#- The fault of a name in its record: null in a record that is none, and where a firm's name among the persons' has no
    accents. -#}
{% macro fault_of_name(fault, record_fault, is_company) -%}
    case
        when {{ record_fault }} is null and not ({{ is_company }} and {{ fault }} = 'ACCENTS_LOST') then {{ fault }}
    end
{%- endmacro %}
