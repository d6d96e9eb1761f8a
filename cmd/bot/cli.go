package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"dateline/desk"
)

// cli is the command line.
type cli struct {
	Start   startCmd   `cmd:"" hidden:"" help:"Chat in the terminal, or serve the platforms that are configured."`
	Run     runCmd     `cmd:"" help:"Serve every platform that is configured, until it is told to end."`
	Chat    chatCmd    `cmd:"" help:"Chat in the terminal; with words, answer them and end."`
	Digest  digestCmd  `cmd:"" help:"Digest files, or rows of JSON in bulk."`
	Support supportCmd `cmd:"" help:"Check in bulk whether texts bear claims out."`
	Import  importCmd  `cmd:"" help:"Store dispatches from text or JSONL files."`
	Export  exportCmd  `cmd:"" help:"Write the stored dispatches and their digests as JSONL."`
	Sources sourcesCmd `cmd:"" help:"Say where the news comes from: add, list, remove, check, poll, import and export sources."`
	Store   storeCmd   `cmd:"" help:"Look after the database."`
	Status  statusCmd  `cmd:"" help:"Say what is stored and how much room is left."`
	Doctor  doctorCmd  `cmd:"" help:"Check the configuration and the machine: 'ok', or what to do."`
	Setup   setupCmd   `cmd:"" help:"Set a chat platform up: its credentials, and the invitation."`
	Version versionCmd `cmd:"" help:"Print version, commit and Go version."`
}

const about = `Dateline reads news dispatches and answers with short bullet digests.

Without a command it chats in the terminal, or serves the chat platforms that are configured.

Examples: "bot", "bot chat latest", "bot digest story.txt".`

// storeFlag is the flag of every command that reads or writes the store.
type storeFlag struct {
	Store string `placeholder:"DSN" help:"The database, sqlite:PATH (default: DATABASE_URL, else sqlite:data/dateline.db)."`
}

// execute parses args and runs the command they name.
func (a *app) execute(ctx context.Context, args []string) error {
	args = aliases(args)
	var commands cli
	ended := false // by --help, which does all there is to do
	parser, err := kong.New(&commands, kong.Name("bot"), kong.Description(about), kong.Writers(a.out, a.stderr),
		kong.Exit(func(int) { ended = true }), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(a),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return fmt.Errorf("command line: %w", err)
	}
	parsed, err := parser.Parse(args)
	if ended {
		return nil
	}
	if err != nil {
		return misused(args, err)
	}
	return parsed.Run()
}

// aliases turns other ways to say a command into the command itself.
func aliases(args []string) []string {
	switch {
	case len(args) == 0:
		return []string{"start"}
	case args[0] == "--version":
		return []string{"version"}
	case args[0] == "help":
		return append(slices.Clone(args[1:]), "--help")
	case strings.HasPrefix(args[0], "-") && args[0] != "--help" && args[0] != "-h":
		return append([]string{"start"}, args...)
	}
	return args
}

// misused says in one line what is wrong with the command line.
func misused(args []string, err error) error {
	what := strings.Join(strings.Fields(err.Error()), " ")
	if strings.HasPrefix(what, "unexpected argument "+args[0]) {
		what = strings.Replace(what, "unexpected argument "+args[0], fmt.Sprintf("unknown command %q", args[0]), 1)
		word := strings.TrimPrefix(args[0], "/")
		if !strings.Contains(what, "did you mean") && (word == "news" || slices.Contains(desk.Commands(), word)) {
			what += fmt.Sprintf(", did you mean %q?", "bot chat "+strings.Join(args, " "))
		}
	}
	return usageError(what + helpHint(args[0]))
}

// helpHint names the help that is nearest to the mistake.
func helpHint(command string) string {
	for _, known := range []string{"run", "chat", "digest", "import", "export", "sources", "store", "status", "doctor", "setup"} {
		if command == known {
			return fmt.Sprintf(" (see bot %s --help)", known)
		}
	}
	return " (see bot --help)"
}
