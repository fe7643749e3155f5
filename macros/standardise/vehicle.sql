{#- Chassis numbers, plates and odometers. -#}

{#- Capitals and digits only. -#}
{% macro normalise_vin(column) -%}
    {{ return(adapter.dispatch('normalise_vin', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__normalise_vin(column) -%}
    nullif(regexp_replace(upper({{ column }}), '[^A-Z0-9]', '', 'g'), '')
{%- endmacro %}

{#- Seventeen characters without I, O and Q. The check digit is not mandatory in Europe and never asked. -#}
{% macro vin_is_valid(normalised) -%}
    {{ return(adapter.dispatch('vin_is_valid', 'periplo')(normalised)) }}
{%- endmacro %}

{% macro default__vin_is_valid(normalised) -%}
    coalesce(regexp_matches({{ normalised }}, '^[A-HJ-NPR-Z0-9]{17}$'), false)
{%- endmacro %}

{#- O, I and Q read as the digits they look like. Use the result only where it joins to a known vehicle. -#}
{% macro repaired_vin(normalised) -%}
    translate({{ normalised }}, 'OIQ', '010')
{%- endmacro %}

{#- Capitals and digits of a plate that fits a Spanish pattern (since 2000, provincial with letters, provincial);
    null when it fits none. -#}
{% macro normalise_plate(column) -%}
    {{ return(adapter.dispatch('normalise_plate', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__normalise_plate(column) -%}
    {%- set bare = "regexp_replace(upper(" ~ column ~ "), '[^A-Z0-9]', '', 'g')" -%}
    case
        when regexp_matches(
            {{ bare }},
            '^([0-9]{4}[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{1,2}[0-9]{4}[A-Z]{1,2}|[A-Z]{1,2}[0-9]{1,6})$'
        )
            then {{ bare }}
    end
{%- endmacro %}

{#- Kilometres; what an operator types when the reading is unknown (variable `unknown_km`) is null. -#}
{% macro odometer_km(column) -%}
    case
        when {{ try_int(column) }} not in ({{ var('unknown_km') | join(', ') }}) and {{ try_int(column) }} >= 0
            then {{ try_int(column) }}
    end
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
