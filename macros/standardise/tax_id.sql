{#- Spanish tax ids: DNI and NIE of persons, CIF of companies. The letter rules are those of the tax agency. -#}

{#- Capitals and digits only; a VAT prefix ES is dropped, a DNI that lost its leading zeros gets them back. -#}
{% macro normalise_tax_id(column) -%}
    {{ return(adapter.dispatch('normalise_tax_id', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__normalise_tax_id(column) -%}
    {%- set bare = "regexp_replace(upper(" ~ column ~ "), '[^A-Z0-9]', '', 'g')" -%}
    case
        when regexp_matches({{ bare }}, '^ES[A-Z0-9]{9}$') then substr({{ bare }}, 3)
        when regexp_matches({{ bare }}, '^[0-9]{6,7}[A-Z]$') then lpad({{ bare }}, 9, '0')
        else nullif({{ bare }}, '')
    end
{%- endmacro %}

{#- True when the control letter or digit of a normalised tax id is right and it is no placeholder
    (variable `placeholder_tax_ids`); null stays null. -#}
{% macro tax_id_is_valid(normalised) -%}
    case
        when {{ normalised }} is null then null
        when {{ normalised }} in ({{ quoted_list(var('placeholder_tax_ids')) }}) then false
        else coalesce({{ personal_id_is_valid(normalised) }} or {{ cif_is_valid(normalised) }}, false)
    end
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
    {%- set control -%}
        (10 - (
            {%- for position in range(2, 9) %}
            {{ cif_digit_weight(normalised, position) }}{{ ' +' if not loop.last }}
            {%- endfor %}
        ) % 10) % 10
    {%- endset -%}
    (
        regexp_matches({{ normalised }}, '^[ABCDEFGHJNPQRSUVW][0-9]{7}[0-9A-J]$')
        and case
            when left({{ normalised }}, 1) in ('A', 'B', 'E', 'H')
                then right({{ normalised }}, 1) = cast({{ control }} as varchar)
            when left({{ normalised }}, 1) in ('N', 'P', 'Q', 'R', 'S', 'W')
                then right({{ normalised }}, 1) = substr('JABCDEFGHI', cast({{ control }} as integer) + 1, 1)
            else right({{ normalised }}, 1) in (
                cast({{ control }} as varchar),
                substr('JABCDEFGHI', cast({{ control }} as integer) + 1, 1)
            )
        end
    )
{%- endmacro %}

{#- Digits in odd places are doubled and their digits added, those in even places count as they are. -#}
{% macro cif_digit_weight(normalised, position) -%}
    {%- set digit = 'try_cast(substr(' ~ normalised ~ ', ' ~ position ~ ', 1) as integer)' -%}
    {%- if position % 2 == 0 -%}
        (({{ digit }} * 2) % 10 + case when {{ digit }} > 4 then 1 else 0 end)
    {%- else -%}
        {{ digit }}
    {%- endif -%}
{%- endmacro %}

{% macro quoted_list(values) -%}
    {%- for value in values -%}
        '{{ value }}'{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
