-- A failing row is an example of a name or text in which letters are put right wrongly.
{{ config(meta={'dagster': {'ref': {'name': 'stg_party'}}}) }}

{{ broken_examples('repair_mojibake', repair_mojibake, [
    ('Mu±oz', 'Muñoz'),
    ('JosÚ PÚrez', 'José Pérez'),
    ('Mu¤oz', 'Muñoz'),
    ('GARCÝA', 'GARCíA'),
    ('VÝBORNÝ', 'VÝBORNÝ'),
    ('JES·S', 'JES?S'),
    ('GAL·LA', 'GAL·LA'),
    ('MUNÌƑOZ', 'MUÑOZ'),
    ('Garc¡a', 'García'),
    ('Jos‚', 'José'),
    ('Mu├▒oz', 'Muñoz'),
    ('Jos├⌐', 'José'),
    ('Mu√±oz', 'Muñoz'),
    ('Garc√≠a', 'García'),
    ('MuÒoz', 'Muñoz'),
    ('Mu–oz', 'Muñoz'),
    ('Muсoz', 'Muñoz'),
    ('Garcνa', 'García'),
    ('Mu&ntilde;oz', 'Muñoz'),
    ('Mu&#241;oz', 'Muñoz'),
    ('Mu&#xF1;oz', 'Muñoz'),
    ('Mu&amp;ntilde;oz', 'Muñoz'),
    ('Mu%C3%B1oz', 'Muñoz'),
    ('Mu=F1oz', 'Muñoz'),
    ('Mu' ~ '\\u' ~ '00f1oz', 'Muñoz'),
    ('Hijos &amp; Ruiz', 'Hijos & Ruiz'),
    ('Muï¿½oz', 'Mu?oz'),
    ('Mu¿oz', 'Mu?oz'),
    ('MU#OZ', 'MU?OZ'),
    ('García–Page', 'García–Page'),
    ('D’Ors', 'D’Ors'),
    ('Weiß', 'Weiß'),
    ('Gal·la', 'Gal·la'),
    ('Hijos & Ruiz', 'Hijos & Ruiz'),
    ('Edif. A·B', 'Edif. A·B'),
    ('100% Ruiz', '100% Ruiz'),
    ('Иванов', 'Иванов'),
    ('NunÌƒo', 'Nuño'),
    ('GuÌˆell', 'Güell'),
    ('MuÃ±oz', 'Muñoz'),
    ('AmÃ©rica', 'América'),
    ('NÃºÃ±ez', 'Núñez'),
    ('MÂª Jose', 'Mª Jose'),
    ('Muñoz', 'Muñoz'),
    ('', ''),
    (none, none),
    ('MUÃ‘OZ', 'MUÑOZ'),
    ('NúÃƒÂ±ez', 'Núñez'),
    ('GarcÃa', 'García'),
    ('JOÃO', 'JOÃO'),
    ('Conceição', 'Conceição'),
    ('Ângela', 'Ângela'),
    ('muã±oz', 'muñoz'),
    ('S' ~ '\u00a0' ~ 'nchez', 'Sánchez'),
    ('Jos' ~ '\u0082', 'José'),
    ('P' ~ '\u0090' ~ 'REZ', 'PÉREZ'),
    ('G' ~ '\u0081' ~ 'ell', 'Güell'),
    ('Mu' ~ '\u0096' ~ 'oz', 'Muñoz'),
    ('MuĂ±oz', 'Muñoz'),
    ('GarcГ\u00ada', 'García'),
    ('MuΓ±oz', 'Muñoz'),
    ('Muﾃｱoz', 'Muñoz'),
    ('PĆ©rez', 'Pérez'),
    ('Muńoz', 'Muñoz'),
    ('Garcםa', 'Garc?a'),
    ('Jos茅', 'Jos?'),
    ('Garc´ıa', 'García'),
    ('Kamiński', 'Kamiński'),
    ('Bălan', 'Bălan'),
    ('Łukasz', 'Łukasz'),
    ('Dvořák', 'Dvořák'),
    ('王', '王'),
    ('Georgi Георги', 'Georgi Георги'),
]) }}
union all
{{ broken_examples('latin_of_old_machines', latin_of_old_machines, [
    ('Mu├▒oz', 'MuÃ±oz'),
    ('Muñoz', 'Muñoz'),
    (none, none),
]) }}
union all
{{ broken_examples('letters_of_utf8', letters_of_utf8, [
    ('MuÃ±oz', 'Muñoz'),
    ('Muñoz', 'Muñoz'),
    (none, none),
]) }}
union all
{{ broken_examples('letters_of_strange_signs', letters_of_strange_signs, [
    ('Mu±oz', 'Muñoz'),
    ('S·nchez', 'S?nchez'),
    ('Muñoz', 'Muñoz'),
    (none, none),
]) }}
union all
{{ broken_examples('lacks_a_letter', lacks_a_letter, [
    ('Mu?oz', 'true'),
    ('¿Qué?', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('text_fault', text_fault_of_pair, [
    ('Talleres NÃºÃ±ez|Talleres Núñez', 'MOJIBAKE'),
    ('Talleres N??ez|Talleres N??ez', none),
    ('Talleres Mu?oz|Talleres Mu?oz', 'MOJIBAKE'),
    ('Talleres Muñoz, S.L.|Talleres Muñoz, S.L.', none),
    (none, none),
]) }}
union all
{{ broken_examples('text_repair', text_repair_of_pair, [
    ('Talleres NÃºÃ±ez|Talleres Núñez', 'LETTERS_RESTORED'),
    ('Talleres Mu?oz|Talleres Mu?oz', none),
    ('Talleres Muñoz|Talleres Muñoz', none),
]) }}
union all
{{ broken_examples('gravest_name_fault', gravest_of_pair, [
    ('ACCENTS_LOST|MOJIBAKE', 'MOJIBAKE'),
    ('MARIA_SHORT|ACCENTS_LOST', 'MARIA_SHORT'),
    ('|ACCENTS_LOST', 'ACCENTS_LOST'),
    ('|', none),
]) }}
union all
{{ broken_examples('repair_of_both', repair_of_pair, [
    ('MARIA_SHORT|ACCENTS_LOST', 'MARIA_SHORT'),
    ('ACCENTS_LOST|MARIA_SHORT', 'MARIA_SHORT'),
    ('|ACCENTS_LOST', 'ACCENTS_LOST'),
    ('MOJIBAKE|ACCENTS_LOST', none),
    ('|', none),
]) }}
union all
{{ broken_examples('without_stray_accents', without_stray_accents, [
    ('´Angel', 'Angel'),
    ("Isma'il", "Isma'il"),
    ("Jose'", 'Jose'),
    ('Mun~oz', 'Munoz'),
    ('Garci^a', 'Garcia'),
    ("D'Ors", "D'Ors"),
    ("O'Brien", "O'Brien"),
    ("O'SCAR", 'OSCAR'),
    ("Sant'Anna", "Sant'Anna"),
    (none, none),
]) }}
