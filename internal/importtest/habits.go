package importtest

import (
	"go/ast"
	"go/token"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
)

// checkHabits looks for what no file, or no test, may contain.
func (c *checker) checkHabits(f source) {
	c.checkClients(f)
	if f.row.Pure && !f.test {
		c.checkClock(f)
	}
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if fn.Recv == nil && fn.Name.Name == "init" {
			c.report(fn, "no init functions: call it from where it is needed")
		}
		if fn.Body != nil {
			c.checkSkips(f, fn)
		}
	}
	if f.test || strings.HasSuffix(f.dir, "test") || path.Base(f.dir) == "testkit" {
		c.checkSleep(f)
	}
}

// checkClock looks for pure folders that ask what time it is.
func (c *checker) checkClock(f source) {
	for sel := range selectors(f.File, "time") {
		if slices.Contains([]string{"Now", "Since", "Until", "After", "Tick"}, sel.Sel.Name) {
			c.report(sel, "%s is pure and must not use time.%s: the time is passed in", f.dir, sel.Sel.Name)
		}
	}
}

// checkSleep looks for tests that wait by the clock.
func (c *checker) checkSleep(f source) {
	for sel := range selectors(f.File, "time") {
		if sel.Sel.Name == "Sleep" {
			c.report(sel, "no time.Sleep in tests: wait on a channel, with a deadline that can only fail")
		}
	}
}

// checkClients looks for HTTP clients that are made outside of the folders for
// it: the package's own client and its shortcuts, and every mention of Client
// or Transport as a value (a literal, new, a variable, an embedded field). A
// pointer to one is what others are handed, and is allowed. Tests speak to
// servers of their own.
func (c *checker) checkClients(f source) {
	if f.test || slices.Contains(c.rules.Clients, f.dir) {
		return
	}
	pointed := map[ast.Expr]bool{}
	for n := range ast.Preorder(f.File) {
		if star, ok := n.(*ast.StarExpr); ok {
			pointed[star.X] = true
		}
	}
	for sel := range selectors(f.File, "net/http") {
		switch sel.Sel.Name {
		case "Client", "Transport":
			if pointed[sel] {
				continue
			}
		case "Get", "Head", "Post", "PostForm", "DefaultClient", "DefaultTransport":
		default:
			continue
		}
		c.report(sel, "%s must not make an HTTP client (http.%s): %s, and hand it over", f.dir, sel.Sel.Name, only(c.rules.Clients))
	}
	for _, spec := range f.Imports {
		if spec.Path.Value == `"net/http"` && spec.Name != nil && spec.Name.Name == "." {
			c.report(spec, "net/http must not be imported with a dot")
		}
	}
}

// selectors gives every mention of a name of the package, whatever the file calls it.
func selectors(f *ast.File, imported string) iter.Seq[*ast.SelectorExpr] {
	names := localNames(f, imported)
	return func(yield func(*ast.SelectorExpr) bool) {
		for n := range ast.Preorder(f) {
			sel, ok := n.(*ast.SelectorExpr)
			if ok && names[rootName(sel.X)] && !yield(sel) {
				return
			}
		}
	}
}

// localNames gives what a file calls a package of the standard library that it imports.
func localNames(f *ast.File, imported string) map[string]bool {
	names := map[string]bool{}
	for _, spec := range f.Imports {
		switch {
		case spec.Path.Value != strconv.Quote(imported):
		case spec.Name != nil:
			names[spec.Name.Name] = true
		default:
			names[path.Base(imported)] = true
		}
	}
	return names
}

// rootName is the name that an expression consists of, "" if it is more than a name.
func rootName(x ast.Expr) string {
	if id, ok := x.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// checkSkips looks for tests that skip themselves, except for want of what is outside of the project.
func (c *checker) checkSkips(f source, fn *ast.FuncDecl) {
	testers := testerNames(f.File, fn)
	var skips []ast.Node
	named := false
	for n := range ast.Preorder(fn) {
		switch n := n.(type) {
		case *ast.BasicLit:
			named = named || n.Kind == token.STRING && slices.ContainsFunc(c.rules.Outside, func(name string) bool {
				return strings.Contains(n.Value, name)
			})
		case *ast.SelectorExpr:
			if testers[rootName(n.X)] && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, n.Sel.Name) {
				skips = append(skips, n)
			}
		}
	}
	if named {
		return
	}
	for _, n := range skips {
		c.report(n, "no test skips itself, except in a function that looks for %s", strings.Join(c.rules.Outside, " or "))
	}
}

// testerNames gives the parameters of fn, and of the functions in it, whose type is of package testing.
func testerNames(f *ast.File, fn *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	testing := localNames(f, "testing")
	for n := range ast.Preorder(fn) {
		signature, ok := n.(*ast.FuncType)
		if !ok {
			continue
		}
		for _, field := range signature.Params.List {
			if !testing[packageOf(field.Type)] {
				continue
			}
			for _, name := range field.Names {
				names[name.Name] = true
			}
		}
	}
	return names
}

// packageOf is the package's name in the types p.T and *p.T, "" for others.
func packageOf(t ast.Expr) string {
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	sel, ok := t.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	return rootName(sel.X)
}
