package insight

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// WriteText prints a report for people: the table, what it adds up to, then every failure.
func (r Report) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s · shop %s at %s\n\n", r.File, r.Shop, r.Server)
	r.table(&b)
	r.summary(&b)
	for _, v := range r.Failures {
		v.text(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Report) table(b *strings.Builder) {
	fmt.Fprintf(b, "%-10s %-13s %5s %8s   %s\n", "locale", "kind", "n", "right", "95 % interval")
	row := func(locale string, kind Kind, s Share) {
		fmt.Fprintf(b, "%-10s %-13s %5d %7.1f%%   %s\n", locale, kind, s.N, 100*s.Rate, s.interval())
	}
	for _, l := range r.Locales {
		for _, c := range r.Cells {
			if c.Locale == l.Locale {
				row(c.Locale, c.Kind, c.Share)
			}
		}
		row(l.Locale, "all", l.Share)
		b.WriteByte('\n')
	}
	for _, k := range r.Kinds {
		row("all", k.Kind, k.Share)
	}
	row("all", "all", r.Right)
}

func (s Share) interval() string { return fmt.Sprintf("%.1f–%.1f%%", 100*s.Low, 100*s.High) }

func (s Share) of() string {
	return fmt.Sprintf("%.1f%%  (%d of %d; %s)", 100*s.Rate, s.Hits, s.N, s.interval())
}

func (r Report) summary(b *strings.Builder) {
	line := func(name, format string, args ...any) {
		fmt.Fprintf(b, "%-18s "+format+"\n", append([]any{name}, args...)...)
	}
	b.WriteByte('\n')
	line("right", "%s", r.Right.of())
	line("confident wrong", "%s", r.Confident.of())
	if r.Gap != nil {
		line("best–worst gap", "%.1f points  (best %s, worst %s)", r.Gap.Points, r.Gap.Best, r.Gap.Worst)
	}
	if r.Dialogues.N > 0 {
		line("whole dialogues", "%s", r.Dialogues.of())
	}
	line("time to answer", "median %.1f ms, p95 %.1f ms", r.Time.P50, r.Time.P95)
	line("first token", "median %.1f ms, p95 %.1f ms", r.FirstToken.P50, r.FirstToken.P95)
	if r.Skipped > 0 {
		line("not judged", "%d interrupted", r.Skipped)
	}
	for _, c := range r.Rules {
		line("failed "+string(c.Rule), "%d", c.N)
	}
	if len(r.Failures) == 0 {
		b.WriteString("\nno failures\n")
	} else {
		fmt.Fprintf(b, "\nfailures (%d)\n", len(r.Failures))
	}
}

func (v Verdict) text(b *strings.Builder) {
	name := v.ID
	if v.Turn > 0 {
		name += fmt.Sprintf(" turn %d", v.Turn)
	}
	fmt.Fprintf(b, "\n%s · %s · %s\n", oneLine(name), oneLine(v.Locale), v.Kind)
	fmt.Fprintf(b, "  asked    %s\n", oneLine(v.Asked))
	if v.Said != "" {
		fmt.Fprintf(b, "  said     %s\n", oneLine(v.Said))
	}
	if v.Outcome != "" || v.Handoff {
		fmt.Fprintf(b, "  outcome  %s in %s, cites %s\n", v.outcome(), oneLine(v.In), oneLine(listed(v.Evidence)))
	}
	for _, f := range v.Failed {
		fmt.Fprintf(b, "  failed   %s: %s\n", f.Rule, oneLine(f.Why))
	}
	if v.Gold != nil {
		fmt.Fprintf(b, "  gold     %s\n", oneLine(gold(v.Gold)))
	}
}

func (v Verdict) outcome() string {
	if v.Handoff && v.Outcome != handedOff {
		return strings.TrimSpace(oneLine(v.Outcome) + " + handoff")
	}
	return oneLine(v.Outcome)
}

// gold shows a text as a text and anything else as the JSON it was.
func gold(v any) string {
	raw, _ := json.Marshal(v) // it came from JSON
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// longest is how much of one text the table shows, in characters; --json has all.
const longest = 600

// oneLine keeps a terminal safe from what hostile questions hold, and the table readable.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != 0x200C && r != 0x200D:
			return -1
		}
		return r
	}, s)
	if runes := []rune(strings.Join(strings.Fields(s), " ")); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return strings.Join(strings.Fields(s), " ")
}
