"""The table of links, and how analysts' decisions change it.

Belongs here: the verdicts on pairs. Which links fall to a decision is in ``constraints``; the verdicts that weights
give are in ``matching``.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ml.identity.clusters import Links
from ml.identity.components import Places, Records
from ml.identity.constraints import KEPT_APART, Constraints, kept_apart
from ml.identity.decisions import MERGE, SPLIT
from ml.identity.entities import COMPANY, PERSON
from ml.identity.weights import UNITS

# APART is decided, so nobody has to review it.
LINK, REVIEW, APART = "LINK", "REVIEW", "APART"
# What stands in the evidence of a pair that was decided on.
MERGED_EVIDENCE, APART_EVIDENCE = "decision=MERGED", "decision=KEPT_APART"
_BROUGHT_TOGETHER = "a link would bring together what an analyst keeps apart"
# The verdict, the reason and the evidence of a pair by the decision on it.
_DECIDED = pa.table(
    {
        "decision": [MERGE, SPLIT],
        "verdict": [LINK, APART],
        "reason": [None, KEPT_APART],
        "reason_in_words": [None, "an analyst keeps them apart"],
        "evidence": [MERGED_EVIDENCE, APART_EVIDENCE],
    }
)

LINKS_SCHEMA = pa.schema(
    [
        pa.field("party_key_a", pa.string(), False),
        pa.field("party_key_b", pa.string(), False),
        pa.field("entity", pa.string(), False),
        pa.field("weight", pa.decimal128(9, 3)),
        pa.field("probability", pa.decimal128(9, 6)),
        pa.field("verdict", pa.string(), False),
        pa.field("reason", pa.string()),
        pa.field("reason_in_words", pa.string()),
        pa.field("evidence", pa.string(), False),
        pa.field("decision_number", pa.int32()),
    ]
)


# The same, and the places of both records among all keys: what pairs are looked up and sorted by.
JUDGED_SCHEMA = LINKS_SCHEMA.append(pa.field("place_a", pa.int64(), False)).append(
    pa.field("place_b", pa.int64(), False)
)


def ends_of(judged: pa.Table) -> tuple[Places, Places]:
    """Return the places of both records of each judged pair."""
    one, other = (judged.column(name).to_numpy() for name in ("place_a", "place_b"))
    return one, other


def with_decisions(judged: pa.Table, records: Records, decided: Constraints) -> pa.Table:
    """Return the judged pairs as decisions leave them, and a row for each pair decided on that was none of them.

    Links that would bring together what is kept apart go to review with the reason KEPT_APART. A row that is added has
    no weight: the two never met, or were too unlike to be judged.
    """
    if not len(decided.one):
        return judged
    count = len(records.keys)
    lost = _lost(judged, count, decided)
    ours, theirs = (
        pa.array(one * count + other) for one, other in (ends_of(judged), (decided.one, decided.other))
    )
    on_pair = pc.index_in(ours, value_set=theirs)
    said = _said(pa.array(decided.decision, pa.string()).take(on_pair))
    by_weight = {
        "verdict": pc.if_else(lost, REVIEW, judged.column("verdict")),
        "reason": pc.if_else(lost, KEPT_APART, judged.column("reason")),
        "reason_in_words": pc.if_else(lost, _BROUGHT_TOGETHER, judged.column("reason_in_words")),
    }
    undecided = pc.is_null(on_pair)
    changed = {
        **{name: pc.if_else(undecided, column, said.column(name)) for name, column in by_weight.items()},
        "evidence": pc.binary_join_element_wise(
            judged.column("evidence"), said.column("evidence"), " ", null_handling="skip"
        ),
        "decision_number": pa.array(decided.number).take(on_pair),
    }
    table = pa.table([changed.get(name, judged.column(name)) for name in JUDGED_SCHEMA.names], JUDGED_SCHEMA)
    unjudged = pc.invert(pc.is_in(theirs, value_set=ours))
    return pa.concat_tables([table, _added(records, decided, unjudged)])


def _lost(judged: pa.Table, count: int, decided: Constraints) -> pa.Array:
    """Say of each pair whether it was linked and may not be; ``count`` is the number of records."""
    linked = pc.equal(judged.column("verdict"), LINK)
    links = judged.filter(linked)
    units = np.round(links.column("weight").cast(pa.float64()).to_numpy() * UNITS).astype(np.int32)
    result = linked.to_numpy().astype(np.bool_)
    result[result] = kept_apart(count, Links(*ends_of(links), units), decided)
    return pa.array(result)


def _said(decisions: pa.Array) -> pa.Table:
    """Return the verdict, reason and evidence of decisions; nulls where there is none."""
    return _DECIDED.take(pc.index_in(decisions, value_set=_DECIDED.column("decision").combine_chunks()))


def _added(records: Records, decided: Constraints, chosen: pa.Array) -> pa.Table:
    """Return the rows of chosen pairs decided on."""
    ends = [pa.array(places).filter(chosen) for places in (decided.one, decided.other)]
    is_company = records.table.column("is_company")
    of_company = [is_company.take(records.rows.take(places)) for places in ends]
    said = _said(pa.array(decided.decision, pa.string()).filter(chosen))
    added = {
        **{f"party_key_{side}": records.keys.take(places) for side, places in zip("ab", ends, strict=True)},
        **{f"place_{side}": places for side, places in zip("ab", ends, strict=True)},
        "entity": pc.if_else(pc.fill_null(pc.or_kleene(*of_company), False), COMPANY, PERSON),
        "decision_number": pa.array(decided.number).filter(chosen),
        **{name: said.column(name) for name in ("verdict", "reason", "reason_in_words", "evidence")},
    }
    unknown = pa.nulls(len(ends[0]))
    return pa.table(
        [
            added.get(name, unknown).cast(kind)
            for name, kind in zip(JUDGED_SCHEMA.names, JUDGED_SCHEMA.types, strict=True)
        ],
        JUDGED_SCHEMA,
    )
