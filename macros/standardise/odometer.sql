{#- Kilometres: read, and told from what is typed when nobody looked. -#}

{#- Kilometres as sent, as a whole number: `45.120 km`, `45.120,00`, `45,120`, `45 120`, `4.512E+04` and `45120 kms` are 45120. -#}
{% macro read_km(column) -%}
    {{ return(adapter.dispatch('read_km', 'periplo')(column)) }}
{%- endmacro %}

{#- Thousands are told by three digits behind each sign; a comma or point before others parts decimals. -#}
{% macro default__read_km(column) -%}
    {%- set unit = km_unit() -%}
    {%- set thousands = [] -%}
    {%- for sign in ['[.]', ',', "[ '\\x{a0}]"] -%}
        {%- do thousands.append('(?:' ~ (sign | replace("'", "''")) ~ '[0-9]{3})+') -%}
    {%- endfor -%}
    case
        when regexp_matches({{ column }}, '^\s*[0-9]{1,9}\s*$') then try_cast({{ column }} as integer)
        when regexp_matches({{ column }}, '^\s*[1-9][0-9]{0,2}(?:{{ thousands | join('|') }})(?:[.,][0-9]{1,2})?{{ unit }}')
            then try_cast(regexp_replace(regexp_replace({{ column }}, '[.,][0-9]{1,2}{{ unit }}', ''), '[^0-9]', '', 'g') as integer)
        when regexp_matches({{ column }}, '^\s*[0-9]+(?:[.,][0-9]+)?[eE][+]?0?[0-9]\s*$')
            then try_cast(try_cast(replace({{ column }}, ',', '.') as double) as integer)
        else {{ try_int("regexp_replace(" ~ column ~ ", '" ~ unit ~ "', '')") }}
    end
{%- endmacro %}

{#- The end of a reading: how kilometres are called, or nothing. -#}
{% macro km_unit() -%} {{ return('(?i:\\s*k(?:ms?|il[oó]metros?)[.]?)?\\s*$') }} {%- endmacro %}

{#- True for kilometres that no car shows and somebody typed: none, the end of every odometer (`max_km`), whole rounds of it
    (1000000), doubtful ones with a minus or beyond that end, and more than one digit too many makes of any reading, such as the largest number of a
    system. -#}
{% macro is_impossible_km(km) -%}
    {%- set size = 'abs(cast(' ~ km ~ ' as bigint))' -%}
    (
        {{ km }} = 0
        or {{ km }} between {{ var('max_km') - 9 }} and {{ var('max_km') }}
        or {{ size }} > {{ var('max_km') * 10 + 9 }}
        or {{ size }} % {{ var('max_km') + 1 }} = 0
        or (({{ km }} < 0 or {{ km }} > {{ var('max_km') }}) and {{ is_doubtful_km(size) }})
    )
{%- endmacro %}

{#- True for kilometres that a car may show and that are typed as well when the reading is unknown: less than a used car
    has driven (`lowest_km`), one digit repeated (`km_repeats`) or the variable `unknown_km`. What else is known of the
    car and of the dealer decides: see judged_readings. -#}
{% macro is_doubtful_km(km) -%}
    {%- set repeats = var('km_repeats') -%}
    {%- set fillers = var('unknown_km') | list -%}
    {%- for digit in range(1, 10) -%}
        {%- for length in range(repeats.get(digit | string, repeats.other), 10) -%}
            {%- do fillers.append((digit | string * length) | int) -%}
        {%- endfor -%}
    {%- endfor -%}
    ({{ km }} between 1 and {{ var('lowest_km') - 1 }} or {{ km }} in ({{ fillers | unique | join(', ') }}))
{%- endmacro %}

{#- The kilometres that a text alone lets stand. -#}
{% macro odometer_km(column) -%} {{ sound_km(read_km(column)) }} {%- endmacro %}

{#- Kilometres that a car may show; null for others. -#}
{% macro sound_km(km) -%} case when not {{ is_impossible_km(km) }} and {{ km }} >= 0 then {{ km }} end {%- endmacro %}

{#- True for a text that is a whole number too large to be read, with thousands parted or as a power of ten: the largest of
    a system (4294967295), or a key held down. -#}
{% macro is_endless_number(text) -%}
    {%- set power = '[0-9](?:[.,][0-9]+)?[eE][+]?0*(?:9|[1-9][0-9]+)' -%}
    {{ matches(text, '^\\s*[+-]?(?:(?:[0-9]{10,}|[0-9]{1,3}(?:[., ][0-9]{3}){3,})(?:[.,][0-9]{1,2})?|' ~ power ~ ')' ~ km_unit()) }}
{%- endmacro %}

{#- What is wrong with a reading by itself: KM_SENTINEL or KM_MALFORMED; null when it may count. -#}
{% macro km_fault(raw, km) -%}
    case
        when {{ raw }} is null then null
        when {{ is_impossible_km(km) }} then 'KM_SENTINEL'
        when
            {{ km }} is null
            and ({{ says_unknown(raw) }} or {{ matches(raw, '^[^0-9]*$') }} or {{ is_endless_number(raw) }})
            then 'KM_SENTINEL'
        when {{ km }} is null or {{ km }} < 0 then 'KM_MALFORMED'
    end
{%- endmacro %}

{#- CTEs that end in `judged`: the readings with km, which may count, and km_fault. Kilometres that look typed to fill the field
    (is_doubtful_km) are so where the car cannot have them or the dealer has them for several cars. What nothing speaks
    against counts: somebody's car does show 11,111 km.

    `readings` is a relation with `key`, vehicle_key, src_dealer_id, km_raw, km_read and `day`, `vehicles` one of stg_vehicle. The
    cost is that of the readings of the few cars that are doubted. -#}
{% macro judged_readings(readings, key, day, vehicles) -%}
    {%- set usual_km_per_day = var('km_per_year_private')[1] ~ ' / ' ~ days_per_year() -%}
    doubted as (

        select
            {{ readings }}.{{ key }},
            {{ readings }}.vehicle_key,
            {{ readings }}.src_dealer_id,
            {{ readings }}.km_read,
            cast({{ readings }}.{{ day }} as date) as reading_date,
            coalesce(
                {{ vehicles }}.first_reg_date, {{ vehicles }}.delivery_date, {{ vehicles }}.sale_date
            ) as first_day
        from {{ readings }}
        left join {{ vehicles }}
            on {{ readings }}.vehicle_key = {{ vehicles }}.vehicle_key
        where {{ is_doubtful_km(readings ~ '.km_read') }}

    ),

    -- Any new car has a few kilometres, and many have the same.
    not_new as (

        select
            *,
            coalesce({{ days_between('first_day', 'reading_date') }}, {{ var('km_min_life_days') }})
                as life_days
        from doubted
        where
            first_day is null
            or {{ days_between('first_day', 'reading_date') }} >= {{ var('km_min_life_days') }}

    ),

    readings_of_dealers as (

        select
            {{ dealer_or_central('src_dealer_id') }} as dealer,
            count(*) as reading_count
        from {{ readings }}
        group by {{ dealer_or_central('src_dealer_id') }}

    ),

    vehicles_of_numbers as (

        select
            {{ dealer_or_central('src_dealer_id') }} as dealer,
            km_read,
            count(distinct vehicle_key) as vehicle_count
        from not_new
        group by {{ dealer_or_central('src_dealer_id') }}, km_read

    ),

    numbers_of_dealers as (

        select
            vehicles_of_numbers.dealer,
            vehicles_of_numbers.km_read
        from vehicles_of_numbers
        inner join readings_of_dealers
            on vehicles_of_numbers.dealer = readings_of_dealers.dealer
        where
            vehicles_of_numbers.vehicle_count
            >= greatest({{ var('km_filler_vehicles') }}, {{ var('km_filler_readings') }} * readings_of_dealers.reading_count)

    ),

    -- A new car stands at zero.
    other_readings as (

        select
            doubted.{{ key }},
            doubted.reading_date,
            doubted.km_read,
            cast({{ readings }}.{{ day }} as date) as other_date,
            {{ readings }}.km_read as other_km
        from doubted
        inner join {{ readings }}
            on doubted.vehicle_key = {{ readings }}.vehicle_key
        where
            {{ sound_km(readings ~ '.km_read') }} <= {{ var('max_km') }}
            and not {{ is_doubtful_km(readings ~ '.km_read') }}

        union all

        select
            {{ key }},
            reading_date,
            km_read,
            first_day as other_date,
            0 as other_km
        from doubted
        where reading_date >= first_day

    ),

    fillers as (

        select {{ key }}
        from other_readings
        where
            (
                other_date <= reading_date
                and (
                    km_read < other_km * (1 - {{ var('km_fall_tolerance') }})
                    or km_read - other_km > {{ most_km_between('other_date', 'reading_date') }}
                )
            )
            or (
                other_date >= reading_date
                and (
                    other_km < km_read * (1 - {{ var('km_fall_tolerance') }})
                    or other_km - km_read > {{ most_km_between('reading_date', 'other_date') }}
                )
            )

        union

        select not_new.{{ key }}
        from not_new
        left join numbers_of_dealers
            on
                {{ dealer_or_central('not_new.src_dealer_id') }} = numbers_of_dealers.dealer
                and not_new.km_read = numbers_of_dealers.km_read
        where
            numbers_of_dealers.km_read is not null
            or not_new.km_read
            < {{ var('km_filler_share') }} * not_new.life_days * {{ usual_km_per_day }}

    ),

    judged as (

        select
            {{ readings }}.*,
            case when fillers.{{ key }} is null then {{ sound_km(readings ~ '.km_read') }} end as km,
            case
                when fillers.{{ key }} is not null then 'KM_SENTINEL'
                else {{ km_fault(readings ~ '.km_raw', readings ~ '.km_read') }}
            end as km_fault
        from {{ readings }}
        left join fillers
            on {{ readings }}.{{ key }} = fillers.{{ key }}

    )
{%- endmacro %}
