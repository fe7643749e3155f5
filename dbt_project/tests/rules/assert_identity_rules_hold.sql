-- A failing row is an example of a tax id or a name that a rule reads wrongly.
{{ config(meta={'dagster': {'ref': {'name': 'stg_party'}}}) }}

{{ broken_examples('normalise_tax_id', normalise_tax_id, [
    ('12.345.678-z', '12345678Z'),
    ('1234567L', '01234567L'),
    ('ES B12345674', 'B12345674'),
    ('x-1234567-l', 'X1234567L'),
    (' ', none),
    (none, none),
]) }}
union all
{{ broken_examples('tax_id_is_valid', tax_id_is_valid, [
    ('23456789D', 'true'),
    ('23456789E', 'false'),
    ('X1234567L', 'true'),
    ('Y1234567X', 'true'),
    ('X1234567T', 'false'),
    ('B12345674', 'true'),
    ('B12345675', 'false'),
    ('A58818501', 'true'),
    ('Q2826000H', 'true'),
    ('Q28260008', 'false'),
    ('12345678Z', 'false'),
    ('00000000T', 'false'),
    ('123', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('name_key', name_key, [
    ('María José', 'MARIA JOSE'),
    ('Mª José', 'MARIA JOSE'),
    ('Ma. Jose', 'MARIA JOSE'),
    ('M. Jose', 'MARIA JOSE'),
    ('MÂª Jose', 'MARIA JOSE'),
    ('MarÃ­a del Carmen', 'MARIA CARMEN'),
    ('de la Cruz', 'CRUZ'),
    ('De  La   Fuente', 'FUENTE'),
    ('MuÃ±oz', 'MUNOZ'),
    ('MU?OZ', 'MUNOZ'),
    ('Muñoz', 'MUNOZ'),
    ('García-Page', 'GARCIA PAGE'),
    ('Emma', 'EMMA'),
    ('Talleres Núñez, S.L.', 'TALLERES NUNEZ SL'),
    ('.', none),
    ('', none),
    (none, none),
]) }}
union all
{{ broken_examples('leading_names', leading_names, [
    ('Ana García López', 'Ana'),
    ('María José García López', 'María José'),
    ('Ana García', 'Ana'),
    ('Juan de la Cruz Ruiz', 'Juan'),
]) }}
union all
{{ broken_examples('trailing_surnames', trailing_surnames, [
    ('Ana García López', 'García López'),
    ('Ana García', 'García'),
    ('Juan de la Cruz Ruiz', 'de la Cruz Ruiz'),
]) }}
union all
{{ broken_examples('repair_mojibake', repair_mojibake, [
    ('MuÃ±oz', 'Muñoz'),
    ('AmÃ©rica', 'América'),
    ('NÃºÃ±ez', 'Núñez'),
    ('MÂª Jose', 'Mª Jose'),
    ('Muñoz', 'Muñoz'),
    ('', ''),
    (none, none),
]) }}
union all
{{ broken_examples('strip_accents', strip_accents, [
    ('Núñez Güell', 'Nunez Guell'),
    ('ÇAÑA', 'CANA'),
    (none, none),
]) }}
union all
{{ broken_examples('plain_capitals', plain_capitals, [
    ('MuÃ±oz', 'MUNOZ'),
    ('Mu?oz', 'MUNOZ'),
    ('¿Qué?', '¿QUE?'),
    (none, none),
]) }}
union all
{{ broken_examples('personal_id_is_valid', personal_id_is_valid, [
    ('23456789D', 'true'),
    ('Z1234567R', 'true'),
    ('K0000000T', 'true'),
    ('23456789A', 'false'),
    ('B12345674', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('cif_is_valid', cif_is_valid, [
    ('A58818501', 'true'),
    ('Q2826000H', 'true'),
    ('A58818502', 'false'),
    ('23456789D', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('is_company_tax_id', is_company_tax_id, [
    ('A58818501', 'true'),
    ('23456789D', 'false'),
    ('X1234567L', 'false'),
    ('K0000000T', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('ends_like_a_company', ends_like_a_company, [
    ('TALLERES NUNEZ SL', 'true'),
    ('SL', 'false'),
    ('ANA ELSA', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('first_word', first_word, [
    ('MARIA JOSE', 'MARIA'),
    ('ANA', 'ANA'),
    ('', ''),
    (none, none),
]) }}
union all
{{ broken_examples('last_word', last_word, [
    ('GARCIA DE PAREDES', 'PAREDES'),
    ('GARCIA', 'GARCIA'),
    ('', ''),
    (none, none),
]) }}
union all
{{ broken_examples('repair_mojibake', repair_mojibake, [
    ('MUÃ‘OZ', 'MUÑOZ'),
    ('NúÃƒÂ±ez', 'Núñez'),
    ('GarcÃa', 'García'),
    ('JOÃO', 'JOÃO'),
    ('Conceição', 'Conceição'),
    ('Ângela', 'Ângela'),
    ('muã±oz', 'muñoz'),
]) }}
union all
{{ broken_examples('has_mojibake', has_mojibake, [
    ('MuÃ±oz', 'true'),
    ('MÂª Jose', 'true'),
    ('NÃƒÂºÃƒÂ±ez', 'true'),
    ('JOÃO', 'false'),
    ('Conceição', 'false'),
    ('Muñoz', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('has_lost_letter', has_lost_letter, [
    ('Mu?oz', 'true'),
    ('?lvaro', 'true'),
    ('Mu�oz', 'true'),
    ('?', 'false'),
    ('Muñoz', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('plain_letters', plain_letters, [
    ('Mu?oz', 'MUNOZ'),
    ('Muñoz', 'MUNOZ'),
    (none, none),
]) }}
union all
{{ broken_examples('write_out_maria', write_out_maria, [
    ('Mª José', 'María José'),
    ('M.ª José', 'María José'),
    ('Ma. José', 'María José'),
    ('M. José', 'María José'),
    ('MA CARMEN', 'María CARMEN'),
    ('José Mª', 'José María'),
    ('José M.', 'José M.'),
    ('M. A.', 'M. A.'),
    ('Manuel', 'Manuel'),
    ('Ema', 'Ema'),
    (none, none),
]) }}
union all
{{ broken_examples('key_of_whole_name', key_of_whole_name, [
    ('María de la O', 'MARIA O'),
    ('S.L.', 'SL'),
    ('-', none),
    (none, none),
]) }}
union all
{{ broken_examples('name_words', name_words, [
    ('García-Page', '[García-, Page]'),
    ("D'Ors", "['D\\'', Ors]"),
    (' de  la  Cruz ', '[de, la, Cruz]'),
    (none, none),
]) }}
union all
{{ broken_examples('word_core', word_core, [
    ('García-', 'García'),
    ("D'", 'D'),
    ('Page', 'Page'),
    (none, none),
]) }}
union all
{{ broken_examples('spelling_key', spelling_key, [
    ('García-', 'GARCIA'),
    ('muñoz', 'MUNOZ'),
    ('Mu�oz', 'MU?OZ'),
    (none, none),
]) }}
union all
{{ broken_examples('spelling_with_gaps', gaps_of_spelling, [
    ('Muñoz', 'MU?OZ'),
    ('Núñez', 'N??EZ'),
    ('Ruiz', 'RUIZ'),
    (none, none),
]) }}
union all
{{ broken_examples('spelt_by_rule', spelt_by_rule, [
    ('ESTEVEZ', 'Estévez'),
    ('rodriguez', 'Rodríguez'),
    ('Vazquez', 'Vázquez'),
    ('SUAREZ', 'Suárez'),
    ('Pelaez', 'Peláez'),
    ('Fernández', 'Fernández'),
    ('Jaimez', 'Jaimez'),
    ('Diez', 'Diez'),
    ('CONCEPCION', 'Concepción'),
    ('ANA', 'Ana'),
    (none, none),
]) }}
union all
{{ broken_examples('proper_case', proper_case, [
    ('ANA', 'Ana'),
    ('ñAKI', 'Ñaki'),
    ('', ''),
    (none, none),
]) }}
union all
{{ broken_examples('has_lost_accents', lost_accents_of_pair, [
    ('GARCIA|García', 'true'),
    ('García|García', 'false'),
    ('GARCÍA|García', 'false'),
    ('Nuñez|Núñez', 'true'),
    ('Núnez|Núñez', 'true'),
    ('Mònica|Mónica', 'false'),
]) }}
union all
{{ broken_examples('is_placeholder_tax_id', is_placeholder_tax_id, [
    ('11111111A', 'true'),
    ('00000000T', 'true'),
    ('12345678A', 'true'),
    ('X0000000T', 'true'),
    ('SINNIF', 'true'),
    ('X', 'true'),
    ('23456789D', 'false'),
    ('B12345674', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('tax_id_fault', tax_id_fault_of_text, [
    ('23456789D', none),
    ('23.456.789-d', none),
    ('X1234567L', none),
    ('B12345674', none),
    ('23456789E', 'TAX_ID_WRONG_LETTER'),
    ('X1234567T', 'TAX_ID_WRONG_LETTER'),
    ('B12345675', 'TAX_ID_WRONG_LETTER'),
    ('12345678Z', 'TAX_ID_PLACEHOLDER'),
    ('no tiene', 'TAX_ID_PLACEHOLDER'),
    ('-', 'TAX_ID_PLACEHOLDER'),
    ('23456789', 'TAX_ID_MALFORMED'),
    ('234567891D', 'TAX_ID_MALFORMED'),
    ('1234567L', 'TAX_ID_ZERO_LOST'),
    ('01234567L', none),
    ('1234567A', 'TAX_ID_WRONG_LETTER'),
    ('', 'TAX_ID_MISSING'),
    (none, 'TAX_ID_MISSING'),
]) }}
union all
{{ broken_examples('tax_id_lost_zeros', tax_id_lost_zeros, [
    ('1234567L', 'true'),
    ('1.234.567-L', 'true'),
    ('01234567L', 'false'),
    ('X1234567L', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('tax_id_repair', tax_id_repair, [
    ('TAX_ID_ZERO_LOST', 'ZERO_RESTORED'),
    ('TAX_ID_WRONG_LETTER', none),
    (none, none),
]) }}
union all
{{ broken_examples('repair_mojibake', repair_mojibake, [
    ('Mu±oz', 'Muñoz'),
    ('JosÚ PÚrez', 'José Pérez'),
    ('Mu¤oz', 'Muñoz'),
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
]) }}
union all
{{ broken_examples('has_letter_codes', has_letter_codes, [
    ('Mu&ntilde;oz', 'true'),
    ('Mu%F1oz', 'true'),
    ('Ruiz & Ruiz', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('letters_of_codes', letters_of_codes, [
    ('&Aacute;ngel', 'Ángel'),
    ('Ruiz & Ruiz', 'Ruiz & Ruiz'),
    (none, none),
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
{{ broken_examples('text_fault', text_fault_of_text, [
    ('Talleres NÃºÃ±ez', 'MOJIBAKE'),
    ('Talleres N??ez', none),
    ('Talleres Mu?oz', 'MOJIBAKE'),
    ('Talleres Muñoz, S.L.', none),
    (none, none),
]) }}
union all
{{ broken_examples('text_repair', text_repair_of_text, [
    ('Talleres NÃºÃ±ez', 'LETTERS_RESTORED'),
    ('Talleres Mu?oz', none),
    ('Talleres Muñoz', none),
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
{{ broken_examples('write_out_maria', write_out_maria, [
    ('M.a José', 'María José'),
    ('Mª. José', 'María José'),
    ('MªJosé', 'María José'),
    ('Mª-José', 'María José'),
    ('Mº José', 'María José'),
    ('M° José', 'María José'),
    ('Mrª José', 'María José'),
    ('M a José', 'María José'),
    ('M A JOSE', 'María JOSE'),
    ('M ª José', 'María José'),
    ('M José', 'María José'),
    ('M/ José', 'María José'),
    ('M^a José', 'María José'),
    ('M? José', 'María José'),
    ('M¦ José', 'María José'),
    ('José Ma', 'José María'),
    ('Ana M.', 'Ana María'),
    ('ROSA M', 'ROSA María'),
    ('M. Ángel', 'M. Ángel'),
    ('M ANTONIO', 'M ANTONIO'),
    ('Tomás M.', 'Tomás M.'),
    ('Ma', 'Ma'),
    ('M.', 'M.'),
    ('Mario', 'Mario'),
    ('Mar', 'Mar'),
]) }}
union all
{{ broken_examples('without_stray_accents', without_stray_accents, [
    ('Garci´a', 'Garcia'),
    ('Garc´ia', 'Garcia'),
    ("Garci'a", 'Garcia'),
    ("Garc'ia", 'Garcia'),
    ("Jose'", 'Jose'),
    ('Mun~oz', 'Munoz'),
    ('Garci^a', 'Garcia'),
    ("D'Ors", "D'Ors"),
    ("O'Brien", "O'Brien"),
    ("Sant'Anna", "Sant'Anna"),
    (none, none),
]) }}
