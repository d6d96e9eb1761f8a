package news

// Workspace is where people share what they see: a Discord server, a Slack
// workspace, a person's direct messages, the terminal.
type Workspace struct {
	Platform string // "discord", "slack", "console"
	Native   string // the platform's own identifier; "" for the terminal
}

// ID derives the workspace's identifier.
func (w Workspace) ID() WorkspaceID { return DeriveID[Workspace](w.Platform, w.Native) }

// Scope says who may see a row: everyone, or one workspace. The zero Scope is public.
type Scope struct{ workspace WorkspaceID }

// Public is the scope that every workspace sees.
var Public = Scope{}

// Within is the scope of one workspace. The zero WorkspaceID gives [Public].
func Within(w WorkspaceID) Scope { return Scope{w} }

// Workspace is the workspace the scope is limited to, zero where it is public.
func (s Scope) Workspace() WorkspaceID { return s.workspace }

// VisibleTo reports whether workspace w may see a row of this scope.
func (s Scope) VisibleTo(w WorkspaceID) bool { return s.workspace.IsZero() || s.workspace == w }

// String gives "public" or the workspace's identifier; it is the stored form.
func (s Scope) String() string {
	if s.workspace.IsZero() {
		return "public"
	}
	return s.workspace.String()
}

// ParseScope reads what [Scope.String] writes.
func ParseScope(text string) (Scope, error) {
	if text == "public" {
		return Public, nil
	}
	w, err := ParseID[Workspace](text)
	return Scope{w}, err
}

// Settings are what a channel chose for itself; the zero value chooses nothing.
type Settings struct {
	Zone     string // a name of the tz database, in which dates and times are read and shown; "" for the program's
	Language string // BCP 47, of what everybody in the channel sees; "" for the [Channel]'s own
}

// Channel is a place to answer in, or to deliver to.
type Channel struct {
	Platform  string
	Workspace WorkspaceID
	ID        string // the platform's own identifier
	Language  string // BCP 47; chooses our own words, never translates news; "" is English
}
