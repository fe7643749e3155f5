-- A party that left no email: the row is absent.
{{ missing_point('EMAIL') }}
