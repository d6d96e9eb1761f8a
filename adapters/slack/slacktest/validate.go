package slacktest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// Problem is something that Slack, or the house's rules for what is sent to
// it, do not allow.
type Problem struct {
	Code string // Slack's error: "invalid_blocks"
	What string // where, and what
}

// String gives both.
func (p Problem) String() string { return p.Code + ": " + p.What }

// Validator holds what is sent to Slack to the schema of Block Kit and of the
// methods that post, and to the limits that the schema lacks. Its methods may
// be called from several goroutines.
type Validator struct {
	defs map[string]*jsonschema.Schema // by definition; nil: only what the schema lacks is checked
}

// schemaURL is the name that the schema is known by.
const schemaURL = "https://slack.invalid/blockkit.json"

// loaded are the schemas that were read, by path: compiling one takes long.
var loaded sync.Map //nolint:gochecknoglobals // a cache of files that do not change

// NewValidator reads the schema at a path, slack-blockkit.augmented.schema.json
// of the shared folder, once for a process; "" checks only what it lacks.
func NewValidator(path string) (*Validator, error) {
	if path == "" {
		return &Validator{}, nil
	}
	load, _ := loaded.LoadOrStore(path, sync.OnceValues(func() (*Validator, error) { return readSchema(path) }))
	return load.(func() (*Validator, error))() //nolint:errcheck,forcetypeassert // nothing else is stored
}

func readSchema(path string) (*Validator, error) {
	data, err := os.ReadFile(path) //nolint:gosec // the test's own
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schemaURL, doc); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	v := &Validator{defs: map[string]*jsonschema.Schema{}}
	for _, name := range definitions(doc) {
		if v.defs[name], err = c.Compile(schemaURL + "#/definitions/" + name); err != nil {
			return nil, fmt.Errorf("schema: %w", err)
		}
	}
	return v, nil
}

// definitions are those that are asked for by name.
func definitions(doc any) []string {
	top, _ := doc.(obj)
	all, _ := top["definitions"].(obj)
	return slices.Collect(maps.Keys(all))
}

// Message gives what is wrong with a message as [Validator.Call] would find it:
// its top-level text and its blocks, which are anything that encodes to JSON.
func (v *Validator) Message(text string, blocks any) []Problem {
	list, err := generic(blocks)
	if err != nil {
		return []Problem{{"invalid_blocks_format", err.Error()}}
	}
	args := obj{"text": text}
	if list != nil {
		args["blocks"] = list
	}
	var r report
	v.content(args, &r)
	return r.problems
}

// Home gives what is wrong with the blocks of an App Home.
func (v *Validator) Home(blocks any) []Problem {
	list, err := generic(blocks)
	if err != nil {
		return []Problem{{"invalid_arguments", err.Error()}}
	}
	var r report
	v.view(obj{"type": "home", "blocks": list}, &r)
	return r.problems
}

// Call gives what is wrong with the arguments of a method of the Web API:
// of "chat.postMessage", say. Methods that show nothing have no rules.
func (v *Validator) Call(method string, args map[string]any) []Problem {
	var r report
	switch method {
	case "chat.postMessage":
		v.schema("ChatPostMessageArguments", bare(args), "invalid_arguments", &r)
		v.unfurls(args, true, &r)
		v.content(args, &r)
	case "chat.postEphemeral":
		v.schema("ChatPostEphemeralArguments", bare(args), "invalid_arguments", &r)
		v.unfurls(args, false, &r)
		v.content(args, &r)
	case "chat.update":
		v.schema("ChatUpdateArguments", bare(args), "invalid_arguments", &r)
		if text, _ := args["text"].(string); len(text) > MaxUpdate {
			r.add("msg_too_long", "a change to a text of %d bytes", len(text))
		}
		v.unfurls(args, false, &r)
		v.content(args, &r)
	case "views.publish":
		v.schema("ViewsPublishArguments", bare(args), "invalid_arguments", &r)
		v.view(args["view"], &r)
	case "views.open":
		v.schema("ViewsOpenArguments", bare(args), "invalid_arguments", &r)
		v.view(args["view"], &r)
	}
	return r.problems
}

// Response gives what is wrong with what is sent to a response_url, or comes
// back with the acknowledgement of a command.
func (v *Validator) Response(body map[string]any) []Problem {
	var r report
	for k := range body {
		if !slices.Contains(responseFields(), k) {
			r.add("invalid_arguments", "unknown field %q", k)
		}
	}
	switch body["response_type"] {
	case nil, "ephemeral", "in_channel":
	default:
		r.add("invalid_arguments", "response_type %v", body["response_type"])
	}
	if body["delete_original"] == true && body["text"] == nil && body["blocks"] == nil {
		return r.problems
	}
	v.unfurls(body, true, &r)
	v.content(body, &r)
	return r.problems
}

// responseFields are those that a response_url takes.
func responseFields() []string {
	return []string{
		"text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts", "reply_broadcast",
		"metadata", "mrkdwn", "parse", "link_names", "unfurl_links", "unfurl_media",
	}
}

// bare are arguments without the blocks, which are looked at one by one, and
// without the token.
func bare(args obj) obj {
	args = maps.Clone(args)
	delete(args, "token")
	if _, ok := args["blocks"]; ok {
		args["blocks"] = []any{}
	}
	if view, ok := args["view"].(obj); ok {
		view = maps.Clone(view)
		view["blocks"] = []any{}
		args["view"] = view
	}
	return args
}

// report collects problems.
type report struct{ problems []Problem }

func (r *report) add(code, format string, args ...any) {
	r.problems = append(r.problems, Problem{code, fmt.Sprintf(format, args...)})
}

// schema holds a value to one of the schema's definitions.
func (v *Validator) schema(definition string, value any, code string, r *report) {
	if v.defs == nil {
		return
	}
	s := v.defs[definition]
	if s == nil {
		r.add(code, "the schema has no %s", definition)
		return
	}
	if err := s.Validate(value); err != nil {
		r.add(code, "%s: %s", definition, brief(err))
	}
}

// brief is what an error comes down to.
func brief(err error) string {
	var e *jsonschema.ValidationError
	if !errors.As(err, &e) {
		return err.Error()
	}
	said := slices.Compact(leaves(e))
	return strings.Join(said[:min(len(said), 4)], "; ")
}

// leaves are an error's causes that have no further cause. Of the branches of
// an anyOf it is those of the one that was meant: whose type fits, and which
// found least to say.
func leaves(e *jsonschema.ValidationError) []string {
	if len(e.Causes) == 0 {
		text, _ := json.Marshal(e.DetailedOutput().Error)
		return []string{"/" + strings.Join(e.InstanceLocation, "/") + " " + string(text)}
	}
	_, either := e.ErrorKind.(*kind.AnyOf)
	var all, best []string
	fits := false
	for _, c := range e.Causes {
		said := leaves(c)
		meant := !mistyped(c, len(e.InstanceLocation)+1)
		if best == nil || meant && !fits || meant == fits && len(said) < len(best) {
			best, fits = said, meant
		}
		all = append(all, said...)
	}
	if either {
		return best
	}
	return all
}

// mistyped says whether an error is about the type of an object at a depth.
func mistyped(e *jsonschema.ValidationError, depth int) bool {
	if n := len(e.InstanceLocation); len(e.Causes) == 0 && n == depth && e.InstanceLocation[n-1] == "type" {
		return true
	}
	return slices.ContainsFunc(e.Causes, func(c *jsonschema.ValidationError) bool { return mistyped(c, depth) })
}

// generic is a value as JSON gives it back.
func generic(x any) (any, error) {
	data, err := json.Marshal(x)
	if err != nil {
		return nil, fmt.Errorf("blocks: %w", err)
	}
	var out any
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("blocks: %w", err)
	}
	return out, nil
}

// obj is a JSON object.
type obj = map[string]any
