// Package console is the terminal as a chat platform: a prompt for a person,
// and plain lines for a pipe. It is also the template for a new platform.
//
// [New] makes it, [DetectStyle] says what the terminal can show, [Console.Run]
// is the chat and [Console.Answer] one question. [Render] lays a reply out and
// has no other effect, so that golden files hold what people see.
//
// Where to change what: colours in theme.go, layout in render.go and wrap.go,
// the few words of the terminal's own in words.go. What hostile text may not do
// is the same everywhere, and in package adapters: [adapters.CleanText].
package console
