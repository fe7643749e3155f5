{#- Names of people and companies: for comparing (keys) and for addressing (display). -#}

{#- UTF-8 that was read as Latin-1 put right: 'Ã±' is 'ñ'. -#}
{% macro repair_mojibake(column) -%}
    {{ return(adapter.dispatch('repair_mojibake', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__repair_mojibake(column) -%}
    {#- Each letter from À to ÿ became Ã and a second sign, read as Latin-1 or as Windows-1252. A stray Â stood before
        ª and º. -#}
    {%- set signs = '¡©\u00ad³º±¼§\u00a0¨²¯ª\u0081\u0089\u008d\u0093\u009a\u0091\u009c\u0087‰“š‘œ‡' -%}
    {%- set unstrayed = "replace(replace(" ~ column ~ ", 'Âª', 'ª'), 'Âº', 'º')" -%}
    {%- set letters = 'áéíóúñüçàèòïêÁÉÍÓÚÑÜÇÉÓÚÑÜÇ' -%}
    case
        when {{ column }} like '%Ã%' or {{ column }} like '%Âª%' or {{ column }} like '%Âº%'
            then split_part({{ unstrayed }}, 'Ã', 1) || array_to_string(
                list_transform(
                    list_slice(string_split({{ unstrayed }}, 'Ã'), 2, -1),
                    lambda part: translate(left(part, 1), '{{ signs }}', '{{ letters }}') || substr(part, 2)
                ),
                ''
            )
        else {{ column }}
    end
{%- endmacro %}

{#- Without accents; Ñ becomes N. -#}
{% macro strip_accents(expression) -%}
    {{ return(adapter.dispatch('strip_accents', 'periplo')(expression)) }}
{%- endmacro %}

{% macro default__strip_accents(expression) -%}
    strip_accents({{ expression }})
{%- endmacro %}

{#- Repaired capitals without accents. A question mark between letters is a lost Ñ, its usual cause. -#}
{% macro plain_capitals(column) -%}
    {{ return(adapter.dispatch('plain_capitals', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__plain_capitals(column) -%}
    regexp_replace(
        {{ strip_accents('upper(' ~ repair_mojibake(column) ~ ')') }}, '([A-Z])[?]([A-Z])', '\1N\2', 'g'
    )
{%- endmacro %}

{#- A name for comparing: plain capitals, Mª and M. written out, S.L. drawn together, particles and punctuation
    dropped, single spaces. Null when nothing is left. -#}
{% macro name_key(column) -%}
    {{ return(adapter.dispatch('name_key', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__name_key(column) -%}
    nullif(trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        ' ' || {{ plain_capitals(column) }} || ' ',
        '(\s|^)M([ªº°][.]?|[.]ª?|A[.])\s*', ' MARIA ', 'g'),
        '\b([A-Z])[.]', '\1', 'g'),
        '[^A-Z0-9]+', '  ', 'g'),
        '\s({{ var("name_particles") | join("|") }})\s', ' ', 'g'),
        '\s+', ' ', 'g')
    ), '')
{%- endmacro %}

{#- A given name as a letter prints it: repaired, Mª written out, proper case with the usual accents, compound
    names kept whole. -#}
{% macro display_name(column) -%}
    {{ return(adapter.dispatch('display_name', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__display_name(column) -%}
    {%- set whole -%}
        trim(regexp_replace(regexp_replace(
            ' ' || {{ repair_mojibake(column) }} || ' ',
            '(\s|^)[Mm]([ªº°][.]?|[.]ª?|[Aa][.])\s*', ' María ', 'g'),
            '\s+', ' ', 'g'))
    {%- endset -%}
    nullif(array_to_string(
        list_transform(
            string_split({{ whole }}, ' '),
            lambda word: coalesce(
                map {
                    {%- for plain, spelt in spelt_words().items() %}'{{ plain }}': '{{ spelt }}'{{ ', ' if not loop.last }}
                    {%- endfor -%}
                }[upper(word)],
                upper(left(word, 1)) || lower(substr(word, 2))
            )
        ),
        ' '
    ), '')
{%- endmacro %}

{#- Words of names whose spelling is certain: particles in lower case, and the names that are never spelt without
    their accent. -#}
{% macro spelt_words() -%}
    {{ return({
        'DE': 'de', 'DEL': 'del', 'LA': 'la', 'LAS': 'las', 'LOS': 'los', 'Y': 'y',
        'MARIA': 'María', 'JOSE': 'José', 'JESUS': 'Jesús', 'ANGEL': 'Ángel', 'ANGELES': 'Ángeles',
        'MARTIN': 'Martín', 'RAMON': 'Ramón', 'RAUL': 'Raúl', 'RUBEN': 'Rubén', 'VICTOR': 'Víctor',
        'OSCAR': 'Óscar', 'IVAN': 'Iván', 'ADRIAN': 'Adrián', 'ALVARO': 'Álvaro', 'ANDRES': 'Andrés',
        'JOAQUIN': 'Joaquín', 'AGUSTIN': 'Agustín', 'FERMIN': 'Fermín', 'HECTOR': 'Héctor', 'INES': 'Inés',
        'LUCIA': 'Lucía', 'SOFIA': 'Sofía', 'MONICA': 'Mónica', 'ANGELA': 'Ángela', 'VERONICA': 'Verónica',
        'BELEN': 'Belén', 'ROCIO': 'Rocío', 'CONCEPCION': 'Concepción', 'ENCARNACION': 'Encarnación',
        'ASUNCION': 'Asunción', 'BEGONA': 'Begoña', 'INIGO': 'Íñigo', 'GERMAN': 'Germán', 'JULIAN': 'Julián',
        'TOMAS': 'Tomás', 'SEBASTIAN': 'Sebastián', 'NICOLAS': 'Nicolás', 'FELIX': 'Félix', 'CESAR': 'César',
        'MATIAS': 'Matías', 'SIMON': 'Simón', 'ELIAS': 'Elías', 'NOEMI': 'Noemí', 'BARBARA': 'Bárbara',
        'AARON': 'Aarón', 'ADORACION': 'Adoración', 'AIDA': 'Aída', 'BENJAMIN': 'Benjamín', 'CONSOLACION': 'Consolación',
        'CRISTOBAL': 'Cristóbal', 'DAMIAN': 'Damián', 'FATIMA': 'Fátima', 'MOISES': 'Moisés', 'ROMAN': 'Román',
        'VALENTIN': 'Valentín',
        'GARCIA': 'García', 'FERNANDEZ': 'Fernández', 'GONZALEZ': 'González', 'RODRIGUEZ': 'Rodríguez',
        'LOPEZ': 'López', 'MARTINEZ': 'Martínez', 'SANCHEZ': 'Sánchez', 'PEREZ': 'Pérez', 'GOMEZ': 'Gómez',
        'JIMENEZ': 'Jiménez', 'HERNANDEZ': 'Hernández', 'DIAZ': 'Díaz', 'ALVAREZ': 'Álvarez', 'MUNOZ': 'Muñoz',
        'GUTIERREZ': 'Gutiérrez', 'DOMINGUEZ': 'Domínguez', 'VAZQUEZ': 'Vázquez', 'SUAREZ': 'Suárez',
        'RAMIREZ': 'Ramírez', 'NUNEZ': 'Núñez', 'IBANEZ': 'Ibáñez', 'MARQUEZ': 'Márquez', 'MENDEZ': 'Méndez',
    }) }}
{%- endmacro %}

{#- The given part of a name in one field, "NAME SURNAME SURNAME": what is left before the last two words, or the
    first of two words. -#}
{% macro leading_names(column) -%}
    {{ return(adapter.dispatch('leading_names', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__leading_names(column) -%}
    trim(regexp_replace({{ column }}, '\s+{{ trailing_words() }}$', ''))
{%- endmacro %}

{#- The family part of a name in one field: the last two words, or the second of two; particles go with the
    word they lead. -#}
{% macro trailing_surnames(column) -%}
    {{ return(adapter.dispatch('trailing_surnames', 'periplo')(column)) }}
{%- endmacro %}

{% macro default__trailing_surnames(column) -%}
    trim(substr({{ column }}, length(regexp_replace({{ column }}, '\s+{{ trailing_words() }}$', '')) + 1))
{%- endmacro %}

{#- One or two surnames with their particles at the end of a text, at least one word staying before them. -#}
{% macro trailing_words() -%}
    {%- set particles = '((?i:' ~ var('name_particles') | join('|') ~ ')\\s+)*' -%}
    {{ particles }}\S+(\s+{{ particles }}\S+)?
{%- endmacro %}

{#- True when a name for comparing ends in a word that only a company bears (variable `company_endings`). -#}
{% macro ends_like_a_company(key) -%}
    {{ matches(key, ' (' ~ var('company_endings') | join('|') ~ ')$') }}
{%- endmacro %}
