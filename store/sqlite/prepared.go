package sqlite

import (
	"context"
	"database/sql"
	"sync"
)

// querier runs statements within a transaction; a *sql.Tx is one.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// mostKept is how many statements a pool keeps. Queries come in a few hundred
// forms (a listing's parts are put together), each some 10 kB on a connection.
const mostKept = 400

// pool is the connections of one kind, and the statements that they keep from
// one transaction to the next: to compile a query takes SQLite about three
// times as long as to answer it.
type pool struct {
	*sql.DB
	mu   sync.RWMutex
	kept map[string]*sql.Stmt
}

func newPool(dsn string) (*pool, error) {
	db, err := sql.Open("sqlite", dsn)
	return &pool{DB: db, kept: map[string]*sql.Stmt{}}, err
}

// known gives the statement that is kept for a query, or nil.
func (p *pool) known(query string) *sql.Stmt {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.kept[query]
}

// full says that no more statements are kept.
func (p *pool) full() bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return len(p.kept) >= mostKept
}

// keep compiles a query for the transactions to come. Where that fails, each
// of them compiles it, as the last one did. It waits for a connection, so no
// lock is held meanwhile: who has the connection may ask what is known.
func (p *pool) keep(ctx context.Context, query string) {
	s, err := p.PrepareContext(ctx, query)
	if err != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept[query] != nil || len(p.kept) >= mostKept {
		s.Close() //nolint:errcheck,sqlclosecheck // another one is kept, or none
		return
	}
	p.kept[query] = s
}

// QueryContext is a query outside of a transaction. It is not for a PRAGMA that
// asks for a setting: compiled, it keeps its answer.
func (p *pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if s := p.statement(ctx, query); s != nil { //nolint:sqlclosecheck // it ends with the pool
		return s.QueryContext(ctx, args...)
	}
	return p.DB.QueryContext(ctx, query, args...)
}

// QueryRowContext is a query for one row outside of a transaction.
func (p *pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if s := p.statement(ctx, query); s != nil { //nolint:sqlclosecheck // it ends with the pool
		return s.QueryRowContext(ctx, args...)
	}
	return p.DB.QueryRowContext(ctx, query, args...)
}

// statement gives what is kept for a query from now on; nil where it does not
// compile or too much is kept.
func (p *pool) statement(ctx context.Context, query string) *sql.Stmt {
	if s := p.known(query); s != nil || p.full() {
		return s
	}
	p.keep(ctx, query)
	return p.known(query)
}

// prepared is a transaction that compiles each statement once at the most, and
// not at all where its pool keeps it. What it compiled ends with it.
type prepared struct {
	*sql.Tx
	pool       *pool
	statements map[string]*sql.Stmt
	unknown    []string // queries that the pool did not keep
}

var _ querier = (*prepared)(nil)

// beginner is a pool, or one of its connections.
type beginner interface {
	BeginTx(ctx context.Context, o *sql.TxOptions) (*sql.Tx, error)
}

// on begins a transaction.
func (p *pool) on(ctx context.Context, b beginner, o *sql.TxOptions) (*prepared, error) {
	tx, err := b.BeginTx(ctx, o)
	return &prepared{Tx: tx, pool: p, statements: map[string]*sql.Stmt{}}, err
}

// end has the pool keep what the transaction, which is over, had to compile:
// only now is there a connection for certain.
func (p *prepared) end(ctx context.Context) {
	if !p.pool.full() {
		for _, query := range p.unknown {
			p.pool.keep(ctx, query)
		}
	}
}

func (p *prepared) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := p.statements[query]; ok {
		return s, nil
	}
	if s := p.pool.known(query); s != nil {
		p.statements[query] = p.StmtContext(ctx, s)
		return p.statements[query], nil
	}
	s, err := p.PrepareContext(ctx, query)
	if err == nil {
		p.statements[query] = s
		p.unknown = append(p.unknown, query)
	}
	return s, err
}

func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := p.statement(ctx, query) //nolint:sqlclosecheck // it ends with the transaction
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.statement(ctx, query) //nolint:sqlclosecheck // it ends with the transaction
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := p.statement(ctx, query) //nolint:sqlclosecheck // it ends with the transaction
	if err != nil {
		return p.Tx.QueryRowContext(ctx, query, args...) // fails alike, in the way of a row
	}
	return s.QueryRowContext(ctx, args...)
}
