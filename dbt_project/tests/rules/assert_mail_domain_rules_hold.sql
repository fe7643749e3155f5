-- A failing row is an example of a domain that is wrongly told from a slip.
{{ config(meta={'dagster': {'ref': {'name': 'stg_contact_point'}}}) }}

{{ broken_examples('first_label', first_label, [
    ('gmail.com', 'gmail'),
    ('correo.empresa.es', 'correo'),
    (none, none),
]) }}
union all
{{ broken_examples('is_slip_of_domain', slip_of_pair, [
    ('gmial.com|gmail.com', 'true'),
    ('gmai.com|gmail.com', 'true'),
    ('gmail.con|gmail.com', 'true'),
    ('gmaill.com|gmail.com', 'true'),
    ('homtial.com|hotmail.com', 'true'),
    ('hotmal.con|hotmail.com', 'true'),
    ('yaho.es|yahoo.es', 'true'),
    ('outlok.es|outlook.es', 'true'),
    ('lice.com|live.com', 'false'),
    ('live.con|live.com', 'true'),
    ('telefonica.ent|telefonica.net', 'true'),
    ('garcia.com|gmail.com', 'false'),
    ('gamba.com|gmail.com', 'false'),
    ('hotel.com|hotmail.com', 'false'),
    ('autosol.es|outlook.es', 'false'),
    ('gmailc.om|gmail.com', 'true'),
    ('llahoo.es|yahoo.es', 'true'),
    ('yahu.es|yahoo.es', 'true'),
    ('yau.es|yahoo.es', 'false'),
    ('gmail.cat|gmail.com', 'true'),
    ('yahoo.com.es|yahoo.es', 'true'),
    ('grnail.com|gmail.com', 'true'),
    ('h0trnai1.com|hotmail.com', 'true'),
    ('jimeil.com|gmail.com', 'true'),
    ('www.gmail.com|gmail.com', 'true'),
    ('live.cat|live.com', 'false'),
    ('www.garcia.com|gmail.com', 'false'),
    ('gamil.es|gmail.com', 'false'),
]) }}
union all
{{ broken_examples('domain_as_heard', domain_as_heard, [
    ('yahoo.es', 'iau.es'),
    ('llajoo.es', 'iau.es'),
    ('gmail.com', 'gmail.com'),
    ('jemeil.com', 'gmail.com'),
    ('outlook.es', 'autluc.es'),
    ('autluk.es', 'autluc.es'),
    ('movistar.es', 'mobistar.es'),
    (none, none),
]) }}
union all
{{ broken_examples('domain_as_seen', domain_as_seen, [
    ('grnail.com', 'gmall.com'),
    ('gmail.com', 'gmall.com'),
    ('vvanadoo.es', 'wahadoo.es'),
    (none, none),
]) }}
union all
{{ broken_examples('is_provider_with_all_endings', is_provider_with_all_endings, [
    ('gmail', 'true'),
    ('garcia', 'false'),
    (none, none),
]) }}
