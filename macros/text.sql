{#- Text, where engines differ. -#}

{#- True where any part of the text fits a regular expression; the pattern is written plainly, without quotes. -#}
{% macro matches(column, pattern) -%}
    {{ return(adapter.dispatch('matches', 'periplo')(column, pattern)) }}
{%- endmacro %}

{% macro default__matches(column, pattern) -%}
    regexp_matches({{ column }}, '{{ pattern }}')
{%- endmacro %}

{#- The first and the last word of a text with single blanks; the text itself when it is one word. -#}
{% macro first_word(column) -%}
    {{ return(adapter.dispatch('first_word', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__first_word(column) -%}
    split_part({{ column }}, ' ', 1)
{%- endmacro %}

{% macro last_word(column) -%}
    {{ return(adapter.dispatch('last_word', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__last_word(column) -%}
    split_part({{ column }}, ' ', -1)
{%- endmacro %}

{#- Values as a list of SQL literals, one a line, for `in (...)`. -#}
{% macro quoted_list(values) -%}
    {%- for value in values %}
        '{{ value }}'
        {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}
