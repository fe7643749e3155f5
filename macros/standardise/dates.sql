{#- What is wrong with a day that was sent. -#}

{#- The fault of a day: `raw` is the clean text, `value` what is left of it as a day. DATE_SENTINEL stands for none: a day
    that cannot be true, a day of an impossible year, zeros, nines or words. DATE_SWAPPED is one whose month and day had to
    change places, DATE_INVALID no day at all. A column with a kind of fault for missing days asks says_no_day first. -#}
{% macro date_fault(raw, value, kind='record') -%}
    case
        when {{ raw }} is null then null
        when {{ value }} is not null then case when {{ is_swapped_day(raw) }} then 'DATE_SWAPPED' end
        when {{ stands_for_no_day(raw, kind) }} then 'DATE_SENTINEL'
        else 'DATE_INVALID'
    end
{%- endmacro %}

{#- What was done about it. -#}
{% macro date_repair(fault) -%}
    case when {{ fault }} = 'DATE_SWAPPED' then 'DAY_AND_MONTH_SWAPPED' end
{%- endmacro %}

{#- True for a readable day whose month is over twelve, so that month and day stand in each other's place. -#}
{% macro is_swapped_day(raw) -%}
    (
        case
            when {{ is_iso_day(raw) }} then substr(trim({{ raw }}), 6, 2)
            when {{ is_slash_day(raw) }} then substr(trim({{ raw }}), 4, 2)
            else lpad(split_part({{ day_in_figures(bare_day_text(raw)) }}, '/', 2), 2, '0')
        end between '13' and '31'
    )
{%- endmacro %}

{#- True for a text from which no day could be read and that says none: words with fewer figures than any day has (a consultar,
    3 años), signs or a time alone, or an empty cell that a formula took for zero. -#}
{% macro says_no_day(text) -%}
    ({{ matches(text, '^[^0-9]*$|^(?:[^0-9]*[0-9]){1,3}[^0-9]*[A-Za-z][^0-9]*$|^\\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[^0-9]*$') }} or {{ says_unknown_in_words(text) }} or {{ is_without_in_short(text) }} or {{ is_zero_of_an_empty_cell(text) }})
{%- endmacro %}

{#- True for a text in the shape of a day that is a sentinel or a day of the calendar, that says that there is none, or that is a
    day before our era, as a program shows one of zeros (-0001-11-30). To be asked where no day could be read. -#}
{% macro stands_for_no_day(raw, kind) -%}
    {{ return(adapter.dispatch('stands_for_no_day', 'periplo')(raw, kind)) }}
{%- endmacro %}

{% macro default__stands_for_no_day(raw, kind) -%}
    (
        {{ says_no_day(raw) }}
        or {{ matches(raw, '^-[0-9]{1,4}-[0-9]{2}-[0-9]{2}') }}
        or {{ says_unknown("regexp_replace(" ~ raw ~ ", '[ T]00?:00(:00([.]0+)?)?Z?$', '')") }}
        or list_transform(
            [{{ usual_day_text(raw, kind) }}],
            lambda day: regexp_matches(day, '^(?:[0-9]{2}/[0-9]{2}/[0-9]{4}|[0-9]{4}$)')
                and coalesce(
                    {{ is_sentinel_day('day', kind) }}
                    or try_strptime(left(day, 10), ['%d/%m/%Y', '%m/%d/%Y']) is not null,
                    false
                )
        )[1]
    )
{%- endmacro %}

{#- CTEs that end in `filler_birthdays` (dealer, birthday): one day on which more people of a dealer are born than can be is what
    its people type (variables `birth_days_by_count`, `births_of_a_day_share`). -#}
{% macro filler_birthdays(people, birthday) -%}
    births_of_dealers as (

        select
            {{ dealer_or_central('src_dealer_id') }} as dealer,
            {{ birthday }} as birthday,
            count(distinct concat_ws(' ', given_name_key, surname_key)) as people_born
        from {{ people }}
        where {{ birthday }} in ({{ quoted_list(var('birth_days_by_count')) }})
        group by {{ dealer_or_central('src_dealer_id') }}, {{ birthday }}

    ),

    births_known as (

        select
            {{ dealer_or_central('src_dealer_id') }} as dealer,
            count({{ birthday }}) as known_births
        from {{ people }}
        group by {{ dealer_or_central('src_dealer_id') }}

    ),

    filler_birthdays as (

        select
            births_of_dealers.dealer,
            births_of_dealers.birthday
        from births_of_dealers
        inner join births_known
            on births_of_dealers.dealer = births_known.dealer
        where
            births_of_dealers.people_born
            > greatest(1, {{ var('births_of_a_day_share') }} * births_known.known_births)

    )
{%- endmacro %}
