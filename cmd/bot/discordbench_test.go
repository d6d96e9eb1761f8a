package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/adapters/discord/discordtest"
)

// crowd is a stand-in of Discord for benchmarks: requests are not held to the
// description, which takes longer than answering them.
func crowd(b *testing.B, guilds int) *community {
	b.Helper()
	c := &community{Server: discordtest.New(b, discordtest.Options{Guilds: guilds}), t: b, b: newBox(b)}
	c.b.env["DISCORD_TOKEN"], c.b.env["DISCORD_API_URL"], c.b.env["LOG_LEVEL"] = c.Token, c.URL, "warn"
	return c
}

// BenchmarkServers is the memory that the program takes at most when it has
// got 10,000 servers, with all that Discord tells of them, and has answered.
func BenchmarkServers(b *testing.B) {
	peak := 0.0
	for b.Loop() {
		c := crowd(b, 10_000)
		p := c.serve()
		c.answer(c.Slash(c.Join(discordtest.Person{}), c.Channel(9_999, 0), "news latest"))
		peak = max(peak, peakMB(b, p))
		if code := p.terminate(); code != exitDone {
			b.Fatalf("bot run ended with %d", code)
		}
	}
	b.ReportMetric(peak, "peak-MB")
}

// peakMB is the most memory that a process had (Linux alone tells).
func peakMB(b *testing.B, p *program) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		b.Fatal("no VmHWM")
	}
	kb, err := strconv.Atoi(string(m[1]))
	if err != nil {
		b.Fatal(err)
	}
	return float64(kb) / 1000
}

// BenchmarkLatest is /news latest for 50 people who ask at the same time, one
// command after the other, as Discord sees it: to the acknowledgement, and to
// the whole answer.
func BenchmarkLatest(b *testing.B) {
	for _, stored := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("dispatches=%d", stored), func(b *testing.B) {
			c := crowd(b, 1)
			c.b.run(manyRows(stored), "import", "-").ends(exitDone)
			p := c.serve()
			var people []discordtest.Person
			for range 50 {
				people = append(people, c.Join(discordtest.Person{}))
			}
			c.answer(c.Slash(people[0], c.Channel(0, 0), "news latest")) // what a first answer opens is open
			var mu sync.Mutex
			var acks, answers []time.Duration
			b.ResetTimer()
			for b.Loop() {
				var all sync.WaitGroup
				for _, person := range people {
					all.Go(func() {
						start := time.Now()
						id := c.Slash(person, c.Channel(0, 0), "news latest")
						c.Await(b, "an answer", func() bool { return c.Answered(id).Whole })
						took := time.Since(start)
						mu.Lock()
						defer mu.Unlock()
						acks, answers = append(acks, c.Answered(id).After), append(answers, took)
					})
				}
				all.Wait()
			}
			b.StopTimer()
			b.ReportMetric(p99(acks), "ack-p99-ms")
			b.ReportMetric(p99(answers), "answer-p99-ms")
			if code := p.terminate(); code != exitDone {
				b.Fatalf("bot run ended with %d", code)
			}
			used := p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime() // with its start
			b.ReportMetric(float64(used.Microseconds())/1000/float64(len(answers)), "cpu-ms/answer")
		})
	}
}

func p99(all []time.Duration) float64 {
	slices.Sort(all)
	return float64(all[len(all)*99/100].Microseconds()) / 1000
}

// manyRows are so many dispatches of some sentences, as JSONL.
func manyRows(n int) string {
	var rows strings.Builder
	for i := range n {
		at := time.Now().Add(-time.Duration(n-i) * time.Second).UTC().Format(time.RFC3339)
		fmt.Fprintf(&rows, `{"id":"%d","title":"Story %d","published":"%s","text":"The ferry number %d was stopped on Monday after a storm, the harbour office said. %s"}`+"\n", i, i, at, i, bridge)
	}
	return rows.String()
}
