-- A reading below what the car had gone before.
{{ wrong_reading('KM_ROLLED_BACK') }}
