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

{#- The items of a list as rows, in the select list, and their places from 1 beside them. -#}
{% macro each_item(list) -%}
    {{ return(adapter.dispatch('each_item', 'periplo')(list)) }}
{%- endmacro %}

{% macro default__each_item(list) -%} unnest({{ list }}) {%- endmacro %}

{% macro each_place(list) -%}
    {{ return(adapter.dispatch('each_place', 'periplo')(list)) }}
{%- endmacro %}

{% macro default__each_place(list) -%} generate_subscripts({{ list }}, 1) {%- endmacro %}

{#- Letters that must be changed, put in, left out or swapped with their neighbour to make one text of another. -#}
{% macro edit_distance(first_text, second_text) -%}
    {{ return(adapter.dispatch('edit_distance', 'periplo')(first_text, second_text)) }}
{%- endmacro %}

{% macro default__edit_distance(first_text, second_text) -%}
    damerau_levenshtein({{ first_text }}, {{ second_text }})
{%- endmacro %}

{#- The letters of a text alone, in capitals. -#}
{% macro letters_of(column) -%}
    {{ return(adapter.dispatch('letters_of', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__letters_of(column) -%}
    regexp_replace(upper({{ column }}), '[^A-Z]', '', 'g')
{%- endmacro %}
