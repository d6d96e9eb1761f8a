package sqlite

import (
	"context"
	"database/sql"
)

// querier runs statements within a transaction; a *sql.Tx is one.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// prepared is a transaction that compiles each statement once: for batches,
// which run the same few again and again. The statements end with it.
type prepared struct {
	*sql.Tx
	statements map[string]*sql.Stmt
}

var _ querier = (*prepared)(nil)

func prepare(tx *sql.Tx) *prepared { return &prepared{Tx: tx, statements: map[string]*sql.Stmt{}} }

func (p *prepared) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if known, ok := p.statements[query]; ok {
		return known, nil
	}
	s, err := p.PrepareContext(ctx, query)
	if err == nil {
		p.statements[query] = s
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
