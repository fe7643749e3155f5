{#- Chassis numbers, plates and odometers. -#}

{#- Capitals and digits only. -#}
{% macro normalise_vin(column) -%}
    {{ return(adapter.dispatch('normalise_vin', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__normalise_vin(column) -%}
    nullif(regexp_replace(upper({{ column }}), '[^A-Z0-9]', '', 'g'), '')
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

{#- Capitals and digits of a plate that fits a Spanish pattern: since 2000 four digits and three consonants (no Q, no
    Ñ); before, a province and four digits with one or two letters, or a province and up to six digits. The E of the
    country before a plate is dropped. Null when it fits none. -#}
{% macro normalise_plate(column) -%}
    {{ return(adapter.dispatch('normalise_plate', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__normalise_plate(column) -%}
    {%- set bare = "regexp_replace(regexp_replace(upper(" ~ column
        ~ "), '[^A-Z0-9]', '', 'g'), '^E([0-9]{4}[A-Z]{3})$', '\\1')" -%}
    {%- set province = '(' ~ plate_provinces() | join('|') ~ ')' -%}
    case
        when regexp_matches(
            {{ bare }},
            '^([0-9]{4}[BCDFGHJKLMNPRSTVWXYZ]{3}|{{ province }}([0-9]{4}[A-Z]{1,2}|[0-9]{1,6}))$'
        )
            then {{ bare }}
    end
{%- endmacro %}

{#- The letters of the provinces on plates up to the year 2000, those of their Catalan, Galician and older names too. -#}
{% macro plate_provinces() -%}
    {{ return([
        'A', 'AB', 'AL', 'AV', 'B', 'BA', 'BI', 'BU', 'C', 'CA', 'CC', 'CE', 'CO', 'CR', 'CS', 'CU', 'GC', 'GE', 'GI',
        'GR', 'GU', 'H', 'HU', 'IB', 'J', 'L', 'LE', 'LO', 'LR', 'LU', 'M', 'MA', 'ML', 'MU', 'NA', 'O', 'OR', 'OU',
        'P', 'PM', 'PO', 'S', 'SA', 'SE', 'SG', 'SO', 'SS', 'T', 'TE', 'TF', 'TO', 'V', 'VA', 'VI', 'Z', 'ZA',
    ]) }}
{%- endmacro %}

{#- The series of a normalised plate as the seed plate_series names it: the first of its three letters, or PROVINCE. -#}
{% macro plate_series(normalised) -%}
    case
        when left({{ normalised }}, 1) between '0' and '9' then substr({{ normalised }}, 5, 1)
        when {{ normalised }} is not null then 'PROVINCE'
    end
{%- endmacro %}

{#- What is wrong with a plate as sent: PLATE_MISTYPED where no Spanish pattern fits; null when one does. -#}
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

{#- Kilometres as sent, as a whole number: `45.120 km` is 45120. -#}
{% macro read_km(column) -%}
    {{ return(adapter.dispatch('read_km', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__read_km(column) -%}
    case
        when regexp_matches({{ column }}, '^\s*[0-9]{1,9}\s*$') then try_cast({{ column }} as integer)
        when regexp_matches({{ column }}, '^\s*[1-9][0-9]{0,2}([.][0-9]{3})+\s*([kK][mM][.]?)?\s*$')
            then try_cast(regexp_replace({{ column }}, '[^0-9]', '', 'g') as integer)
        else {{ try_int("regexp_replace(" ~ column ~ ", '\\s*[kK][mM][.]?\\s*$', '')") }}
    end
{%- endmacro %}

{#- The kilometres that count; what an operator types when the reading is unknown, and less than none, is null. -#}
{% macro odometer_km(column) -%} {{ sound_km(read_km(column)) }} {%- endmacro %}

{% macro sound_km(km) -%} case when not {{ is_filler_km(km) }} and {{ km }} >= 0 then {{ km }} end {%- endmacro %}

{#- True for what is typed when the reading is unknown: less than any car at a workshop has
    driven (`lowest_km`), one digit repeated (`km_repeats`), six digits that begin with five nines, the variable
    `unknown_km`, or more than one digit too many makes of any reading, such as the largest number of a system; a minus
    before it changes nothing. -#}
{% macro is_filler_km(km) -%}
    {%- set repeats = var('km_repeats') -%}
    {%- set fillers = var('unknown_km') + range(999990, 1000000) | list -%}
    {%- for digit in range(1, 10) -%}
        {%- for length in range(repeats.get(digit | string, repeats.other), 10) -%}
            {%- do fillers.append((digit | string * length) | int) -%}
        {%- endfor -%}
    {%- endfor -%}
    (
        abs(cast({{ km }} as bigint)) < {{ var('lowest_km') }}
        or abs(cast({{ km }} as bigint)) > {{ var('max_km') * 10 + 9 }}
        or abs(cast({{ km }} as bigint)) in ({{ fillers | unique | join(', ') }})
    )
{%- endmacro %}

{#- What is wrong with a reading: KM_SENTINEL or KM_MALFORMED; null when it counts. -#}
{% macro km_fault(raw, km) -%}
    case
        when {{ raw }} is null then null
        when {{ is_filler_km(km) }} then 'KM_SENTINEL'
        when {{ km }} is null and {{ says_unknown(raw) }} then 'KM_SENTINEL'
        when {{ km }} is null or {{ km }} < 0 then 'KM_MALFORMED'
    end
{%- endmacro %}

{#- DEALER_FUEL_CODE where a dealer's own code stands for the standard one; null where the standard was sent. -#}
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
    nullif(regexp_replace({{ plain_capitals(column) }}, '[^A-Z0-9]', '', 'g'), '')
{%- endmacro %}
