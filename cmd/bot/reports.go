package main

import (
	"context"
	"fmt"
	"time"

	"dateline/news"
	"dateline/store"
)

// maxReports is how many reports of wrong answers are shown.
const maxReports = 20

// reportShape is what somebody thought wrong; names are public. Who it was,
// and where, stays in the database.
type reportShape struct {
	Made       time.Time         `json:"made"`
	Platform   string            `json:"platform"`
	Command    string            `json:"command"` // that was answered
	Number     string            `json:"number"`  // of the bullet; "" for the whole answer
	Dispatches []news.DispatchID `json:"dispatches"`
}

// reports gives the newest reports.
func reports(ctx context.Context, s store.Upkeep) []reportShape {
	all := []reportShape{}
	found, err := s.Reports(ctx, maxReports)
	if err != nil {
		return all // a database with an older schema has none, and is shown all the same
	}
	for _, r := range found {
		all = append(all, reportShape{r.Made, r.Channel.Platform, r.Command, r.Number, r.Shown})
	}
	return all
}

// printReports says what somebody thought wrong, if anybody did.
func (a *app) printReports(all []reportShape) error {
	for _, r := range all {
		what := r.Command
		if r.Number != "" {
			what += ", number " + r.Number
		}
		if _, err := fmt.Fprintf(a.out, "reported as wrong: %s on %s: %s\n", a.day(r.Made), r.Platform, what); err != nil {
			return err
		}
	}
	return nil
}
