{#- Words as they were meant, whatever signs stand between words and letters. -#}

{#- A text whose blanks are plain, of whatever width, and without signs that nobody sees (for the direction of writing, of no
    width; they take three bytes each). But for a blank that breaks no line (U+00A0) within a word: there it is an á, which machines of DOS keep
    under that number. Within a word it has a capital and small letters before it and small letters behind, which are
    no particle (Juan de, Ana y). -#}
{% macro plain_blanks(text) -%}
    {{ return(adapter.dispatch('plain_blanks', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__plain_blanks(text) -%}
    {%- set particle = '(?i:' ~ var('name_particles') | join('|') ~ ')' -%}
    {%- set wide = '\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000' -%}
    {%- set unseen = '\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff' -%}
    case
        when
            contains({{ text }}, '{{ '\u00a0' }}')
            or (
                strlen({{ text }}) > length({{ text }}) + 1
                and regexp_matches({{ text }}, '[\x{2000}-\x{200f}\x{202a}-\x{202f}\x{2060}\x{3000}\x{feff}]')
            )
            then regexp_replace(regexp_replace(regexp_replace(
                translate({{ text }}, '{{ wide }}{{ unseen }}', '{{ ' ' * (wide | length) }}'),
                '\x{a0}({{ particle }})(?:[\s\x{a0}]|$)', ' \1 ', 'g'),
                '(^|\s)({{ particle }})\x{a0}', '\1\2 ', 'g'),
                '((?:^|[^\pL])(?:\p{Ll}|\p{Lu}{2})\pL*|^|[^\pL])\x{a0}|\x{a0}([^\p{Ll}]|$)', '\1 \2', 'g'
            )
        else {{ text }}
    end
{%- endmacro %}

{#- Clean text whose blanks are plain, those too that the lines for machines of a card write as `<`, and without the tags of a
    page (<b>) and the marks of XML around a text (<![CDATA[ ]]>); a code of a letter (<U+00F1>) is neither. -#}
{% macro spaced_words(column) -%}
    {{ return(adapter.dispatch('spaced_words', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__spaced_words(column) -%}
    {%- set plain -%}
        regexp_replace(
            {{ plain_blanks(column) }},
            '<!\[CDATA\[|\]\]>|<+(?:/?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>)?([^U<]|U[^+]|$)', ' \1', 'g'
        )
    {%- endset -%}
    {{ clean_text(plain) }}
{%- endmacro %}

{#- The same with its letters together. -#}
{% macro clean_words(column) -%}
    {{ return(adapter.dispatch('clean_words', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__clean_words(column) -%}
    case
        when regexp_matches({{ column }}, '^\s*[^ ][ ._|/*<·-][^ ][ ._|/*<·-]') then {{ joined_letters(spaced_words(column)) }}
        else {{ spaced_words(column) }}
    end
{%- endmacro %}

{#- A text whose letters stand apart, one in each box of a form (`G A R C I A`, `G.A.R.C.I.A`), with its letters together; words
    are parted by wider gaps, or by blanks where another sign parts the letters. Two letters, letters without a vowel
    and three with stops are initials, and stay. -#}
{% macro joined_letters(text) -%}
    {{ return(adapter.dispatch('joined_letters', 'periplo')(text)) }}
{%- endmacro %}

{% macro default__joined_letters(text) -%}
    {%- set letter = '[A-Za-zÀ-ɏªº]' -%}
    list_transform(
        [{{ text }}],
        lambda boxed: case
            when not regexp_matches(strip_accents(boxed), '[AEIOUaeiou]') then boxed
            when regexp_matches(boxed, '^(?:(?:{{ letter }}|,)\s+){2,}{{ letter }}$')
                then replace(replace(regexp_replace(boxed, '\s{2,}', '<', 'g'), ' ', ''), '<', ' ')
            when regexp_matches(boxed, '^{{ letter }}(?:[._|/*·-]{{ letter }}){3,}(?:\s+{{ letter }}(?:[._|/*·-]{{ letter }})*)*$')
                then regexp_replace(boxed, '[._|/*·-]', '', 'g')
            else boxed
        end
    )[1]
{%- endmacro %}

{#- A name with question marks for the signs that stand between its letters, or at an end of a word, and that no name has: a letter
    is lost there (Mu_oz, Garc%a, Mart1n, Mu,oz). Where two words follow each other, the sign is a blank (Maria_Jose,
    ANA+GARCIA, GARCIA,ANA), and at the ends it is nothing. -#}
{% macro gaps_for_signs(name) -%}
    {{ return(adapter.dispatch('gaps_for_signs', 'periplo')(name)) }}
{%- endmacro %}

{% macro default__gaps_for_signs(name) -%}
    {%- set small, capital = '[a-zß-ÿ]', '[A-ZÀ-Þ]' -%}
    {%- set sign = "[^\\pL\\pM\\s''´`’‘ʼ^~¨·.&()/?\\x{fffd}-]" -%}
    case
        when regexp_matches({{ name }}, '{{ sign }}|\pL\pL[&(]\p{Ll}|[^nN\s]~[^nN\s]|\p{Ll}[./]\p{Lu}\p{Ll}')
            then regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
                {{ name }},
                '(\pL{{ small }}|{{ capital }}{3}|[Mm]ª)[_+,;:*|./]+({{ capital }}{3}|{{ capital }}{{ small }})', '\1 \2', 'g'),
                '(\pL\pL|(?:^|\s)[^Mm\PL])(?:{{ sign }}|[&(~])(\p{Ll})|(\pL\pL|(?:^|\s)[^Mm\PL]){{ sign }}(\pL)', '\1\3?\2\4', 'g'),
                '(\pL\pL)[#@$%¤¦§¶](\s|$)|(\pL[bcdfgjlmpstvBCDFGJLMPSTV])[_=](\s|$)', '\1\3?\2\4', 'g'),
                '(^|\s)(?:[_=]({{ small }})|[#$%¤¦§¶]({{ small }}{2}|{{ capital }}{2}))', '\1?\2\3', 'g'),
                '(^|\s)[,;:*|_<>=]+|[,;:*|_<>=]+(\s|$)', '\1\2', 'g'
            )
        else {{ name }}
    end
{%- endmacro %}
