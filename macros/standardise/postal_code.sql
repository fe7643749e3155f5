{#- Postal codes. -#}

{#- Five digits of a province 01 to 52; a lost leading zero is put back; else null. What postal_code_digits leaves out does
    not count. -#}
{% macro normalise_postal_code(column) -%} {{ postal_code_of_digits(postal_code_digits(column)) }} {%- endmacro %}

{#- The digits of a postal code as sent: without blanks and signs around them, a sign behind the province or between all of
    them, the decimals of a spreadsheet, Spain, any name of a postal code, and the province that they are of (8001/B,
    Barcelona 8001) before or behind; an O before four digits is the zero. Null when more stands beside them: D-10115 is
    Berlin, B-8000 Bruges, and 8001- was cut from 8001-904 in Portugal. -#}
{% macro postal_code_digits(column) -%}
    {{ return(adapter.dispatch('postal_code_digits', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__postal_code_digits(column) -%}
    {%- set gap = "[\\s\\x{a0}.,''`_·/|-]" -%}
    {%- set spain = '(?:E|ES|ESP|ESPANA|ESPANYA|ESPAINIA|SPAIN|ESPAGNE)?' -%}
    {%- set label = '(?:' ~ postal_code_names() | join('|') ~ ')?' -%}
    case
        when regexp_matches({{ column }}, '^\s*[0-9]{4,5}\s*$') then trim({{ column }})
        else list_transform(
            [
                regexp_replace(regexp_replace(regexp_replace(
                    upper({{ strip_accents(column) }}),
                    '^([^0-9A-Z]*)O([1-9][0-9]{3}[^0-9]*)$', '\1\2'),
                    '([0-9])[.,]([0-9]{3})E[+]?0?3$', '\1\2'),
                    '([0-9])[.,]0{1,2}([^0-9]*)$', '\1\2'
                )
            ],
            lambda code: case
                when regexp_matches(
                    code, '^[^0-9]*(?:[0-9]{1,2}{{ gap }}{0,3}[0-9]{3}|[0-9](?:{{ gap }}{1,3}[0-9]){3,4})(?:$|[^0-9-]|-[^0-9]*[A-Z])[^0-9]*$'
                )
                and not regexp_matches(code, '^\s*[AB]-[0-9]{4}\s*$')
                and regexp_matches(
                    regexp_replace(code, '[^A-Z0-9]', '', 'g'),
                    '^{{ label }}{{ spain }}(?:[0-9]{4,5}|{{ postal_codes_of_provinces() }}){{ spain }}{{ label }}$'
                )
                    then regexp_replace(code, '[^0-9]', '', 'g')
            end
        )[1]
    end
{%- endmacro %}

{#- What a postal code is called beside its digits: C.P., D.P., código postal nº, codi postal, posta kodea, zip and their like.
    No country is among them. -#}
{% macro postal_code_names() -%}
    {%- set number = '(?:NO?|NUM|NUMERO)?' -%}
    {{ return([
        '(?:C|COD|CODIGO|CODI|CODE|CODICE|D|DTO|DIST|DISTR|DISTRITO|DISTRICTE)P(?:OST|OSTAL|OSTALE)?' ~ number,
        'P(?:OST|OSTA|OSTAL)?(?:K|C|KODEA?|COD|CODE)' ~ number, 'POST(?:AL)?' ~ number, 'C(?:OD|ODIGO|ODI)?' ~ number, 'ZIP(?:CODE)?',
    ]) }}
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
