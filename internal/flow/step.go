package flow

import (
	"context"
	"fmt"
	"sort"
	"strings"
)

// On is what a step waits for: a kind, and optionally only by one sort of actor.
type On struct {
	Kind Kind
	By   ActorKind // "" any
}

func (o On) String() string {
	if o.By == "" {
		return string(o.Kind)
	}
	return string(o.Kind) + " by " + string(o.By)
}

func (o On) matches(e Event) bool { return o.Kind == e.Kind && (o.By == "" || o.By == e.Actor.Kind) }

// Step reacts to committed events of a stream, one after the other in their order. Do may be called again for the same event
// after a crash; what it returns is appended once. A step never calls another room's step.
type Step struct {
	Name  string
	On    []On
	Emits []On
	Do    func(ctx context.Context, e Event) ([]Draft, error)
}

func (s Step) wants(e Event) bool {
	for _, o := range s.On {
		if o.matches(e) {
			return true
		}
	}
	return false
}

// AddStep registers a step. Before Run only.
func (l *Log) AddStep(s Step) { l.steps = append(l.steps, s) }

// Check refuses steps whose kinds form a cycle: such a flow would never come to rest.
func (l *Log) Check() error {
	for _, s := range l.steps {
		for _, out := range s.Emits {
			if path := l.reach(out, s, nil); path != nil {
				return fmt.Errorf("flow: the steps form a cycle: %s", strings.Join(path, " → "))
			}
		}
	}
	return nil
}

// reach follows the kinds from one that has just been emitted back to the step where the search began.
func (l *Log) reach(from On, goal Step, path []string) []string {
	if len(path) > len(l.steps) {
		return nil // a cycle that does not pass goal is found from its own steps
	}
	for _, s := range l.steps {
		if !s.takes(from) {
			continue
		}
		trail := append(append([]string{}, path...), from.String(), s.Name)
		if s.Name == goal.Name {
			return trail
		}
		for _, out := range s.Emits {
			if found := l.reach(out, goal, trail); found != nil {
				return found
			}
		}
	}
	return nil
}

func (s Step) takes(out On) bool {
	for _, o := range s.On {
		if o.Kind == out.Kind && (o.By == "" || out.By == "" || o.By == out.By) {
			return true
		}
	}
	return false
}

// Graph draws the steps and kinds as Mermaid lines, for docs/map.md.
func (l *Log) Graph() string {
	var lines []string
	for _, s := range l.steps {
		for _, o := range s.On {
			lines = append(lines, fmt.Sprintf("  %s([%s]) --> %s[[%s]]", node(o), o, s.Name, s.Name))
		}
		for _, o := range s.Emits {
			lines = append(lines, fmt.Sprintf("  %s[[%s]] --> %s([%s])", s.Name, s.Name, node(o), o))
		}
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n") + "\n"
}

func node(o On) string { return strings.ReplaceAll(o.String(), " ", "_") }
