package adapters

import "context"

// Denial is what stands in the way of a change.
type Denial struct {
	Kind DenialKind
	// Name is what the platform calls what is missing: a right of the person's
	// ("Manage Channels"), a permission of ours ("users:read"), or the words
	// that let us in ("/invite @dateline"); "" for the other kinds.
	Name string
}

// DenialKind says who lacks what. The zero value denies, without a reason.
type DenialKind int

// The kinds of denial.
const (
	Denied        DenialKind = iota // no reason is known
	NothingDenied                   // the change may be made
	DeniedRight                     // the person lacks a right, which Name names
	DeniedGuest                     // the person is a guest, or of another organization
	DeniedOutside                   // the person is not in the channel
	DeniedMember                    // only administrators may
	DeniedScope                     // we lack a permission that it takes to look, which Name names
	DeniedAbsent                    // we are not in the channel; Name is what to type there
	DeniedUnknown                   // the platform could not be asked
)

// Allowed is a [Request.MayChange] for where everybody may.
func Allowed(context.Context) Denial { return Denial{Kind: NothingDenied} }

// Denial says what stands in the way of the request's changing anything.
func (r Request) Denial(ctx context.Context) Denial {
	if r.MayChange == nil {
		return Denial{}
	}
	return r.MayChange(ctx)
}
