package trust

import (
	"context"
	"strings"
)

// Mutations is what came of random changes.
type Mutations struct {
	Unexplained []string `json:"unexplained"`
	red, tried  map[string]bool
}

func (m *Mutations) text(b *strings.Builder) {}

func (c *Config) mutateAll(ctx context.Context, r *Report) error { return nil }

type Compared struct{}
type Accusation struct{}

func (m *Compared) text(b *strings.Builder, r *Report) {}

func (c *Config) compareAll(ctx context.Context, r *Report) error { return nil }
