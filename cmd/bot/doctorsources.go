package main

import (
	"cmp"
	"fmt"

	"dateline/desk"
	"dateline/news"
)

// checkAllowed warns of what may be fetched besides public addresses.
func (a *app) checkAllowed() finding {
	f := finding{what: "FETCH_ALLOW", ok: "not set: public addresses on ports 80 and 443 alone"}
	if len(a.config.allow) > 0 {
		f.warn = "whoever may add a source can have these fetched too: " + a.config.FetchAllow
	}
	return f
}

// checkProxy says through what everything is fetched, without its credentials.
func (a *app) checkProxy() finding {
	f := finding{what: "FETCH_PROXY", ok: "not set: fetched directly"}
	if p := a.config.proxy; p != nil {
		f.ok = p.Scheme + "://" + p.Host
		f.warn = f.ok + " looks up names itself: it should not reach inner addresses either"
	}
	return f
}

// checkSources names the sources that cannot be read.
func (a *app) checkSources(all []desk.Source) finding {
	f := finding{what: "sources", ok: fmt.Sprintf("%d, all can be read", len(all))}
	if len(all) == 0 {
		f.ok = "none: bot sources add --starter adds well-known feeds"
	}
	bad := broken(all)
	for i, s := range bad {
		if i == 3 {
			f.warn += fmt.Sprintf("; and %d more", len(bad)-i)
			break
		}
		if i > 0 {
			f.warn += "; "
		}
		f.warn += cmp.Or(s.Name, s.Shown()) + ": " + desk.CauseText("en", s.State.Cause)
	}
	if f.warn != "" {
		f.warn = fmt.Sprintf("%d of %d cannot be read (see bot sources list): %s", len(bad), len(all), f.warn)
	}
	return f
}

// checkFolders looks whether the folders among the sources can be read.
func checkFolders(all []desk.Source) []finding {
	var findings []finding
	for _, s := range all {
		if s.Kind == news.SourceFolder {
			findings = append(findings, finding{what: "folder " + name(s.Address), ok: "can be read", err: readableFolder(s.Source)})
		}
	}
	return findings
}
