{#- Spanish tax ids: DNI and NIE of persons, CIF of companies. The letter rules are those of the tax agency. -#}

{#- Capitals and digits only, an Ñ too, which no tax id has; a VAT prefix ES is dropped, a DNI that lost its leading zeros gets them back. -#}
{% macro normalise_tax_id(column) -%}
    {{ return(adapter.dispatch('normalise_tax_id', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__normalise_tax_id(column) -%}
    {%- set bare = "regexp_replace(upper(" ~ column ~ "), '[^A-Z0-9Ñ]', '', 'g')" -%}
    case
        when regexp_matches({{ bare }}, '^ES[A-Z0-9Ñ]{9}$') then substr({{ bare }}, 3)
        when regexp_matches({{ bare }}, '^[0-9]{6,7}[A-Z]$') then lpad({{ bare }}, 9, '0')
        else nullif({{ bare }}, '')
    end
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

{#- What is wrong with a tax id as sent: TAX_ID_MISSING (empty, or a word for it), TAX_ID_PLACEHOLDER (typed to fill the field),
    TAX_ID_MALFORMED (no pattern fits), TAX_ID_WRONG_LETTER (the pattern fits, the control does not),
    TAX_ID_ZERO_LOST (right once its zeros are back); null when it is right. -#}
{% macro tax_id_fault(raw, normalised, is_valid) -%}
    {{ return(adapter.dispatch('tax_id_fault', 'periplo')(raw, normalised, is_valid)) }}
{%- endmacro %}

{% macro default__tax_id_fault(raw, normalised, is_valid) -%}
    case
        when {{ raw }} is null then 'TAX_ID_MISSING'
        when {{ is_valid }} and regexp_matches({{ normalised }}, '^0') and {{ tax_id_lost_zeros(raw) }}
            then 'TAX_ID_ZERO_LOST'
        when {{ is_valid }} then null
        when {{ says_unknown_in_words(raw) }} then 'TAX_ID_MISSING'
        when {{ normalised }} is null or {{ is_placeholder_tax_id(normalised) }} then 'TAX_ID_PLACEHOLDER'
        when regexp_matches(
            {{ normalised }}, '^([0-9XYZKLM][0-9]{7}[A-ZÑ]|[ABCDEFGHJNPQRSUVW][0-9]{7}[0-9A-J])$'
        )
            then 'TAX_ID_WRONG_LETTER'
        else 'TAX_ID_MALFORMED'
    end
{%- endmacro %}

{#- True where a DNI was sent with fewer than eight digits. -#}
{% macro tax_id_lost_zeros(raw) -%} {{ matches(raw, '^[^0-9A-Za-z]*([0-9][^0-9A-Za-z]*){6,7}[A-Za-z]') }} {%- endmacro %}

{#- What was done about it. -#}
{% macro tax_id_repair(fault) -%}
    case when {{ fault }} = 'TAX_ID_ZERO_LOST' then 'ZERO_RESTORED' end
{%- endmacro %}

{#- True when a valid tax id is a company's: its first letter tells the kind of company. -#}
{% macro is_company_tax_id(normalised) -%}
    {{ matches(normalised, '^[ABCDEFGHJNPQRSUVW]') }}
{%- endmacro %}
