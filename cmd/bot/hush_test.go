package main

import (
	"io"
	"log"
	"testing"
)

func TestServersWriteNothingToStderr(t *testing.T) {
	t.Parallel()
	hush()
	if got := log.Writer(); got != io.Discard {
		t.Errorf("net/http logs to %v, want nothing of it shown", got)
	}
}
