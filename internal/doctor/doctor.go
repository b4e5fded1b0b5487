// Package doctor examines an installation: its settings, data folder, database, clock, ports, proxy and the services that it uses. It
// changes nothing. Each finding says what to do, and a report can be packed for whoever helps, without a secret or a customer's word.
package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"parley/internal/config"
	"parley/internal/store"
)

// State is how bad a finding is.
type State string

// The states.
const (
	OK      State = "ok"
	Warning State = "warning"
	Problem State = "problem"
)

// Finding is one line of a report.
type Finding struct {
	Check string `json:"check"`
	State State  `json:"state"`
	Found string `json:"found"`
	Error string `json:"error,omitempty"` // in the words of who refused
	Do    string `json:"do,omitempty"`
}

func fine(check, found string, args ...any) Finding {
	return Finding{Check: check, State: OK, Found: fmt.Sprintf(found, args...)}
}

func warn(check, do, found string, args ...any) Finding {
	return Finding{Check: check, State: Warning, Found: fmt.Sprintf(found, args...), Do: do}
}

func problem(check, do, found string, args ...any) Finding {
	return Finding{Check: check, State: Problem, Found: fmt.Sprintf(found, args...), Do: do}
}

// because keeps what went wrong apart from our own words: only those may go out.
func (f Finding) because(err error) Finding {
	f.Error = hideURLs(err.Error())
	return f
}

// Service is something outside that the server uses: a shop's language model, Redis.
type Service struct {
	Check string
	What  string // named in the report
	Do    string // when it does not answer
	Ask   func(ctx context.Context) error
}

// Patient is what is examined.
type Patient struct {
	Config   config.Config
	URL      string // under which customers reach the server; empty: not looked at
	Services func(ctx context.Context, db *store.DB) ([]Service, error)
	Program  string
	now      func() time.Time
}

// Report is the outcome.
type Report struct {
	Program  string    `json:"program"`
	At       time.Time `json:"at"`
	Findings []Finding `json:"findings"`
}

// Worst is the worst state found.
func (r Report) Worst() State {
	worst := OK
	for _, f := range r.Findings {
		if f.State == Problem || worst == OK {
			worst = f.State
		}
	}
	return worst
}

// patience bounds one check.
const patience = 20 * time.Second

// Examine runs all checks. One that cannot run is a finding like any other.
func (p Patient) Examine(ctx context.Context) Report {
	if p.now == nil {
		p.now = time.Now
	}
	r := Report{Program: p.Program, At: p.now().UTC()}
	add := func(list ...Finding) { r.Findings = append(r.Findings, list...) }
	add(p.settings()...)
	add(p.folder()...)
	add(p.synchronised()...)
	served := p.listening(ctx)
	add(served...)
	if p.URL != "" {
		add(p.outside(ctx)...)
	}
	db, err := store.OpenAsItIs(p.Config.Data, p.Config.Database, quiet)
	if err != nil {
		add(problem("database", "name the data folder and the database that the server uses", "it cannot be opened").because(err))
		return r
	}
	defer db.Close()
	list, reached := p.database(ctx, db)
	add(list...)
	if reached {
		add(p.work(ctx, db)...)
		add(p.services(ctx, db)...)
	}
	return r
}

// services asks each of them once.
func (p Patient) services(ctx context.Context, db *store.DB) (list []Finding) {
	all, err := p.Services(ctx, db)
	if err != nil {
		return []Finding{problem("services", "see the database's findings", "the settings of the shops cannot be read").because(err)}
	}
	for _, s := range all {
		one, done := context.WithTimeout(ctx, patience)
		began := time.Now()
		if err := s.Ask(one); err != nil {
			list = append(list, problem(s.Check, s.Do, "%s does not answer as it should", s.What).because(err))
		} else {
			list = append(list, fine(s.Check, "%s answers in %s", s.What, time.Since(began).Round(time.Millisecond)))
		}
		done()
	}
	return list
}

// WriteText prints a report for people.
func (r Report) WriteText(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%-8s %-10s %s\n", f.State, f.Check, strings.TrimSuffix(f.Found+": "+f.Error, ": "))
		if f.Do != "" {
			fmt.Fprintf(&b, "%19s → %s\n", "", f.Do)
		}
	}
	count := map[State]int{}
	for _, f := range r.Findings {
		count[f.State]++
	}
	fmt.Fprintf(&b, "\n%d ok, %d warnings, %d problems\n", count[OK], count[Warning], count[Problem])
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteJSON prints a report for programs.
func (r Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
