{#- Tax ids: the Spanish DNI and NIE of persons and CIF of companies, whose letter rules are those of the tax agency, and what
    foreigners show instead. -#}

{#- Capitals and digits only, an Ñ too, which no tax id has; the name of the document before it (`NIF: B12345674`) and a VAT
    prefix ES are dropped, a DNI that lost its leading zeros gets them back. -#}
{% macro normalise_tax_id(column) -%}
    {{ return(adapter.dispatch('normalise_tax_id', 'periplo')(column)) }}
{%- endmacro %}

{#- What is left without the document is named once. -#}
{% macro default__normalise_tax_id(column) -%}
    {%- set documents = 'DNI|NIF|NIE|CIF|PASAPORTE|PASSPORT' -%}
    list_transform(
        [
            regexp_replace(
                regexp_replace(upper({{ column }}), '[^A-Z0-9Ñ]', '', 'g'),
                '^(?:(?:ES)?(?:{{ documents }}))+([A-Z]{0,3}[0-9][A-Z0-9Ñ]{4,})$', '\1'
            )
        ],
        lambda bare: case
            when regexp_matches(bare, '^ES[A-Z0-9Ñ]{9}$') then substr(bare, 3)
            when regexp_matches(bare, '^[0-9]{6,7}[A-Z]$') then lpad(bare, 9, '0')
            else nullif(bare, '')
        end
    )[1]
{%- endmacro %}

{#- True when the control letter or digit of a normalised tax id is right and it is no placeholder; null stays null. -#}
{% macro tax_id_is_valid(normalised) -%}
    case
        when {{ normalised }} is null then null
        when {{ is_placeholder_tax_id(normalised) }} then false
        else coalesce({{ personal_id_is_valid(normalised) }} or {{ cif_is_valid(normalised) }}, false)
    end
{%- endmacro %}

{#- True for a tax id typed to fill the field: one of the variable `placeholder_tax_ids`, digits that are all the
    same or in order whatever the letter, or no digit at all. -#}
{% macro is_placeholder_tax_id(normalised) -%}
    {{ return(adapter.dispatch('is_placeholder_tax_id', 'periplo')(normalised)) }}
{%- endmacro %}

{% macro default__is_placeholder_tax_id(normalised) -%}
    (
        {{ normalised }} in ({{ quoted_list(var('placeholder_tax_ids')) }})
        or regexp_matches(
            {{ normalised }},
            '^[A-Z]?(0+|1+|2+|3+|4+|5+|6+|7+|8+|9+|12345678|123456789|87654321|98765432)[A-Z]?$'
        )
        or not regexp_matches({{ normalised }}, '[0-9]')
    )
{%- endmacro %}

{#- DNI (8 digits), NIE (X, Y, Z for 0, 1, 2) and the K, L, M series: letter by remainder of 23. -#}
{% macro personal_id_is_valid(normalised) -%}
    {{ return(adapter.dispatch('personal_id_is_valid', 'periplo')(normalised)) }}
{%- endmacro %}

{% macro default__personal_id_is_valid(normalised) -%}
    (
        regexp_matches({{ normalised }}, '^[0-9XYZKLM][0-9]{7}[A-Z]$')
        and substr(
            'TRWAGMYFPDXBNJZSQVHLCKE',
            cast(
                try_cast(
                    translate(left({{ normalised }}, 1), 'XYZKLM', '012000')
                    || substr({{ normalised }}, 2, 7) as integer
                ) % 23 + 1 as integer
            ),
            1
        ) = right({{ normalised }}, 1)
    )
{%- endmacro %}

{#- CIF: Luhn over the seven digits; the control is a digit or the letter of JABCDEFGHI, and only the one
    or the other for some kinds of company. -#}
{% macro cif_is_valid(normalised) -%}
    {{ return(adapter.dispatch('cif_is_valid', 'periplo')(normalised)) }}
{%- endmacro %}

{% macro default__cif_is_valid(normalised) -%}
    (
        regexp_matches(
            {{ normalised }},
            '^([ABEH][0-9]{8}|[NPQRSW][0-9]{7}[A-J]|[CDFGJUV][0-9]{7}[0-9A-J])$'
        )
        and strpos(
            substr('0J9I8H7G6F5E4D3C2B1A', cast({{ cif_luhn_sum(normalised) }} % 10 * 2 + 1 as integer), 2),
            right({{ normalised }}, 1)
        ) > 0
    )
{%- endmacro %}

{#- Digits in odd places are doubled and their digits added, those in even places count as they are. The control
    completes the sum to a multiple of ten. -#}
{% macro cif_luhn_sum(normalised) -%}
    (
        {%- for position in range(2, 9) %}
        {%- set digit = 'substr(' ~ normalised ~ ', ' ~ position ~ ', 1)' %}
        {%- if position % 2 == 0 %}
        {%- set digit = "translate(" ~ digit ~ ", '0123456789', '0246813579')" %}
        {%- endif %}
        try_cast({{ digit }} as integer){{ ' +' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{#- What kind of id it is: DNI (with the letters K, L and M of minors and of Spaniards abroad), NIE, CIF by their shape, right
    or not; FOREIGN for a VAT number with the code of its country (foreign_vat_patterns) or the number of a passport.
    Such a number has a letter or two or three before six digits at least, which is also the shape of a broken CIF: with
    one letter it is a passport's where the record says that its id is none of the Spanish ones (`sent_type` OTHER).
    Null for others. -#}
{% macro tax_id_kind(normalised, sent_type) -%}
    case
        when {{ matches(normalised, '^[0-9KLM][0-9]{7}[A-ZÑ]$') }} then 'DNI'
        when {{ matches(normalised, '^[XYZ][0-9]{7}[A-ZÑ]$') }} then 'NIE'
        when {{ matches(normalised, '^[ABCDEFGHJNPQRSUVW][0-9]{7}[0-9A-J]$') }} then 'CIF'
        when {{ is_placeholder_tax_id(normalised) }} then null
        when {{ matches(normalised, '^(' ~ foreign_vat_patterns() | join('|') ~ '|' ~ passport_pattern() ~ ')$') }}
            then 'FOREIGN'
        when
            {{ sent_type }} = 'OTHER'
            and {{ matches(normalised, '^([A-Z]?[0-9]{6,9}[A-Z]?|[A-Z0-9]{2,5}[0-9]{4,7}[A-Z]?)$') }}
            then 'FOREIGN'
    end
{%- endmacro %}

{#- A passport's number that shows by itself: Spain's, Morocco's, Italy's, Argentina's, Colombia's and their like. It does not
    begin with ES, which is a Spanish id with its country. -#}
{% macro passport_pattern() -%}
    {{ return('(?:[A-DF-Z][A-Z]{1,2}|E[A-RT-Z][A-Z]?)[0-9]{6,7}[A-Z]?') }}
{%- endmacro %}

{#- VAT numbers of the countries whose people and firms buy cars here most, as the European Commission's VIES prints them
    (the United Kingdom's as its tax office does); ES is ours and dropped before. -#}
{% macro foreign_vat_patterns() -%}
    {{ return([
        'ATU[0-9]{8}', 'BE[01][0-9]{9}', 'BG[0-9]{9,10}', 'CHE[0-9]{9}', 'CZ[0-9]{8,10}', 'DE[0-9]{9}', 'DK[0-9]{8}',
        'FI[0-9]{8}', 'FR[A-HJ-NP-Z0-9]{2}[0-9]{9}', 'GB([0-9]{9}|[0-9]{12})', 'HU[0-9]{8}', 'IE[0-9][A-Z0-9][0-9]{5}[A-Z]{1,2}',
        'IT[0-9]{11}', 'LU[0-9]{8}', 'NL[0-9]{9}B[0-9]{2}', 'PL[0-9]{10}', 'PT[0-9]{9}', 'RO[0-9]{6,10}', 'SE[0-9]{12}',
        'AD[A-Z][0-9]{6}[A-Z]',
    ]) }}
{%- endmacro %}

{#- What is wrong with a tax id as sent: TAX_ID_MISSING (empty, or a word for it), TAX_ID_PLACEHOLDER (typed to fill the field),
    TAX_ID_MALFORMED (no pattern fits), TAX_ID_WRONG_LETTER (a Spanish pattern fits, the control does not),
    TAX_ID_ZERO_LOST (right once its zeros are back); null when it is right, and for a foreigner's, whose control we do
    not know. -#}
{% macro tax_id_fault(raw, normalised, is_valid, kind) -%}
    {{ return(adapter.dispatch('tax_id_fault', 'periplo')(raw, normalised, is_valid, kind)) }}
{%- endmacro %}

{% macro default__tax_id_fault(raw, normalised, is_valid, kind) -%}
    case
        when {{ raw }} is null then 'TAX_ID_MISSING'
        when {{ is_valid }} and regexp_matches({{ normalised }}, '^0') and {{ tax_id_lost_zeros(raw) }}
            then 'TAX_ID_ZERO_LOST'
        when {{ is_valid }} then null
        when {{ says_unknown_in_words(raw) }} or {{ is_without_in_short(raw) }} or {{ is_prose(raw) }} or {{ is_zero_of_an_empty_cell(raw) }}
            then 'TAX_ID_MISSING'
        when {{ normalised }} is null or {{ is_placeholder_tax_id(normalised) }} then 'TAX_ID_PLACEHOLDER'
        when {{ kind }} in ('DNI', 'NIE', 'CIF') then 'TAX_ID_WRONG_LETTER'
        when {{ kind }} is null then 'TAX_ID_MALFORMED'
    end
{%- endmacro %}

{#- True for words in the place of a number: three letters together or four in all and no digit, more than one of them
    different, and a vowel among them. -#}
{% macro is_prose(text) -%}
    (
        {{ matches(text, '(?i)^[^0-9]*[aeiouáéíóú][^0-9]*$') }}
        and {{ matches(text, '[A-Za-zÀ-ɏ]{3}|(?:[A-Za-zÀ-ɏ][^A-Za-zÀ-ɏ]*){4}') }}
        and trim(replace(lower({{ text }}), left(lower({{ text }}), 1), '')) <> ''
    )
{%- endmacro %}

{#- True where a DNI was sent with fewer than eight digits. -#}
{% macro tax_id_lost_zeros(raw) -%} {{ matches(raw, '^(?:[^0-9]{3,}|[^0-9A-Za-z]*)([0-9][^0-9A-Za-z]*){6,7}[A-Za-z]') }} {%- endmacro %}

{#- What was done about it. -#}
{% macro tax_id_repair(fault) -%}
    case when {{ fault }} = 'TAX_ID_ZERO_LOST' then 'ZERO_RESTORED' end
{%- endmacro %}
