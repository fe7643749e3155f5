{#- Names of people and companies: for comparing (keys) and for addressing (display). -#}

{#- Without accents; Ñ becomes N. -#}
{% macro strip_accents(expression) -%}
    {{ return(adapter.dispatch('strip_accents', 'periplo')(expression)) }}
{%- endmacro %}

{% macro default__strip_accents(expression) -%}
    strip_accents({{ expression }})
{%- endmacro %}

{#- Repaired capitals without accents. -#}
{% macro plain_capitals(column) -%} {{ plain_letters(repair_mojibake(column)) }} {%- endmacro %}

{#- Capitals without accents. A question mark between letters is a lost Ñ, its usual cause. -#}
{% macro plain_letters(text) -%}
    {{ return(adapter.dispatch('plain_letters', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__plain_letters(text) -%}
    regexp_replace({{ strip_accents('upper(' ~ text ~ ')') }}, '([A-Z])[?]([A-Z])', '\1N\2', 'g')
{%- endmacro %}

{#- A name for comparing, of one that is repaired: Mª and M. written out, plain capitals, S.L. drawn together, particles
    and punctuation dropped, single spaces. Null when nothing is left. -#}
{% macro name_key(repaired) -%} {{ key_of_whole_name(write_out_maria(repaired)) }} {%- endmacro %}

{#- The same of a name that is written out already. -#}
{% macro key_of_whole_name(name) -%}
    {{ return(adapter.dispatch('key_of_whole_name', 'periplo')(name)) }}
{%- endmacro %}

{% macro default__key_of_whole_name(name) -%}
    nullif(trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        ' ' || {{ plain_letters(name) }} || ' ',
        '\b([A-Z])[.]', '\1', 'g'),
        '[^A-Z0-9]+', '  ', 'g'),
        '\s({{ var("name_particles") | join("|") }})\s', ' ', 'g'),
        '\s+', ' ', 'g')
    ), '')
{%- endmacro %}

{#- María written out where a name abbreviates it: Mª, M.ª, Ma., Mº, M@ and their like, Mria, Mra and Mari. with their
    stops anywhere; Ma as a word of its own beside another name; Mar. only before another name, as are M., M, M a
    and an M that is joined to one (MCarmen), and none that men alone bear behind an M (M. Ángel is a Miguel Ángel; José M.
    may be a Manuel); M. behind a name in -a (Ana M.). -#}
{% macro write_out_maria(column) -%}
    {{ return(adapter.dispatch('write_out_maria', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__write_out_maria(column) -%}
    {%- set sign = '[ªº°˚ᵃᵒᴬ@*]' -%}
    {%- set joined = '[BCDFGHJKLNPQRSTVYZ][a-zñáéíóú]' -%}
    {%- set forms = [
        '(?:[Aa]?[Rr])?[.]?\\s?' ~ sign ~ '[.]?', '[.]\\s?a\\b[.]?', '[Aa][.]', '[\\^\'\'´`]a\\b',
        '[?¬¦™\\x{fffd}](?:\\s|$)', '/\\s?a?\\b', '[Rr][IiÍí]?[.]?[Aa]\\b[.]?', '[Aa]?[Rr][Ii][.]',
    ] -%}
    {%- set anywhere -%}
        regexp_replace(regexp_replace(
            {{ column }},
            '\b[Mm](?:{{ forms | join('|') }})[-,\s]*',
            'María ', 'g'),
            '(\pL\s+)[Mm][Aa]\b', '\1María'
        )
    {%- endset -%}
    case
        when regexp_matches(
            {{ column }},
            '\b[Mm]\b|\b[Mm][Aa]\b|\b[Mm][Rr](?:[IiÍí]?[Aa]?\b|{{ sign }})|\b[Mm][Aa][Rr](?:[Ii]?[.]|{{ sign }})|^\s*M{{ joined }}'
        )
            then trim(regexp_replace(
                case
                    when regexp_matches({{ column }}, '{{ man_behind_m() }}') then {{ anywhere }}
                    else regexp_replace(regexp_replace(
                        {{ anywhere }},
                        '^\s*(?:[Mm](?:[.]\s*|[.]?\s+[Aa][.]?\s+|[Aa][-\s]+|\s+)|[Mm][Aa][Rr][.]\s*)(\pL[^.])', 'María \1'),
                        '^\s*M({{ joined }})', 'María \1'
                    )
                end,
                '([a-zA-Z][aA]\s+)[Mm][.]?$', '\1María'
            ))
        else trim({{ column }})
    end
{%- endmacro %}

{#- An M before a given name of the variable `names_of_men_after_m`. -#}
{% macro man_behind_m() -%}
    {{ return('(?i)^\\s*m(?:a?r)?[.]?\\s*(?:' ~ var('names_of_men_after_m') | join('|') ~ ')(?:\\s|$)') }}
{%- endmacro %}

{#- The accents that were typed beside their letter taken out, as `Garci´a`, `Garc'ia` or `Mun~oz`. An apostrophe stays where
    it parts two words (D'Ors, Sant'Anna); an accent typed for one becomes it (D´Ors, O´Brien, but not O´SCAR). -#}
{% macro without_stray_accents(text) -%}
    {{ return(adapter.dispatch('without_stray_accents', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__without_stray_accents(text) -%}
    regexp_replace(regexp_replace(regexp_replace(
        {{ text }},
        '\b([DLMNdlmn])[´`](\pL)|\b(O)[´`](\p{Lu}\p{Ll})', '\1\3''\2\4', 'g'),
        '(\pL)[´`^~¨]|[´`^~¨](\pL)', '\1\2', 'g'),
        '(\pL[aeiouAEIOU]|\pL\pL[^ltLT ])''(\pL?)', '\1\2', 'g'
    )
{%- endmacro %}

{#- The words of a whole name as a list. What follows a hyphen or an apostrophe is a word of its own, and the sign
    stays with the word before it. -#}
{% macro name_words(name) -%}
    {{ return(adapter.dispatch('name_words', 'periplo')(name)) }}
{%- endmacro %}

{% macro default__name_words(name) -%}
    string_split(trim(regexp_replace(replace(replace({{ name }}, '-', '- '), '''', ''' '), '\s+', ' ', 'g')), ' ')
{%- endmacro %}

{#- A word without the sign that name_words leaves at its end. -#}
{% macro word_core(word) -%} rtrim({{ word }}, '-''') {%- endmacro %}

{#- A word of a name in capitals without accents, as the seed name_spellings has it. A letter lost to a question
    mark or to the sign for what no alphabet has stays a question mark. -#}
{% macro spelling_key(word) -%}
    {{ strip_accents("upper(replace(" ~ word_core(word) ~ ", '\ufffd', '?'))") }}
{%- endmacro %}

{#- A spelling with question marks for the letters that a narrow alphabet loses: `with_gaps('all')` for every letter
    with a mark, `with_gaps('n')` for the Ñ alone, the other marks gone. -#}
{% macro spelling_with_gaps(spelling, letters) -%}
    {{ return(adapter.dispatch('spelling_with_gaps', 'periplo')(spelling, letters)) }}
{%- endmacro %}

{% macro default__spelling_with_gaps(spelling, letters) -%}
    {%- set lost = {'all': 'ÁÉÍÓÚÜÑ', 'n': 'Ñ'}[letters] -%}
    {{ strip_accents("translate(upper(" ~ spelling ~ "), '" ~ lost ~ "', '" ~ '?' * (lost | length) ~ "')") }}
{%- endmacro %}

{#- The word in proper case; the accent that orthography demands is put on words that no seed needs to list:
    patronymics in -ez are stressed on the vowel before (Estévez; left alone where that vowel may be half of a
    diphthong), words in -ción and -sión on the last. -#}
{% macro spelt_by_rule(word) -%}
    {{ return(adapter.dispatch('spelt_by_rule', 'periplo')(word)) }}
{%- endmacro %}

{% macro default__spelt_by_rule(word) -%}
    {%- set proper = proper_case(word_core(word)) -%}
    {#- The u of -quez and -guez is not heard: a sign that is no vowel stands for it meanwhile. -#}
    {%- set heard = "regexp_replace(" ~ proper ~ ", '([qg])uez$', '\\1#ez')" -%}
    {%- set patronymic = "'^(.*)([aeiou])([^aeiou]*)ez$'" -%}
    case
        when regexp_matches({{ proper }}, '[áéíóúÁÉÍÓÚ]') then {{ proper }}
        when regexp_matches({{ heard }}, '^.{2,}([^aeiou]|a)ez$')
            and regexp_matches({{ heard }}, {{ patronymic }})
            and not regexp_matches({{ heard }}, '[aeo][iu][^aeiou]*ez$')
            then replace(
                regexp_extract({{ heard }}, {{ patronymic }}, 1)
                || translate(regexp_extract({{ heard }}, {{ patronymic }}, 2), 'aeiou', 'áéíóú')
                || regexp_extract({{ heard }}, {{ patronymic }}, 3) || 'ez',
                '#', 'u'
            )
        when regexp_matches({{ proper }}, '^.+[cs]ion$') then regexp_replace({{ proper }}, 'on$', 'ón')
        else {{ proper }}
    end
{%- endmacro %}

{#- First letter a capital, the others small. -#}
{% macro proper_case(word) -%} (upper(left({{ word }}, 1)) || lower(substr({{ word }}, 2))) {%- endmacro %}

{#- True where a word lacks an accent that its certain spelling bears. A word with an accent of its own that the
    spelling does not have (Catalan Mònica) is another name. -#}
{% macro has_lost_accents(word, spelling) -%}
    (
        upper({{ word_core(word) }}) <> upper({{ spelling }})
        and {{ lacks_only_accents(word, spelling) }}
    )
{%- endmacro %}

{% macro lacks_only_accents(word, spelling) -%}
    {%- set rest = "translate(upper(" ~ word_core(word) ~ "), upper(" ~ spelling ~ "), '')" -%}
    {{ rest }} = {{ strip_accents(rest) }}
{%- endmacro %}

{#- The given part of a name in one field, "NAME SURNAME SURNAME": what is left before the last two words, or the
    first of two words. -#}
{% macro leading_names(column) -%}
    {{ return(adapter.dispatch('leading_names', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__leading_names(column) -%}
    trim(regexp_replace({{ column }}, '\s+{{ trailing_words() }}$', ''))
{%- endmacro %}

{#- The family part of a name in one field: the last two words, or the second of two; particles go with the
    word they lead. -#}
{% macro trailing_surnames(column) -%}
    {{ return(adapter.dispatch('trailing_surnames', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__trailing_surnames(column) -%}
    trim(substr({{ column }}, length(regexp_replace({{ column }}, '\s+{{ trailing_words() }}$', '')) + 1))
{%- endmacro %}

{#- One or two surnames with their particles at the end of a text, at least one word staying before them. -#}
{% macro trailing_words() -%}
    {%- set particles = '((?i:' ~ var('name_particles') | join('|') ~ ')\\s+)*' -%}
    {{ particles }}\S+(\s+{{ particles }}\S+)?
{%- endmacro %}

{#- True when a name for comparing ends in a word that only a company bears (variable `company_endings`). -#}
{% macro ends_like_a_company(key) -%}
    {{ matches(key, ' (' ~ var('company_endings') | join('|') ~ ')$') }}
{%- endmacro %}

{#- True for a text in the place of a name that says that there is none. Words that people are called as well (variable
    `names_like_unknown_words`) are names, and an X or a letter repeated is left to who judges the whole record. -#}
{% macro says_no_name(text) -%}
    (
        {{ text }} not in ({{ quoted_list(var('names_like_unknown_words')) }}, 'X', 'x')
        and ({{ says_unknown_in_words(text) }} or {{ matches(text, '^[0 ]+$') }})
    )
{%- endmacro %}

{#- True for the key of a name, or of a part of one, that is one letter hit again and again, or an X. -#}
{% macro is_letter_repeated(key) -%}
    ({{ key }} = 'X' or (length({{ key }}) >= 2 and replace({{ key }}, left({{ key }}, 1), '') = ''))
{%- endmacro %}

{#- True for the key of a whole name that somebody gave to try the system (variables `test_words_anywhere` and
    `test_words_alone`). -#}
{% macro is_test_name(key) -%}
    {%- set words = [var('test_words_alone')] -%}
    {%- for letter in 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' -%}
        {%- do words.append(letter ~ '{2,}') -%}
    {%- endfor -%}
    {{ matches(key, '(^| )(' ~ var('test_words_anywhere') ~ ')( |$)|^((' ~ words | join('|') ~ ')( |$))+$') }}
{%- endmacro %}
