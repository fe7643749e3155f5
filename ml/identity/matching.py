"""From pairs of records to subjects: weight, verdict, evidence of each pair, and the components of what is linked.

Belongs here: the order of the steps, for all entities of a table. Tables in, tables out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ml.identity.clusters import AMBIGUOUS, TOO_LARGE, Links, guarded
from ml.identity.components import Places, Records, identity_components, places_of
from ml.identity.constraints import Constraints, constraints_of
from ml.identity.decided import JUDGED_SCHEMA, LINK, LINKS_SCHEMA, REVIEW, ends_of, with_decisions
from ml.identity.decisions import DECISIONS_SCHEMA
from ml.identity.entities import COMPANY, PERSON, Entity, Rule, entity
from ml.identity.levels import Codes, Flags, level_codes
from ml.identity.weights import UNITS, Units, Weights, probabilities, units_of, weigh

# Why a pair is under review that no rule stopped: it is not heavy enough for a link.
WEIGHT = "WEIGHT"
# The other reasons that no entity names, in words.
_WORDS = {
    WEIGHT: "too little agrees for a link",
    AMBIGUOUS: "it fits two records that cannot be one about as well",
    TOO_LARGE: "with it a customer would have more records than a customer has",
}

Reasons = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Matched:
    """``links`` are the rows of ``ml.identity_links``, ``components`` those of ``ml.identity_components``."""

    links: pa.Table
    components: pa.Table


def entities() -> dict[str, Entity]:
    """Return the entities of the project by name."""
    return {name: entity(name) for name in (COMPANY, PERSON)}


def pairs_of(name: str, table: pa.Table) -> pa.Table:
    """Return the rows, of records or pairs, that are compared as the entity: by the column ``is_company``."""
    return table.filter(_compared_as(name, table))


def _compared_as(name: str, table: pa.Table) -> pa.ChunkedArray:
    return pc.fill_null(pc.equal(table.column("is_company"), name == COMPANY), False)


def match(
    records: pa.Table, pairs: pa.Table, weights: Mapping[str, Weights], decisions: pa.Table | None = None
) -> Matched:
    """Judge every pair, and group the records that are one subject.

    ``records`` has one row per record, with the columns that the entities compare, ``pairs`` one row per pair that met,
    ``decisions`` the rows of ``ml.identity_decisions``, which go before all weights. The order of rows changes nothing.
    Raises PairsError or IdentityGraphError on tables that are not so, DecisionError on decisions that contradict.
    """
    sorted_records = Records.of(records)
    decided = constraints_of(
        DECISIONS_SCHEMA.empty_table() if decisions is None else decisions, sorted_records.keys
    )
    met = _Pairs.of(pairs, sorted_records)
    judged = [
        judge(one, sorted_records, met.compared_as(name), weights[name], decided)
        for name, one in entities().items()
    ]
    return _grouped(sorted_records, with_decisions(pa.concat_tables(judged), sorted_records, decided))


def match_as(entity: Entity, records: pa.Table, pairs: pa.Table, weights: Weights) -> Matched:
    """Do the same for a table whose records are all of one entity, whatever it is; see ``match``."""
    sorted_records = Records.of(records)
    nothing = constraints_of(DECISIONS_SCHEMA.empty_table(), sorted_records.keys)
    met = _Pairs.of(pairs, sorted_records)
    return _grouped(sorted_records, judge(entity, sorted_records, met, weights, nothing))


@dataclass(frozen=True)
class _Pairs:
    """Pairs of records, a row each, and the places of both records."""

    table: pa.Table
    one: Places
    other: Places

    @classmethod
    def of(cls, table: pa.Table, records: Records) -> "_Pairs":
        return cls(table, *places_of(table, records.keys))

    def compared_as(self, name: str) -> "_Pairs":
        chosen = _compared_as(name, self.table).to_numpy(zero_copy_only=False)
        return _Pairs(pairs_of(name, self.table), self.one[chosen], self.other[chosen])


def _grouped(records: Records, judged: pa.Table) -> Matched:
    one, other = ends_of(judged)
    links = judged.take(pa.array(np.lexsort((other, one))))
    made = links.filter(pc.equal(links.column("verdict"), LINK))
    components = identity_components(records.keys, ends_of(made), ends_of(_tied(links)))
    return Matched(links.select(LINKS_SCHEMA.names), components)


def _tied(links: pa.Table) -> pa.Table:
    """Return the judged pairs that may bear on each other: all but those too light for a link.

    Whether a link stands depends on the links around it. It never depends on what these do not join it to.
    """
    reason = pc.fill_null(links.column("reason"), "")
    return links.filter(pc.not_equal(reason, WEIGHT))


def tied_records(pairs: pa.Table, weights: Mapping[str, Weights]) -> pa.Array:
    """Return the keys of records that one of the pairs ties to another: by a link, or by what would be one if nothing
    stood against it.
    """
    keys = []
    for name, one in entities().items():
        of_entity = pairs_of(name, pairs)
        _, units, reasons = _weighed(one, of_entity, weights[name])
        tied = of_entity.filter(
            pa.array((units >= units_of(one.review_from)) & (reasons != WEIGHT), pa.bool_())
        )
        keys += [*tied.column("party_key_a").chunks, *tied.column("party_key_b").chunks]
    return pc.unique(pa.chunked_array(keys, pa.string()))


def judge(
    entity: Entity, records: Records, pairs: _Pairs, weights: Weights, decided: Constraints
) -> pa.Table:
    """Return the links and reviews of one entity's pairs by what they weigh.

    Of what is decided only this counts here: records that a merge makes one are not in conflict.
    """
    codes, units, reasons = _weighed(entity, pairs.table, weights)
    seen = units >= units_of(entity.review_from)

    linked = np.flatnonzero(reasons == "")
    forbidden = guarded(
        len(records.keys),
        Links(pairs.one[linked], pairs.other[linked], units[linked]),
        _Conflicts(entity, records, weights, decided.together(len(records.keys))),
        entity.largest_cluster,
    )
    reasons[linked] = forbidden
    return _judged_table(entity, pairs, codes, units, reasons, np.flatnonzero(seen))


def _weighed(entity: Entity, pairs: pa.Table, weights: Weights) -> tuple[Mapping[str, Codes], Units, Reasons]:
    """Return the levels of each pair, what they weigh, and why it may not be a link, looked at alone."""
    codes = level_codes(entity, pairs, weights.common)
    units = weigh(weights, codes)
    reasons = _first_rule(entity, (*entity.reviewed, *entity.conflicts), codes)
    heavy = units >= units_of(entity.link_from)
    reasons[~heavy & (reasons == "")] = WEIGHT
    return codes, units, reasons


class _Conflicts:
    """Says by which rule two records cannot be one subject, by the values that they hold."""

    def __init__(self, entity: Entity, records: Records, weights: Weights, together: Places) -> None:
        self._entity, self._common = entity.told_by_records(), weights.common
        self._together = together
        self._records = records

    def __call__(self, one: Places, other: Places) -> Reasons:
        """Return the rule for each pair of places, empty where none holds."""
        if not self._entity.conflicts:
            return np.full(len(one), "", dtype=object)
        sides = {
            side: self._records.table.take(self._records.rows.take(pa.array(places)))
            for side, places in (("a", one), ("b", other))
        }
        pairs = pa.table(
            {
                f"{column}_{side}": sides[side].column(column)
                for attribute in self._entity.attributes
                for column in attribute.columns
                for side in sides
            }
        )
        codes = level_codes(self._entity, pairs, self._common)
        rules = _first_rule(self._entity, self._entity.conflicts, codes)
        rules[self._together[one] == self._together[other]] = ""
        return rules


def _first_rule(entity: Entity, rules: Sequence[Rule], codes: Mapping[str, Codes]) -> Reasons:
    """Return the name of the first rule that holds for each pair, empty where none does."""
    result: Reasons = np.full(len(next(iter(codes.values()))), "", dtype=object)
    for rule in reversed(rules):
        result[_holds(entity, rule, codes)] = rule.name
    return result


def _holds(entity: Entity, rule: Rule, codes: Mapping[str, Codes]) -> Flags:
    at = [_at_levels(entity, name, levels, codes) for name, levels in rule.when.items()]
    but = [_at_levels(entity, name, levels, codes) for name, levels in rule.unless.items()]
    holds = np.logical_and.reduce(at)
    return np.asarray(holds & ~np.logical_or.reduce(but) if but else holds)


def _at_levels(entity: Entity, name: str, levels: Sequence[str], codes: Mapping[str, Codes]) -> Flags:
    places = [place for place, level in enumerate(entity.attribute(name).levels) if level.name in levels]
    return np.isin(codes[name], places)


def _judged_table(
    entity: Entity,
    pairs: _Pairs,
    codes: Mapping[str, Codes],
    units: Units,
    reasons: Reasons,
    rows: Places,
) -> pa.Table:
    chosen = pa.array(rows)
    reason = pa.array(reasons[rows], pa.string())
    under_review = pc.not_equal(reason, "")
    columns = [
        pairs.table.column("party_key_a").cast(pa.string()).take(chosen),
        pairs.table.column("party_key_b").cast(pa.string()).take(chosen),
        pa.repeat(pa.scalar(entity.name), len(rows)),
        pa.array(units[rows] / UNITS).cast(pa.decimal128(9, 3)),
        pa.array(probabilities(units[rows])).cast(pa.decimal128(9, 6)),
        pc.if_else(under_review, REVIEW, LINK),
        pc.if_else(under_review, reason, pa.scalar(None, pa.string())),
        _in_words(entity, reason),
        _evidence(entity, codes, rows),
        pa.nulls(len(rows), pa.int32()),
        pa.array(pairs.one[rows]),
        pa.array(pairs.other[rows]),
    ]
    return pa.Table.from_arrays(columns, schema=JUDGED_SCHEMA)


def _in_words(entity: Entity, reasons: pa.Array) -> pa.Array:
    """Say why pairs are under review; null where they are not."""
    words = _WORDS | {rule.name: rule.reason for rule in (*entity.reviewed, *entity.conflicts)}
    place = pc.index_in(reasons, value_set=pa.array(words.keys(), pa.string()))
    return pa.array(words.values(), pa.string()).take(place)


def _evidence(entity: Entity, codes: Mapping[str, Codes], rows: Places) -> pa.Array:
    """Name the level of each attribute that says something, as attribute=LEVEL with blanks between them."""
    parts = []
    for one in entity.attributes:
        # The last entry is found by the code of an unknown level.
        names = pa.array([*(f"{one.name}={level.name}" for level in one.levels), None], pa.string())
        parts.append(names.take(pa.array(codes[one.name][rows] % len(names))))
    # A row of nulls alone would be left out of what is joined; so each has an empty part, and its blank is taken off.
    joined = pc.binary_join_element_wise(*parts, pa.repeat("", len(rows)), " ", null_handling="skip")
    return pc.utf8_rtrim(joined, " ")
