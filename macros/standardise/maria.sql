{#- María, which names abbreviate. -#}

{#- María written out where a name abbreviates it: an M with ª or any other sign that no initial has (Mª, M.ª, M(a), Mº, M@, M',
    M/, and a small a that stands alone), Ma., Mria, Mra and Mari. with their stops anywhere; M., M, Ma, Mo, M A, Mar. and an
    M or Ma that is joined to the name (MCarmen, MaCarmen, M-Carmen) only before what is borne behind María (variable `names_after_maria`, or a devotion after de), M., M
    and Ma behind what is borne before it (`names_before_maria`). An M. beside any other name is an initial: M. David,
    Luca M. -#}
{% macro write_out_maria(column) -%}
    {{ return(adapter.dispatch('write_out_maria', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__write_out_maria(column) -%}
    {%- set sign = '[ªº°˚@*\\p{Lm}]' -%}
    {%- set forms = [
        '(?:[Aa]?[Rr])?[.]?\\s?' ~ sign ~ '+[.]?', '[.]\\s?a\\b[.]?', '[AaÁáÀà][.]', '[\\^\'\'´`_]+[aAoO]\\b',
        '\\s?[(\\[{]\\s?[AaÁáªºo]\\s?[)\\]}][.]?', '[^\\pL\\pN\\s.,;:()\\[\\]{}&_-]+(?:\\s|$)', '/\\s?a?\\b', '[Rr][IiÍí]?[.]?[Aa]\\b[.]?', '[Aa]?[Rr][Ii][.]',
    ] -%}
    {%- set gap = '[^\\pL\\pN(&]+' -%}
    {%- set short = '(?:[Mm]' ~ gap ~ '(?:[AaÁáÀà]' ~ gap ~ ')?|[Mm][AaÁáÀàOo0]' ~ gap ~ '|[Mm][Aa][Rr][.]\\s*)' -%}
    {%- set after = names_of_any_spelling(var('names_after_maria')) -%}
    {%- set joined = names_of_any_spelling(var('names_after_maria') | map('capitalize')) -%}
    {%- set women = names_of_any_spelling(var('names_before_maria').women) -%}
    {%- set people = names_of_any_spelling(var('names_before_maria').women + var('names_before_maria').men) -%}
    case
        when regexp_matches(
            {{ column }},
            '\b[Mm](?:[AaOo0]|_+[A-Za-z]*)?\b|\b[Mm][Rr](?:[IiÍí]?[Aa]?\b|{{ sign }})|\b[Mm][Aa][Rr](?:[Ii]?[.]|{{ sign }})|^\s*Ma?[B-Z][a-zñáéíóú]'
        )
            then trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
                {{ column }},
                '(?:\bM\s+a\b[.]?|\b[Mm](?:{{ forms | join('|') }}))[-,~´`\s]*', 'María ', 'g'),
                '(^\s*|^(?i:{{ women }})\s+){{ short }}((?i:del?\s+\pL|{{ after }}(?:[-\s]|$)))', '\1María \2'),
                '^\s*Ma?({{ joined }}(?:[-\s]|$))', 'María \1'),
                '((?:^|\s)(?i:{{ people }})\s+)[Mm][.]?[AaÁáÀà][.]?(\s|$)', '\1María\2'),
                '((?:^|\s)(?i:{{ women }})\s+)[Mm][.]?$', '\1María'
            ))
        else trim({{ column }})
    end
{%- endmacro %}

{#- A name with Mª for an M and what became of its ª: a sign of its own, as many as the ª had bytes, a code, or a sign that
    another alphabet shows; at the end a comma too. An M before any of them is an M of María and no initial. -#}
{% macro maria_of_signs(name) -%}
    {{ return(adapter.dispatch('maria_of_signs', 'periplo')(name)) }}
{%- endmacro %}

{% macro default__maria_of_signs(name) -%}
    {%- set code = '(?:[Cc]2[\\\\=%]+(?:25|[xX])?)?[AaBb][Aa]' -%}
    {%- set broken = [
        '[ÂÃâã┬√Ă]+[ªº║∫ş]', '&(?i:amp;)*(?:(?i:ord[fm])|#1[78]6|#[xX]0*[AaBb][Aa]);?', '[\\\\]+[uUxX]\\{?(?:00)?' ~ code ~ '\\}?', '[=%](?:25)?' ~ code,
        '<?U[+]00[AaBb][Aa]>?', '_x00[AaBb][Aa]_', '[\\\\]+(?:302[\\\\]+)?2[57]2', '[¦»¬§¾¼∫║]+',
    ] -%}
    case
        when regexp_matches({{ name }}, '\b[Mm](?:[Aa]?[Rr])?[.]?[^\pL\pN\s.,-]|\b[Mm](?:[ÂÃâãĂαа]|,$)')
            then regexp_replace(
                regexp_replace({{ name }}, '\b([Mm])[.]?(?:{{ broken | join('|') }})[.]?', '\1ª', 'g'),
                '(^|[\s-])([Mm])(?:[_^~=:;|+*@#αа]{1,2}|,$)(\s|$|\p{Lu}\p{Ll})', '\1\2ª\3', 'g'
            )
        else {{ name }}
    end
{%- endmacro %}

{#- True for a name in which an M. may be a María or a Manuel: behind José and Jesús. It is told and stays as it is. -#}
{% macro may_be_short_of_maria(name) -%}
    {{ matches(name, '^(?i:' ~ names_of_any_spelling(var('names_before_maria_or_manuel')) ~ ')\\s+[Mm][.]?$') }}
{%- endmacro %}

{#- A pattern for names written with their accents, without or with a question mark for a letter that is lost. -#}
{% macro names_of_any_spelling(names) -%}
    {%- set letters = {
        'a': '[aáà?]', 'e': '[eéè?]', 'i': '[ií?]', 'o': '[oóò?]', 'u': '[uúü?]', 'n': '[nñ?]', 'A': '[AÁÀ?]', 'E': '[EÉÈ?]',
    } -%}
    {%- set spelt = [] -%}
    {%- for name in names -%}
        {%- set parts = [] -%}
        {%- for letter in name -%}
            {%- do parts.append(letters.get(letter, letter)) -%}
        {%- endfor -%}
        {%- do spelt.append(parts | join) -%}
    {%- endfor -%}
    {{ return('(?:' ~ spelt | join('|') ~ ')') }}
{%- endmacro %}
