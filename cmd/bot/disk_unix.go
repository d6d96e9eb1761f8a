//go:build linux || darwin || freebsd

package main

import "golang.org/x/sys/unix"

// freeBytes gives the room that is left for this user in the file system of a
// folder; false where it cannot be told.
func freeBytes(folder string) (int64, bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true //nolint:unconvert // the types differ between systems
}
