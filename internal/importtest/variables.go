package importtest

import (
	"go/ast"
	"go/token"
)

// checkVariables looks for package variables that a function writes to. What
// the linter lets through as a table must stay one. Names are resolved by
// sight: a function that has a variable of its own by the same name is taken
// to mean that one.
func (c *checker) checkVariables(files []source) {
	globals := map[string]bool{}
	for _, f := range files {
		for _, decl := range f.Decls {
			if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.VAR {
				addSpecs(globals, gen)
			}
		}
	}
	delete(globals, "_")
	for _, f := range files {
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok {
				c.checkWrites(fn, globals)
			}
		}
	}
}

func addSpecs(names map[string]bool, decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		if value, ok := spec.(*ast.ValueSpec); ok {
			for _, id := range value.Names {
				names[id.Name] = true
			}
		}
	}
}

func (c *checker) checkWrites(fn *ast.FuncDecl, globals map[string]bool) {
	locals := localVariables(fn)
	for n := range ast.Preorder(fn) {
		for _, target := range written(n) {
			name := variable(target)
			if globals[name] && !locals[name] {
				c.report(n, "package variable %s is written to: no mutable globals", name)
			}
		}
	}
}

// localVariables gives every name that fn declares: parameters, results, receivers, variables.
func localVariables(fn *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	add := func(exprs ...ast.Expr) {
		for _, x := range exprs {
			names[rootName(x)] = true
		}
	}
	for n := range ast.Preorder(fn) {
		switch n := n.(type) {
		case *ast.Field:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.GenDecl:
			addSpecs(names, n)
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				add(n.Lhs...)
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n.Key, n.Value)
			}
		}
	}
	return names
}

// written gives the expressions that a statement or a call writes to.
func written(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return []ast.Expr{n.Key, n.Value}
		}
	case *ast.CallExpr:
		builtin := rootName(n.Fun)
		if (builtin == "delete" || builtin == "clear") && len(n.Args) > 0 {
			return n.Args[:1]
		}
	}
	return nil
}

// variable is the name of the variable that an expression is part of: x of
// x[i].y; "" if there is none.
func variable(x ast.Expr) string {
	for {
		switch inner := x.(type) {
		case *ast.IndexExpr:
			x = inner.X
		case *ast.SelectorExpr:
			x = inner.X
		case *ast.StarExpr:
			x = inner.X
		case *ast.ParenExpr:
			x = inner.X
		default:
			return rootName(x)
		}
	}
}
