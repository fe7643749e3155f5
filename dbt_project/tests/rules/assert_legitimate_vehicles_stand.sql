-- A failing row is a plate, a day or a reading that vehicles really have and a rule nulls or calls
-- a fault, or one of the faults that look like it and are no longer told.
{{ config(meta={'dagster': {'ref': {'name': 'stg_vehicle'}}}) }}

{{ broken_examples('plate_kind', plate_kind_of_text, [
    ('1234 BCD', 'ORDINARY'),
    ('M-1234-AB', 'PROVINCE'),
    ('H 1234 BB', 'PROVINCE'),
    ('H-1234-BBB', 'HISTORIC'),
    ('T 1234 BBB', 'TOURIST'),
    ('P-1234-BCD', 'TEMPORARY'),
    ('S1234BCD', 'TEMPORARY'),
    ('E1234BBB', 'SPECIAL'),
    ('E-1234-KBC', 'ORDINARY'),
    ('R 1234 BBB', 'TRAILER'),
    ('C1234BBB', 'MOPED'),
    ('CD 123 456', 'DIPLOMATIC'),
    ('PGC 1234 B', 'STATE'),
    ('AA-123-BB', 'FOREIGN'),
    ('M AB 1234', 'FOREIGN'),
    ('12-AB-34', 'FOREIGN'),
    ('AB12 CDE', 'FOREIGN'),
    ('1-ABC-123', 'FOREIGN'),
    ('1234BC', none),
    ('B234BCD', none),
    (none, none),
]) }}
union all
{{ broken_examples('try_date of a vehicle', vehicle_day_of_text, [
    ('1958-05-03', '1958-05-03'),
    ('03/05/1901', '1901-05-03'),
    ('1900-01-01', none),
    ('1970-01-01', none),
    ('1965-01-01', none),
    ('1999-09-09', '1999-09-09'),
    ('2015-01-01', '2015-01-01'),
    ('9999-12-31', none),
]) }}
union all
{{ broken_examples('try_date of a warranty', warranty_day_of_text, [
    ('2041-05-01', '2041-05-01'),
    ('2047-01-02', none),
    ('2099-12-31', none),
]) }}
union all
{{ broken_examples('is_doubtful_km', is_doubtful_km_of_text, [
    ('0', 'false'),
    ('9', 'true'),
    ('10', 'false'),
    ('99', 'true'),
    ('1111', 'true'),
    ('44444', 'true'),
    ('4444', 'false'),
    ('123456', 'true'),
    ('45120', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('is_impossible_km', is_impossible_km_of_text, [
    ('0', 'true'),
    ('999999', 'true'),
    ('999998', 'true'),
    ('9999999', 'true'),
    ('-1', 'true'),
    ('-45120', 'false'),
    ('111111', 'false'),
    ('1451200', 'false'),
    (none, none),
]) }}
