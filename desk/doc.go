// Package desk is the core that readers talk to: it takes a command from any
// platform and gives back a platform-free reply.
//
// A request passes through it from top to bottom: command.go and options.go
// read the words that were typed; latest.go, topic.go, asked.go and
// evidence.go each answer one kind of command; digests.go has the digests
// made, once a revision; conversation.go remembers what was shown, so that
// "evidence 2" and "older" can be said tomorrow; layout.go turns digests
// into blocks.
//
// Everything that Dateline itself says is in the files of the folder words,
// one a language. To change a wording, change it there; to add a language,
// add a file. The news is never translated.
package desk
