package main

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"dateline/adapters/slack/slacktest"
)

// BenchmarkSlackLatest is /news latest for 50 people who ask at the same time,
// one command after the other, as Slack sees it: to the acknowledgement, and to
// the answer's arriving by the response_url. Blocks are not held to the schema,
// which takes longer than answering.
func BenchmarkSlackLatest(b *testing.B) {
	for name, way := range map[string]slackWay{"socket": slackSocket, "http": slackHTTP} {
		for _, stored := range []int{1_000, 100_000} {
			b.Run(fmt.Sprintf("%s/dispatches=%d", name, stored), func(b *testing.B) { askTogether(b, way, stored) })
		}
	}
}

func askTogether(b *testing.B, way slackWay, stored int) {
	n := room(b, newBox(b), way, slacktest.Options{})
	n.b.env["LOG_LEVEL"] = "warn"
	if way == slackHTTP {
		n.b.env["LOG_LEVEL"] = "info" // which says where it listens
	}
	n.b.run(manyRows(stored), "import", "-").ends(exitDone)
	p := n.serve()
	var people []slacktest.Person
	for range 50 {
		people = append(people, n.Join(slacktest.Person{}))
	}
	here := n.Channel(0)
	n.answer(n.Slash(people[0], here, "latest")) // what a first answer opens is open
	var mu sync.Mutex
	var acks, answers []time.Duration
	b.ResetTimer()
	for b.Loop() {
		var all sync.WaitGroup
		for _, person := range people {
			all.Go(func() {
				id := n.Slash(person, here, "latest")
				n.Await(b, "an answer", func() bool { return n.Answered(id).Shown > 0 && n.Answered(id).Acked })
				got := n.Answered(id)
				mu.Lock()
				defer mu.Unlock()
				acks, answers = append(acks, got.After), append(answers, got.Shown)
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
}
