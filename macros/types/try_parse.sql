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

{#- A calendar day from `YYYY-MM-DD` or `DD/MM/YYYY`, with or without a time. Day and month are swapped back where
    only that makes a day (1933-27-06). Impossible days and sentinels are null: the days of the variable
    `sentinel_dates`, and years in which nobody alive was born or which no contract reaches (`possible_years`). -#}
{% macro try_date(column) -%}
    {{ return(adapter.dispatch('try_date', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__try_date(column) -%}
    case
        when {{ is_sentinel_day(column) }} then null
        when {{ column }} like '%/%'
            then cast(try_strptime(left(trim({{ column }}), 10), ['%d/%m/%Y', '%m/%d/%Y']) as date)
        else coalesce(
            try_cast(left(trim({{ column }}), 10) as date),
            cast(try_strptime(left(trim({{ column }}), 10), '%Y-%d-%m') as date)
        )
    end
{%- endmacro %}

{#- A naive UTC moment from `YYYY-MM-DD[ HH:MM[:SS]]` or `DD/MM/YYYY[ HH:MM[:SS]]`; sentinels are null. -#}
{% macro try_timestamp(column) -%}
    {{ return(adapter.dispatch('try_timestamp', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__try_timestamp(column) -%}
    case
        when {{ is_sentinel_day(column) }} then null
        when {{ column }} like '%/%'
            then try_strptime(trim({{ column }}), ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y'])
        else try_cast(trim({{ column }}) as timestamp)
    end
{%- endmacro %}

{#- True for a text that begins with a day that no record can honestly bear; null where it begins with none. -#}
{% macro is_sentinel_day(column) -%}
    {{ return(adapter.dispatch('is_sentinel_day', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__is_sentinel_day(column) -%}
    {%- set year_planned = (var('as_of') | string)[:4] | int -%}
    {%- set first_year = year_planned - var('possible_years')['back'] -%}
    {%- set last_year = year_planned + var('possible_years')['ahead'] -%}
    (
        left(trim({{ column }}), 10) in ({{ sentinel_texts() }})
        or case
            when {{ column }} like '%/%' then left(split_part(trim({{ column }}), '/', 3), 4)
            else left(trim({{ column }}), 4)
        end not between '{{ first_year }}' and '{{ last_year }}'
    )
{%- endmacro %}

{#- The days of the variable in both spellings. -#}
{% macro sentinel_texts() -%}
    {%- for day in var('sentinel_dates') -%}
        {%- set parts = day.split('-') -%}
        '{{ day }}', '{{ parts[2] }}/{{ parts[1] }}/{{ parts[0] }}'{{ ', ' if not loop.last }}
    {%- endfor -%}
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

{#- The parser of a contract type (text, code, date, timestamp, integer, decimal, boolean). -#}
{% macro try_type(column, contract_type) -%}
    {%- set parsers = {
        'text': clean_text, 'code': clean_code, 'date': try_date, 'timestamp': try_timestamp,
        'integer': try_int, 'decimal': try_decimal, 'boolean': try_boolean,
    } -%}
    {{- parsers[contract_type](column) -}}
{%- endmacro %}
