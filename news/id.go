package news

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// ID is a 128-bit identifier of one kind of thing. The type parameter only
// keeps the kinds apart: a [RevisionID] cannot be passed for a [DispatchID].
// Identifiers are random or derived from content, never a sequence, so they
// survive backup, restore and copying to another database.
type ID[Of any] [16]byte

// The identifiers of the domain.
type (
	// DispatchID identifies a [Dispatch].
	DispatchID = ID[Dispatch]
	// RevisionID identifies a [Revision].
	RevisionID = ID[Revision]
	// WorkspaceID identifies a [Workspace]; it is derived from its platform
	// and native name.
	WorkspaceID = ID[Workspace]
)

var errBadID = errors.New("identifier: want 32 hexadecimal digits")

// NewID reads a random identifier from r (crypto/rand.Reader outside of tests).
func NewID[Of any](r io.Reader) (ID[Of], error) {
	var id ID[Of]
	if _, err := io.ReadFull(r, id[:]); err != nil {
		return id, fmt.Errorf("random identifier: %w", err)
	}
	return id, nil
}

// DeriveID derives an identifier from parts: the same parts, in the same
// order and with the same borders, give the same identifier. It is the first
// half of a SHA-256 over the parts, each preceded by its length.
func DeriveID[Of any](parts ...string) ID[Of] {
	h := sha256.New()
	var size [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(size[:], uint64(len(p)))
		h.Write(size[:])
		io.WriteString(h, p) //nolint:errcheck // a hash never fails to write
	}
	var id ID[Of]
	copy(id[:], h.Sum(nil))
	return id
}

// ParseID reads what [ID.String] writes.
func ParseID[Of any](s string) (ID[Of], error) {
	var id ID[Of]
	err := id.UnmarshalText([]byte(s))
	return id, err
}

// IsZero reports whether the identifier is unset.
func (id ID[Of]) IsZero() bool { return id == ID[Of]{} }

// String gives 32 lower-case hexadecimal digits, and "" for the zero identifier.
func (id ID[Of]) String() string {
	if id.IsZero() {
		return ""
	}
	return hex.EncodeToString(id[:])
}

// MarshalText implements [encoding.TextMarshaler].
func (id ID[Of]) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]; empty text is the zero identifier.
func (id *ID[Of]) UnmarshalText(text []byte) error {
	*id = ID[Of]{}
	if len(text) == 0 {
		return nil
	}
	if len(text) != 32 {
		return errBadID
	}
	if _, err := hex.Decode(id[:], text); err != nil {
		return errBadID
	}
	return nil
}

// Value implements [driver.Valuer]: the text form.
func (id ID[Of]) Value() (driver.Value, error) { return id.String(), nil }

// Scan implements [database/sql.Scanner]: the text form.
func (id *ID[Of]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*id = ID[Of]{}
		return nil
	case string:
		return id.UnmarshalText([]byte(v))
	case []byte:
		return id.UnmarshalText(v)
	}
	return fmt.Errorf("identifier: cannot read a %T", src)
}
