package console

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"dateline/adapters"
	"dateline/news"
)

// typed is a lineReader of lines that are known before; "^C" is the key.
type typed struct {
	lines      []string
	prompts    []string
	remembered []string
	closed     bool
}

func (l *typed) Prompt(prompt string) (string, error) {
	l.prompts = append(l.prompts, prompt)
	if len(l.lines) == 0 {
		return "", io.EOF
	}
	line := l.lines[0]
	l.lines = l.lines[1:]
	switch line {
	case "^C":
		return "", errAborted
	case "^D":
		return "", io.EOF
	case "too long":
		return "", errTooLong
	}
	return line, nil
}

func (l *typed) Remember(line string) { l.remembered = append(l.remembered, line) }
func (l *typed) Interrupt()           {}
func (l *typed) Close() error         { l.closed = true; return nil }

// echo answers with what it was asked.
type echo struct{ asked []string }

func (e *echo) Handle(_ context.Context, r adapters.Request) (adapters.Reply, error) {
	e.asked = append(e.asked, r.Text)
	if r.Text == "fail" {
		return adapters.Reply{Failed: true}, errors.New("no\x1b[31m luck\nat all")
	}
	return adapters.Reply{Blocks: []adapters.Block{{Text: "<" + r.Text + ">"}}}, nil
}

func TestChat(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []string
		want  []string // requests after the welcome
	}{
		{"end of input", []string{"latest"}, []string{"latest"}},
		{"Ctrl-D", []string{"^D", "latest"}, nil},
		{"Ctrl-C", []string{"latest", "^C", "older"}, []string{"latest"}},
		{"exit", []string{"exit", "latest"}, nil},
		{"Quit", []string{" Quit ", "latest"}, nil},
		{":q", []string{":q", "latest"}, nil},
		{"only whole words end", []string{"exit now", "quits"}, []string{"exit now", "quits"}},
		{"nothing asked", []string{"", "  ", "latest"}, []string{"latest"}},
		{"other platforms' word", []string{"/news latest", "/NEWS\ttopic x", "/news", "/newsletter", "\uFEFFlatest"}, []string{"latest", "topic x", "help", "/newsletter", "latest"}},
		{"digest on one line", []string{"digest A text.", "latest"}, []string{"digest A text.", "latest"}},
		{"digest of lines", []string{"digest", "MOSCOW.", "", "exit", " .", ".", "latest"}, []string{"digest MOSCOW.\n\nexit\n .", "latest"}},
		{"digest of lines to the end", []string{"/news Digest", "one", "two"}, []string{"digest one\ntwo"}},
		{"digest of lines, Ctrl-D goes on", []string{"digest", "one", "^D", "latest"}, []string{"digest one", "latest"}},
		{"digest given up", []string{"digest", "one", "^C", "latest"}, []string{"latest"}},
		{"digest of nothing", []string{"digest", "."}, []string{"digest"}},
		{"a line too long", []string{"too long", "latest"}, []string{"latest"}},
		{"a text with a line too long", []string{"digest", "one", "too long", "latest", ".", "older"}, []string{"older"}},
		{"a text too long", []string{"digest", strings.Repeat("x", news.MaxText/2), strings.Repeat("y", news.MaxText/2), ".", "older"}, []string{"older"}},
		{"failures", []string{"fail", "latest"}, []string{"fail", "latest"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := &echo{}
			c := New(Options{Interactive: true})
			if err := c.chat(t.Context(), h, &typed{lines: tt.lines}); err != nil {
				t.Fatalf("chat: %v", err)
			}
			if want := append([]string{"welcome"}, tt.want...); !slices.Equal(h.asked, want) {
				t.Errorf("asked %.200q, want %.200q", h.asked, want)
			}
		})
	}
}

func TestChatShows(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	lines := &typed{lines: []string{"latest", "fail", "too long", "digest", "one", ".", "Help"}}
	c := New(Options{Interactive: true, Out: &out, Err: &errs})
	if c.Failed() {
		t.Error("Failed before anything was asked")
	}
	if err := c.chat(t.Context(), &echo{}, lines); err != nil {
		t.Fatalf("chat: %v", err)
	}
	want := "<welcome>\n\n<latest>\n\nPaste the text. A line with only a dot ends it.\n<digest one>\n\n<Help>\n" +
		"  digest  alone on a line: the lines after it are the text, up to a line with only a dot\n" +
		"  exit    ends; so does Ctrl-D\n\n\n"
	if out.String() != want {
		t.Errorf("shown:\n%s\nwant:\n%s", out.String(), want)
	}
	if got, want := errs.String(), "error: no luck at all\nA line or text was over 16 MiB and was left out.\n"; got != want {
		t.Errorf("complained %q, want %q", got, want)
	}
	if !c.Failed() {
		t.Error("not Failed after a failed reply")
	}
	if want := []string{"latest", "fail", "digest", "Help"}; !slices.Equal(lines.remembered, want) {
		t.Errorf("remembered %q, want %q", lines.remembered, want)
	}
	if want := []string{mainPrompt, mainPrompt, mainPrompt, mainPrompt, textPrompt, textPrompt, mainPrompt, mainPrompt}; !slices.Equal(lines.prompts, want) {
		t.Errorf("prompts %q, want %q", lines.prompts, want)
	}
}

// TestRunPipe holds what a script relies on: answers alone, an empty line between them.
func TestRunPipe(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	in := "\uFEFF/news latest\r\n\nolder\ndigest " + strings.Repeat("x", news.MaxText) + "\nevidence 1"
	c := New(Options{In: strings.NewReader(in), Out: &out, Err: &errs, Language: "de_DE.UTF-8"})
	if err := c.Run(t.Context(), &echo{}); err != nil {
		t.Fatalf("Run: %v", err)
	}
	if got, want := out.String(), "<latest>\n\n<older>\n\n<evidence 1>\n"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	if got, want := errs.String(), "Eine Zeile oder ein Text war über 16 MiB groß und wurde ausgelassen.\n"; got != want {
		t.Errorf("complained %q, want %q", got, want)
	}
}

// TestRunPlain holds that a plain chat prompts and never redraws.
func TestRunPlain(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := New(Options{In: strings.NewReader("latest\n"), Out: &out, Interactive: true, Style: Style{Plain: true, Color: true}})
	if err := c.Run(t.Context(), &echo{}); err != nil {
		t.Fatalf("Run: %v", err)
	}
	if got, want := out.String(), "<welcome>\n\n> <latest>\n\n> \n"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
}

// broken is an input and output that has gone.
type broken struct{}

func (broken) Read([]byte) (int, error)  { return 0, errors.New("gone") }
func (broken) Write([]byte) (int, error) { return 0, errors.New("gone") }

func TestRunBroken(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options Options
		want    string
	}{
		{"input", Options{In: broken{}}, "input: gone"},
		{"output", Options{In: strings.NewReader("latest\nolder\n"), Out: broken{}}, "output: gone"},
		{"prompt", Options{In: strings.NewReader("x\n"), Out: broken{}, Interactive: true, Style: Style{Plain: true}}, "output: gone"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if err := New(tt.options).Run(t.Context(), &echo{}); err == nil || err.Error() != tt.want {
				t.Errorf("Run gave %v, want %q", err, tt.want)
			}
		})
	}
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line, asked, shown string
		failed             bool
		err                string
	}{
		{"/news latest", "latest", "<latest>\n", false, ""},
		{"  topic x ", "topic x", "<topic x>\n", false, ""},
		{"digest", "digest", "<digest>\n", false, ""},
		{"fail", "fail", "", true, "no\x1b[31m luck\nat all"},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			h := &echo{}
			failed, err := New(Options{Out: &out}).Answer(t.Context(), h, tt.line)
			if failed != tt.failed || (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
				t.Errorf("Answer gave %t, %v; want %t, %q", failed, err, tt.failed, tt.err)
			}
			if out.String() != tt.shown || !slices.Equal(h.asked, []string{tt.asked}) {
				t.Errorf("asked %q, shown %q; want %q, %q", h.asked, out.String(), tt.asked, tt.shown)
			}
		})
	}
}

func TestSend(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := New(Options{Out: &out, Interactive: true})
	c.setPrompt(mainPrompt)
	reply := adapters.Reply{Blocks: []adapters.Block{{Text: "news"}}}
	if err := c.Send(t.Context(), c.channel, reply); err != nil {
		t.Fatalf("Send: %v", err)
	}
	if got, want := out.String(), "\nnews\n\n> "; got != want {
		t.Errorf("shown at a prompt: %q, want %q", got, want)
	}
	if err := c.Send(t.Context(), news.Channel{Platform: "slack"}, reply); err == nil {
		t.Error("Send to another platform's channel gave no error")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Send(ended, c.channel, reply); !errors.Is(err, context.Canceled) {
		t.Errorf("Send after its context ended gave %v, want %v", err, context.Canceled)
	}
}

func TestLanguageOf(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string]string{
		"": "en", "C": "en", "POSIX": "en", "C.UTF-8": "en", "en_US.UTF-8": "en", "ru_RU.UTF-8": "ru",
		"de@euro": "de", "fr": "fr", "pt-BR": "pt-BR",
	} {
		if got := New(Options{Language: locale}).channel.Language; got != want {
			t.Errorf("language of %q is %q, want %q", locale, got, want)
		}
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	commands := []string{"latest", "digest", "topic", "topics"}
	tests := []struct {
		line string
		want []string
	}{
		{"", nil},
		{"top", []string{"topic ", "topics "}},
		{"TOPICS", []string{"topics "}},
		{"/news la", []string{"/news latest "}},
		{"latest x", nil},
		{"zz", nil},
	}
	for _, tt := range tests {
		if got := complete(commands, tt.line); !slices.Equal(got, tt.want) {
			t.Errorf("complete(%q) = %q, want %q", tt.line, got, tt.want)
		}
	}
}

// TestWords holds that no language misses a word.
func TestWords(t *testing.T) {
	t.Parallel()
	all := catalogue()
	for _, language := range []string{"en", "ru", "de", "fr", "es"} {
		w := all[language]
		for i, s := range []string{w.youCanType, w.textFollows, w.tooLong, w.helpDigest, w.helpExit} {
			if s == "" || strings.Contains(s, "!") {
				t.Errorf("word %d of %q is %q", i, language, s)
			}
		}
		if strings.Count(w.tooLong, "%d") != 1 {
			t.Errorf("tooLong of %q has no number: %q", language, w.tooLong)
		}
	}
	if got := wordsIn("RU-ru"); got != all["ru"] {
		t.Errorf("words in RU-ru: %+v", got)
	}
	if got := wordsIn("ja"); got != all["en"] {
		t.Errorf("words in ja: %+v", got)
	}
}

// TestRunEnds holds that no further line is answered once the context ended,
// where a read cannot be interrupted too.
func TestRunEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	h := &echo{}
	ending := handlerFunc(func(ctx context.Context, r adapters.Request) (adapters.Reply, error) {
		cancel()
		return h.Handle(ctx, r)
	})
	var out bytes.Buffer
	if err := New(Options{In: strings.NewReader("latest\nolder\n"), Out: &out}).Run(ctx, ending); err != nil {
		t.Errorf("Run: %v", err)
	}
	if want := []string{"latest"}; !slices.Equal(h.asked, want) || out.Len() > 0 {
		t.Errorf("asked %q and shown %q, want %q and nothing", h.asked, out.String(), want)
	}
}

type handlerFunc func(context.Context, adapters.Request) (adapters.Reply, error)

func (f handlerFunc) Handle(ctx context.Context, r adapters.Request) (adapters.Reply, error) {
	return f(ctx, r)
}
