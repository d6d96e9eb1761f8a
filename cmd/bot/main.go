// Command bot is Dateline: it reads news dispatches and answers with short
// bullet digests, in the terminal and on chat platforms.
//
// This is the only place that knows every package. main starts [run], which
// parses the command line and calls one subcommand; each subcommand has a file
// of its own.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones work on machines without a zone database

	"dateline/adapters/discord"
)

func main() {
	// Without this a closed stdout would kill the program in the middle of a
	// write; with it the write fails and the program ends in order.
	signal.Ignore(syscall.SIGPIPE)
	discord.SetVersion()
	hush()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.LookupEnv, os.Stdin, os.Stdout, os.Stderr))
}

// hush silences the standard logger, which is not ours: net/http writes to it
// what a server sends unasked, in the server's own words, whatever LOG_LEVEL
// and LOG_FORMAT are. Such a connection is closed, and nothing is lost by it.
func hush() { log.SetOutput(io.Discard) }
