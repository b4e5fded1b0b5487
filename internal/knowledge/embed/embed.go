// Package embed is the plug for what turns text into vectors whose angles tell how alike the texts are in meaning, whatever their
// languages. The knowledge room searches with them; an adapter in a folder of its own speaks to an endpoint.
package embed

import "context"

// Setting is how a shop reaches its embeddings endpoint.
type Setting struct {
	BaseURL string // for example https://api.openai.com/v1
	Key     string // "" when the endpoint wants none
	Model   string // its name there
}

// Space names where vectors can be compared: those of one model at one address.
func (s Setting) Space() string { return s.Model + " @ " + s.BaseURL }

// Embedder turns texts into vectors, one for each, in order. It may take as long as ctx allows.
type Embedder interface {
	Embed(ctx context.Context, s Setting, texts []string) ([][]float32, error)
}

// Failure is a way in which an endpoint can fail; a closed list.
type Failure string

// The ways to fail.
const (
	Unreachable Failure = "unreachable" // no connection, or an unknown name
	Slow        Failure = "slow"        // nothing came in time
	Refused     Failure = "refused"     // the key is not accepted
	Unknown     Failure = "unknown"     // there is no such model, or no such address
	Limited     Failure = "limited"     // too many requests, or the account is empty
	Broken      Failure = "broken"      // it answered, but not as it should
)

// Error is how a request went wrong: the class, and what exactly for who sets it up.
type Error struct {
	Class  Failure
	Detail string
}

func (e *Error) Error() string {
	return "the embeddings endpoint failed: " + string(e.Class) + ": " + e.Detail
}
