// Package discord is Discord as a chat platform. It translates commands,
// mentions and buttons in and replies out; what is not about Discord stays in
// package desk.
//
// [New] makes an [Adapter]; its Run connects every shard and ends with its
// context. Three layers, each of which knows the one below it by an interface
// of this package only:
//
//   - front (render*.go, commands*.go, interact*.go, ids*.go) knows commands,
//     words and layout. It gets [events] and asks for things by [api].
//   - the gateway (session*.go, supervise*.go) keeps a connection a shard and
//     turns what comes over it into calls of events.
//   - requests (transport*.go, limiter*.go, deliver*.go) put api on HTTP, with
//     Discord's rate limits kept.
//
// The library discordgo keeps the gateway's protocol and gives the types of
// Discord's objects. Its requests are not used: its limiter cannot be
// interrupted, and its errors carry the token.
//
// Package discordtest is the stand-in that the tests run against.
package discord
