// Package slack is Slack as a chat platform.
//
// It has two halves. Below are the two ways in (Socket Mode, and signed
// requests over HTTP) and the Web API with its rate limits; above is what is
// said: a command, a button or a message into a request in words, a reply into
// blocks. slack.go has the interfaces by which they know each other.
package slack
