// Package slacktest is a stand-in of Slack for tests: its Web API and its
// response_urls over real HTTP, Socket Mode over a real WebSocket, and the
// signed requests that it sends to an application's own address, with the
// faults that a test orders. It keeps what a person would see, so that tests
// can look at the screen rather than at requests.
//
// It knows Slack from its documentation alone, and from what others measured
// where the documentation is silent. It shares no code with the adapter, nor
// with the library that the adapter uses.
package slacktest
