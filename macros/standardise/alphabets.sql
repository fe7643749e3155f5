{#- Letters that another alphabet made of the right ones, and how they are put right. -#}

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

{#- UTF-8 that was read in the alphabet of DOS (twice: of Europe and of America), of an old Mac, or of Windows or a browser set to
    Central Europe, Russian, Greek, Baltic or Japanese, as Latin-1 would have read it: the sign that shows the first
    byte (├, ┬, √, Ă, Г, Γ, Ć, ﾃ) tells which. -#}
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
    shows é alone otherwise, the last sign. -#}
{% macro signs_of_old_machines() -%}
    {{ return({
        '[├┬]': 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐├┬⌐',
        '√': 'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø√¬',
        'Ă[^a-zA-ZăâîșțȘȚ\\s-]': '€\u0081‚\u0083„…†‡\u0088‰Š‹ŚŤŽŹ\u0090‘’“”•–—\u0098™š›śťžź\u00a0ˇ˘Ł¤Ą¦§¨©Ş«¬\u00ad®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżĂÂ',
        '[A-Za-z]Г.|Г.[A-Za-z]|^Г[^а-яА-Я]': 'ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕїГВ',
        '[A-Za-z]Γ.|Γ.[A-Za-z]': '€\u0081‚ƒ„…†‡\u0088‰\u008a‹\u008c\u008d\u008e\u008f\u0090‘’“”•–—\u0098™\u009a›\u009c\u009d\u009e\u009f\u00a0΅Ά£¤¥¦§¨©ª«¬\u00ad®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏΓΒ',
        'Ć[^a-zA-Z\\s-]': '€\u0081‚\u0083„…†‡\u0088‰\u008a‹\u008c¨ˇ¸\u0090‘’“”•–—\u0098™\u009a›\u009c¯˛\u009f\u00a0¡¢£¤¥¦§Ø©Ŗ«¬\u00ad®Æ°±²³´µ¶·ø¹ŗ»¼½¾æĆĀ',
        'ﾃ.': '\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009a\u009b\u009c\u009d\u009e\u009f\u00a0｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾃﾂ',
    }) }}
{%- endmacro %}

{% macro old_machine_pattern() -%} {{ return('[├┬√].|' ~ (signs_of_old_machines().keys() | list)[2:] | join('|')) }} {%- endmacro %}

{#- Letters that were kept as a letter and an accent of its own, in UTF-8 read as Latin-1 or Windows-1252 (`NunÌƒo`: Ì and the
    sign of the accent), or as they are (letters_of_marks). -#}
{% macro letters_of_parts(text) -%}
    {{ return(adapter.dispatch('letters_of_parts', 'periplo')(text)) }}
{%- endmacro %}

{#- The text is cut at each Ì, with a point before it so that none stands first. -#}
{% macro default__letters_of_parts(text) -%}
    {%- set signs = '€‚ƒƑˆ§' ~ '\u0080\u0081\u0082\u0083\u0088' -%}
    {%- set accents = '\u0300\u0302\u0303\u0303\u0308\u0327' ~ '\u0300\u0301\u0302\u0303\u0308' -%}
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
        when regexp_matches({{ text }}, '{{ mark_pattern() }}') then {{ letters_of_marks(text) }}
        else {{ text }}
    end
{%- endmacro %}

{% macro parts_pattern() -%} {{ return('[A-Za-zÀ-ɏ]Ì[\\x{80}-\\x{83}\\x{88}€‚ƒƑˆ§]') }} {%- endmacro %}

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
                                when regexp_matches(part, '^[ƒƑ\x{83}]â€[˜°œ¡]')
                                    then translate(substr(part, 4, 1), '˜°œ¡', 'ÑÉÓÇ') || substr(part, 5)
                                when regexp_matches(part, '^[ƒƑ\x{83}]Å[¡“]')
                                    then translate(substr(part, 3, 1), '¡“', 'ÚÜ') || substr(part, 4)
                                when regexp_matches(part, '^[ƒƑ\x{83}]Â[\x{80}-\x{bf}]')
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
            then regexp_replace(regexp_replace(
                translate(
                    {%- set lost = '·*□■¬¿|#@' ~ '\\' ~ '\u001a' %}
                    replace(regexp_replace({{ text }}, '(^|\s)¡', '\1Á'), 'ï¿½', '?'),
                    '{{ strange_signs() }}{{ lost }}',
                    '{{ letters_behind_signs() }}{{ '?' * (lost | length) }}'
                ),
                '([A-Za-z]){{ strange_letter() }}', '\1?', 'g'),
                '{{ strange_letter() }}([A-Za-z?])', '?\1', 'g'
            )
        else {{ text }}
    end
{%- endmacro %}

{#- A letter of another script, from Greek to Japanese; where no map says what it was, it is lost. The planes are written out, for
    an engine takes long to make them of names. -#}
{% macro strange_letter() -%} {{ return('[\\x{370}-\\x{1cff}\\x{2e80}-\\x{d7ff}\\x{f900}-\\x{faff}\\x{ff66}-\\x{ffdc}]') }} {%- endmacro %}

{#- The signs, and at the same places in letters_behind_signs what they were. The last ones are no signs: numbers under which
    DOS and an old Mac keep letters and Latin-1 has commands, and the blank of plain_blanks. -#}
{% macro strange_signs() -%}
    {{ return(
        'ß¾³±þ┴╔═┌▄ÚÝÐ' ~ 'Θφ≤ⁿτ╙╤╟' ~ 'бйнуъьсзБЙНУЪЬСЗ' ~ 'αινσϊόρηΑΙΝΣΪάΡΗ' ~ 'ÈÌÛÒ˙' ~ '‚¡¢£¤¥µ¸' ~ 'Žœ–—‡„ńŃ'
        ~ '\u00a0\u0081\u0082\u0083\u0084\u0087\u008e\u0090\u0092\u0096\u0097\u009a\u009c\u009f'
    ) }}
{%- endmacro %}

{% macro letters_behind_signs() -%}
    {{ return(
        'áóüñçÁÉÍÚÜéíÑ' ~ 'éíóüçÓÑÇ' ~ 'áéíóúüñçÁÉÍÓÚÜÑÇ' ~ 'áéíóúüñçÁÉÍÓÚÜÑÇ' ~ 'éíóñú' ~ 'éíóúñÑÁü' ~ 'éúñóáÑñÑ'
        ~ 'áüéÉÑáéÉíñóÜúü'
    ) }}
{%- endmacro %}

{#- True where a text shows that letters were read in another alphabet. -#}
{% macro has_mojibake(column) -%}
    {{ matches(
        column,
        utf8_pattern() ~ '|' ~ parts_pattern() ~ '|' ~ old_machine_pattern() ~ '|' ~ strange_sign_pattern() ~ '|' ~ letter_code_pattern()
            ~ '|' ~ mark_pattern()
    ) }}
{%- endmacro %}

{#- The signs of UTF-8 read as Latin-1 or Windows-1252. -#}
{% macro utf8_pattern() -%}
    {{ return(
        '[ÃãÂâ][\\x{80}-\\x{bf}]|[ÃÂâ][€‚ƒƑ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[a-z]Ã[a-z]'
    ) }}
{%- endmacro %}

{#- Signs that stand where a letter should: between letters; at the end or the beginning of a word only those that never
    end or begin one. A letter of another alphabet counts beside a Latin one, ß after a consonant (German has it after
    vowels only), ń before a vowel (Polish has it before consonants only), a capital with its accent behind a small letter, Ý before the ends of Spanish names, a dash between small letters, and
    the point of Catalan where no L is beside it and more than letters of doors are; a command or a blank of no line where a letter is missing. -#}
{% macro strange_sign_pattern() -%}
    {{ return(
        '[A-Za-zÀ-ɏ]·?[¾³±┴╔═┌▄≤ⁿ╙╤╟˙¢£¤¥µ‚‡„¡¸¿*□■¬|#@\\x{1a}\\\\]+[A-Za-zÀ-ɏ]|[A-Za-zÀ-ɏ][¾±≤‚¢£¤˙¿□■](?:\\s|$)|(?:^|\\s)[┴╔═┌µ¡][A-Za-zÀ-ɏ±]'
        ~ '|[A-Za-z]' ~ strange_letter() ~ '+(?:[A-Za-z]|\\s|$)|(?:^|\\s)' ~ strange_letter() ~ '[A-Za-z]{2}|[ńŃ][aeiouAEIOUáéíóúÁÉÍÓÚ]'
        ~ '|[A-Za-z][\\p{Greek}\\p{Cyrillic}]|[\\p{Greek}\\p{Cyrillic}][A-Za-z]'
        ~ '|[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z]ß|[A-Za-zÀ-ɏ][ÚÝÈÌÛÒŽœþ–—][a-z–—]|[a-z][ÚÝÈÌÛÒŽ](?:\\s|$)|[A-Z]Ð[A-Z]|[A-Z]Ý(?:[A-Z]{1,4}EZ|[AO]|CTOR|[NS](?:\\s|$))'
        ~ '|[A-Za-zÀ-ɏ][\\x{a0}\\x{81}-\\x{84}\\x{87}\\x{8e}\\x{90}\\x{92}\\x{96}\\x{97}\\x{9a}\\x{9c}\\x{9f}]\\p{Ll}'
        ~ '|[A-Za-zÀ-ɏ][\\x{81}\\x{82}\\x{87}\\x{8e}\\x{92}\\x{97}\\x{9c}](?:\\s|$)|(?:\\p{Lu}|^|\\s)[\\x{83}\\x{84}\\x{90}\\x{9a}]\\p{Lu}'
        ~ '|(?:^|\\s)[\\x{83}\\x{90}]\\p{Ll}|[a-km-zA-KM-Z]·[a-z]|[a-z]·[a-km-z]|[A-Z][A-KM-Z]·[A-KM-Z]|[A-KM-Z]·[A-KM-Z][A-Z]|(?:^|\\s)¿[a-z]|ï¿½'
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
    that Windows-1252 shows otherwise (Œ is the ü of Latin-9, for no name here has an Ì). -#}
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
        ~ 'ÀÂÃÄÅÆÇÈÉÊËüÎÑÒÓÔÕÖ×ØÙÚÛÜÞß'
    ) }}
{%- endmacro %}
