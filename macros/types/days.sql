{#- Text to a day or a moment, in whatever form it was written. -#}

{#- A calendar day from `YYYY-MM-DD` or `DD/MM/YYYY`, with or without a time, or from any form that usual_day_text reads. Day
    and month are swapped back where only that makes a day (1933-27-06). Impossible days and sentinels are null: see
    is_sentinel_day; `kind` says what a day it is. -#}
{% macro try_date(column, kind='record') -%}
    {{ return(adapter.dispatch('try_date', 'periplo')(column, kind)) }}
{%- endmacro %}

{#- The two usual forms are read as they stand. What is rewritten is named once: an engine that meets it twice reckons it
    for every row. -#}
{% macro default__try_date(column, kind='record') -%}
    case
        when {{ column }} is null or {{ is_iso_day(column) }}
            then case
                when not {{ is_sentinel_day(column, kind) }}
                    then coalesce(
                        try_cast(left(trim({{ column }}), 10) as date),
                        cast(try_strptime(left(trim({{ column }}), 10), '%Y-%d-%m') as date)
                    )
            end
        else list_transform(
            [case when {{ is_slash_day(column) }} then trim({{ column }}) else {{ usual_day_text(column, kind) }} end],
            lambda day: case
                when not {{ is_sentinel_day('day', kind) }}
                    then cast(try_strptime(left(day, 10), ['%d/%m/%Y', '%m/%d/%Y']) as date)
            end
        )[1]
    end
{%- endmacro %}

{#- True for a text that has the signs of YYYY-MM-DD in their places, or begins as DD/MM/YYYY does. -#}
{% macro is_iso_day(column) -%} trim({{ column }}) like '____-__-%' {%- endmacro %}

{% macro is_slash_day(column) -%} {{ matches(column, '^\\s*[0-9]{2}/[0-9]{2}/[0-9]{4}') }} {%- endmacro %}

{#- A day as DD/MM/YYYY, and the time behind it, of one that people wrote: as in day_in_figures or with the name of the month (see
    month_numbers), without the zeros, with two figures for the year (the last such year that a day of the kind may
    have). Any other text stays. -#}
{% macro usual_day_text(column, kind='record') -%}
    {{ return(adapter.dispatch('usual_day_text', 'periplo')(column, kind)) }}
{%- endmacro %}

{% macro default__usual_day_text(column, kind='record') -%}
    {%- set last_year = (var('as_of') | string)[2:4] | int + var('possible_years')[kind].ahead -%}
    {%- set years = [] -%}
    {%- for year in range(last_year + 1) -%}
        {%- do years.append('%02d' % year) -%}
    {%- endfor -%}
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        {{ day_in_figures(month_numbers(bare_day_text(column))) }},
        '^([0-9]/[0-9]{1,2}/[0-9]{2})', '0\1'),
        '^([0-9]{2}/)([0-9]/[0-9]{2})', '\10\2'),
        '^([0-9]{2}/[0-9]{2}/)({{ years | join('|') }})($|[^0-9])', '\120\2\3'),
        '^([0-9]{2}/[0-9]{2}/)([0-9]{2})($|[^0-9])', '\119\2\3'
    )
{%- endmacro %}

{#- The text of a day without the quotes, brackets and signs that programs put around it. -#}
{% macro bare_day_text(text) -%} trim({{ text }}, ' ''"=[](){}<>,' || chr(59)) {%- endmacro %}

{#- A day in figures as D/M/Y, and the time behind it: with other signs or blanks between its parts or with none (`31.12.2020`,
    `31 12 2020`, `20201231`, `31122020`, `12312020`), with the year first (one of two figures where no day is so high). The day is
    before the month unless the year is first. Any other text stays. -#}
{% macro day_in_figures(text) -%}
    {{ return(adapter.dispatch('day_in_figures', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__day_in_figures(text) -%}
    {%- set gap = '(?:\\s*[-./_,|:·\\\\]\\s*|\\s+)' -%}
    regexp_replace(regexp_replace(regexp_replace(
        {{ text }},
        '^(?:([0-3][0-9])(0[1-9]|1[0-2])|(0[1-9]|1[0-2])(1[3-9]|2[0-9]|3[01]))((?:19|20)[0-9]{2})($|[ T])', '\1\3/\2\4/\5\6'),
        '^([0-9]{4}|3[2-9]|[4-9][0-9])(?:{{ gap }}([0-9]{1,2}){{ gap }}([0-9]{1,2})|([0-9]{2})([0-9]{2}))($|[ T]|[0-9]{6}$)',
        '\3\5/\2\4/\1\6'),
        '^([0-9]{1,2}){{ gap }}([0-9]{1,2}){{ gap }}([0-9]{4}|[0-9]{2})($|[^0-9])', '\1/\2/\3\4'
    )
{%- endmacro %}

{#- A day whose month is named (3 de mayo de 1980, 5-MAR-80, March 5, 1980, 1980ko maiatzaren 3a) as D/M/Y; other texts stay.
    The name is known by its first letters; the name of the day may stand before it. -#}
{% macro month_numbers(text) -%}
    {{ return(adapter.dispatch('month_numbers', 'periplo')(text)) }}
{%- endmacro %}

{#- The figures and the month as they stand; letters come behind figures in the order of texts. -#}
{% macro default__month_numbers(text) -%}
    {%- set names = month_names() -%}
    {#- Martes, mardi and martedì are no months. -#}
    {%- set pattern = '[0-9]+|\\b(?:' ~ (names | join(' ') | replace('mar ', '')).split() | join('|') ~ '|mar(?:[czs]|tx|\\b))[a-z]*' -%}
    {%- set figure, month, other = 'least(parts[1], parts[2])', 'greatest(parts[1], parts[2])', 'parts[3]' -%}
    case
        when regexp_matches({{ text }}, '[A-Za-z]{2}')
            then list_transform(
                [regexp_extract_all(replace(lower({{ strip_accents(text) }}), 'juil', 'jul'), '{{ pattern }}')],
                lambda parts: case
                    when {{ month }} < 'a' or {{ other }} is null then {{ text }}
                    when length({{ figure }}) = 4 then {{ other }} || {{ number_of_month(month) }} || {{ figure }}
                    else {{ figure }} || {{ number_of_month(month) }} || {{ other }}
                end
            )[1]
        else {{ text }}
    end
{%- endmacro %}

{#- The number of a month between slashes, by the first three letters of its name. -#}
{% macro number_of_month(name) -%}
    {%- set names = month_names() -%}
    substr('{% for group in names %}{{ ('/%02d/' % loop.index) * 6 }}{% endfor %}', strpos('{% for group in names %}{{ '%-24s' % group }}{% endfor %}', left({{ name }}, 3)), 4)
{%- endmacro %}

{#- The months in their order by their first letters: Spanish, Catalan, Galician, Basque, Portuguese, French, Italian, English,
    German; July in French is told from June: see month_numbers. -#}
{% macro month_names() -%}
    {{ return([
        'ene gen xan urt jan', 'feb ots fev', 'mar ', 'abr api avr apr', 'may mai mag', 'jun xun eka jui giu', 'jul xul uzt lug',
        'ago abu aou aug', 'sep set ira', 'oct out urr ott okt', 'nov aza', 'dic des dec abe dez',
    ]) }}
{%- endmacro %}

{#- A naive UTC moment from `YYYY-MM-DD[ HH:MM[:SS]]`, `DD/MM/YYYY[ HH:MM[:SS]]` or a day as in day_in_figures, for
    moments are written by programs; day and month are swapped back where only that makes a moment; an offset (`+02:00`) is reckoned in; sentinels are null. -#}
{% macro try_timestamp(column) -%}
    {{ return(adapter.dispatch('try_timestamp', 'periplo')(column)) }}
{%- endmacro %}

{#- What is rewritten is named once, as in try_date. -#}
{% macro default__try_timestamp(column) -%}
    case
        when {{ column }} is null or {{ is_iso_day(column) }}
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
            [replace({{ day_in_figures('trim(' ~ column ~ ')') }}, 'T', ' ')],
            lambda moment: case
                when not {{ is_sentinel_day('moment', 'record') }}
                    then try_strptime(moment, [
                        '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y', '%d/%m/%Y%H%M%S',
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
