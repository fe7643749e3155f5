{#- What is wrong with a day that was sent. -#}

{#- The fault of a day: `raw` is the clean text, `value` what is left of it as a day. DATE_SENTINEL is a real day that
    cannot be true, DATE_SWAPPED one whose month and day had to change places, DATE_INVALID no day at all. -#}
{% macro date_fault(raw, value) -%}
    case
        when {{ raw }} is null then null
        when {{ value }} is not null then case when {{ is_swapped_day(raw) }} then 'DATE_SWAPPED' end
        when {{ is_day_in_words(raw) }} then 'DATE_SENTINEL'
        else 'DATE_INVALID'
    end
{%- endmacro %}

{#- What was done about it. -#}
{% macro date_repair(fault) -%}
    case when {{ fault }} = 'DATE_SWAPPED' then 'DAY_AND_MONTH_SWAPPED' end
{%- endmacro %}

{#- True for a readable day whose month is over twelve, so that month and day stand in each other's place. -#}
{% macro is_swapped_day(raw) -%}
    (
        case when {{ raw }} like '%/%' then split_part({{ raw }}, '/', 2) else substr({{ raw }}, 6, 2) end
        between '13' and '31'
    )
{%- endmacro %}

{#- True for a text that is a day of the calendar, whether possible or not. -#}
{% macro is_day_in_words(raw) -%}
    {{ return(adapter.dispatch('is_day_in_words', 'periplo')(raw)) }}
{%- endmacro %}

{% macro default__is_day_in_words(raw) -%}
    (
        case
            when {{ raw }} like '%/%' then try_strptime(left({{ raw }}, 10), ['%d/%m/%Y', '%m/%d/%Y'])
            else try_strptime(left({{ raw }}, 10), ['%Y-%m-%d', '%Y-%d-%m'])
        end is not null
    )
{%- endmacro %}
