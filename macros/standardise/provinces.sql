{#- Provinces: their signs and names by the first two digits of their postal codes. -#}

{#- By code the signs that plates bore until 2000, those of the Catalan, Galician and older names too, and what people call the
    province or its capital, in capitals without accents and blanks. -#}
{% macro provinces() -%}
    {{ return({
        '01': {'signs': ['VI'], 'names': ['ALAVA', 'ARABA', 'VITORIA', 'GASTEIZ', 'VITORIAGASTEIZ', 'ARABAALAVA', 'ALAVAARABA']},
        '02': {'signs': ['AB'], 'names': ['ALBACETE']},
        '03': {'signs': ['A'], 'names': ['ALICANTE', 'ALACANT', 'ALICANTEALACANT', 'ALACANTALICANTE']},
        '04': {'signs': ['AL'], 'names': ['ALMERIA']},
        '05': {'signs': ['AV'], 'names': ['AVILA']},
        '06': {'signs': ['BA'], 'names': ['BADAJOZ']},
        '07': {
            'signs': ['PM', 'IB'],
            'names': ['(?:ISLAS|ILLES)?BALEAR(?:ES|S)', 'PALMA(?:DEMALLORCA)?', 'MALLORCA', 'MENORCA', 'IBIZA', 'EIVISSA'],
        },
        '08': {'signs': ['B'], 'names': ['BARCELONA', 'BCN', 'BARNA']},
        '09': {'signs': ['BU'], 'names': ['BURGOS']},
        '10': {'signs': ['CC'], 'names': ['CACERES']},
        '11': {'signs': ['CA'], 'names': ['CADIZ']},
        '12': {'signs': ['CS'], 'names': ['CASTELLON?', 'CASTELLON?DELAPLANA']},
        '13': {'signs': ['CR'], 'names': ['CIUDADREAL']},
        '14': {'signs': ['CO'], 'names': ['CORDOBA']},
        '15': {'signs': ['C'], 'names': ['(?:LA|A)?CORUNA', 'CORUNALA', 'CORUNAA']},
        '16': {'signs': ['CU'], 'names': ['CUENCA']},
        '17': {'signs': ['GE', 'GI'], 'names': ['GIRONA', 'GERONA']},
        '18': {'signs': ['GR'], 'names': ['GRANADA']},
        '19': {'signs': ['GU'], 'names': ['GUADALAJARA']},
        '20': {'signs': ['SS'], 'names': ['GUIPUZCOA', 'GIPUZKOA', 'SANSEBASTIAN', 'DONOSTIA', 'DONOSTIASANSEBASTIAN']},
        '21': {'signs': ['H'], 'names': ['HUELVA']},
        '22': {'signs': ['HU'], 'names': ['HUESCA']},
        '23': {'signs': ['J'], 'names': ['JAEN']},
        '24': {'signs': ['LE'], 'names': ['LEON']},
        '25': {'signs': ['L'], 'names': ['LLEIDA', 'LERIDA']},
        '26': {'signs': ['LO', 'LR'], 'names': ['(?:LA)?RIOJA', 'RIOJALA', 'LOGRONO']},
        '27': {'signs': ['LU'], 'names': ['LUGO']},
        '28': {'signs': ['M'], 'names': ['MADRID']},
        '29': {'signs': ['MA'], 'names': ['MALAGA']},
        '30': {'signs': ['MU'], 'names': ['MURCIA']},
        '31': {'signs': ['NA'], 'names': ['NAVARRA', 'NAFARROA', 'PAMPLONA', 'IRUNA']},
        '32': {'signs': ['OR', 'OU'], 'names': ['OU?RENSE']},
        '33': {'signs': ['O'], 'names': ['ASTURIAS', 'OVIEDO']},
        '34': {'signs': ['P'], 'names': ['PALENCIA']},
        '35': {'signs': ['GC'], 'names': ['(?:LAS)?PALMAS', 'PALMASLAS', 'LASPALMASDEGRANCANARIA', 'GRANCANARIA']},
        '36': {'signs': ['PO'], 'names': ['PONTEVEDRA']},
        '37': {'signs': ['SA'], 'names': ['SALAMANCA']},
        '38': {'signs': ['TF'], 'names': ['(?:SANTACRUZDE|SCDE|STACRUZDE)?TENERIFE']},
        '39': {'signs': ['S'], 'names': ['CANTABRIA', 'SANTANDER']},
        '40': {'signs': ['SG'], 'names': ['SEGOVIA']},
        '41': {'signs': ['SE'], 'names': ['SEVILLA']},
        '42': {'signs': ['SO'], 'names': ['SORIA']},
        '43': {'signs': ['T'], 'names': ['TARRAGONA']},
        '44': {'signs': ['TE'], 'names': ['TERUEL']},
        '45': {'signs': ['TO'], 'names': ['TOLEDO']},
        '46': {'signs': ['V'], 'names': ['VALENCIA']},
        '47': {'signs': ['VA'], 'names': ['VALLADOLID']},
        '48': {'signs': ['BI'], 'names': ['VIZCAYA', 'BIZKAIA', 'BILBAO', 'BILBO']},
        '49': {'signs': ['ZA'], 'names': ['ZAMORA']},
        '50': {'signs': ['Z'], 'names': ['ZARAGOZA']},
        '51': {'signs': ['CE'], 'names': ['CEUTA']},
        '52': {'signs': ['ML'], 'names': ['MELILLA']},
    }) }}
{%- endmacro %}

{#- A pattern for the digits of a postal code, of which a leading zero may be lost, with the sign or the name of their own
    province before or behind them. -#}
{% macro postal_codes_of_provinces() -%}
    {%- set codes = [] -%}
    {%- for code, province in provinces().items() -%}
        {%- set name = '(?:' ~ (province.signs + province.names) | join('|') ~ ')' -%}
        {%- set digits = (code | replace('0', '0?', 1) if code.startswith('0') else code) ~ '[0-9]{3}' -%}
        {%- do codes.append(name ~ digits ~ '|' ~ digits ~ name) -%}
    {%- endfor -%}
    {{ return('(?:' ~ codes | join('|') ~ ')') }}
{%- endmacro %}
