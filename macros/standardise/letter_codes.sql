{#- Letters that a program wrote as a code and nobody read back, and accents that stand apart from their letters. -#}

{#- Letters written as codes, as the signs of Latin-1 that they number: those of a web page (&ntilde; &#241; &#xF1;, with their
    & written as one too), of a mail (=F1, =?utf-8?Q?=C3=B1?=, +APE-), of a link (%C3%B1, %u00F1), of programs (\u00f1,
    \xf1, \361, U+00F1, _x00F1_), of RTF (\'f1) and TeX (\~n), and the glyphs of a PDF ((cid:120)). -#}
{% macro letters_of_codes(text) -%}
    {{ return(adapter.dispatch('letters_of_codes', 'periplo')(text)) }}
{%- endmacro %}

{#- The text is cut before and behind each code; a second control sign shows which of the parts are codes. -#}
{% macro default__letters_of_codes(text) -%}
    {%- set mail = "regexp_replace(" ~ text ~ ", '=[?][A-Za-z0-9-]+[?][Qq][?]([^?]*)[?]=', '\\1')" -%}
    case
        when {{ has_letter_codes(text) }}
            then nfc_normalize(array_to_string(
                list_transform(
                    string_split(
                        regexp_replace(
                            {{ mail }}, '({{ letter_codes().values() | join('|') }})', '{{ '\u0001\u0002' }}\1{{ '\u0001' }}', 'g'
                        ),
                        '{{ '\u0001' }}'
                    ),
                    lambda part: {{ letter_of_code('part') }}
                ),
                ''
            ))
        else {{ text }}
    end
{%- endmacro %}

{#- True where letters are written as codes. -#}
{% macro has_letter_codes(text) -%} {{ matches(text, letter_code_pattern()) }} {%- endmacro %}

{#- The codes that show by themselves. A code of a mail or a link for a plain sign (%20) and a % or = before other letters do
    not: they are read where another code stands. -#}
{% macro letter_code_pattern() -%}
    {%- set codes = letter_codes() -%}
    {{ return([
        codes['numbered'], codes['named'], codes['hexadecimal'], codes['octal'], codes['rtf'], codes['tex'], codes['utf7'], codes['glyph'],
        '[=%](?:25)?(?:[Cc]3[=%](?:25)?[89ABab]|[C-F])[0-9A-Fa-f]', '(?:^|[A-Za-z])%(?:[c-f][0-9]|[ef][a-f]|[cd][ad])', '[A-Za-z]%20[A-Za-z]', '[A-Za-z][\\^~$][C-Fc-f][0-9]',
        '=[?][A-Za-z0-9-]+[?][Qq][?]',
    ] | join('|')) }}
{%- endmacro %}

{#- How each kind of code is written. A dealer's system may have made capitals of it. -#}
{% macro letter_codes() -%}
    {{ return({
        'numbered': '&(?i:amp;)*#[xX]?0*[0-9A-Fa-f]{2,3};?|\\b#[0-9]{3};',
        'named': '&(?i:amp;)*(?:[A-Za-z](?i:acute|grave|circ|tilde|uml|cedil);?|(?i:ordf|ordm|nbsp|quot|apos|amp);)',
        'hexadecimal': '(?:[\\\\]*[uU]\\{?00|%[uU]00|<?U[+]00|_[xX]00|[\\\\]+[xX])[89A-Fa-f][0-9A-Fa-f][>_}]?',
        'octal': '[\\\\]+[23][0-7]{2}',
        'rtf': "[\\\\]''(?:[CDEFcdef][0-9]|[CDEcde][dD]|[DFdf][acAC])",
        'tex': '\\{?[\\\\](?:\'\'|[~`^"])\\{?[\\\\]?[A-Za-zı]\\}*',
        'link': '[=%](?:25)?[2-9A-Fa-f][0-9A-Fa-f]|[\\^~$][C-Fc-f][0-9]',
        'utf7': '[+]A[I-P][AEIMQUYcgkosw048]-',
        'glyph': '[(](?i:cid):(?:9[89]|1[0-9]{2}|2[0-5][0-9])[)]',
    }) }}
{%- endmacro %}

{#- The sign of Latin-1 that a code means, for a named letter the letter and its accent; a part of a text that is no code stays.
    A glyph is numbered as in the alphabet of the Mac, 30 below its place, or as in Latin-1. -#}
{% macro letter_of_code(part) -%}
    {{ return(adapter.dispatch('letter_of_code', 'periplo')(part)) }}
{%- endmacro %}

{% macro default__letter_of_code(part) -%}
    {%- set number = "cast(regexp_extract(" ~ part ~ ", '([0-9]+)[;)]?$', 1) as integer)" -%}
    {%- set marks = {'acute': '\u0301', 'grave': '\u0300', 'circ': '\u0302', 'tilde': '\u0303', 'uml': '\u0308', 'cedil': '\u0327'} -%}
    {%- set signs = {"''": '\u0301', '`': '\u0300', '^': '\u0302', '~': '\u0303', '"': '\u0308'} -%}
    {%- set others = {'ordf': 'ª', 'ordm': 'º', 'nbsp': ' ', 'quot': '"', 'apos': "''", 'amp': '&'} -%}
    case
        when not starts_with({{ part }}, '{{ '\u0002' }}') then {{ part }}
        when {{ matches(part, '(?i)cid:(?:2[3-5]|22[1-9])|#0*[0-9]{2,3};?$') }} then chr({{ number }})
        when {{ matches(part, '(?i)cid:') }} then substr('{{ letters_of_mac() }}', {{ number }} - 97, 1)
        when {{ matches(part, '(?i)(?:' ~ marks.keys() | join('|') ~ ');?$') }}
            then regexp_extract({{ part }}, '[&;]([A-Za-z])[A-Za-z]+;?$', 1)
                || {{ sign_by_name(marks, "regexp_extract(lower(" ~ part ~ "), '(" ~ marks.keys() | join('|') ~ ");?$', 1)") }}
        when {{ matches(part, '(?i)(?:' ~ others.keys() | join('|') ~ ');$') }}
            then {{ sign_by_name(others, "regexp_extract(lower(" ~ part ~ "), '([a-z]+);$', 1)") }}
        when {{ matches(part, '[\\\\][23][0-7]{2}$') }}
            then chr(
                64 * cast(substr({{ part }}, -3, 1) as integer) + 8 * cast(substr({{ part }}, -2, 1) as integer)
                + cast(right({{ part }}, 1) as integer)
            )
        when {{ matches(part, letter_codes()['rtf'] ~ '$') }} then chr(cast('0x' || right({{ part }}, 2) as integer))
        when {{ matches(part, letter_codes()['tex'] ~ '$') }}
            then translate(regexp_extract({{ part }}, '([A-Za-zı])\}*$', 1), 'ı', 'i')
                || {{ sign_by_name(signs, "regexp_extract(" ~ part ~ ", '[\\\\](.)', 1)") }}
        when {{ matches(part, '[+]A..-$') }}
            then coalesce({{ sign_by_name(letters_of_utf7(), 'substr(' ~ part ~ ', 4, 2)') }}, substr({{ part }}, 2))
        else chr(cast('0x' || regexp_extract({{ part }}, '([0-9A-Fa-f]{2})[;>_}]?$', 1) as integer))
    end
{%- endmacro %}

{#- What a mapping of names to signs has for a name; null for another name. One text and not a map, which an engine and a linter
    read key by key. -#}
{% macro sign_by_name(signs, name) -%}
    {{ return(adapter.dispatch('sign_by_name', 'periplo')(signs, name)) }}
{%- endmacro %}

{% macro default__sign_by_name(signs, name) -%}
    {%- set entries = [] -%}
    {%- for one, sign in signs.items() -%}
        {%- do entries.append('|' ~ one ~ ':' ~ sign) -%}
    {%- endfor -%}
    nullif(split_part(split_part('{{ entries | join }}|', '|' || {{ name }} || ':', 2), '|', 1), '')
{%- endmacro %}

{#- The letters of Spanish names and their neighbours' in UTF-7, between its +A and its hyphen. -#}
{% macro letters_of_utf7() -%}
    {{ return({
        'OE': 'á', 'Ok': 'é', 'O0': 'í', 'PM': 'ó', 'Po': 'ú', 'Pw': 'ü', 'PE': 'ñ', 'Oc': 'ç', 'OA': 'à', 'Og': 'è', 'PI': 'ò', 'O8': 'ï',
        'ME': 'Á', 'Mk': 'É', 'M0': 'Í', 'NM': 'Ó', 'No': 'Ú', 'Nw': 'Ü', 'NE': 'Ñ', 'Mc': 'Ç', 'MA': 'À', 'Mg': 'È', 'NI': 'Ò', 'Ko': 'ª', 'Lo': 'º',
    }) }}
{%- endmacro %}

{#- Bytes 80 to FF of the Mac's alphabet, without its apple. -#}
{% macro letters_of_mac() -%}
    {{ return(
        'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø'
        ~ '¿¡¬√ƒ≈∆«»… ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ?ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ'
    ) }}
{%- endmacro %}

{#- Letters of a name that are the numbers by which one types them where a keyboard lacks them (Nu164o, Nu0241o). -#}
{% macro letters_of_typed_numbers(name) -%}
    {{ return(adapter.dispatch('letters_of_typed_numbers', 'periplo')(name)) }}
{%- endmacro %}

{#- The text is cut as in letters_of_codes. Of 233, which is an Ú of DOS and an é of Windows, what follows tells. -#}
{% macro default__letters_of_typed_numbers(name) -%}
    {%- set numbers = typed_numbers() -%}
    {%- set cut = "regexp_replace(regexp_replace(" ~ name ~ ", '(^|\\s)233|233(\\p{Lu})', '\\1Ú\\2', 'g'), '[\\[({]?("
        ~ numbers.keys() | join('|') ~ ")[\\])}]?', '\u0001\u0002\\1\u0001', 'g')" -%}
    case
        when {{ has_typed_numbers(name) }}
            then array_to_string(
                list_transform(
                    string_split({{ cut }}, '{{ '\u0001' }}'),
                    lambda part: case
                        when starts_with(part, '{{ '\u0002' }}') then {{ sign_by_name(numbers, 'substr(part, 2)') }}
                        else part
                    end
                ),
                ''
            )
        else {{ name }}
    end
{%- endmacro %}

{#- True for a name with such numbers between letters, before two of them or behind them. -#}
{% macro has_typed_numbers(name) -%}
    {%- set numbers = '(?:' ~ typed_numbers().keys() | join('|') ~ ')' -%}
    {{ matches(name, '\\pL(?:[\\[({]?' ~ numbers ~ '[\\])}]?)+(?:\\pL|\\s|$)|(?:^|\\s)' ~ numbers ~ '+\\pL{2}') }}
{%- endmacro %}

{#- The numbers of letters in the alphabet of DOS, and in that of Windows with a zero before them or without. -#}
{% macro typed_numbers() -%}
    {%- set numbers = {
        '128': 'Ç', '129': 'ü', '130': 'é', '133': 'à', '135': 'ç', '138': 'è', '139': 'ï', '144': 'É', '148': 'ö', '149': 'ò',
        '154': 'Ü', '160': 'á', '161': 'í', '162': 'ó', '163': 'ú', '164': 'ñ', '165': 'Ñ', '166': 'ª', '167': 'º', '181': 'Á',
        '214': 'Í', '224': 'Ó', '0224': 'à', '0214': 'Ö', '0170': 'ª', '0186': 'º',
    } -%}
    {%- for letter, number in {
        'Á': '193', 'Ç': '199', 'É': '201', 'Í': '205', 'Ñ': '209', 'Ó': '211', 'Ú': '218', 'Ü': '220', 'á': '225', 'ç': '231',
        'è': '232', 'é': '233', 'í': '237', 'ï': '239', 'ñ': '241', 'ò': '242', 'ó': '243', 'ú': '250', 'ü': '252',
    }.items() -%}
        {%- do numbers.update({number: letter, '0' ~ number: letter}) -%}
    {%- endfor -%}
    {{ return(numbers) }}
{%- endmacro %}

{#- Accents that stand before their letters as signs of their own, as in the text of a PDF (Garc´ıa, Mu˜noz) or as the keys for
    them, sent once or twice, leave them (Garc´´ia, Mu~noz) or the Spanish alphabet of seven bits has them (Garc{ia, Ag~uero), behind
    them as Unicode parts them, or struck over them with the key that goes back (Nun^H~o), put on their letters.
    What was typed for an accent (´ or ~ behind a letter, ') is told by the name: see judged_names. -#}
{% macro letters_of_marks(text) -%}
    {{ return(adapter.dispatch('letters_of_marks', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__letters_of_marks(text) -%}
    {%- set steps = mark_steps() -%}
    nfc_normalize(translate(
        {{ 'regexp_replace(' * (steps | length) }}{{ text }}
        {%- for pattern, marked in steps %}
        , '{{ pattern }}', '{{ marked }}', 'g')
        {%- endfor %}
        , 'ı', 'i'
    ))
{%- endmacro %}

{#- Where an accent before a letter, or a part of one behind it, is seen. -#}
{% macro mark_pattern() -%}
    {{ return('[A-Za-z][\\x{300}-\\x{308}\\x{327}]|' ~ mark_steps() | map(attribute=0) | join('|')) }}
{%- endmacro %}

{#- An accent with the letters around it, and these with the mark of the second. No accent is an apostrophe (D´Ors, O´Brien,
    Sant´Anna, Isma´il), and none is one that was typed behind its letter (Garci´a); sent twice it is neither. Behind €, Ã
    or Â it is the last sign of a letter that was read in another alphabet. A word in braces is no accent. -#}
{% macro mark_steps() -%}
    {%- set start, acute, back = '(?:^|[\\s-])', '\u0301', '(?:\\^[Hh]|\\x{8})' -%}
    {%- set over = {} -%}
    {%- for mark, letters, signs in [('acute', 'aeiouAEIOU', "''´"), ('tilde', 'nNaAoO', '~˜'), ('diaeresis', 'uUiI', '"¨')] -%}
        {%- set letter, sign = '([' ~ letters ~ '])', '[' ~ signs ~ ']' -%}
        {%- do over.update({mark: '|' ~ letter ~ back ~ sign ~ '|' ~ sign ~ back ~ letter}) -%}
    {%- endfor -%}
    {{ return([
        ('´´\\s?([A-Za-zı])|\\{([aeiouAEIOU])([^}\\s-]*(?:[\\s-]|$))' ~ over.acute, '\\1\\2\\4\\5' ~ acute ~ '\\3'),
        (acute ~ '[|\\\\]([aeioAEIO])', acute ~ 'ñ\\1'),
        ('([nN])(?:~~|˜˜)([aeouAEOU])', '\\1\u0303\\2'),
        (
            '(^|[^€ÃÂnN])(?:~|~~\\s?|[˜∼]{1,2}\\s?)([nN])|(^|[^€ÃÂ])(?:~~|[˜∼]{1,2})\\s?([aAoO])' ~ over.tilde,
            '\\1\\3\\2\\4\\5\\6\u0303',
        ),
        ('(^|[^ÃÂ])¨{1,2}\\s?([uUiIı])|([gGqQ])["~]([uU])' ~ over.diaeresis, '\\1\\3\\2\\4\\5\\6\u0308'),
        ('``\\s?([aeiouAEIOU])', '\\1\u0300'),
        ('\\^\\^\\s?([aeiouAEIOU])', '\\1\u0302'),
        ('([cC])' ~ back ~ ',|,' ~ back ~ '([cC])', '\\1\\2\u0327'),
        (
            '(' ~ start ~ '[A-CE-LNP-ZÑ]?|[A-Za-z][b-df-hj-np-tv-zñ]\\s?)´([aeiouı])'
            ~ '|(' ~ start ~ '[A-CE-LNP-ZÑ]?|[A-Z][BCDFGHJKMNPQRSVXYZÑ]|[^N\\s-]T|[^L\\s-]L)´([AEIOU])'
            ~ '|(' ~ start ~ 'M)´([eouEIOU])|(' ~ start ~ 'D)´([iıI])',
            '\\1\\3\\5\\7\\2\\4\\6\\8' ~ acute,
        ),
        ('([aeouAEOU])´([aeouAEOUı])|([uU]\\x{308}?)´([iıI])', '\\1\\3\\2\\4' ~ acute),
        ('([iI])´([aoAO])([nN])', '\\1\\2' ~ acute ~ '\\3'),
    ]) }}
{%- endmacro %}
