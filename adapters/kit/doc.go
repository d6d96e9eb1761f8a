// Package kit is what adapters of chat platforms have in common below the
// port: conversations that are answered in order, text cut to a platform's
// limits, what a button carries, credentials that never print.
//
// It knows no platform: sizes and limits are handed over.
package kit
