{#- Which of several values of a customer stands: claims of records are scored by criteria whose order is data. -#}

{#- 1 where a condition is true, else 0. -#}
{% macro as_count(condition) -%}
    case when {{ condition }} then 1 else 0 end
{%- endmacro %}

{#- Selects of what party records claim, one row per record and attribute. An attribute has a `code`, the SQL of its
    `value`, perhaps what it is `compared` by (where that is null, as of names in other letters, it is compared as it
    stands), and when it `is_valid` and `is_complete`. -#}
{% macro party_claims(parties, attributes) -%}
    {%- for one in attributes -%}
    select
        party_key,
        src_system,
        '{{ one.code }}' as attribute_code,
        party_key as claim_key,
        {{ one.value }} as claimed_value,
        {% if one.compared %}coalesce({{ one.compared }}, {{ one.value }}){% else %}{{ one.value }}{% endif %}
            as compared_value,
        {{ as_count(one.is_valid | default('true')) }} as validity,
        {{ as_count(one.is_complete | default('true')) }} as completeness,
        known_at as stood_at
    from {{ parties }}
    {{ 'union all' if not loop.last }}
    {% endfor -%}
{%- endmacro %}

{#- What a claim scores by the criterion that a rule names, the higher the better; 0 where the rule names none. A
    criterion is a column of the claims. -#}
{% macro criterion_score(criterion, claims) -%}
    case {{ criterion }}
        {%- for name in ['validity', 'completeness', 'agreement', 'trust', 'recency'] %}
        when '{{ name | upper }}' then {{ claims }}.{{ name }}
        {%- endfor %}
        else 0
    end
{%- endmacro %}

{#- The criteria of a rule in their order, a column each, and what a claim scores by them. -#}
{% macro scores_in_order(rules, claims) -%}
    {%- for place in ['first', 'second', 'third', 'fourth', 'fifth'] -%}
    {{ rules }}.{{ place }}_criterion,
    {{ criterion_score(rules ~ '.' ~ place ~ '_criterion', claims) }} as {{ place }}_score
    {{- ',' if not loop.last }}
    {% endfor -%}
{%- endmacro %}

{#- The first criterion by which one claim beats another; KEY when none does. -#}
{% macro first_advantage(one, other) -%}
    case
        {%- for place in ['first', 'second', 'third', 'fourth', 'fifth'] %}
        when {{ one }}.{{ place }}_score > {{ other }}.{{ place }}_score
            then {{ one }}.{{ place }}_criterion
        {%- endfor %}
        else 'KEY'
    end
{%- endmacro %}

{#- A column for each attribute, named like it, from rows of one customer and attribute. -#}
{% macro values_side_by_side(attributes) -%}
    {%- for one in attributes -%}
    max(case when attribute_code = '{{ one }}' then surviving_value end) as {{ one | lower }}
    {{- ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
