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

{#- A calendar day from `YYYY-MM-DD` or `DD/MM/YYYY`, with or without a time; other separators and none (`31.12.2020`,
    `2020/12/31`, `20201231`) are read as well. Day and month are swapped back where only that makes a day (1933-27-06).
    Impossible days and sentinels are null: see is_sentinel_day; `kind` says what a day it is. -#}
{% macro try_date(column, kind='record') -%}
    {{ return(adapter.dispatch('try_date', 'periplo')(column, kind)) }}
{%- endmacro %}

{#- The two usual forms are read as they stand. What is rewritten is named once: an engine that meets it twice reckons it
    for every row. -#}
{% macro default__try_date(column, kind='record') -%}
    case
        when {{ column }} is null or substr(trim({{ column }}), 5, 1) = '-'
            then case
                when not {{ is_sentinel_day(column, kind) }}
                    then coalesce(
                        try_cast(left(trim({{ column }}), 10) as date),
                        cast(try_strptime(left(trim({{ column }}), 10), '%Y-%d-%m') as date)
                    )
            end
        when substr(trim({{ column }}), 3, 1) = '/'
            then case
                when not {{ is_sentinel_day(column, kind) }}
                    then cast(try_strptime(left(trim({{ column }}), 10), ['%d/%m/%Y', '%m/%d/%Y']) as date)
            end
        else list_transform(
            [{{ usual_day_text(column) }}],
            lambda day: case
                when not {{ is_sentinel_day('day', kind) }}
                    then cast(try_strptime(left(day, 10), ['%d/%m/%Y', '%m/%d/%Y']) as date)
            end
        )[1]
    end
{%- endmacro %}

{#- A day as DD/MM/YYYY where it is sent with other separators, with the year first or without any; else the text itself. -#}
{% macro usual_day_text(column) -%}
    {{ return(adapter.dispatch('usual_day_text', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__usual_day_text(column) -%}
    regexp_replace(regexp_replace(
        trim({{ column }}),
        '^([0-9]{4})[./]?([0-9]{2})[./]?([0-9]{2})($|[ T])', '\3/\2/\1\4'),
        '^([0-9]{1,2})[-.]([0-9]{1,2})[-.]([0-9]{4})', '\1/\2/\3'
    )
{%- endmacro %}

{#- A naive UTC moment from `YYYY-MM-DD[ HH:MM[:SS]]`, `DD/MM/YYYY[ HH:MM[:SS]]` or a day as in usual_day_text; day and
    month are swapped back where only that makes a moment; an offset (`+02:00`) is reckoned in; sentinels are null. -#}
{% macro try_timestamp(column) -%}
    {{ return(adapter.dispatch('try_timestamp', 'periplo')(column)) }}
{%- endmacro %}

{#- What is rewritten is named once, as in try_date. -#}
{% macro default__try_timestamp(column) -%}
    case
        when {{ column }} is null or substr(trim({{ column }}), 5, 1) = '-'
            then case
                when {{ is_sentinel_day(column, 'record') }} then null
                when substr(trim({{ column }}), 6, 2) between '13' and '31'
                    then try_strptime(
                        left(replace(trim({{ column }}), 'T', ' '), 19),
                        ['%Y-%d-%m %H:%M:%S', '%Y-%d-%m %H:%M', '%Y-%d-%m']
                    )
                when regexp_matches({{ column }}, ':[0-9.]+\s*[+-][0-9]{2}(:?[0-9]{2})?\s*$')
                    then make_timestamp(epoch_us(try_cast(trim({{ column }}) as timestamptz)))
                else try_cast(trim({{ column }}) as timestamp)
            end
        else list_transform(
            [replace({{ usual_day_text(column) }}, 'T', ' ')],
            lambda moment: case
                when not {{ is_sentinel_day('moment', 'record') }}
                    then try_strptime(moment, [
                        '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y',
                        '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %H:%M', '%m/%d/%Y'
                    ])
            end
        )[1]
    end
{%- endmacro %}

{#- True for a text that begins with a day that no row can honestly bear: its year is none of `possible_years`, or it is
    one of `sentinel_days`, both by kind (birth, record, vehicle, warranty), or 1 January of a year of which the days of
    vehicles are on paper alone; null where it begins with none. -#}
{% macro is_sentinel_day(column, kind) -%}
    {{ return(adapter.dispatch('is_sentinel_day', 'periplo')(column, kind)) }}
{%- endmacro %}

{% macro default__is_sentinel_day(column, kind) -%}
    {%- set year_planned = (var('as_of') | string)[:4] | int -%}
    {%- set years = var('possible_years')[kind] -%}
    {%- set first_year = years.since if 'since' in years else year_planned - years.back -%}
    {%- set days = [] -%}
    {%- for day in var('sentinel_days')[kind] -%}
        {%- do days.extend([day, day.split('-') | reverse | join('/')]) -%}
    {%- endfor -%}
    {%- set year -%}
        case
            when {{ column }} like '%/%' then left(split_part(trim({{ column }}), '/', 3), 4)
            else left(trim({{ column }}), 4)
        end
    {%- endset -%}
    (
        regexp_matches({{ column }}, '^\s*(?:{{ days | join('|') }})')
        or {{ year }} not between '{{ first_year }}' and '{{ year_planned + years.ahead }}'
        {%- if kind == 'vehicle' %}
        or (
            {{ year }} < '{{ year_planned - var('vehicle_years_on_paper') }}'
            and regexp_matches({{ column }}, '^\s*(?:01/01/|[0-9]{4}-01-01)')
        )
        {%- endif %}
    )
{%- endmacro %}

{#- True for a text that stands for no value: what says_unknown_in_words, or one sign repeated (zeros, nines, with
    whatever separators). -#}
{% macro says_unknown(text) -%}
    {{ return(adapter.dispatch('says_unknown', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__says_unknown(text) -%}
    list_transform(
        [{{ letters_and_digits(text) }}],
        lambda bare: replace(bare, left(bare, 1), '') = '' or {{ matches('bare', var('unknown_pattern')) }}
    )[1]
{%- endmacro %}

{#- True for a text that says that there is no value: dashes, dots and other signs alone, or what the variable
    `unknown_pattern` has. A number that fills the field does not. -#}
{% macro says_unknown_in_words(text) -%}
    {{ return(adapter.dispatch('says_unknown_in_words', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__says_unknown_in_words(text) -%}
    list_transform(
        [{{ letters_and_digits(text) }}],
        lambda bare: bare = '' or {{ matches('bare', var('unknown_pattern')) }}
    )[1]
{%- endmacro %}

{#- The letters, of whatever script, and digits of a text, in capitals without accents. -#}
{% macro letters_and_digits(text) -%}
    {{ return(adapter.dispatch('letters_and_digits', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__letters_and_digits(text) -%}
    regexp_replace(upper({{ strip_accents(text) }}), '[^\pL\pN]', '', 'g')
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
