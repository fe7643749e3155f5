-- A party that left no mobile: the row is absent.
{{ missing_point('MOBILE') }}
