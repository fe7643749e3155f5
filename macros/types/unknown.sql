{#- Texts that stand for no value, and the words they are told by. -#}

{#- True for a text that stands for no value: what says_unknown_in_words, or one sign repeated (zeros, nines, with
    whatever separators). -#}
{% macro says_unknown(text) -%}
    {%- set repeats = [] -%}
    {%- for sign in '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ' -%}
        {%- do repeats.append(sign ~ '+') -%}
    {%- endfor -%}
    {{ matches(letters_and_digits(text), '^(?:' ~ unknown_pattern() ~ '|' ~ repeats | join('|') ~ ')?$') }}
{%- endmacro %}

{#- True for a text that says that there is no value: dashes, dots and other signs alone, or what unknown_pattern has. A
    number that fills the field does not. -#}
{% macro says_unknown_in_words(text) -%}
    {{ matches(letters_and_digits(text), '^(?:' ~ unknown_pattern() ~ ')?$') }}
{%- endmacro %}

{#- True for a without or a no, and what is not there, by their first letters with a stroke between (s/a, S/2ºA, n/c, s/ap.):
    the stroke tells it from a name (Sá) and from what a company is called (S.A.). -#}
{% macro is_without_in_short(text) -%}
    {{ matches(text, '^[^\\pL\\pN]*(?i:[sn]\\s?/\\s?(?:2[ºªoa]?[.]?\\s?)?(?:[a-z]{1,2}|ap(?:ell?)?|nom|doc|tel|tfno|inf|dat|ident))[^\\pL\\pN]*$') }}
{%- endmacro %}

{#- True for what a template has in the place of a value that was not put there: the name of a field in brackets or signs
    (${nombre}, %APELLIDOS%). -#}
{% macro is_unfilled_template(text) -%}
    {{ matches(text, '^[{$#%@<\\[(]+\\s?[A-Za-z_.]*(?i:nombre|apellido|name|nom|cognom|campo|field|value|valor)[A-Za-z0-9_.]*\\s?[})%@>\\]]+$') }}
{%- endmacro %}

{#- True for one zero and no other letter or figure, as a formula gives back an empty cell. More of them fill a field. -#}
{% macro is_zero_of_an_empty_cell(text) -%} {{ matches(text, '^[^\\pL\\pN]*0[^\\pL\\pN]*$') }} {%- endmacro %}

{#- The letters, of whatever script, and digits of a text, in capitals without accents. -#}
{% macro letters_and_digits(text) -%}
    {{ return(adapter.dispatch('letters_and_digits', 'periplo')(text)) }}
{%- endmacro %}

{#- The planes of letters are written out, for an engine takes long to make them of a name. -#}
{% macro default__letters_and_digits(text) -%}
    regexp_replace(
        upper({{ strip_accents(text) }}),
        '[^A-Z0-9ªº\x{c0}-\x{24f}\x{370}-\x{1fff}\x{2c00}-\x{2dff}\x{3040}-\x{d7ff}\x{f900}-\x{ffdc}]', '', 'g'
    )
{%- endmacro %}

{#- What people and systems write where a value is unknown, as letters_and_digits leaves it: a no or a without and what is not
    there, a word for it alone, or one for what is still to come. In the languages of Spain (Spanish, Catalan,
    Galician, Basque) and of who buys cars here (Portuguese, French, Italian, English, German). -#}
{% macro unknown_pattern() -%}
    {%- set things = '(?:' ~ unknown_things() | join('|') ~ ')' -%}
    {{ return(
        '(?:' ~ (unknown_negations() + unknown_pendings()) | join('|') ~ ')(?:SE|LO|EL|LA|UN|SU|DE|DA|D|EN|HA|ES|EST|A|OF)?' ~ things ~ '+'
        ~ '|' ~ things ~ '+(?:GABE|EZ|FEHLT|MANCANTE|MANQUANTE?|MISSING|UNKNOWN|DESCONOCID[OA]|DESCONEGU(?:T|DA)|DESCONHECID[OA])'
        ~ '|(?:VER|VEURE|VOIR|VEDI|SEE|SIEHE|IKUSI|SEGUN|SEGONS|CONSTAEN|FIGURAEN|COMOEN|IGUALQUE)(?:E[LN]|LA|LOS?|LAS|LE|O|A|IL|THE)?'
        ~ '(?:' ~ unknown_papers() | join('|') ~ ')'
        ~ '|' ~ (unknown_pendings() + unknown_words() + unknown_second_surnames()) | join('|')
    ) }}
{%- endmacro %}

{% macro unknown_negations() -%}
    {{ return([
        'NO', 'NI', 'SIN', 'NINGUN[OA]?', 'FALTAN?', 'NUNCA', 'CARECE', 'SENSE', 'CAP', 'MANCA', 'NON', 'SEN', 'NINGUN', 'NAO', 'SEM', 'NENHUM[A]?',
        'EZ', 'SANS', 'PAS', 'AUCUNE?', 'NAPAS', 'NEST', 'SENZA', 'NESSUN[OA]?', 'NOT', 'WITHOUT', 'OHNE', 'KEINE?', 'NICHT',
    ]) }}
{%- endmacro %}

{#- What is not there, and what was not done about it. No two of them, behind a negation, are a name. -#}
{% macro unknown_things() -%}
    {{ return([
        'SEGUND[OA]', '2[Oº]?', 'TIENEN?', 'TENGO', 'TENEMOS', 'HAY', 'EXISTEN?', 'CONST[AE]N?', 'FIGURAN?', 'PROCEDE', 'APLICA', 'APLICABLE',
        'DISPONEN?', 'DISPONEMOS', 'DISPONIBLE', 'FACILITAN?', 'FACILITA[DT][OA]?', 'INFORMAN?', 'INFORMAR', 'INFORMA[DT][OA]?',
        'INDICAN?', 'INDICA[DT][OA]?', 'SABEN?', 'SABEMOS', 'CONOCEN?', 'CONOCID[OA]', 'CONSIGNAD[OA]', 'DECLARA[DT][OA]?', 'DEFINI[DT][OA]?',
        'DETERMINAR', 'DETERMINA[DT][OA]?', 'ESPECIFICA', 'ESPECIFICA[DT][OA]?', 'REGISTRA[DT][OA]?', 'RELLENAR', 'RELLEN[AO]', 'RELLENADO',
        'CUMPLIMENTAD[OA]', 'QUIEREN?', 'RECUERDA', 'DICE', 'DESEA', 'APORTAN?', 'APORTA[DT][OA]?', 'PROPORCIONA', 'PROPORCIONAD[OA]',
        'ASIGNAR', 'ASIGNAD[OA]', 'IDENTIFICAR', 'IDENTIFICAD[OA]', 'PRESENTA', 'PRESENTAD[OA]', 'TRAE', 'LEGIBLE', 'LLEGIBLE', 'LEE',
        'VALOR', 'DATOS?', 'DAD[AE]S?', 'DADOS?', 'FECHAS?', 'DATA', 'DATES?', 'KMS?', 'KILOMETROS', 'LECTURA', 'NOMBRES?', 'APELLIDOS?', 'NIF', 'DNI', 'NIE', 'CIF',
        'DOCUMENTO?S?', 'DOCUMENTACION', 'TELEFONO?', 'TFNO', 'TLF', 'MOVIL', 'NUMEROS?', 'E?MAIL', 'CORREOS?', 'CORREU', 'ELECTRONICO?', 'DIRECCION',
        'ENTE', 'ENTENEN', 'TENEN', 'CONEIX', 'CONEGUT', 'CONEGUDA', 'NOMS?', 'COGNOMS?', 'SEGON', 'INDICA', 'VALORS?', 'NUMERO', 'ADRECA',
        'TEN', 'TEM', 'NOMES?', 'APELIDOS?', 'SOBRENOMES?', 'CONECID[OA]', 'CONHECID[OA]', 'INDICADO', 'INFORMACION?', 'INFORMACAO', 'DISPONIVEL',
        'DAUKA', 'DAGO', 'DAKI', 'DAKIGU', 'IZENA?K?', 'IZENIK', 'ABIZENIK', 'DATURIK', 'DATARIK', 'DATA', 'ZENBAKIRIK', 'JAKINA',
        'RENSEIGNEE?S?', 'COMMUNIQUEE?', 'FOURNIE?', 'CONNUE?', 'PRECISEE?', 'PRENOM', 'OBJET', 'DONNEES?', 'INDIQUEE?', 'INFORMATIONS?',
        'NOTO', 'NOTA', 'PERVENUT[OA]', 'FORNIT[OA]', 'DICHIARAT[OA]', 'INDICAT[OA]', 'DISPONIBILE', 'APPLICABILE', 'COGNOME', 'DATI',
        'AVAILABLE', 'APPLICABLE', 'KNOWN', 'GIVEN', 'PROVIDED', 'SET', 'SPECIFIED', 'SUPPLIED', 'RECORDED', 'NAMES?', 'SURNAME', 'VALUE', 'ANSWER',
        'DATUM', 'NAMEN?', 'VORNAME', 'NACHNAME', 'ANGABEN?', 'BEKANNT', 'VORHANDEN', 'VERFUGBAR', 'ANGEGEBEN', 'LESBAR', 'EINTRAG',
    ]) }}
{%- endmacro %}

{#- What is still to be asked, done or written. -#}
{% macro unknown_pendings() -%}
    {%- set to_do = [
        'ACLARAR', 'ACORDAR', 'ACTUALIZAR', 'ANOTAR', 'APORTAR', 'ASIGNAR', 'AVERIGUAR', 'BUSCAR', 'CALCULAR', 'COMPLETAR', 'COMPROBAR',
        'COMUNICAR', 'CONCRETAR', 'CONFIRMAR', 'CONOCER', 'CONSIGNAR', 'CONSULTAR', 'CONTACTAR', 'CONTRASTAR', 'CONVENIR', 'CORREGIR',
        'CUMPLIMENTAR', 'DAR', 'DECIDIR', 'DECLARAR', 'DEFINIR', 'DETERMINAR', 'ENTREGAR', 'ENVIAR', 'ESPECIFICAR', 'ESTABLECER', 'ESTIMAR',
        'FACILITAR', 'FIJAR', 'GRABAR', 'IDENTIFICAR', 'INCLUIR', 'INDICAR', 'INFORMAR', 'INTRODUCIR', 'LOCALIZAR', 'LLAMAR', 'METER',
        'MIRAR', 'OBTENER', 'PEDIR', 'PONER', 'PRECISAR', 'PREGUNTAR', 'PROPORCIONAR', 'RECIBIR', 'RECOGER', 'REGISTRAR', 'RELLENAR',
        'RESOLVER', 'REVISAR', 'SABER', 'SOLICITAR', 'TRAER', 'VALIDAR', 'VER', 'VERIFICAR',
        'ASSIGNAR', 'COMPROVAR', 'CONCRETAR', 'DEMANAR', 'ESBRINAR', 'FACILITAR', 'OMPLIR', 'PORTAR', 'REBRE', 'VEURE',
        'CUBRIR', 'ENCHER', 'PREENCHER', 'PERGUNTAR', 'SABER',
        'COMPLETER', 'CONFIRMER', 'CONSULTER', 'DEFINIR', 'DEMANDER', 'DETERMINER', 'PRECISER', 'RENSEIGNER', 'VENIR', 'VERIFIER', 'VOIR',
        'COMPILARE', 'COMPLETARE', 'COMUNICARE', 'CONFERMARE', 'CONSULTARE', 'DEFINIRE', 'DETERMINARE', 'INSERIRE', 'RICHIEDERE',
        'STABILIRE', 'VEDERE', 'VERIFICARE',
        'ADVISED', 'AGREED', 'ANNOUNCED', 'ASKED', 'CHECKED', 'COMPLETED', 'CONFIRMED', 'DECIDED', 'DEFINED', 'DETERMINED', 'ENTERED', 'FILLED',
        'PROVIDED', 'SET', 'SUPPLIED', 'VERIFIED',
        'ERGANZEN', 'ERMITTELN', 'KLAREN', 'PRUFEN',
    ] -%}
    {#- Behind one short word others make names: Avenir, Adar. -#}
    {%- set long_to_do = [] -%}
    {%- for verb in to_do if verb | length > 5 -%}
        {%- do long_to_do.append(verb) -%}
    {%- endfor -%}
    {{ return([
        'PENDIENTES?', 'PENDENTS?', 'PENDENTES?', 'PENDING', 'PDTES?', 'PDT', 'PTES?', 'PEND', 'PNDTE', 'ZAINDAGO', 'EGITEKE', 'ZINTZILIK', 'AWAITING',
        'ENESPERA', 'ALAESPERA', 'ENTRAMITE', 'ENCURSO', 'ENESTUDIO', 'ENTRAMIT', 'INATTESA', 'ENATTENTE', 'ENCOURS', 'INCORSO', 'AUSSTEHEND',
        'OFFEN', 'WIRDNACHGEREICHT', 'FOLGT', 'TOFOLLOW', 'TOCOME', 'INPROGRESS',
        '(?:POR|PER|(?:PENDI?ENTE?|PDTE?|PTE|PEND)(?:DE|D|DA)?|TOBE|ZU)(?:' ~ to_do | unique | join('|') ~ ')',
        '(?:A|DA|FALTA|SIN)(?:' ~ long_to_do | unique | join('|') ~ ')',
    ]) }}
{%- endmacro %}

{#- Where it may be looked up. -#}
{% macro unknown_papers() -%}
    {{ return([
        'ADJUNTO', 'ALBARAN', 'ANEXO', 'ANVERSO', 'ARCHIVO', 'ARXIU', 'CARNET', 'CARPETA', 'CIRCULACION', 'CONTRAC?TO?', 'COPIA', 'DETALLE',
        'DNI', 'DOC', 'DOCUMENTO?', 'DOCUMENTACION', 'DORSO', 'ESCRITURAS?', 'ESCRIPTURA', 'EXPEDIENTE?', 'FACTURA', 'FICHA(?:TECNICA)?', 'FICHERO',
        'FITXA', 'FITXER', 'FORMULARIO', 'FOTOCOPIA', 'HISTORIAL', 'HOJA', 'IMPRESO', 'LIBRO', 'NIF', 'NOTAS?', 'OBS', 'OBSERVACION(?:ES|S)?',
        'ORDEN', 'ORIGINAL', 'PAPEL(?:ES)?', 'PEDIDO', 'PERMISO?', 'PODER(?:ES)?', 'PRESUPUESTO', 'REVERSO', 'SOLICITUD', 'TARJETA', 'TITULO',
        'FICHE', 'DOSSIER', 'SCHEDA', 'ALLEGATO', 'FILE', 'NOTES?', 'INVOICE', 'CONTRACT', 'AKTE', 'FATURA', 'FICHEIRO', 'FITXATEGIA?',
    ]) }}
{%- endmacro %}

{#- How people say that they have one surname, in the place of a second. -#}
{% macro unknown_second_surnames() -%}
    {%- set surname = '(?:APELL?(?:IDO)?|COGNOME?|APELIDO|SURNAME|LASTNAME|ABIZEN)' -%}
    {{ return([
        '(?:UNICO|UNIC|UNIQUE|SINGLE|MONO)' ~ surname, surname ~ '(?:UNICO|UNIC|UNIQUE|BAKARRA)',
        '(?:TIENE|TE|TEM|HAS|HA)?(?:SOLO|SOLAMENTE|NOMES|SO|ONLY|SOLTANTO)?(?:TIENE)?(?:UN|UM|ONE|1)(?:SOLO|SOL)?' ~ surname,
        'SOLO(?:TIENE)?(?:1|UNO)', 'SOLAMENTE(?:1|UNO)', 'NOMESUN', 'ABIZENBAKARRA',
    ]) }}
{%- endmacro %}

{#- Words that stand alone, and abbreviations (s/n, n.c., k. A.). -#}
{% macro unknown_words() -%}
    {{ return([
        '[NX]', 'N[ADCSPR]', 'S[DFN]', 'KA', 'NSNC', 'NO', 'NULL[OA]?', 'NULO?', 'NIL', 'NONE', 'NAN', 'NAT', 'VACI[OA]', 'ENBLANCO?', 'BLANK',
        'EMPTY', '(?:VALOR)?DESCONOCID[OA]', 'DESCONOC', 'DESCON', 'DESC', 'SEIGNORA', 'IGNORAD[OA]', 'SEDESCONOCE', 'OMITID[OA]', 'NINGUN[OA]', 'NADA',
        'INDEFINID[OA]', 'INDETERMINAD[OA]', 'INEXISTENTE', 'ANONIM[OA]?', 'ILEGIBLES?', 'EXTRANJER[OA]', 'NIUNO',
        'DESCONEGU(?:T|DA)', 'IGNORA[TD]A?', 'CAP', 'BUI(?:T|DA)', 'ILLEGIBLE', 'INEXISTENT', 'INDETERMINAT', 'INDEFINIT', 'NOSEX',
        'DESCONECID[OA]', 'DESCONHECID[OA]', 'EMBRANCO', 'BALEIR[OA]', 'ILEXIBLE', 'ILEGIVEL', 'IGNOT[OA]', 'NENHUM[A]?', 'VAZI[OA]',
        'EZEZAGUNA?', 'EZDU', 'EZDAGO', 'HUTSA', 'ZURIAN', 'IRAKURREZINA',
        'INCONNUE?', 'VIDE', 'ILLISIBLE', 'AUCUNE?', 'NEANT', 'ANONYME', 'NONRENSEIGNEE?', 'SANSOBJET',
        'SCONOSCIUT[OA]', 'VUOT[OA]', 'ILLEGGIBILE', 'NIENTE', 'NESSUN[OA]', 'INBIANCO',
        'UNKNOWN', 'UNK', 'UNDEFINED', 'UNSPECIFIED', 'UNAVAILABLE', 'UNNAMED', 'MISSING', 'ANONYMOUS', 'WITHHELD', 'NOTHING', 'TB[DCA]', 'NONAME',
        'NTS?', 'NOSABE', 'CUALQUIERA', 'IDEM', 'VARIOS', 'INDISTINT[OA]', 'UNOSOLO',
        '(?:SEGUNDO)?APELLIDOS?[12]?', '(?:SECOND|LAST)NAME[12]?', 'SURNAME[12]?', 'COGNOM[12]?',
        'INVALID', 'INVALIDDATE', 'ERROR', 'ERR', 'REF', 'VALUE', 'DIV0', 'NUM', 'NOVALUE', 'NODATE', 'NOANSWER', 'NOVALIDO', 'NOVALIDA',
        'UNBEKANNT(?:E|ER)?', 'LEER', 'FEHLT', 'ENTFALLT', 'UNLESERLICH', 'ANONYM', 'KEINE?R?',
    ]) }}
{%- endmacro %}
