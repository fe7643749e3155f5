{#- Text to a type, null where the text does not hold one. What cannot be read is never an error here:
    a required column that yields null is quarantined by the version macros, an optional one is null.
    One macro per type, dispatched, because safe casts differ by engine. -#}

{#- Text without outer blanks; empty text is no value. -#}
{% macro clean_text(column) -%}
    nullif(trim({{ column }}), '')
{%- endmacro %}

{#- A code: clean text in capitals. -#}
{% macro clean_code(column) -%}
    nullif(upper(trim({{ column }})), '')
{%- endmacro %}

{#- A whole number; `12000.0` is one, `12,5` is not. -#}
{% macro try_int(column) -%}
    {{ return(adapter.dispatch('try_int', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__try_int(column) -%}
    case
        when regexp_matches(trim({{ column }}), '^[+-]?[0-9]+([.,]0+)?$')
            then try_cast(replace(trim({{ column }}), ',', '.') as integer)
    end
{%- endmacro %}

{#- A decimal with point or comma. Where a comma stands, points are thousands. -#}
{% macro try_decimal(column) -%}
    {{ return(adapter.dispatch('try_decimal', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__try_decimal(column) -%}
    case
        when {{ column }} like '%,%'
            then try_cast(
                replace(replace(trim({{ column }}), '.', ''), ',', '.') as {{ type_money() }}
            )
        else try_cast(trim({{ column }}) as {{ type_money() }})
    end
{%- endmacro %}

{#- Y/N, S/N, SI/NO, 1/0, true/false. -#}
{% macro try_boolean(column) -%}
    case
        when upper(trim({{ column }})) in ('Y', 'YES', 'S', 'SI', 'SÍ', '1', 'T', 'TRUE') then true
        when upper(trim({{ column }})) in ('N', 'NO', '0', 'F', 'FALSE') then false
    end
{%- endmacro %}

{#- A yes or no of which a yes forbids something: a word that is neither is taken for a yes, and nothing for a no. -#}
{% macro yes_or_unreadable(column) -%}
    coalesce({{ try_boolean(column) }}, {{ clean_text(column) }} is not null)
{%- endmacro %}

{#- The parser of a contract type (text, code, date, timestamp, integer, decimal, boolean). -#}
{% macro try_type(column, contract_type) -%}
    {%- set parsers = {
        'text': clean_text, 'code': clean_code, 'date': try_date, 'timestamp': try_timestamp,
        'integer': try_int, 'decimal': try_decimal, 'boolean': try_boolean,
    } -%}
    {{- parsers[contract_type](column) -}}
{%- endmacro %}
