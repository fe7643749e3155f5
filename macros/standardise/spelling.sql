{#- How a word of a name is spelt, and what it lacks. -#}

{#- A word of a name in capitals without accents, as the seed name_spellings has it. A question mark stands for a letter that was
    lost, and for one that no name of Spain has: of another script, or of those that Baltic alphabets show for á, í, ñ and ú. -#}
{% macro spelling_key(word) -%}
    {{ return(adapter.dispatch('spelling_key', 'periplo')(word)) }}
{%- endmacro %}

{% macro default__spelling_key(word) -%}
    regexp_replace({{ strip_accents("translate(upper(" ~ word_core(word) ~ "), '\ufffdĮĶŅŚ', '?????')") }}, '[^A-Z0-9?]', '?', 'g')
{%- endmacro %}

{#- The ways in which a word of the seed may have been written, each with the key of its spelling then: the plain one, the letters
    that stand for an Ñ or Ü where there is none (Munnoz, and NXX and UXX on cards for machines), letters lost, bits lost. -#}
{% macro keys_of_spelling(plain_spelling, spelling) -%}
    {%- set keys = [('PLAIN', plain_spelling)] -%}
    {%- for enye, dieresis in [('NN', 'UE'), ('NXX', 'UXX'), ('NI', 'UE'), ('GN', 'UE')] -%}
        {%- do keys.append(('LETTERS', strip_accents("replace(replace(upper(" ~ spelling ~ "), 'Ñ', '" ~ enye ~ "'), 'Ü', '" ~ dieresis ~ "')"))) -%}
    {%- endfor -%}
    {%- for letters in ['all', 'bytes', 'n'] -%}
        {%- do keys.append(('GAPS', spelling_with_gaps(spelling, letters))) -%}
    {%- endfor -%}
    {%- do keys.append(('BITS', spelling_of_seven_bits(spelling))) -%}
    {{ return(keys) }}
{%- endmacro %}

{#- A spelling with question marks for the letters that a narrow alphabet loses: for every letter with a mark ('all'), for
    each of the two bytes of such a letter ('bytes'), for the Ñ alone, the other marks gone ('n'). -#}
{% macro spelling_with_gaps(spelling, letters) -%}
    {{ return(adapter.dispatch('spelling_with_gaps', 'periplo')(spelling, letters)) }}
{%- endmacro %}

{% macro default__spelling_with_gaps(spelling, letters) -%}
    {%- set lost = {'all': 'ÁÉÍÓÚÜÑ', 'bytes': 'ÁÉÍÓÚÜÑ', 'n': 'Ñ'}[letters] -%}
    {%- set gapped = strip_accents("translate(upper(" ~ spelling ~ "), '" ~ lost ~ "', '" ~ '?' * (lost | length) ~ "')") -%}
    {{ "replace(" ~ gapped ~ ", '?', '??')" if letters == 'bytes' else gapped }}
{%- endmacro %}

{#- A spelling as a line for seven bits leaves it, which takes the highest bit of each letter of Latin-1: Garcma, Muqoz. -#}
{% macro spelling_of_seven_bits(spelling) -%}
    {{ strip_accents("translate(upper(" ~ spelling ~ "), 'ÍÓÚÑ', 'MSZQ')") }}
{%- endmacro %}

{#- The word in proper case; the accent that orthography demands is put on words that no seed needs to list:
    patronymics in -ez are stressed on the vowel before (Estévez; left alone where that vowel may be half of a
    diphthong), words in -ción and -sión on the last. -#}
{% macro spelt_by_rule(word) -%}
    {{ return(adapter.dispatch('spelt_by_rule', 'periplo')(word)) }}
{%- endmacro %}

{#- The u of -quez and -guez is not heard: a sign that is no vowel stands for it meanwhile. -#}
{% macro default__spelt_by_rule(word) -%}
    {%- set patronymic = "'^(.*)([aeiou])([^aeiou]*)ez$'" -%}
    list_transform(
        list_transform(
            [{{ proper_case(word_core(word)) }}],
            lambda proper: [
                proper, regexp_replace(translate(proper, 'àèìòùâêîôû', 'aeiouaeiou'), '([qg])uez$', '\1#ez')
            ]
        ),
        lambda sounds: case
            when regexp_matches(sounds[1], '[áéíóúÁÉÍÓÚ]') then sounds[1]
            when regexp_matches(sounds[2], '^.{2,}([^aeiou]|a)ez$')
                and regexp_matches(sounds[2], {{ patronymic }})
                and not regexp_matches(sounds[2], '[aeo][iu][^aeiou]*ez$')
                then replace(
                    regexp_extract(sounds[2], {{ patronymic }}, 1)
                    || translate(regexp_extract(sounds[2], {{ patronymic }}, 2), 'aeiou', 'áéíóú')
                    || regexp_extract(sounds[2], {{ patronymic }}, 3) || 'ez',
                    '#', 'u'
                )
            when regexp_matches(sounds[1], '^.+[cs]ion$') then regexp_replace(sounds[1], 'on$', 'ón')
            else sounds[1]
        end
    )[1]
{%- endmacro %}

{#- First letter a capital, the others small. -#}
{% macro proper_case(word) -%} (upper(left({{ word }}, 1)) || lower(substr({{ word }}, 2))) {%- endmacro %}

{#- True where a word lacks an accent that its certain spelling bears, or has a turned one in its place (straight_accents). A
    word with an accent of its own that the spelling does not have (Catalan Mònica) is another name. -#}
{% macro has_lost_accents(word, spelling) -%}
    (
        upper({{ word_core(word) }}) <> upper({{ spelling }})
        and {{ lacks_only_accents(word, spelling) }}
    )
{%- endmacro %}

{% macro lacks_only_accents(word, spelling) -%}
    {%- set rest = "translate(" ~ straight_accents('upper(' ~ word_core(word) ~ ')') ~ ", upper(" ~ spelling ~ "), '')" -%}
    {{ rest }} = {{ strip_accents(rest) }}
{%- endmacro %}

{#- A word in capitals without the accents that no language of Spain or its neighbours has there, so that another key was hit or
    another alphabet shown (Garcìa, Martīn): on an I or a U anything but an acute and two dots, on other letters a bar, a
    hook or a circle. In a name in -ez, which is Castilian, on a vowel anything but an acute. -#}
{% macro straight_accents(word) -%}
    {{ return(adapter.dispatch('straight_accents', 'periplo')(word)) }}
{%- endmacro %}

{% macro default__straight_accents(word) -%}
    {%- set turned, straight = 'ÌÙÎÛĨŨĪŪĬŬĮŲǏǓŮİĀĒŌĔŎǍǑÅŇŅǸ', 'IUIUIUIUIUIUIUUIAEOEOAOANNN' -%}
    {%- set other, vowels = 'ÀÈÒÂÊÔÄËÏÖÃÕ', 'AEOAEOAEIOAO' -%}
    translate(
        case
            when {{ strip_accents(word) }} like '%EZ' then translate({{ word }}, '{{ other }}', '{{ vowels }}')
            else {{ word }}
        end,
        '{{ turned }}', '{{ straight }}'
    )
{%- endmacro %}
