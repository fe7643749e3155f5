{#- Chassis numbers, plates and fuels. -#}

{#- Capitals and digits only, without the name of the number before it. -#}
{% macro normalise_vin(column) -%}
    {{ return(adapter.dispatch('normalise_vin', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__normalise_vin(column) -%}
    {%- set number = '(?:N(?:O|UM|UMERO)?)?(?:DE)?' -%}
    nullif(regexp_replace(
        regexp_replace(upper({{ column }}), '[^A-Z0-9]', '', 'g'),
        '^{{ number }}(?:VIN|BASTIDOR|CHASIS|CHASSIS){{ number }}([A-Z0-9]{17})$', '\1'
    ), '')
{%- endmacro %}

{#- Seventeen characters without I, O and Q, not all the same. The check digit is not mandatory in Europe and never asked. -#}
{% macro vin_is_valid(normalised) -%}
    {{ return(adapter.dispatch('vin_is_valid', 'periplo')(normalised)) }}
{%- endmacro %}

{% macro default__vin_is_valid(normalised) -%}
    coalesce(
        regexp_matches({{ normalised }}, '^[A-HJ-NPR-Z0-9]{17}$')
        and replace({{ normalised }}, left({{ normalised }}, 1), '') <> '',
        false
    )
{%- endmacro %}

{#- O, I and Q read as the digits they look like. Use the result only where it joins to a known vehicle. -#}
{% macro repaired_vin(normalised) -%}
    translate({{ normalised }}, 'OIQ', '010')
{%- endmacro %}

{#- Capitals and digits of a plate that fits a pattern of plate_patterns. The country or the word for it before an ordinary plate
    is dropped. Null when it fits none, and for the letters of an ordinary one before its digits (BCD-1234): a German one
    has its letters in two groups. -#}
{% macro normalise_plate(column) -%}
    {{ return(adapter.dispatch('normalise_plate', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__normalise_plate(column) -%}
    {%- set bare = "regexp_replace(upper(" ~ column ~ "), '[^A-Z0-9]', '', 'g')" -%}
    {%- set ordinary = plate_patterns()['ORDINARY'] -%}
    case
        when regexp_matches({{ bare }}, '^{{ ordinary }}$') then {{ bare }}
        when regexp_matches(upper({{ column }}), '^\s*{{ plate_letter() }}{3}[^A-Z0-9]+[0-9]{4}\s*$') then null
        when regexp_matches({{ bare }}, '^({{ plate_patterns().values() | join('|') }})$') then {{ bare }}
        when regexp_matches({{ bare }}, '^(?:E|ES|MAT|MATRI?CULA|PLACA){{ ordinary }}$') then right({{ bare }}, 7)
    end
{%- endmacro %}

{#- The kind of a normalised plate: the first of plate_patterns that it fits; null without a plate. -#}
{% macro plate_kind(normalised) -%}
    case
        {%- for kind, pattern in plate_patterns().items() %}
        when {{ matches(normalised, '^(' ~ pattern ~ ')$') }} then '{{ kind }}'
        {%- endfor %}
    end
{%- endmacro %}

{#- What is on plates, by kind. The Spanish ones are those of the Reglamento General de Vehiculos, RD 2822/1998, annex
    XVIII: since 2000 four digits and three consonants (no Q, no Ñ), before them H for historic vehicles, T for
    tourists', P, S and V for temporary ones (green of persons, red of firms), E for special vehicles, R for trailers,
    C for mopeds; before 2000 a province and four digits with one or two letters, or up to six digits; CD, CC, OI and TA
    of missions with the number of their country; the letters of the State's own parks. The E of special vehicles had
    gone no further than the letters B to J after its first B by 2026, at about 45,000 of them a year [a]: before
    later ones it is the country's. FOREIGN has shapes of Portugal, France, Italy, Germany, Great Britain, Romania, Belgium and
    the Netherlands that are further from a Spanish plate than a slip; 00-00-AA of Portugal is one letter from ours, and
    stays a fault. -#}
{% macro plate_patterns() -%}
    {%- set consonant = plate_letter() -%}
    {{ return({
        'ORDINARY': '[0-9]{4}' ~ consonant ~ '{3}',
        'PROVINCE': '(?:' ~ plate_provinces() | join('|') ~ ')(?:[0-9]{4}[A-Z]{1,2}|[0-9]{1,6})',
        'HISTORIC': 'H[0-9]{4}' ~ consonant ~ '{3}',
        'TOURIST': 'T[0-9]{4}' ~ consonant ~ '{3}',
        'TEMPORARY': '[PSV][0-9]{4}' ~ consonant ~ '{3}',
        'SPECIAL': 'E[0-9]{4}B[BCDFGHJ]' ~ consonant,
        'TRAILER': 'R[0-9]{4}' ~ consonant ~ '{3}',
        'MOPED': 'C[0-9]{4}' ~ consonant ~ '{3}',
        'DIPLOMATIC': '(?:CD|CC|OI|TA)[0-9]{5,7}',
        'STATE': '(?:PME|PMM|PGC|CNP|DGP|ET|EA|FN|MF|MMA|MOP|CGPC)[0-9]{4,6}[A-Z]{0,2}',
        'FOREIGN': [
            '[0-9]{2}[A-Z]{2}[0-9]{2}', '[A-Z]{2}[0-9]{2}[A-Z]{2}', '[A-Z]{2}[0-9]{3}[A-Z]{2}',
            '[A-Z]{2,5}[1-9][0-9]{0,3}[EH]?', '[A-Z]{2}[0-9]{2}[A-Z]{3}', '[1-9][A-Z]{3}[0-9]{3}', '[0-9]{2}[A-Z]{3}[0-9]',
            '[0-9][A-Z]{3}[0-9]{2}',
        ] | join('|'),
    }) }}
{%- endmacro %}

{#- A letter of an ordinary plate. -#}
{% macro plate_letter() -%} {{ return('[BCDFGHJKLMNPRSTVWXYZ]') }} {%- endmacro %}

{#- The letters of the provinces on plates up to the year 2000. -#}
{% macro plate_provinces() -%}
    {%- set signs = [] -%}
    {%- for province in provinces().values() -%}
        {%- do signs.extend(province.signs) -%}
    {%- endfor -%}
    {{ return(signs | sort) }}
{%- endmacro %}

{#- The series of a normalised plate as the seed plate_series names it: the first of the three letters of an ordinary one,
    PROVINCE for those before; null for the other kinds, which follow the ordinary ones in no time. -#}
{% macro plate_series(normalised) -%}
    case
        when {{ matches(normalised, '^' ~ plate_patterns()['ORDINARY'] ~ '$') }} then substr({{ normalised }}, 5, 1)
        when {{ matches(normalised, '^' ~ plate_patterns()['PROVINCE'] ~ '$') }} then 'PROVINCE'
    end
{%- endmacro %}

{#- What is wrong with a plate as sent: PLATE_MISTYPED where no pattern fits; null when one does. -#}
{% macro plate_fault(raw, normalised) -%}
    case when {{ raw }} is not null and {{ normalised }} is null then 'PLATE_MISTYPED' end
{%- endmacro %}

{#- What is wrong with a chassis number as sent: VIN_PLACEHOLDER (one sign repeated), VIN_CUT (too short),
    VIN_MALFORMED (too long), VIN_LETTERS (I, O or Q, which no such number has); null when it is right. -#}
{% macro vin_fault(raw, as_sent) -%}
    case
        when {{ raw }} is null or {{ vin_is_valid(as_sent) }} then null
        when {{ as_sent }} is null or replace({{ as_sent }}, left({{ as_sent }}, 1), '') = '' then 'VIN_PLACEHOLDER'
        when length({{ as_sent }}) < 17 then 'VIN_CUT'
        when length({{ as_sent }}) > 17 then 'VIN_MALFORMED'
        else 'VIN_LETTERS'
    end
{%- endmacro %}

{#- DEALER_FUEL_CODE where a dealer's own code stands for the standard one, as one in small letters does; null where the
    standard was sent. -#}
{% macro fuel_fault(sent, fuel_standard) -%}
    case when {{ sent }} <> {{ fuel_standard }} then 'DEALER_FUEL_CODE' end
{%- endmacro %}

{#- What was done about it: nothing where no row of the seed knows the code. -#}
{% macro fuel_repair(fault, mapped_standard) -%}
    case when {{ fault }} is not null and {{ mapped_standard }} is not null then 'CODE_MAPPED' end
{%- endmacro %}

{#- The standard fuel of a code: OTHER when the seed source_code_map does not know it, null without a code. -#}
{% macro fuel_or_other(code_key, fuel_standard) -%}
    case when {{ code_key }} is not null then coalesce({{ fuel_standard }}, 'OTHER') end
{%- endmacro %}

{#- A code of the source as the seed source_code_map spells it: capitals without accents, blanks or dots. -#}
{% macro source_code_key(column) -%}
    {{ return(adapter.dispatch('source_code_key', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__source_code_key(column) -%}
    nullif(regexp_replace({{ plain_capitals(plain_blanks(column)) }}, '[^A-Z0-9]', '', 'g'), '')
{%- endmacro %}
