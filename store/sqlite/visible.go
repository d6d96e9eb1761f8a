package sqlite

import (
	"math"
	"time"
)

// What a workspace sees listed is told by conditions on a dispatch. In all of
// them $1 is the workspace ('' for the host) and $2 the time at which a
// dispatch must not be pending; see [pendingAt].

// withReadable begins a query with the sources that workspace $1 reads.
const withReadable = `WITH readable (source) AS MATERIALIZED (
		SELECT source FROM source_readers WHERE workspace = $1 AND NOT removed
		UNION
		SELECT h.source FROM source_readers h WHERE h.workspace = '' AND NOT h.removed
		AND NOT EXISTS (SELECT 1 FROM source_readers m WHERE m.workspace = $1 AND m.source = h.source AND m.removed)
	) `

// settled is true of a dispatch d in the scope that does not wait for its
// page, and that its source has not taken back.
const settled = `d.scope IN ('public', $1)
	AND NOT EXISTS (SELECT 1 FROM completions p WHERE p.dispatch = d.id AND p.until > $2)
	AND NOT EXISTS (SELECT 1 FROM revisions k WHERE k.dispatch = d.id AND k.id = d.head AND k.kind = 'killed')`

// fromReadable is true of a dispatch d that was given, or came from a source
// that the workspace reads.
const fromReadable = `(d.origin <> 'source'
	OR EXISTS (SELECT 1 FROM dispatch_sources x WHERE x.dispatch = d.id AND x.source IN readable))`

// sampleGone is true of a sample d where the workspace sees other dispatches
// than those of the host's imports, which took the sample away themselves.
const sampleGone = `(d.origin = 'sample' AND (
	EXISTS (SELECT 1 FROM dispatches i WHERE i.scope = $1 AND i.origin = 'import')
	OR EXISTS (SELECT 1 FROM readable a CROSS JOIN dispatch_sources x ON x.source = a.source
		CROSS JOIN dispatches o ON o.id = x.dispatch WHERE o.origin = 'source' AND o.scope IN ('public', $1)
		AND NOT EXISTS (SELECT 1 FROM completions p WHERE p.dispatch = o.id AND p.until > $2))))`

// seen is true of a near-duplicate o that the workspace sees as well.
const seen = `o.scope IN ('public', $1) AND o.origin <> 'asked'
	AND (o.origin <> 'source' OR EXISTS (SELECT 1 FROM dispatch_sources y WHERE y.dispatch = o.id AND y.source IN readable))
	AND NOT EXISTS (SELECT 1 FROM completions p WHERE p.dispatch = o.id AND p.until > $2)
	AND NOT EXISTS (SELECT 1 FROM revisions k WHERE k.dispatch = o.id AND k.id = o.head AND k.kind = 'killed')`

// firstSeen is true of a dispatch d that is no near-duplicate of one that the
// workspace sees: of the first of them, or of another that came earlier.
const firstSeen = `(d.copy_of IS NULL
	OR NOT EXISTS (SELECT 1 FROM dispatches o WHERE o.id = d.copy_of AND ` + seen + `)
	AND NOT EXISTS (SELECT 1 FROM dispatches o WHERE o.copy_of = d.copy_of
		AND (coalesce(o.received, 0), o.id) < (coalesce(d.received, 0), d.id) AND ` + seen + `))`

// pendingAt is the argument $2 for a time; at the zero time every dispatch
// is pending that waits for its page at all.
func pendingAt(now time.Time) int64 {
	if now.IsZero() {
		return math.MinInt64
	}
	return now.UnixMilli()
}
