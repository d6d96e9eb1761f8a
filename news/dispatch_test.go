package news_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dateline/news"
)

var now = time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)

func TestNewDispatchMakesTheTextThatEvidenceRefersTo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ raw, want string }{
		"as it is":            {"A b.\n\nC d.", "A b.\n\nC d."},
		"byte order mark":     {"\uFEFFA b.", "A b."},
		"mark in the middle":  {"A \uFEFFb.", "A \uFEFFb."},
		"line ends":           {"A\r\nb\rc\n", "A\nb\rc\n"},
		"NUL":                 {"A\x00 b\x00.", "A b."},
		"not normalized":      {"Cafe\u0301 Café", "Cafe\u0301 Café"},
		"outer space is kept": {"  A b.\n", "  A b.\n"},
	} {
		d, err := news.NewDispatch(news.Raw{Text: c.raw}, news.Public, news.OriginImport, now)
		if err != nil || d.Revision.Text != c.want {
			t.Errorf("%s: got %q, %v, want %q", name, d.Revision.Text, err, c.want)
		}
	}
}

func TestNewDispatchRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		raw  news.Raw
		want error
	}{
		"empty":       {news.Raw{}, news.ErrEmptyText},
		"white space": {news.Raw{Text: " \n\uFEFF"[:2]}, news.ErrEmptyText},
		"NUL alone":   {news.Raw{Text: "\x00\x00"}, news.ErrEmptyText},
		"too long":    {news.Raw{Text: strings.Repeat("a", news.MaxText+1)}, news.ErrTooLong},
	} {
		if _, err := news.NewDispatch(c.raw, news.Public, news.OriginImport, now); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	_, err := news.NewDispatch(news.Raw{Text: "Zürich \xfc"}, news.Public, news.OriginImport, now)
	var encoding *news.EncodingError
	if !errors.As(err, &encoding) || encoding.Offset != 8 {
		t.Errorf("invalid UTF-8: got %v, want the error to name byte 8", err)
	}
	if _, err := news.NewDispatch(news.Raw{Title: "\xff", Text: "A b."}, news.Public, news.OriginImport, now); !errors.As(err, &encoding) {
		t.Errorf("title of invalid UTF-8: got %v", err)
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	dispatch := func(raw news.Raw, scope news.Scope, origin news.Origin) news.Dispatch {
		t.Helper()
		d, err := news.NewDispatch(raw, scope, origin, now)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	base := dispatch(news.Raw{ID: "7", Source: "TASS", Text: "A b."}, news.Public, news.OriginImport)
	workspace := news.Within(news.Workspace{Platform: "console"}.ID())
	for name, c := range map[string]struct {
		other news.Dispatch
		same  bool
	}{
		"the same again":            {dispatch(news.Raw{ID: "7", Source: "TASS", Text: "A b."}, news.Public, news.OriginImport), true},
		"another text, same id":     {dispatch(news.Raw{ID: "7", Source: "TASS", Text: "C d."}, news.Public, news.OriginImport), true},
		"same id of another source": {dispatch(news.Raw{ID: "7", Source: "dpa", Text: "A b."}, news.Public, news.OriginImport), false},
		"another scope":             {dispatch(news.Raw{ID: "7", Source: "TASS", Text: "A b."}, workspace, news.OriginImport), false},
		"asked for":                 {dispatch(news.Raw{ID: "7", Source: "TASS", Text: "A b."}, news.Public, news.OriginAsked), false},
		"the sample":                {dispatch(news.Raw{ID: "7", Source: "TASS", Text: "A b."}, news.Public, news.OriginSample), false},
	} {
		if got := c.other.ID == base.ID; got != c.same {
			t.Errorf("%s: same dispatch %t, want %t", name, got, c.same)
		}
	}
	if other := dispatch(news.Raw{ID: "7", Source: "TASS", Text: "C d."}, news.Public, news.OriginImport); other.Revision.ID == base.Revision.ID {
		t.Error("two texts have the same revision")
	}
}

func TestTimeIsNeverInTheFuture(t *testing.T) {
	t.Parallel()
	for published, want := range map[time.Time]time.Time{
		{}:                    now,
		now.Add(-time.Hour):   now.Add(-time.Hour),
		now.Add(+time.Minute): now,
	} {
		if got := (news.Dispatch{Published: published, Received: now}).Time(); !got.Equal(want) {
			t.Errorf("published %v: got %v, want %v", published, got, want)
		}
	}
}

func TestScopeAndIDSurviveTheirTextForm(t *testing.T) {
	t.Parallel()
	w := news.Workspace{Platform: "discord", Native: "42"}.ID()
	for _, s := range []news.Scope{news.Public, news.Within(w)} {
		got, err := news.ParseScope(s.String())
		if err != nil || got != s {
			t.Errorf("%s: got %v, %v", s, got, err)
		}
	}
	if !news.Public.VisibleTo(w) || !news.Within(w).VisibleTo(w) || news.Within(w).VisibleTo(news.Workspace{Platform: "slack", Native: "42"}.ID()) {
		t.Error("a scope is visible to the wrong workspace")
	}
	for _, bad := range []string{"x", "12", strings.Repeat("g", 32), strings.Repeat("a", 33)} {
		if _, err := news.ParseID[news.Dispatch](bad); err == nil {
			t.Errorf("%q was taken for an identifier", bad)
		}
	}
	if news.DeriveID[news.Dispatch]("ab", "c") == news.DeriveID[news.Dispatch]("a", "bc") {
		t.Error("identifiers do not keep the borders of their parts apart")
	}
}
