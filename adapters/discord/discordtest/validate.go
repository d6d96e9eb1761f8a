package discordtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// Validator holds requests to Discord's OpenAPI description, with unknown
// fields refused, and to the limits that the description lacks.
type Validator struct {
	doc    *openapi3.T // nil: only what the description lacks is checked
	routes map[string][]route
}

type route struct {
	template string
	parts    []string
	op       *openapi3.Operation
	params   openapi3.Parameters // of the path's all methods
}

// loaded are the descriptions that were read, by path: reading one takes long.
var loaded sync.Map //nolint:gochecknoglobals // a cache of files that do not change

// validator gives the validator of a description; "" is one without.
func validator(path string) (*Validator, error) {
	if path == "" {
		return &Validator{routes: bare()}, nil
	}
	load, _ := loaded.LoadOrStore(path, sync.OnceValues(func() (*Validator, error) { return NewValidator(path) }))
	return load.(func() (*Validator, error))() //nolint:errcheck,forcetypeassert // nothing else is stored
}

// NewValidator reads an OpenAPI description of Discord's API, version 10. It
// costs a second; keep it.
func NewValidator(path string) (*Validator, error) {
	data, err := os.ReadFile(path) //nolint:gosec // the test's own
	if err != nil {
		return nil, fmt.Errorf("description: %w", err)
	}
	var tree obj
	if err := json.Unmarshal(data, &tree); err != nil {
		return nil, fmt.Errorf("description: %w", err)
	}
	seal(tree)
	if data, err = json.Marshal(tree); err != nil {
		return nil, fmt.Errorf("description: %w", err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("description: %w", err)
	}
	v := &Validator{doc: doc, routes: map[string][]route{}}
	for template, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			v.routes[method] = append(v.routes[method], newRoute(template, op, item.Parameters))
		}
	}
	return v, nil
}

func newRoute(template string, op *openapi3.Operation, params openapi3.Parameters) route {
	return route{template: template, parts: strings.Split(strings.Trim(template, "/"), "/"), op: op, params: params}
}

// bare are the routes that the stand-in itself knows.
func bare() map[string][]route {
	routes := map[string][]route{}
	for _, r := range []string{
		"GET /gateway/bot", "GET /applications/@me", "GET /users/@me", "POST /users/@me/channels", "GET /guilds/{guild_id}",
		"GET /channels/{channel_id}", "GET /channels/{channel_id}/messages", "POST /channels/{channel_id}/messages",
		"GET /channels/{channel_id}/messages/{message_id}", "PATCH /channels/{channel_id}/messages/{message_id}",
		"DELETE /channels/{channel_id}/messages/{message_id}", "POST /interactions/{interaction_id}/{interaction_token}/callback",
		"POST /webhooks/{webhook_id}/{webhook_token}", "GET /webhooks/{webhook_id}/{webhook_token}/messages/@original",
		"PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original", "DELETE /webhooks/{webhook_id}/{webhook_token}/messages/@original",
		"GET /applications/{application_id}/commands", "PUT /applications/{application_id}/commands",
		"GET /applications/{application_id}/guilds/{guild_id}/commands", "PUT /applications/{application_id}/guilds/{guild_id}/commands",
		"GET /users/@me/guilds", "GET /guilds/{guild_id}/members/{user_id}",
	} {
		method, template, _ := strings.Cut(r, " ")
		routes[method] = append(routes[method], newRoute(template, nil, nil))
	}
	return routes
}

// seal closes every object that names its properties: a field that Discord
// does not know is a mistake of the sender's. A const, which the validating
// library passes over, becomes an enumeration of one.
func seal(x any) {
	switch x := x.(type) {
	case obj:
		_, named := x["properties"]
		_, open := x["additionalProperties"]
		if named && !open && x["type"] == "object" {
			x["additionalProperties"] = false
		}
		if v, ok := x["const"]; ok {
			x["enum"] = []any{v}
		}
		for _, v := range x {
			seal(v)
		}
	case []any:
		for _, v := range x {
			seal(v)
		}
	}
}

// Check gives what is wrong with a request, and its route ("POST
// /channels/{channel_id}/messages", "" if there is none). path is without the
// API's base; data is the JSON of the body, which of a form is its payload_json.
func (v *Validator) Check(r *http.Request, path string, data []byte) (name string, problems []string) {
	found, values, ok := v.find(r.Method, path)
	if !ok {
		return "", []string{"no such route"}
	}
	name = r.Method + " " + found.template
	report := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if r.Header.Get("User-Agent") == "" || !strings.HasPrefix(r.Header.Get("User-Agent"), "DiscordBot (") {
		report("User-Agent %q is not of the form that Discord wants", r.Header.Get("User-Agent"))
	}
	found.checkParameters(values, r.URL.Query(), report)
	found.checkBody(r, data, report)
	if r.Method != http.MethodGet {
		checkLimits(name, data, report)
	}
	return name, problems
}

// find matches a path: of two templates, the one with fewer parameters.
func (v *Validator) find(method, path string) (best route, values map[string]string, ok bool) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	for _, r := range v.routes[method] {
		got, fits := r.match(parts)
		if fits && (!ok || len(got) < len(values)) {
			best, values, ok = r, got, true
		}
	}
	return best, values, ok
}

func (r route) match(parts []string) (map[string]string, bool) {
	if len(parts) != len(r.parts) {
		return nil, false
	}
	values := map[string]string{}
	for i, p := range r.parts {
		switch {
		case strings.HasPrefix(p, "{"):
			values[strings.Trim(p, "{}")] = parts[i]
		case p != parts[i]:
			return nil, false
		}
	}
	return values, true
}

func (r route) checkParameters(path map[string]string, query url.Values, report func(string, ...any)) {
	if r.op == nil {
		return
	}
	known := map[string]bool{}
	for _, list := range []openapi3.Parameters{r.params, r.op.Parameters} {
		for _, p := range list {
			known[p.Value.Name] = true
			text, given := path[p.Value.Name]
			if p.Value.In == "query" {
				text, given = query.Get(p.Value.Name), query.Has(p.Value.Name)
			}
			if !given {
				if p.Value.Required {
					report("parameter %s is missing", p.Value.Name)
				}
				continue
			}
			if err := p.Value.Schema.Value.VisitJSON(parameter(p.Value.Schema.Value, text)); err != nil {
				report("parameter %s: %s", p.Value.Name, brief(err))
			}
		}
	}
	for name := range query {
		if !known[name] {
			report("unknown parameter %s", name)
		}
	}
}

// parameter reads a parameter's text as the schema wants it.
func parameter(s *openapi3.Schema, text string) any {
	switch {
	case s.Type.Includes("integer") || s.Type.Includes("number"):
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return n
		}
	case s.Type.Includes("boolean"):
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	}
	return text
}

func (r route) checkBody(req *http.Request, data []byte, report func(string, ...any)) {
	if len(data) == 0 {
		if r.op != nil && r.op.RequestBody != nil && r.op.RequestBody.Value.Required {
			report("the body is missing")
		}
		if req.Header.Get("Content-Type") != "" {
			report("a Content-Type without a body")
		}
		return
	}
	kind := req.Header.Get("Content-Type")
	if !strings.HasPrefix(kind, "application/json") && !strings.HasPrefix(kind, "multipart/form-data") {
		report("Content-Type %q", kind)
	}
	var body any
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&body); err != nil {
		report("the body is no JSON: %v", err)
		return
	}
	if r.op == nil {
		return
	}
	if r.op.RequestBody == nil {
		report("a body where none belongs")
		return
	}
	media := r.op.RequestBody.Value.Content.Get("application/json")
	if media == nil {
		report("a JSON body where none belongs")
		return
	}
	if err := media.Schema.Value.VisitJSON(body, openapi3.MultiErrors()); err != nil {
		report("body: %s in %.2000s", brief(err), data)
	}
}

// brief is an error without the schema that it would print.
func brief(err error) string {
	var many openapi3.MultiError
	if errors.As(err, &many) {
		var all []string
		for _, e := range many {
			all = append(all, brief(e))
		}
		return strings.Join(all, "; ")
	}
	var one *openapi3.SchemaError
	if errors.As(err, &one) {
		at := strings.Join(one.JSONPointer(), ".")
		text := at + ": " + one.Reason
		if one.Origin != nil {
			text += " (" + brief(one.Origin) + ")"
		}
		return text
	}
	return err.Error()
}

// Watch is a transport that holds every request to a validator before it goes
// out, and reports what is wrong. base precedes the API's paths.
func (v *Validator) Watch(next http.RoundTripper, base string, report func(string)) http.RoundTripper {
	return watcher{v, next, strings.TrimSuffix(base, "/"), report}
}

type watcher struct {
	check  *Validator
	next   http.RoundTripper
	base   string
	report func(string)
}

// RoundTrip implements [http.RoundTripper].
func (w watcher) RoundTrip(r *http.Request) (*http.Response, error) {
	at, err := url.Parse(w.base)
	if err != nil {
		return nil, fmt.Errorf("base: %w", err)
	}
	path, ok := strings.CutPrefix(r.URL.Path, at.Path)
	if !ok || r.URL.Host != at.Host {
		w.report(r.Method + " " + r.URL.Host + ": not the API")
		return w.next.RoundTrip(r)
	}
	raw, err := readBody(r)
	if err != nil {
		return nil, err
	}
	data, err := payload(r.Header.Get("Content-Type"), raw)
	if err != nil {
		w.report(err.Error())
	}
	_, problems := w.check.Check(r, path, data)
	for _, p := range problems {
		w.report(r.Method + " " + path + ": " + p)
	}
	return w.next.RoundTrip(r)
}

// readBody reads a request's body and puts it back.
func readBody(r *http.Request) ([]byte, error) {
	if r.GetBody == nil {
		return nil, nil
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(body); err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	return b.Bytes(), nil
}
