package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// release is the version where the build does not know a better one.
const release = "0.1.0-dev"

// versionCmd prints what this program is.
type versionCmd struct{}

// Help is the rest of the help text.
func (versionCmd) Help() string {
	return `Example:

    bot version`
}

// Run does it.
func (versionCmd) Run(a *app) error {
	v := readVersion()
	_, err := fmt.Fprintf(a.out, "dateline %s, commit %s, %s %s/%s\n", v.version, v.commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// version says what was built.
type version struct{ version, commit string }

func readVersion() version {
	v := version{release, "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if strings.HasPrefix(info.Main.Version, "v") {
		v.version = strings.TrimPrefix(info.Main.Version, "v")
	}
	changed := false
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.commit = s.Value[:min(len(s.Value), 12)]
		case "vcs.modified":
			changed = s.Value == "true"
		}
	}
	if changed {
		v.commit += " with changes"
	}
	return v
}
