package store

import (
	"context"
	"database/sql"
	"sync"
)

// statements keeps prepared statements by their text: parsing SQL costs more than running most of ours.
type statements struct {
	mu     sync.Mutex
	byText map[string]*sql.Stmt
}

// maxStatements bounds the cache; texts are constants except lists of filters, of which there are few shapes.
const maxStatements = 500

type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

func newStatements() *statements { return &statements{byText: map[string]*sql.Stmt{}} }

func (s *statements) get(ctx context.Context, on preparer, query string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt, ok := s.byText[query]; ok {
		return stmt, nil
	}
	// The statement outlives the request that prepares it.
	stmt, err := on.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil, err
	}
	if len(s.byText) < maxStatements {
		s.byText[query] = stmt
	}
	return stmt, nil
}

func (s *statements) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stmt := range s.byText {
		stmt.Close()
	}
	s.byText = map[string]*sql.Stmt{}
}
