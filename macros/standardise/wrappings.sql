{#- What was put around a name and is no part of it. -#}

{#- A name with its letters together and in their plain shape, nothing around it, and Mª for an M and what became of its ª. -#}
{% macro bare_name(name) -%}
    {{ return(adapter.dispatch('bare_name', 'periplo')(name)) }}
{%- endmacro %}

{#- Each step is named once. -#}
{% macro default__bare_name(name) -%}
    list_transform(list_transform(list_transform(
        [{{ joined_letters(name) }}],
        lambda shaped: {{ plain_shapes('shaped') }}),
        lambda wrapped: {{ unwrapped_name('wrapped') }}),
        lambda signed: {{ maria_of_signs('signed') }}
    )[1]
{%- endmacro %}

{#- A name without what was put around it on both sides: quotes, brackets and marks of a text (*Ana*, _Ana_, "Ana", «Ana»), as a
    program shows a text or a list of one (b'Ana', N'Ana', ['Ana'], c("Ana")), the quotes of a web page (&quot;), marks
    around one word of several (*Ana* Ruiz), and arrows, stars and faces anywhere. A letter before a quote is no part of
    it where names begin so (D'Ors, L', M', O', S'). What stands on one side alone may be a lost letter, and a code of a
    letter at an end (<U+00C1>, _x00C1_, (cid:208)) stays. -#}
{% macro unwrapped_name(name) -%}
    {{ return(adapter.dispatch('unwrapped_name', 'periplo')(name)) }}
{%- endmacro %}

{% macro default__unwrapped_name(name) -%}
    {%- set picture = '\\[/?(?:b|i|u|s|em|url|color)\\]|\\\\[nrt](?:\\s|$)|[\\x{2190}-\\x{21ff}\\x{25b0}-\\x{27bf}\\x{2b00}-\\x{2bff}\\x{1f000}-\\x{1faff}\\x{fe0e}\\x{fe0f}]' -%}
    {%- set quote = '&(?i:quot|apos|lt|gt|#0*3[49]);' -%}
    {%- set sign = '(?:' ~ quote ~ '|[!-/:->@\\[-`{-~«»´¨“”‘’‹›•…–—¡\\s])' -%}
    {%- set label = '(?i:nombres?|(?:primer|segundo)?\\s?apellidos?|(?:first|last|sur|full)?[_ ]?name|nom|cognoms?)[12]?["\'\']?\\s?[:=]' -%}
    {%- set opening = '(?:' ~ label ~ '|\\[[0-9]+\\]|[b-cB-Cf-kF-KNp-rP-Rt-zT-Z]{1,2}[(]?["\'\'`\\[(])' -%}
    {%- set mark = '[*_~`|+]' -%}
    case
        when
            regexp_matches({{ name }}, '^(?:{{ opening }}|{{ sign }}).*{{ sign }}$|^{{ sign }}*{{ label }}|(?:^|\s){{ mark }}+\pL|{{ picture }}')
            and not regexp_matches({{ name }}, '^(?:<?U[+]|_[xX]00|[(](?i:cid):|=[?]|[\\]|%[0-9A-F]{2}|&(?:#|[A-Za-z](?:acute|tilde|grave|uml|circ)))')
            then trim(regexp_replace(regexp_replace(regexp_replace(
                {{ name }},
                '{{ picture }}|^{{ sign }}*{{ label }}', ' ', 'g'),
                '(^|\s){{ mark }}+(\pL[^\s*_~`|+]*){{ mark }}+', '\1\2', 'g'),
                '^{{ sign }}*{{ opening }}?{{ sign }}*([\pL?].*?[\pL\pM\pN?][.]?){{ sign }}+$', '\1'
            ))
        else {{ name }}
    end
{%- endmacro %}

{#- A name in plain letters where they have another shape: wide ones, those in circles, and the bold, leaning and other ones of
    mathematics, which phones offer (Ｇａｒｃｉａ, 𝐆𝐚𝐫𝐜𝐢𝐚). -#}
{% macro plain_shapes(name) -%}
    {{ return(adapter.dispatch('plain_shapes', 'periplo')(name)) }}
{%- endmacro %}

{#- Each alphabet of mathematics has 26 capitals and then 26 small letters. -#}
{% macro default__plain_shapes(name) -%}
    case
        when regexp_matches({{ name }}, '[\x{ff21}-\x{ff5a}\x{24b6}-\x{24e9}\x{1d400}-\x{1d6a3}]')
            then array_to_string(
                list_transform(
                    string_split({{ name }}, ''),
                    lambda letter: case
                        when letter between 'Ａ' and 'ｚ' then chr(unicode(letter) - 65248)
                        when letter between 'Ⓐ' and 'Ⓩ' then chr(unicode(letter) - 9333)
                        when letter between 'ⓐ' and 'ⓩ' then chr(unicode(letter) - 9327)
                        when unicode(letter) between 119808 and 120483
                            then substr('{{ 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz' }}', (unicode(letter) - 119808) % 52 + 1, 1)
                        else letter
                    end
                ),
                ''
            )
        else {{ name }}
    end
{%- endmacro %}
