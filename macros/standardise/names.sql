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

{#- A name for comparing, of one that is repaired: Mª and M. written out, plain capitals, S.L. and Isma'il drawn together,
    particles and punctuation dropped, single spaces. Null when nothing is left. -#}
{% macro name_key(repaired) -%} {{ key_of_whole_name(write_out_maria(repaired)) }} {%- endmacro %}

{#- The same of a name that is written out already. -#}
{% macro key_of_whole_name(name) -%}
    {{ return(adapter.dispatch('key_of_whole_name', 'periplo')(name)) }}
{%- endmacro %}

{% macro default__key_of_whole_name(name) -%}
    nullif(trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        ' ' || {{ plain_letters(name) }} || ' ',
        '\b([A-Z])[.]|([A-Z]{2})[''’]', '\1\2', 'g'),
        '[^A-Z0-9]+', '  ', 'g'),
        '\s({{ var("name_particles") | join("|") }})\s', ' ', 'g'),
        '\s+', ' ', 'g')
    ), '')
{%- endmacro %}

{#- Signs between letters that are written for an apostrophe, and an accent typed there for one, as the apostrophe (D´Ors,
    D’Ors, Isma`il); Windows keeps it under a number that is a command elsewhere. Whether it stands for an accent instead (Garci´a) is told by the name: see judged_names. -#}
{% macro plain_apostrophes(text) -%}
    {{ return(adapter.dispatch('plain_apostrophes', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__plain_apostrophes(text) -%}
    regexp_replace({{ text }}, '(\pL)(?:(?:[´`’‘ʼ]|'''')(\pL)|\x{92}(\p{Lu}))', '\1''\2\3', 'g')
{%- endmacro %}

{#- The accents taken out that were typed beside their letter at an end of a word, or that no apostrophe looks like: `´Angel`,
    `Jose'`, `Mun~oz`. Of the names with an accent behind a first O, where an apostrophe is usual, one is common: Óscar. -#}
{% macro without_stray_accents(text) -%}
    {{ return(adapter.dispatch('without_stray_accents', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__without_stray_accents(text) -%}
    regexp_replace(regexp_replace(regexp_replace(
        {{ text }},
        '\b([Oo])''([Ss][Cc][Aa][Rr])', '\1\2'),
        '(\pL)[´`^~¨]|[´`^~¨](\pL)', '\1\2', 'g'),
        '(\pL[aeiouAEIOU])''(\s|$)', '\1\2', 'g'
    )
{%- endmacro %}

{#- True for a name without signs that no name has, such as those that a third wrong alphabet leaves. -#}
{% macro has_signs_of_names_alone(name) -%} (not {{ matches(name, "[^\\pL\\pM\\pN\\s'',.()/&\"·ªº-]") }}) {%- endmacro %}

{#- The words of a whole name as a list. What follows a hyphen, or an apostrophe behind a short word that leans on the next
    one (D'Ors, O'Brien, Sant'Anna), is a word of its own, and the sign stays with the word before it. An apostrophe
    within a name (Isma'il) parts nothing. -#}
{% macro name_words(name) -%}
    {{ return(adapter.dispatch('name_words', 'periplo')(name)) }}
{%- endmacro %}

{% macro default__name_words(name) -%}
    string_split(
        trim(regexp_replace(
            regexp_replace(
                replace({{ name }}, '-', '- '), '((?:^|[-\s])(?i:[dlmno]|sant|dell|dall|all))''(\pL)', '\1'' \2', 'g'
            ),
            '\s+', ' ', 'g'
        )),
        ' '
    )
{%- endmacro %}

{#- A word without the signs that are no letters of it: the hyphen that name_words leaves at its end, apostrophes, stops, quotes,
    brackets, other signs and digits around it. dbt takes a statement of a unit test apart at each semicolon, so that one is a number here. -#}
{% macro word_core(word) -%} trim(replace({{ word }}, '''', ''), '-.,:/"()[]{}«»“”‹›‘’…!¡@$*_~`|<>=+%&^®©™•0123456789\\' || chr(59)) {%- endmacro %}

{#- The signs at the beginning of a word that belong to the name: a quote or a bracket. -#}
{% macro sign_before(word) -%} left({{ word }}, length({{ word }}) - length(ltrim({{ word }}, '"(«“'))) {%- endmacro %}

{#- The same at its end: a hyphen and an apostrophe too. -#}
{% macro sign_behind(word) -%} substr({{ word }}, length(rtrim({{ word }}, '-''")»”')) + 1) {%- endmacro %}

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

{#- True when a name for comparing ends in what only a company bears (variable `company_endings`). -#}
{% macro ends_like_a_company(key) -%}
    {{ matches(key, ' (' ~ var('company_endings') | join('|') ~ ')$') }}
{%- endmacro %}

{#- True for a text in the place of a name that says that there is none, whatever stands beside it. Words that people are
    called as well are left to name_in_place, and an X or a letter repeated to who judges the whole record. -#}
{% macro says_no_name(text) -%}
    (
        {{ text }} not in ('X', 'x')
        and not {{ is_name_like_unknown(text, ['given', 'surname']) }}
        and (
            {{ says_unknown_in_words(text) }}
            or {{ is_without_in_short(text) }}
            or {{ is_unfilled_template(text) }}
            or {{ matches(text, '^[0 ]+$') }}
        )
    )
{%- endmacro %}

{#- True for a word for unknown that people are called as well, in one of these places (variable `names_like_unknown_words`). A
    system writes NaN. -#}
{% macro is_name_like_unknown(text, places) -%}
    {%- set words = [] -%}
    {%- for place in places -%}
        {%- do words.extend(var('names_like_unknown_words')[place]) -%}
    {%- endfor -%}
    (upper({{ text }}) in ({{ quoted_list(words | unique) }}) and {{ text }} <> 'NaN')
{%- endmacro %}

{#- The name in one of the two places, given or surname, or null for a word for unknown that is not borne there, or beside
    which the record names nobody: `other` is the name in the other place. So Nada García, Hans Null and Min-ho No keep
    their names, and NULL García, Null Null and a No alone have none. -#}
{% macro name_in_place(text, place, other) -%}
    case
        when not coalesce({{ is_name_like_unknown(text, ['given', 'surname']) }}, false) then {{ text }}
        when
            {{ is_name_like_unknown(text, [place]) }}
            and not {{ is_name_like_unknown(other, ['given', 'surname']) }}
            and not {{ says_no_name(other) }}
            then {{ text }}
    end
{%- endmacro %}
