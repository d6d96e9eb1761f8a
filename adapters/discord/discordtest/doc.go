// Package discordtest is a stand-in of Discord for tests: its gateway over a
// real WebSocket and its API, version 10, over real HTTP, with the faults that
// a test orders. It keeps what a person would see, so that tests can look at
// the screen rather than at requests.
//
// It knows Discord from its documentation alone and shares no code with the
// adapter, nor with the library that the adapter uses.
package discordtest
