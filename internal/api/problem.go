package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parley/internal/fault"
	"parley/internal/store"
)

// status is the only place where a code becomes an HTTP status.
var status = map[fault.Code]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Unauthenticated: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden,
	fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict, fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.RateLimited: http.StatusTooManyRequests, fault.Unavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError,
}

// Problem is an error as RFC 9457 writes it, with our code, the reason and the wrong fields.
type Problem struct {
	Type   string         `json:"type" example:"about:blank"`
	Title  string         `json:"title" example:"Unprocessable Entity"`
	Status int            `json:"status" example:"422"`
	Code   string         `json:"code" example:"invalid"`
	Detail string         `json:"detail" example:"1 field is wrong"`
	Reason reason         `json:"reason,omitempty"`
	Params map[string]any `json:"params,omitempty" doc:"The values of the reason"`
	Errors []ProblemField `json:"errors,omitempty"`
}

// ProblemField is one wrong field.
type ProblemField struct {
	Location string         `json:"location" example:"body.email"`
	Message  string         `json:"message" example:"is not an e-mail address"`
	Value    any            `json:"value,omitempty"`
	Reason   reason         `json:"reason,omitempty"`
	Params   map[string]any `json:"params,omitempty" doc:"The values of the reason"`
}

// Error makes a Problem an error.
func (p *Problem) Error() string { return p.Detail }

// GetStatus tells huma the status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType tells huma the media type.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func newProblem(code fault.Code, status int, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: string(code), Detail: detail}
}

// problem turns any error into what may be told outside; the rest goes to the log.
func problem(ctx context.Context, log *slog.Logger, err error) *Problem {
	var f *fault.Error
	if !errors.As(err, &f) && store.Away(err) {
		f = away.WithCause(err)
	} else if f == nil {
		if !errors.Is(err, context.Canceled) {
			log.ErrorContext(ctx, "A request failed", "error", err)
		}
		return newProblem(fault.Internal, 500, "Something went wrong here; try again, and tell the operator of this server if it stays")
	}
	p := newProblem(f.Code, status[f.Code], f.Message)
	p.Reason, p.Params = reason(f.Reason), f.Values
	for _, w := range f.Fields {
		p.Errors = append(p.Errors, ProblemField{Location: w.Location, Message: w.Message, Reason: reason(w.Reason), Params: w.Values})
	}
	return p
}

// away is what a request gets while the database cannot be reached.
var away = fault.New(fault.Unavailable, "The database does not answer at the moment; nothing was lost, send it again in a moment")

// retryAfter is when to come again, in seconds.
var retryAfter = map[int]string{http.StatusTooManyRequests: "1", http.StatusServiceUnavailable: "1"}

// GetHeaders tells huma the headers.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if after := retryAfter[p.Status]; after != "" {
		h.Set("Retry-After", after)
	}
	return h
}

// fromHuma is what huma's own checks of a request become.
func fromHuma(wanted int, msg string, errs ...error) huma.StatusError {
	code := fault.Internal
	for c, s := range status {
		if s == wanted {
			code = c
		}
	}
	if wanted == http.StatusBadRequest || wanted == http.StatusUnsupportedMediaType || wanted == http.StatusNotAcceptable {
		code = fault.Invalid
	}
	p := newProblem(code, wanted, msg)
	for _, err := range errs {
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			p.Errors = append(p.Errors, translated(ProblemField{Location: d.Location, Message: fmt.Sprintf("%.300s", d.Message), Value: short(d.Value)}))
		} else if err != nil {
			p.Errors = append(p.Errors, ProblemField{Message: fmt.Sprintf("%.300s", err)})
		}
	}
	return p
}

// short keeps a wrong value out of the answer when it is long: nobody needs a megabyte back.
func short(v any) any {
	if s, ok := v.(string); ok && len(s) > 100 {
		return s[:100] + "…"
	}
	if _, ok := v.(string); ok || v == nil {
		return v
	}
	b, err := json.Marshal(v)
	if err != nil || len(b) > 200 {
		return nil
	}
	return v
}

// writeProblem answers a plain HTTP request with a problem.
func writeProblem(w http.ResponseWriter, p *Problem) {
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client is gone if this fails
}
