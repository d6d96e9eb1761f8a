package kit

import (
	"fmt"
	"log/slog"
)

// Token is a credential. It prints as "[redacted]", however it is printed.
type Token string

// redacted stands for a token.
const redacted = "[redacted]"

// Format implements [fmt.Formatter].
func (Token) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue implements [slog.LogValuer].
func (Token) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements [encoding.TextMarshaler].
func (Token) MarshalText() ([]byte, error) { return []byte(redacted), nil }
