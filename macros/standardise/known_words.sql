{#- Whether a code is one of the words that its column is known to hold (var known_words); an empty one is not. -#}
{% macro is_known_word(column, relation=none) -%}
    coalesce({{ (relation ~ '.' if relation else '') ~ column }} in (
        {%- for word in var('known_words')[column] -%}
            '{{ word }}'{{ ', ' if not loop.last }}
        {%- endfor -%}
    ), false)
{%- endmacro %}
