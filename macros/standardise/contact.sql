{#- Phones, emails and postal addresses. -#}

{#- E.164: a Spanish number of nine digits from 6 to 9 with +34; a foreign one as written after + or 00. Null when
    it is neither, or a placeholder that repeats one digit (600000000 too). -#}
{% macro normalise_phone(column) -%}
    {{ return(adapter.dispatch('normalise_phone', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__normalise_phone(column) -%}
    {%- set bare = "regexp_replace(" ~ column ~ ", '[^0-9+]', '', 'g')" -%}
    {%- set national = "regexp_replace(" ~ bare ~ ", '^([+]34|0034|34(.{9})$)', '\\2')" -%}
    case
        when regexp_matches({{ national }}, '^[6-9][0-9]{8}$')
            then case
                when replace(substr({{ national }}, 2), substr({{ national }}, 2, 1), '') = '' then null
                else '+34' || {{ national }}
            end
        when regexp_matches({{ bare }}, '^([+]|00)[1-9][0-9]{7,14}$')
            and not regexp_matches({{ bare }}, '^([+]|00)34')
            then '+' || regexp_replace({{ bare }}, '^([+]|00)', '')
    end
{%- endmacro %}

{#- Lower case, trimmed; null when it is no address at all. -#}
{% macro normalise_email(column) -%}
    {{ return(adapter.dispatch('normalise_email', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__normalise_email(column) -%}
    case
        when regexp_matches(
            lower(trim({{ column }})),
            '^[a-z0-9._%+''-]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z]{2,}$'
        )
            then lower(trim({{ column }}))
    end
{%- endmacro %}

{% macro email_local_part(email) -%} split_part({{ email }}, '@', 1) {%- endmacro %}

{% macro email_domain(email) -%} split_part({{ email }}, '@', 2) {%- endmacro %}

{#- Five digits of a province 01 to 52; a lost leading zero is put back; else null. -#}
{% macro normalise_postal_code(column) -%}
    {{ return(adapter.dispatch('normalise_postal_code', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__normalise_postal_code(column) -%}
    {%- set digits = "lpad(trim(" ~ column ~ "), 5, '0')" -%}
    case
        when regexp_matches(trim({{ column }}), '^[0-9]{4,5}$')
            and left({{ digits }}, 2) between '01' and '52'
            then {{ digits }}
    end
{%- endmacro %}

{#- The words of an address line: repaired capitals without accents or punctuation, single spaces. -#}
{% macro address_words(column) -%}
    {{ return(adapter.dispatch('address_words', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__address_words(column) -%}
    nullif(trim(regexp_replace(
        {{ plain_capitals("replace(upper(" ~ column ~ "), 'C/', 'CALLE ')") }}, '[^A-Z0-9]+', ' ', 'g'
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

{#- True for a phone typed to fill the field: one digit repeated, or one of the variable `placeholder_phones`. -#}
{% macro is_placeholder_phone(column) -%}
    {{ return(adapter.dispatch('is_placeholder_phone', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__is_placeholder_phone(column) -%}
    {%- set digits = "regexp_replace(regexp_replace(" ~ column ~ ", '[^0-9]', '', 'g'), '^(00)?34(.{9})$', '\\2')" -%}
    (
        {{ digits }} in ({{ quoted_list(var('placeholder_phones')) }})
        or (
            length({{ digits }}) >= 6
            and replace(substr({{ digits }}, 2), substr({{ digits }}, 2, 1), '') = ''
        )
    )
{%- endmacro %}

{#- The line of an address as an envelope prints it: repaired, single blanks. -#}
{% macro address_display(column) -%}
    {{ return(adapter.dispatch('address_display', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__address_display(column) -%}
    trim(regexp_replace({{ repair_mojibake(column) }}, '\s+', ' ', 'g'))
{%- endmacro %}
