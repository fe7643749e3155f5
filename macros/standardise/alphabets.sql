{#- Letters that another alphabet made of the right ones, and how they are put right. -#}

{#- A text in which a blank that breaks no line (U+00A0) is a blank, but for one that stands within a word: there it is an á,
    which machines of DOS keep under that number. Within a word it has a capital and small letters before it and small
    letters behind, which are no particle (Juan de, Ana y). -#}
{% macro plain_blanks(text) -%}
    {{ return(adapter.dispatch('plain_blanks', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__plain_blanks(text) -%}
    {%- set particle = '(?i:' ~ var('name_particles') | join('|') ~ ')' -%}
    case
        when contains({{ text }}, '{{ '\u00a0' }}')
            then regexp_replace(regexp_replace(regexp_replace(regexp_replace(
                {{ text }},
                '\x{a0}({{ particle }})(?:[\s\x{a0}]|$)', ' \1 ', 'g'),
                '(^|\s)({{ particle }})\x{a0}', '\1\2 ', 'g'),
                '((?:^|[^\pL])(?:\p{Ll}|\p{Lu}{2})\pL*|^|[^\pL])\x{a0}', '\1 ', 'g'),
                '\x{a0}([^\p{Ll}]|$)', ' \1', 'g'
            )
        else {{ text }}
    end
{%- endmacro %}

{#- Clean text whose blanks are plain, those too that the lines for machines of a card write as `<`. -#}
{% macro clean_words(column) -%}
    {{ clean_text("replace(" ~ plain_blanks(column) ~ ", '<', ' ')") }}
{%- endmacro %}

{#- A text in which letters were read in another alphabet, put right: UTF-8 read as Latin-1 or Windows-1252, once or twice
    ('Ã±' and 'ÃƒÂ±' are 'ñ'), or as an old machine read it; letters of one alphabet shown in another; letters written
    as codes. What no such reading explains stays ('JOÃO'); a letter that is lost becomes a question mark. -#}
{% macro repair_mojibake(column) -%}
    {{ return(adapter.dispatch('repair_mojibake', 'periplo')(column)) }}
{%- endmacro %}

{#- Each step is named once and reckoned for damaged texts alone, which are few. -#}
{% macro default__repair_mojibake(column) -%}
    case
        when {{ has_mojibake(column) }}
            then list_transform(list_transform(list_transform(list_transform(
                [{{ column }}],
                lambda coded: {{ letters_of_codes('coded') }}),
                lambda parted: {{ letters_of_parts('parted') }}),
                lambda wide: {{ letters_of_utf8(latin_of_old_machines('wide')) }}),
                lambda signed: {{ letters_of_strange_signs('signed') }}
            )[1]
        else {{ column }}
    end
{%- endmacro %}

{#- Letters written as codes of a web page (&ntilde; &#241; &#xF1;), of a mail (=F1), of a link (%C3%B1) or of a program
    (\u00f1, \xf1), as the signs of Latin-1 that they number. -#}
{% macro letters_of_codes(text) -%}
    {{ return(adapter.dispatch('letters_of_codes', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__letters_of_codes(text) -%}
    {%- set entities = "regexp_replace(replace(" ~ text ~ ", '&amp;', '&'), "
        ~ "'(?:[\\\\](?:u00|x)|[=%])([89A-Fa-f][0-9A-Fa-f])', '&#x\\1;', 'g')" -%}
    case
        when {{ has_letter_codes(text) }}
            then substr(
                array_to_string(
                    list_transform(
                        string_split('.' || {{ entities }}, '&'),
                        lambda part: case
                            when regexp_matches(part, '^#[0-9]{2,3};')
                                then chr(cast(regexp_extract(part, '^#([0-9]+)', 1) as integer))
                                    || substr(part, strpos(part, ';') + 1)
                            when regexp_matches(part, '^#x[0-9A-Fa-f]{2};')
                                then chr(cast('0x' || substr(part, 3, 2) as integer)) || substr(part, 6)
                            else coalesce(
                                map {
                                    {%- for name, letter in named_letters().items() -%}
                                        '{{ name }}': '{{ letter }}'{{ ', ' if not loop.last }}
                                    {%- endfor -%}
                                }[split_part(part, ';', 1)] || substr(part, strpos(part, ';') + 1),
                                '&' || part
                            )
                        end
                    ),
                    ''
                ),
                3
            )
        else {{ text }}
    end
{%- endmacro %}

{#- True where letters are written as codes. -#}
{% macro has_letter_codes(text) -%} {{ matches(text, letter_code_pattern()) }} {%- endmacro %}

{% macro letter_code_pattern() -%}
    {{ return(
        '&(?:#[0-9]{2,3}|#x[0-9A-Fa-f]{2}|[A-Za-z]{3,6});|[\\\\](?:u00|x)[89A-Fa-f][0-9A-Fa-f]|[=%](?:C3[=%][89AB]|[C-F])[0-9A-F]'
    ) }}
{%- endmacro %}

{#- The letters of Spanish names and their neighbours' by their names on web pages. -#}
{% macro named_letters() -%}
    {{ return({
        'aacute': 'á', 'eacute': 'é', 'iacute': 'í', 'oacute': 'ó', 'uacute': 'ú', 'uuml': 'ü', 'ntilde': 'ñ', 'ccedil': 'ç',
        'Aacute': 'Á', 'Eacute': 'É', 'Iacute': 'Í', 'Oacute': 'Ó', 'Uacute': 'Ú', 'Uuml': 'Ü', 'Ntilde': 'Ñ', 'Ccedil': 'Ç',
        'agrave': 'à', 'egrave': 'è', 'ograve': 'ò', 'iuml': 'ï', 'ordf': 'ª', 'ordm': 'º', 'nbsp': ' ', 'quot': '"',
    }) }}
{%- endmacro %}

{#- UTF-8 that was read in the alphabet of DOS (twice: of Europe and of America) or of an old Mac, as Latin-1 would have
    read it: the sign that shows the first byte (├, ┬, √) tells which. -#}
{% macro latin_of_old_machines(text) -%}
    {{ return(adapter.dispatch('latin_of_old_machines', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__latin_of_old_machines(text) -%}
    {%- set latin = mojibake_signs()[:64] ~ 'ÃÂ©' -%}
    case
        {%- for sign, signs in signs_of_old_machines().items() %}
        when regexp_matches({{ text }}, '{{ sign }}')
            then translate({{ text }}, '{{ signs }}', '{{ latin }}')
        {%- endfor %}
        else {{ text }}
    end
{%- endmacro %}

{#- Bytes 80 to BF, C3 and C2 as these machines show them, by what tells the machine. Of the letters of Spanish America's DOS
    shows é alone otherwise, the last sign; the Mac's list needs none and repeats its first byte. -#}
{% macro signs_of_old_machines() -%}
    {{ return({
        '[├┬]': 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐├┬⌐',
        '√': 'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø√¬√',
    }) }}
{%- endmacro %}

{#- Letters that were kept as a letter and an accent of its own, in UTF-8 read as Latin-1 or Windows-1252 (`NunÌƒo`): Ì and the
    sign of the accent. -#}
{% macro letters_of_parts(text) -%}
    {{ return(adapter.dispatch('letters_of_parts', 'periplo')(text)) }}
{%- endmacro %}

{#- The text is cut at each Ì, with a point before it so that none stands first. -#}
{% macro default__letters_of_parts(text) -%}
    {%- set signs = '€‚ƒˆ§' ~ '\u0080\u0081\u0082\u0083\u0088' -%}
    {%- set accents = '\u0300\u0302\u0303\u0308\u0327' ~ '\u0300\u0301\u0302\u0303\u0308' -%}
    case
        when regexp_matches({{ text }}, '{{ parts_pattern() }}')
            then nfc_normalize(substr(
                array_to_string(
                    list_transform(
                        string_split('.' || {{ text }}, 'Ì'),
                        lambda part: case
                            when part <> '' and strpos('{{ signs }}', left(part, 1)) > 0
                                then translate(left(part, 1), '{{ signs }}', '{{ accents }}') || substr(part, 2)
                            else 'Ì' || part
                        end
                    ),
                    ''
                ),
                3
            ))
        else {{ text }}
    end
{%- endmacro %}

{% macro parts_pattern() -%} {{ return('\\pLÌ[\\x{80}-\\x{83}\\x{88}€‚ƒˆ§]') }} {%- endmacro %}

{#- UTF-8 that was read as Latin-1 or Windows-1252. -#}
{% macro letters_of_utf8(column) -%}
    {{ return(adapter.dispatch('letters_of_utf8', 'periplo')(column)) }}
{%- endmacro %}

{#- A letter from À to ÿ became Ã and a second sign; ª and º became Â and themselves. Read twice, Ã itself became two
    signs (Ãƒ) and so did its second sign, or three where only Windows has it. Some systems made small letters
    afterwards (ã). A soft hyphen, the second sign of í, is dropped by others. The text is cut at each Ã, with a point
    before it so that no Ã stands first. -#}
{% macro default__letters_of_utf8(column) -%}
    {%- set whole -%}
        regexp_replace(regexp_replace(
            '.' || {{ column }}, 'ã([\x{80}-\x{bf}])', 'Ã\1', 'g'), '([a-z])Ã([a-z])', '\1í\2', 'g')
    {%- endset -%}
    {%- set signs, letters = mojibake_signs(), mojibake_letters() -%}
    case
        when regexp_matches({{ column }}, '{{ utf8_pattern() }}')
            then regexp_replace(
                substr(
                    array_to_string(
                        list_transform(
                            string_split({{ whole }}, 'Ã'),
                            lambda part: case
                                when regexp_matches(part, '^[ƒ\x{83}]â€[˜°œ¡]')
                                    then translate(substr(part, 4, 1), '˜°œ¡', 'ÑÉÓÇ') || substr(part, 5)
                                when regexp_matches(part, '^[ƒ\x{83}]Å[¡“]')
                                    then translate(substr(part, 3, 1), '¡“', 'ÚÜ') || substr(part, 4)
                                when regexp_matches(part, '^[ƒ\x{83}]Â[\x{80}-\x{bf}]')
                                    then translate(substr(part, 3, 1), '{{ signs }}', '{{ letters }}')
                                        || substr(part, 4)
                                when regexp_matches(part, '^[‚\x{82}]Â[\x{80}-\x{bf}]') then substr(part, 3)
                                when part <> '' and strpos('{{ signs }}', left(part, 1)) > 0
                                    then translate(left(part, 1), '{{ signs }}', '{{ letters }}') || substr(part, 2)
                                else 'Ã' || part
                            end
                        ),
                        ''
                    ),
                    3
                ),
                '[Ââ]+([\x{80}-\x{bf}])', '\1', 'g'
            )
        else {{ column }}
    end
{%- endmacro %}

{#- Letters of one alphabet shown in another, by the signs that no name has: those of Latin-1 as DOS, Greek or Russian shows
    them, those of DOS and of an old Mac as Windows does. A sign that may be several letters, or that stands for any
    letter an alphabet lacks, is a question mark. -#}
{% macro letters_of_strange_signs(text) -%}
    {{ return(adapter.dispatch('letters_of_strange_signs', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__letters_of_strange_signs(text) -%}
    case
        when regexp_matches({{ text }}, '{{ strange_sign_pattern() }}')
            then translate(
                {%- set lost = '·*□■¬¿|#@' ~ '\\' ~ '\u001a' %}
                replace(regexp_replace({{ text }}, '(^|\s)¡', '\1Á'), 'ï¿½', '?'),
                '{{ strange_signs() }}{{ lost }}',
                '{{ letters_behind_signs() }}{{ '?' * (lost | length) }}'
            )
        else {{ text }}
    end
{%- endmacro %}

{#- The signs, and at the same places in letters_behind_signs what they were. The last ones are no signs: numbers under which
    DOS and an old Mac keep letters and Latin-1 has commands, and the blank of plain_blanks. -#}
{% macro strange_signs() -%}
    {{ return(
        'ß¾³±þ┴╔═┌▄ÚÝÐ' ~ 'Θφ≤ⁿτ╙╤╟' ~ 'бйнуъьсзБЙНУЪЬСЗ' ~ 'αινσϊόρηΑΙΝΣΪάΡΗ' ~ 'ÈÌÛÒ˙' ~ '‚¡¢£¤¥µ' ~ 'Žœ–—‡„'
        ~ '\u00a0\u0081\u0082\u0083\u0084\u0087\u008e\u0090\u0092\u0096\u0097\u009a\u009c\u009f'
    ) }}
{%- endmacro %}

{% macro letters_behind_signs() -%}
    {{ return(
        'áóüñçÁÉÍÚÜéíÑ' ~ 'éíóüçÓÑÇ' ~ 'áéíóúüñçÁÉÍÓÚÜÑÇ' ~ 'áéíóúüñçÁÉÍÓÚÜÑÇ' ~ 'éíóñú' ~ 'éíóúñÑÁ' ~ 'éúñóáÑ'
        ~ 'áüéÉÑáéÉíñóÜúü'
    ) }}
{%- endmacro %}

{#- True where a text shows that letters were read in another alphabet. -#}
{% macro has_mojibake(column) -%}
    {{ matches(
        column,
        utf8_pattern() ~ '|' ~ parts_pattern() ~ '|[├┬√].|' ~ strange_sign_pattern() ~ '|' ~ letter_code_pattern()
    ) }}
{%- endmacro %}

{#- The signs of UTF-8 read as Latin-1 or Windows-1252. -#}
{% macro utf8_pattern() -%}
    {{ return(
        '[ÃãÂâ][\\x{80}-\\x{bf}]|[ÃÂâ][€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[a-z]Ã[a-z]'
    ) }}
{%- endmacro %}

{#- Signs that stand where a letter should: between letters; at the end or the beginning of a word only those that never
    end or begin one. A letter of another alphabet counts beside a Latin one, ß after a consonant (German has it after
    vowels only), a capital with its accent behind a small letter, a dash between small letters, and the point of
    Catalan where no L is beside it; a command or a blank of no line where a letter is missing. -#}
{% macro strange_sign_pattern() -%}
    {{ return(
        '\\pL·?[¾³±┴╔═┌▄≤ⁿ╙╤╟˙¢£¤¥µ‚‡„¡¿*□■¬|#@\\x{1a}\\\\]+\\pL|\\pL[¾±≤‚¢£¤˙¿□■](?:\\s|$)|(?:^|\\s)[┴╔═µ¡]\\pL'
        ~ '|[A-Za-z][\\p{Greek}\\p{Cyrillic}]|[\\p{Greek}\\p{Cyrillic}][A-Za-z]'
        ~ '|[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z]ß|\\pL[ÚÝÈÌÛÒŽœþ–—][a-z–—]|[a-z][ÚÝÈÌÛÒŽ](?:\\s|$)|[A-Z]Ð[A-Z]'
        ~ '|\\pL[\\x{a0}\\x{81}-\\x{84}\\x{87}\\x{8e}\\x{90}\\x{92}\\x{96}\\x{97}\\x{9a}\\x{9c}\\x{9f}]\\p{Ll}'
        ~ '|\\pL[\\x{81}\\x{82}\\x{87}\\x{8e}\\x{92}\\x{97}\\x{9c}](?:\\s|$)|(?:\\p{Lu}|^|\\s)[\\x{83}\\x{84}\\x{90}\\x{9a}]\\p{Lu}'
        ~ '|(?:^|\\s)[\\x{83}\\x{90}]\\p{Ll}|[a-km-zA-KM-Z]·[a-z]|[a-z]·[a-km-z]|(?:^|\\s)¿[a-z]|ï¿½'
    ) }}
{%- endmacro %}

{#- True where a letter was lost: a question mark, or a sign for what cannot be shown, beside a letter. -#}
{% macro has_lost_letter(column) -%} {{ matches(column, '\\pL[?\\x{fffd}]|[?\\x{fffd}]\\pL') }} {%- endmacro %}

{#- What is wrong with a text that is no name of a person, as of a company or a street: MOJIBAKE where letters were read in
    another alphabet or lost; null where none were. -#}
{% macro text_fault(raw, repaired) -%}
    case when {{ raw }} <> {{ repaired }} or {{ lacks_a_letter(raw) }} then 'MOJIBAKE' end
{%- endmacro %}

{#- What was done about it: nothing where a letter is lost for good. -#}
{% macro text_repair(fault, repaired) -%}
    case when {{ fault }} = 'MOJIBAKE' and not {{ lacks_a_letter(repaired) }} then 'LETTERS_RESTORED' end
{%- endmacro %}

{#- True where a letter was lost within a word; at its end a question may be meant. -#}
{% macro lacks_a_letter(text) -%} {{ matches(text, '\\pL[?\\x{fffd}]\\pL') }} {%- endmacro %}

{#- The second signs of the letters that mojibake_letters lists in the same order: bytes 80 to BF in Latin-1, then those
    that Windows-1252 shows otherwise. -#}
{% macro mojibake_signs() -%}
    {{ return(
        '\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f'
        ~ '\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009a\u009b\u009c\u009d\u009e\u009f'
        ~ '\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿'
        ~ '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'
    ) }}
{%- endmacro %}

{% macro mojibake_letters() -%}
    {{ return(
        'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ'
        ~ 'ÀÂÃÄÅÆÇÈÉÊËÌÎÑÒÓÔÕÖ×ØÙÚÛÜÞß'
    ) }}
{%- endmacro %}
