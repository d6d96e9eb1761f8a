package importtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Any stands for every folder of ours, as far as anybody may import it: cmd is never among them.
const Any = "*"

// Rules say what a module's source may contain. Folders are relative to the
// module's root, with slashes; a pattern is as for [path.Match], so "store/*"
// covers store/sqlite and neither store nor store/sqlite/x.
type Rules struct {
	Module  string   // the module's path
	Folders []Folder // the first whose Path matches counts; a folder that none matches is a problem
	Homes   []Home   // the longest Path that matches counts
	Clients []string // folders that may make HTTP clients
	Impure  []string // packages of the standard library, with those below them, that pure folders do without
	Outside []string // what tests may miss: one may skip itself only in a function that names one of these
}

// Folder is one line of the import table.
type Folder struct {
	Path         string
	Imports      []string // folders of ours that it may import
	Pure         bool     // what it gives depends on its arguments alone; see [Rules].Impure
	Except       []string // packages that it may import although it is pure
	StandardOnly bool     // nothing from outside of the standard library
}

// Home names the only folders that may import a package, or one below it.
type Home struct {
	Path    string
	Folders []string
}

// Problem is one place that breaks a rule.
type Problem struct {
	File string // relative to the module's root
	Line int    // 0 where the whole folder is meant
	Text string // what is wrong, and what to do where that is not plain
}

// String gives "file:line: text", as compilers do.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Check reads every Go file of the tree, tests and files behind build tags
// among them, and gives the problems in the order of the files. Folders that
// the go command leaves out (testdata, vendor, those that start with a dot or
// an underscore) and modules within the module are left out. It fails where a
// file cannot be read or parsed.
func Check(tree fs.FS, r Rules) ([]Problem, error) {
	c := checker{rules: r, files: token.NewFileSet()}
	dirs, err := sourceDirs(tree)
	if err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	for _, dir := range dirs {
		if err := c.checkDir(tree, dir); err != nil {
			return nil, fmt.Errorf("source: %w", err)
		}
	}
	return c.problems, nil
}

// sourceDirs gives the folders that the go command would look into, in order.
func sourceDirs(tree fs.FS) ([]string, error) {
	var dirs []string
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name != "." && leftOut(tree, name) {
			return fs.SkipDir
		}
		dirs = append(dirs, name)
		return nil
	})
	return dirs, err
}

func leftOut(tree fs.FS, dir string) bool {
	base := path.Base(dir)
	if base == "testdata" || base == "vendor" || base[0] == '.' || base[0] == '_' {
		return true
	}
	_, err := fs.Stat(tree, path.Join(dir, "go.mod"))
	return err == nil
}

type checker struct {
	rules    Rules
	files    *token.FileSet
	problems []Problem
}

// source is one parsed file with what the rules need to know about it.
type source struct {
	*ast.File
	dir  string
	test bool // a _test.go file
	row  Folder
}

func (c *checker) checkDir(tree fs.FS, dir string) error {
	names, err := fs.Glob(tree, path.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		return err
	}
	row, known := c.row(dir)
	if !known {
		c.problems = append(c.problems, Problem{File: dir, Text: "a new folder needs a line in internal/importtest/house.go"})
	}
	var parsed []source
	for _, name := range names {
		file, err := c.parse(tree, name)
		if err != nil {
			return err
		}
		parsed = append(parsed, source{File: file, dir: dir, test: strings.HasSuffix(name, "_test.go"), row: row})
	}
	for _, f := range parsed {
		if known {
			c.checkImports(f)
		}
		c.checkHabits(f)
	}
	c.checkVariables(parsed)
	return nil
}

func (c *checker) parse(tree fs.FS, name string) (*ast.File, error) {
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		return nil, err
	}
	return parser.ParseFile(c.files, name, text, parser.SkipObjectResolution)
}

func (c *checker) report(at ast.Node, format string, args ...any) {
	p := c.files.Position(at.Pos())
	c.problems = append(c.problems, Problem{File: p.Filename, Line: p.Line, Text: fmt.Sprintf(format, args...)})
}

func (c *checker) row(dir string) (Folder, bool) {
	i := slices.IndexFunc(c.rules.Folders, func(f Folder) bool { return matches(f.Path, dir) })
	if i < 0 {
		return Folder{}, false
	}
	return c.rules.Folders[i], true
}

func matches(pattern, dir string) bool {
	ok, err := path.Match(pattern, dir)
	return ok && err == nil
}

// checkImports holds a file's imports to its folder's line. Tests may import
// whatever helps them, but no command.
func (c *checker) checkImports(f source) {
	for _, spec := range f.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has seen to it
		}
		own, ours := c.own(imported)
		switch {
		case ours && below(own, "cmd"):
			c.report(spec, "nobody imports %s", own)
		case f.test:
		case ours:
			c.checkOwn(f, spec, own)
		default:
			c.checkOthers(f, spec, imported)
		}
	}
}

// own gives the folder of ours that an import path means.
func (c *checker) own(imported string) (dir string, ours bool) {
	if imported == c.rules.Module {
		return ".", true
	}
	return strings.CutPrefix(imported, c.rules.Module+"/")
}

func (c *checker) checkOwn(f source, spec *ast.ImportSpec, own string) {
	if !slices.ContainsFunc(f.row.Imports, func(p string) bool { return p == Any || matches(p, own) }) {
		c.report(spec, "%s must not import %s", f.dir, own)
	}
}

func (c *checker) checkOthers(f source, spec *ast.ImportSpec, imported string) {
	if f.row.StandardOnly && thirdParty(imported) {
		c.report(spec, "%s imports the standard library alone, not %s", f.dir, imported)
	}
	if home, ok := c.home(imported); ok && !slices.Contains(home.Folders, f.dir) {
		c.report(spec, "%s must not import %s: %s", f.dir, imported, only(home.Folders))
	}
	impure := slices.ContainsFunc(c.rules.Impure, func(p string) bool { return below(imported, p) })
	if f.row.Pure && impure && !slices.Contains(f.row.Except, imported) {
		c.report(spec, "%s is pure and must not import %s", f.dir, imported)
	}
}

func (c *checker) home(imported string) (best Home, found bool) {
	for _, h := range c.rules.Homes {
		if below(imported, h.Path) && len(h.Path) > len(best.Path) {
			best, found = h, true
		}
	}
	return best, found
}

func only(folders []string) string {
	if len(folders) == 0 {
		return "nobody does"
	}
	return "only " + strings.Join(folders, " and ") + " may"
}

// below reports whether name is top or stands below it.
func below(name, top string) bool {
	return name == top || strings.HasPrefix(name, top+"/")
}

// thirdParty reports whether an import path belongs to another module: those
// start with a host's name, and the standard library's never have a dot there.
func thirdParty(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return strings.Contains(first, ".")
}
