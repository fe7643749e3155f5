-- A reading that fits the others of the car without its last digit.
{{ wrong_reading('KM_DIGIT_TOO_MANY') }}
