{#- Phones, emails and postal addresses. -#}

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

{#- Five digits of a province 01 to 52; a lost leading zero is put back; else null. Blanks, a point after the
    province, a country (E-28001) or CP before and the decimals of a spreadsheet do not count. -#}
{% macro normalise_postal_code(column) -%} {{ postal_code_of_digits(postal_code_digits(column)) }} {%- endmacro %}

{#- The digits of a postal code as sent, with a sign for thousands and the country before or behind; null when other signs
    stand among them. -#}
{% macro postal_code_digits(column) -%}
    {{ return(adapter.dispatch('postal_code_digits', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__postal_code_digits(column) -%}
    case
        when regexp_matches({{ column }}, '^\s*[0-9]{4,5}\s*$') then trim({{ column }})
        when regexp_matches({{ column }}, '^\s*((E|ES|C[.]?P[.]?)[-: ]*)?[0-9]{1,2}[., ]?[0-9]{3}([.,]0{1,2})?(?i:[-, ]+(?:E|ES|ESPA[ÑN]A|SPAIN))?\s*$')
            then regexp_replace(regexp_replace({{ column }}, '[.,]0{1,2}\s*$', ''), '[^0-9]', '', 'g')
    end
{%- endmacro %}

{#- The postal code of its digits. -#}
{% macro postal_code_of_digits(digits) -%}
    case
        when left(lpad({{ digits }}, 5, '0'), 2) between '01' and '52' then lpad({{ digits }}, 5, '0')
    end
{%- endmacro %}

{#- What is wrong with a postal code as sent: POSTAL_ZERO_LOST or POSTAL_CODE_INVALID; null when it is right. -#}
{% macro postal_code_fault(raw, digits, postal_code) -%}
    case
        when {{ raw }} is null then null
        when {{ postal_code }} is null then 'POSTAL_CODE_INVALID'
        when length({{ digits }}) = 4 then 'POSTAL_ZERO_LOST'
    end
{%- endmacro %}

{#- What was done about it. -#}
{% macro postal_code_repair(fault) -%}
    case when {{ fault }} = 'POSTAL_ZERO_LOST' then 'ZERO_RESTORED' end
{%- endmacro %}

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
        when {{ is_filler_number(signs) }} or {{ says_unknown(raw) }} then 'PHONE_PLACEHOLDER'
        else 'PHONE_MALFORMED'
    end
{%- endmacro %}

{#- A domain as it sounds in Spanish: a mute h, ll as y, v as b, k as c, the oo of English as u. -#}
{% macro domain_as_heard(domain) -%}
    replace(replace(replace(replace(replace({{ domain }}, 'h', ''), 'll', 'y'), 'oo', 'u'), 'v', 'b'), 'k', 'c')
{%- endmacro %}

{#- True for a domain that is no known one and reads like a common one with a slip: its dot elsewhere, written as it sounds
    (three letters sound like too much), one letter of it wrong, or two of a long name (variables `slip_short_name`,
    `slip_long_name`). Where the name itself is right only the ending can be. -#}
{% macro is_slip_of_domain(domain, common_domain) -%}
    (
        replace({{ domain }}, '.', '') = replace({{ common_domain }}, '.', '')
        or (
            {{ domain_as_heard(domain) }} = {{ domain_as_heard(common_domain) }}
            and length({{ first_label(domain) }}) > 3
        )
        or {{ edit_distance(domain, common_domain) }} <= case
            when {{ first_label(domain) }} = {{ first_label(common_domain) }} then 1
            when length({{ first_label(common_domain) }}) >= {{ var('slip_long_name') }} then 2
            when length({{ first_label(common_domain) }}) >= {{ var('slip_short_name') }} then 1
            else 0
        end
    )
{%- endmacro %}

{#- True for a word that stands where a mailbox or a domain has its name and says that there is none (variables
    `email_filler_pattern`, `unknown_pattern`; two or three letters may be somebody's initials), or is one key hit again
    and again. -#}
{% macro is_filler_word(word) -%}
    (
        {{ matches(word, var('email_filler_pattern')) }}
        or (length({{ word }}) > 3 and {{ says_unknown_in_words(word) }})
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
