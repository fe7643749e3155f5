{#- Phones, emails and the lines of addresses. -#}

{#- E.164: a Spanish number of nine digits from 6 to 9 with +34; a foreign one as written after + or 00. Null when
    it is neither, or a placeholder. -#}
{% macro normalise_phone(column) -%} {{ phone_of_signs(phone_signs(column)) }} {%- endmacro %}

{#- The digits of a phone and a plus before them, the prefix of Spain dropped in whatever form. -#}
{% macro phone_signs(column) -%}
    {{ return(adapter.dispatch('phone_signs', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__phone_signs(column) -%}
    regexp_replace(
        regexp_replace({{ column }}, '[^0-9+]', '', 'g'), '^(?:[+]34|0034|34)(.{9})$', '\1'
    )
{%- endmacro %}

{#- The phone of what phone_signs leaves. -#}
{% macro phone_of_signs(signs) -%}
    {{ return(adapter.dispatch('phone_of_signs', 'periplo')(signs)) }}
{%- endmacro %}

{% macro default__phone_of_signs(signs) -%}
    case
        when regexp_matches({{ signs }}, '^[6-9][0-9]{8}$')
            then case when not {{ is_filler_number(signs) }} then '+34' || {{ signs }} end
        when regexp_matches({{ signs }}, '^([+]|00)[1-9][0-9]{7,14}$') and not regexp_matches({{ signs }}, '^([+]|00)34')
            then '+' || regexp_replace({{ signs }}, '^([+]|00)', '')
    end
{%- endmacro %}

{#- Lower case, trimmed; null when it is no address at all. -#}
{% macro normalise_email(column) -%} {{ email_of_small_letters('lower(trim(' ~ column ~ '))') }} {%- endmacro %}

{#- The same of a text in small letters without outer blanks. -#}
{% macro email_of_small_letters(text) -%}
    {{ return(adapter.dispatch('email_of_small_letters', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__email_of_small_letters(text) -%}
    case
        when regexp_matches(
            {{ text }}, '^[a-z0-9._%+''-]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z]{2,}$'
        )
            then {{ text }}
    end
{%- endmacro %}

{% macro email_local_part(email) -%} split_part({{ email }}, '@', 1) {%- endmacro %}

{% macro email_domain(email) -%} split_part({{ email }}, '@', 2) {%- endmacro %}

{#- The name of a domain, before its first point. -#}
{% macro first_label(domain) -%} split_part({{ domain }}, '.', 1) {%- endmacro %}

{#- The words of a repaired address line: capitals without accents or punctuation, single spaces. -#}
{% macro address_words(line) -%}
    {{ return(adapter.dispatch('address_words', 'periplo')(line)) }}
{%- endmacro %}

{% macro default__address_words(line) -%}
    nullif(trim(regexp_replace(
        {{ plain_letters("replace(upper(" ~ line ~ "), 'C/', 'CALLE ')") }}, '[^A-Z0-9]+', ' ', 'g'
    )), '')
{%- endmacro %}

{#- The words of an address line with the kind of street written out, so that two spellings of a door compare. -#}
{% macro address_line_key(words) -%}
    {{ return(adapter.dispatch('address_line_key', 'periplo')(words)) }}
{%- endmacro %}

{% macro default__address_line_key(words) -%}
    coalesce(
        map {
            {%- for short, long in street_kinds().items() %}'{{ short }}': '{{ long }}'{{ ', ' if not loop.last }}
            {%- endfor -%}
        }[split_part({{ words }}, ' ', 1)],
        split_part({{ words }}, ' ', 1)
    ) || substr({{ words }}, length(split_part({{ words }}, ' ', 1)) + 1)
{%- endmacro %}

{#- Abbreviations of the kind of street, as postal habit has them. -#}
{% macro street_kinds() -%}
    {{ return({
        'CL': 'CALLE', 'C': 'CALLE', 'AV': 'AVENIDA', 'AVDA': 'AVENIDA', 'AVD': 'AVENIDA', 'PZ': 'PLAZA',
        'PL': 'PLAZA', 'PZA': 'PLAZA', 'PLZA': 'PLAZA', 'PS': 'PASEO', 'PSO': 'PASEO', 'CTRA': 'CARRETERA',
        'RDA': 'RONDA', 'TRAV': 'TRAVESIA', 'URB': 'URBANIZACION',
    }) }}
{%- endmacro %}

{#- True for a phone typed to fill the field, told from what phone_signs leaves. -#}
{% macro is_filler_number(signs) -%}
    {{ return(adapter.dispatch('is_filler_number', 'periplo')(signs)) }}
{%- endmacro %}

{#- One digit repeated (after the first, which says what kind of phone it is: 600000000), or one of the variable
    `placeholder_phones`. -#}
{% macro default__is_filler_number(signs) -%}
    (
        {{ signs }} in ({{ quoted_list(var('placeholder_phones')) }})
        or (
            length({{ signs }}) >= 6
            and replace(substr({{ signs }}, 2), substr({{ signs }}, 2, 1), '') = ''
        )
    )
{%- endmacro %}

{#- What is wrong with a phone as sent: PHONE_PLACEHOLDER or PHONE_MALFORMED; null when it is a phone. -#}
{% macro phone_fault(raw, signs, phone) -%}
    case
        when {{ raw }} is null or {{ phone }} is not null then null
        when {{ is_filler_number(signs) }} or {{ says_unknown(raw) }} or {{ is_without_in_short(raw) }} then 'PHONE_PLACEHOLDER'
        else 'PHONE_MALFORMED'
    end
{%- endmacro %}

{#- True for a word that stands where a mailbox or a domain has its name and says that there is none (variables
    `email_filler_pattern`, `unknown_pattern`; two or three letters may be somebody's initials, and words with figures are names), or is one key hit again
    and again. -#}
{% macro is_filler_word(word) -%}
    (
        {{ matches(word, var('email_filler_pattern')) }}
        or case
            when length({{ word }}) > 3 and not {{ matches(word, '[0-9]') }} then {{ says_unknown_in_words(word) }}
            else false
        end
        or (length({{ word }}) > 2 and replace({{ word }}, left({{ word }}, 1), '') = '')
    )
{%- endmacro %}

{#- True for a mailbox that repeats the name of its domain where nobody's own name is: one or two letters (x@x.com), a
    provider (gmail@gmail.com) or one of the variable `nobodys_mailboxes` (correo@correo.com), which at a provider
    needs no repeating. -#}
{% macro repeats_domain(local_part, label, is_provider) -%}
    (
        ({{ local_part }} = {{ label }} and ({{ is_provider }} or length({{ local_part }}) <= 2))
        or (
            {{ local_part }} in ({{ quoted_list(var('nobodys_mailboxes')) }})
            and ({{ is_provider }} or {{ local_part }} = {{ label }})
        )
    )
{%- endmacro %}

{#- A text without outer blanks and with one between words, as an envelope prints it. -#}
{% macro single_blanks(text) -%}
    {{ return(adapter.dispatch('single_blanks', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__single_blanks(text) -%} trim(regexp_replace({{ text }}, '\s+', ' ', 'g')) {%- endmacro %}
