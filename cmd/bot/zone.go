package main

import (
	"fmt"
	"time"

	"dateline/desk"
)

// loadZone finds a time zone by IANA name or by its city, in capital or small
// letters; "" is the machine's.
func loadZone(zone string) (*time.Location, error) {
	if zone == "" {
		return time.Local, nil
	}
	l, ok := desk.LoadZone(zone)
	if !ok {
		return nil, fmt.Errorf("%q is no time zone: use a name such as Europe/Berlin", zone)
	}
	return l, nil
}
