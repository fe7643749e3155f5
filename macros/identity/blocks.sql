{#- Blocks of records: which of them are worth comparing, and what they have in common. For any table of people or
    organisations: `records` is a relation with one row per record, `points` one with a row per record, kind and value
    of what a record may have several of, kind and value as one number; `key` is the column of both that names the
    record. -#}

{#- 64 bits of values, as a number: equal values give equal numbers in one version of an engine. Two that meet by chance,
    once in millions of nights, look like one value in common. -#}
{% macro block_hash(expressions) -%}
    {{ return(adapter.dispatch('block_hash', 'periplo')(expressions)) }}
{%- endmacro %}

{% macro default__block_hash(expressions) -%} hash({{ expressions | join(', ') }}) {%- endmacro %}

{#- Selects of the keys under which records meet, one row per record, rule and key. A rule has a `name`, `columns` that
    are all known, perhaps a kind of `point`, and perhaps `either` of two columns, of which one is enough. -#}
{% macro block_keys(records, points, rules, key) -%}
    {%- set selects = [] -%}
    {%- for rule in rules -%}
        {%- for one in rule.either | default([none]) -%}
            {%- do selects.append(keys_of_rule(records, points, rule, one, key)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ selects | join('\n\n    union all\n') }}
{%- endmacro %}

{#- The keys of one rule; `one` is the column of `either` that is taken, if the rule has any. -#}
{% macro keys_of_rule(records, points, rule, one, key) %}
    {%- set columns = rule.columns | default([]) + ([one] if one else []) -%}
    {%- set values = ["'" ~ rule.name ~ "'"] -%}
    {%- set conditions = [] -%}
    {%- if rule.point -%}
        {%- do values.append(points ~ '.point_hash') -%}
        {%- do conditions.append(points ~ ".kind = '" ~ rule.point ~ "'") -%}
    {%- endif -%}
    {%- for column in columns -%}
        {%- do values.append(records ~ '.' ~ column) -%}
        {%- do conditions.append(records ~ '.' ~ column ~ ' is not null') -%}
    {%- endfor -%}
    {#- A record with the same value in both columns stands under it once. -#}
    {%- if one and one != rule.either[0] -%}
        {%- do conditions.append(records ~ '.' ~ one ~ ' <> ' ~ records ~ '.' ~ rule.either[0]) -%}
    {%- endif %}
    select
        {{ records }}.{{ key }},
        '{{ rule.name }}' as rule,
        {{ block_hash(values) }} as block_hash
    from {{ records }}
    {%- if rule.point %}
    inner join {{ points }}
        on {{ records }}.{{ key }} = {{ points }}.{{ key }}
    {%- endif %}
    where {{ conditions | join('\n        and ') }}
{%- endmacro %}

{#- CTEs that end in `met`: one row per pair of records that share a key, with the names of the rules that brought them
    together. `keys` has a row per record, rule and key, and no rule but `rules`; a block of more than `most` records is a
    placeholder. With `one_of`, a relation of records, only the pairs that hold one of them. -#}
{% macro met_in_blocks(keys, key, rules, most, one_of=none) -%}
    {% set considered = keys -%}
    {% if one_of -%}
    {% set considered = 'keys_near' -%}
    keys_near as {{ materialized_once() }} (

        select *
        from {{ keys }}
        where block_hash in (
            select block_hash from {{ keys }}
            where {{ key }} in (select {{ key }} from {{ one_of }})
        )

    ),

    {% endif -%}
    blocks as (

        select block_hash
        from {{ considered }}
        group by block_hash
        having count(*) > 1 and count(*) <= {{ most }}

    ),

    blocked as (

        select {{ considered }}.*
        from {{ considered }}
        inner join blocks
            on {{ considered }}.block_hash = blocks.block_hash

    ),

    meetings as (

        select
            one.{{ key }} as {{ key }}_a,
            other.{{ key }} as {{ key }}_b,
            {%- for rule in rules %}
            {{ any_true("one.rule = '" ~ rule.name ~ "'") }} as met_by_{{ rule.name | lower }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from blocked as one
        inner join blocked as other
            on
                one.block_hash = other.block_hash
                and one.{{ key }} < other.{{ key }}
        {%- if one_of %}
        where
            one.{{ key }} in (select {{ key }} from {{ one_of }})
            or other.{{ key }} in (select {{ key }} from {{ one_of }})
        {%- endif %}
        group by one.{{ key }}, other.{{ key }}

    ),

    met as (

        select
            {{ key }}_a,
            {{ key }}_b,
            concat_ws(
                ' ',
                {%- for rule in rules | sort(attribute='name') %}
                case when met_by_{{ rule.name | lower }} then '{{ rule.name }}' end{{ ',' if not loop.last }}
                {%- endfor %}
            ) as rules
        from meetings

    )
{%- endmacro %}

{#- CTEs that end in `agreement`: one row per pair of `met`, with a column `has_…_in_common` for each kind of point: true
    where both records have a value in common, false where both have values and none in common, null where one of them
    has none. -#}
{% macro agreement_of_points(points, key, kinds) -%}
    compared_records as (

        select {{ key }}_a as {{ key }} from met

        union

        select {{ key }}_b as {{ key }} from met

    ),

    compared_points as (

        select {{ points }}.*
        from {{ points }}
        inner join compared_records
            on {{ points }}.{{ key }} = compared_records.{{ key }}
        where {{ points }}.kind in ({{ quoted_list(kinds) }})

    ),

    kinds_held as (

        select
            {{ key }},
            {%- for kind in kinds %}
            {{ any_true("kind = '" ~ kind ~ "'") }} as has_{{ kind | lower }}{{ ',' if not loop.last }}
            {%- endfor %}
        from compared_points
        group by {{ key }}

    ),

    {#- Stored, or an engine may join all records of one postal code before it looks who met. #}
    points_met as {{ materialized_once() }} (

        select
            met.{{ key }}_a,
            met.{{ key }}_b,
            compared_points.kind,
            compared_points.point_hash
        from met
        inner join compared_points
            on met.{{ key }}_a = compared_points.{{ key }}

    ),

    points_in_common as (

        select
            points_met.{{ key }}_a,
            points_met.{{ key }}_b,
            {%- for kind in kinds %}
            {{ any_true("points_met.kind = '" ~ kind ~ "'") }} as has_{{ kind | lower }}_in_common
            {{- ',' if not loop.last }}
            {%- endfor %}
        from points_met
        inner join compared_points
            on
                points_met.{{ key }}_b = compared_points.{{ key }}
                and points_met.point_hash = compared_points.point_hash
        group by points_met.{{ key }}_a, points_met.{{ key }}_b

    ),

    agreement as (

        select
            met.*,
            {%- for kind in kinds %}
            case
                when points_in_common.has_{{ kind | lower }}_in_common then true
                when ours.has_{{ kind | lower }} and theirs.has_{{ kind | lower }} then false
            end as has_{{ kind | lower }}_in_common{{ ',' if not loop.last }}
            {%- endfor %}
        from met
        left join kinds_held as ours
            on met.{{ key }}_a = ours.{{ key }}
        left join kinds_held as theirs
            on met.{{ key }}_b = theirs.{{ key }}
        left join points_in_common
            on
                met.{{ key }}_a = points_in_common.{{ key }}_a
                and met.{{ key }}_b = points_in_common.{{ key }}_b

    )
{%- endmacro %}

{#- The values of two records beside each other, in a select list: `first` and `second` are the aliases of the records,
    the names of the columns end in _a and _b. -#}
{% macro side_by_side(first, second, columns) -%}
    {%- for column in columns %}
        {{ first }}.{{ column }} as {{ column }}_a,
        {{ second }}.{{ column }} as {{ column }}_b{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
