{#- Texts of which every letter is a number: whole names in the bytes that keep them. -#}

{#- What a text says that is nothing but numbers of letters: in hexadecimal, in bytes of UTF-8 or Latin-1 or of UTF-16 either way
    round (4D75F16F7A, 00D10075, \x4d\x75), in decimal (77 117 241), or in base 64 (TXXDsW96), also as a mail marks it
    (=?utf-8?B?…?=). It decodes to a name or it does not: any other text stays. -#}
{% macro text_of_whole_code(text) -%}
    {{ return(adapter.dispatch('text_of_whole_code', 'periplo')(text)) }}
{%- endmacro %}

{#- Capitals alone, a capital and small letters, and small letters alone are words in plain letters and no base 64. -#}
{% macro default__text_of_whole_code(text) -%}
    {%- set sixty_four = "regexp_replace(" ~ text ~ ", '^=[?][A-Za-z0-9-]+[?][Bb][?]|[?]=$', '', 'g')" -%}
    case
        when regexp_matches({{ text }}, '[0-9]|=$|\p{Ll}\p{Lu}') and not contains({{ text }}, '''')
            then coalesce(
                list_filter(
                    list_transform(
                        [regexp_replace({{ text }}, '[\\{]+[xX]\{?|0[xX]|[\s:;,.%=_{}-]', '', 'g')],
                        lambda digits: [
                            {{ text_of_decimals(text) }},
                            {{ text_of_bytes('digits') }},
                            case
                                when regexp_matches({{ text }}, '[0-9=+/]|\p{Ll}\p{Lu}')
                                    and regexp_matches({{ sixty_four }}, '^[A-Za-z0-9+/]{6,}={0,2}$')
                                    then try(decode(from_base64({{ sixty_four }})))
                            end
                        ]
                    )[1],
                    lambda decoded: regexp_matches(decoded, '^\pL[\pL\pM.ªº''\s-]*[\pL\pM.ªº]$')
                )[1],
                {{ text }}
            )
        else {{ text }}
    end
{%- endmacro %}

{#- The text whose letters the decimal numbers of a text are, in Latin-1 or Unicode; null for another text. -#}
{% macro text_of_decimals(text) -%}
    {{ return(adapter.dispatch('text_of_decimals', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__text_of_decimals(text) -%}
    case
        when regexp_matches({{ text }}, '^[\[({\s]*(?:[0-9]{2,3}[\s,;:.|/-]+){2,}[0-9]{2,3}[\])}\s]*$')
            then array_to_string(
                list_transform(regexp_extract_all({{ text }}, '[0-9]+'), lambda number: chr(cast(number as integer))), ''
            )
    end
{%- endmacro %}

{#- The text that bytes in hexadecimal are, in UTF-16 where every other one is zero, else in UTF-8 or Latin-1; null for what is
    none. Letters alone are no bytes (Facade). -#}
{% macro text_of_bytes(digits) -%}
    {{ return(adapter.dispatch('text_of_bytes', 'periplo')(digits)) }}
{%- endmacro %}

{% macro default__text_of_bytes(digits) -%}
    case
        when regexp_matches({{ digits }}, '^(?:[0-9A-Fa-f]{2}){3,}$') and regexp_matches({{ digits }}, '[0-9]')
            then list_transform(
                [case
                    when regexp_matches({{ digits }}, '^(?i:feff)?(?:00..)+$')
                        then regexp_replace({{ digits }}, '^(?i:feff)|00(..)', '\1', 'g')
                    when regexp_matches({{ digits }}, '^(?i:fffe)?(?:..00)+$')
                        then regexp_replace({{ digits }}, '^(?i:fffe)|(..)00', '\1', 'g')
                    else {{ digits }}
                end],
                lambda bytes: coalesce(
                    try(decode(unhex(bytes))),
                    array_to_string(
                        list_transform(
                            regexp_extract_all(bytes, '..'), lambda pair: chr(cast('0x' || pair as integer))
                        ),
                        ''
                    )
                )
            )[1]
    end
{%- endmacro %}
