-- A failing row is an example of a chassis number, plate, reading or fuel code read wrongly.
{{ config(meta={'dagster': {'ref': {'name': 'stg_vehicle'}}}) }}

{{ broken_examples('vin_is_valid', vin_is_valid, [
    ('VF1RFD00653123456', 'true'),
    ('VF1RFDO0653123456', 'false'),
    ('VF1RFD0065312345', 'false'),
    ('11111111111111111', 'false'),
    ('', 'false'),
    (none, 'false'),
]) }}
union all
{{ broken_examples('normalise_vin', normalise_vin, [
    (' vf1rfd-00653123456 ', 'VF1RFD00653123456'),
    ('--', none),
    ('VIN: VF1RFD00653123456', 'VF1RFD00653123456'),
    ('Nº de bastidor VF1RFD00653123456', 'VF1RFD00653123456'),
    ('*VF1RFD00653123456*', 'VF1RFD00653123456'),
]) }}
union all
{{ broken_examples('repaired_vin', repaired_vin, [
    ('VFIRFDO0653Q23456', 'VF1RFD00653023456'),
]) }}
union all
{{ broken_examples('normalise_plate', normalise_plate, [
    ('1234 bcd', '1234BCD'),
    ('1234-BCD', '1234BCD'),
    ('1234BAD', none),
    ('123BCD', none),
    ('M-1234-AB', 'M1234AB'),
    ('GI 0123 C', 'GI0123C'),
    ('E-1234-KBC', '1234KBC'),
    ('B123456', 'B123456'),
    ('XX 1234 AB', none),
    ('B1234567', none),
    ('1234 QRS', none),
    ('ABCDEFG', none),
    (none, none),
    ('BCD-1234', none),
    ('KSC 0186', none),
    ('Matrícula 1234 BCD', '1234BCD'),
    ('M-AB 1234', 'MAB1234'),
]) }}
union all
{{ broken_examples('odometer_km', odometer_km, [
    ('0', none),
    ('999999', none),
    ('-5', none),
    ('45120', '45120'),
    ('45120.0', '45120'),
    ('45.120 km', '45120'),
    (none, none),
    ('99998', '99998'),
    ('10', '10'),
    ('5', '5'),
    ('9', '9'),
    ('99', '99'),
    ('111', '111'),
    ('1111', '1111'),
    ('12345', '12345'),
    ('99999', '99999'),
]) }}
union all
{{ broken_examples('source_code_key', source_code_key, [
    ('Diésel', 'DIESEL'),
    ('DiÃ©sel', 'DIESEL'),
    ('plug-in', 'PLUGIN'),
    (' d. ', 'D'),
    ('', none),
    (none, none),
]) }}
union all
{{ broken_examples('fuel_or_other', fuel_of_code_and_standard, [
    ('D|DIESEL', 'DIESEL'),
    ('STEAM|', 'OTHER'),
    ('|', none),
]) }}
union all
{{ broken_examples('bounded_km_per_day', bounded_km_of_text, [
    ('2.5', '3.0'),
    ('40.5', '40.5'),
    ('201.5', '200.0'),
]) }}
union all
{{ broken_examples('read_km', read_km, [
    ('45120', '45120'),
    ('45120.0', '45120'),
    ('45.120', '45120'),
    ('1.145.120 Km', '1145120'),
    ('45120 km', '45120'),
    ('45,5', none),
    ('-5', '-5'),
    ('?', none),
    (none, none),
    ('45,120', '45120'),
    ('45 120', '45120'),
    ('45' ~ '\u00a0' ~ '120', '45120'),
    ("45'120", '45120'),
    ('120000 kms', '120000'),
    ('120.000 Kms.', '120000'),
    ('45120 kilómetros', '45120'),
    ('45,12', none),
    ('45.120,50', '45120'),
    ('4.512E+04', '45120'),
]) }}
union all
{{ broken_examples('sound_km', sound_km_of_text, [
    ('0', none),
    ('-5', none),
    ('45120', '45120'),
    (none, none),
]) }}
union all
{{ broken_examples('is_endless_number', is_endless_number, [
    ('4294967295', 'true'),
    ('4.294.967.295 km', 'true'),
    ('4294967295,00', 'true'),
    ('4,29E+09', 'true'),
    ('-9223372036854775808', 'true'),
    ('612345678', 'false'),
    ('1.234.567', 'false'),
    ('4.512E+04', 'false'),
    ('tel. 6123456789', 'false'),
    (none, none),
]) }}
union all
{{ broken_examples('km_fault', km_fault_of_text, [
    ('4294967295', 'KM_SENTINEL'),
    ('5555555', 'KM_SENTINEL'),
    ('45120', none),
    ('0', 'KM_SENTINEL'),
    ('999999', 'KM_SENTINEL'),
    ('9999999', 'KM_SENTINEL'),
    ('9999999999', 'KM_SENTINEL'),
    ('2147483647', 'KM_SENTINEL'),
    ('-2147483648', 'KM_SENTINEL'),
    ('10000000', 'KM_SENTINEL'),
    ('1451200', none),
    ('000000', 'KM_SENTINEL'),
    ('0,00', 'KM_SENTINEL'),
    ('-1', 'KM_SENTINEL'),
    ('N/D', 'KM_SENTINEL'),
    ('s/n', 'KM_SENTINEL'),
    ('----', 'KM_SENTINEL'),
    ('-45120', 'KM_MALFORMED'),
    ('45,5', 'KM_MALFORMED'),
    ('1000000', 'KM_SENTINEL'),
    ('no visible', 'KM_SENTINEL'),
    (none, none),
    ('16777215', 'KM_SENTINEL'),
    ('999999,9', 'KM_SENTINEL'),
    ('65535', none),
]) }}
union all
{{ broken_examples('plate_series', plate_series, [
    ('1234KBC', 'K'),
    ('M1234AB', 'PROVINCE'),
    (none, none),
    ('H1234BBB', none),
    ('AA123BB', none),
]) }}
union all
{{ broken_examples('plate_fault', plate_fault_of_text, [
    ('1234 bcd', none),
    ('M-1234-AB', none),
    ('1234BAD', 'PLATE_MISTYPED'),
    ('123BCD', 'PLATE_MISTYPED'),
    (none, none),
    ('H-1234-BBB', none),
    ('CD 123 456', none),
    ('AA-123-BB', none),
    ('12E4BCD', 'PLATE_MISTYPED'),
    ('1234BC', 'PLATE_MISTYPED'),
    ('BCD-1234', 'PLATE_MISTYPED'),
    ('B CD 1234', none),
]) }}
union all
{{ broken_examples('vin_fault', vin_fault_of_text, [
    ('vf1rfd00653123456', none),
    ('VF1RFDO0653123456', 'VIN_LETTERS'),
    ('VF1RFD0065312345', 'VIN_CUT'),
    ('VF1RFD006531234567', 'VIN_MALFORMED'),
    ('XXXXXXXXXXXXXXXXX', 'VIN_PLACEHOLDER'),
    ('-', 'VIN_PLACEHOLDER'),
    (none, none),
]) }}
union all
{{ broken_examples('fuel_fault', fuel_fault_of_pair, [
    ('DIESEL|DIESEL', none),
    ('D|DIESEL', 'DEALER_FUEL_CODE'),
    ('STEAM|OTHER', 'DEALER_FUEL_CODE'),
]) }}
