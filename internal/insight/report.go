package insight

import "slices"

// Report is what an evaluation found; its JSON form is the answer to --json.
type Report struct {
	File       string    `json:"file"`
	Server     string    `json:"server"`
	Shop       string    `json:"shop"`
	Right      Share     `json:"right"`
	Confident  Share     `json:"confident_wrong"` // answered, and wrong
	Gap        *Gap      `json:"gap,omitempty"`   // between the locales
	Dialogues  Share     `json:"dialogues"`       // all judged turns right
	Skipped    int       `json:"interrupted"`     // turns not judged because the next one cut them off
	Time       Spread    `json:"time_ms"`         // from sending to the finished reply, as the customer has it
	FirstToken Spread    `json:"first_token_ms"`  // as the server says
	Locales    []Cell    `json:"locales"`
	Kinds      []Cell    `json:"kinds"`
	Cells      []Cell    `json:"cells"`    // locale × kind
	Rules      []Count   `json:"rules"`    // how many replies broke each rule
	Failures   []Verdict `json:"failures"` // every wrong reply
	Items      []Mark    `json:"items"`    // every reply, so that two reports can be compared one by one
}

// Cell is the share of right replies of a locale, a kind, or both.
type Cell struct {
	Locale string `json:"locale,omitempty"`
	Kind   Kind   `json:"kind,omitempty"`
	Share
}

// Gap is how far the locale served worst is behind the one served best.
type Gap struct {
	Best   string  `json:"best"`
	Worst  string  `json:"worst"`
	Points float64 `json:"points"`
}

// Count is how many replies broke a rule.
type Count struct {
	Rule Rule `json:"rule"`
	N    int  `json:"n"`
}

// Verdict is a wrong reply with all that is needed to understand why.
type Verdict struct {
	ID       string    `json:"id"`
	Turn     int       `json:"turn,omitempty"`
	Locale   string    `json:"locale"`
	Kind     Kind      `json:"kind"`
	Asked    string    `json:"asked"`
	Said     string    `json:"said"`
	In       string    `json:"said_locale,omitempty"`
	Outcome  string    `json:"outcome,omitempty"`
	Handoff  bool      `json:"handoff,omitempty"`
	Evidence []Cited   `json:"evidence,omitempty"`
	Failed   []Failure `json:"failed"`
	Gold     any       `json:"gold,omitempty"`
}

// Mark is one reply in short.
type Mark struct {
	ID      string  `json:"id"`
	Turn    int     `json:"turn,omitempty"`
	Locale  string  `json:"locale"`
	Kind    Kind    `json:"kind"`
	Right   bool    `json:"right"`
	Skipped bool    `json:"interrupted,omitempty"`
	TookMS  float64 `json:"ms,omitempty"`
}

// NewReport counts results.
func NewReport(results []Result) Report {
	r := Report{Locales: []Cell{}, Kinds: []Cell{}, Cells: []Cell{}, Rules: []Count{}, Failures: []Verdict{}, Items: []Mark{}}
	var t tally
	for _, one := range results {
		r.Items = append(r.Items, Mark{one.ID, one.Turn, one.Locale, one.Expect.Kind, one.Right(), one.Skipped, one.TookMS})
		if one.Skipped {
			r.Skipped++
			continue
		}
		t.add(one)
		if !one.Right() {
			r.Failures = append(r.Failures, verdict(one))
		}
	}
	r.Right, r.Confident = Wilson(t.right, t.n), Wilson(t.confident, t.n)
	r.Time, r.FirstToken = spread(t.took), spread(t.first)
	r.Locales, r.Kinds, r.Cells = cells(t.locales), cells(t.kinds), cells(t.cells)
	r.Rules, r.Dialogues, r.Gap = rules(t.broken), dialogues(results), gap(r.Locales)
	return r
}

// tally adds results up.
type tally struct {
	n, right, confident   int
	took, first           []float64
	locales, kinds, cells map[Cell][2]int // right, all
	broken                map[Rule]int
}

func (t *tally) add(r Result) {
	if t.cells == nil {
		t.locales, t.kinds, t.cells, t.broken = map[Cell][2]int{}, map[Cell][2]int{}, map[Cell][2]int{}, map[Rule]int{}
	}
	hit := 0
	if r.Right() {
		hit = 1
	} else if r.Reply.Outcome == answered {
		t.confident++
	}
	t.n, t.right = t.n+1, t.right+hit
	count(t.locales, Cell{Locale: r.Locale}, hit)
	count(t.kinds, Cell{Kind: r.Expect.Kind}, hit)
	count(t.cells, Cell{Locale: r.Locale, Kind: r.Expect.Kind}, hit)
	if r.Timed {
		t.took = append(t.took, r.TookMS)
	}
	if r.FirstMS > 0 {
		t.first = append(t.first, r.FirstMS)
	}
	once := map[Rule]bool{}
	for _, f := range r.Failures {
		if !once[f.Rule] {
			once[f.Rule] = true
			t.broken[f.Rule]++
		}
	}
}

func count(m map[Cell][2]int, c Cell, hit int) {
	was := m[c]
	m[c] = [2]int{was[0] + hit, was[1] + 1}
}

// cells sorts by locale, then by kind in the order of their list.
func cells(m map[Cell][2]int) []Cell {
	out := []Cell{}
	for c, n := range m {
		c.Share = Wilson(n[0], n[1])
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Cell) int {
		switch {
		case a.Locale < b.Locale:
			return -1
		case a.Locale > b.Locale:
			return 1
		}
		return slices.Index(kinds, a.Kind) - slices.Index(kinds, b.Kind)
	})
	return out
}

func rules(broken map[Rule]int) []Count {
	out := []Count{}
	for _, r := range []Rule{RuleOutcome, RuleEvidence, RuleIdentity, RuleContain, RuleNotContain, RuleLanguage, RuleDrowned, RuleCut, RuleSilent, RuleServer} {
		if broken[r] > 0 {
			out = append(out, Count{r, broken[r]})
		}
	}
	return out
}

// dialogues counts those in which nothing went wrong, because a customer judges the whole. Turns of one dialogue stand side by
// side, beginning with the lowest.
func dialogues(results []Result) Share {
	n, right, turn, good := 0, 0, 0, true
	for i, r := range results {
		if r.Turn == 0 {
			continue
		}
		if r.Turn <= turn || i == 0 || results[i-1].ID != r.ID {
			good = true
		}
		turn, good = r.Turn, good && (r.Skipped || r.Right())
		if last := i+1 == len(results) || results[i+1].ID != r.ID || results[i+1].Turn <= r.Turn; last {
			n++
			if good {
				right++
			}
		}
	}
	return Wilson(right, n)
}

func gap(locales []Cell) *Gap {
	if len(locales) < 2 {
		return nil
	}
	best, worst := locales[0], locales[0]
	for _, c := range locales {
		if c.Rate > best.Rate {
			best = c
		}
		if c.Rate < worst.Rate {
			worst = c
		}
	}
	return &Gap{best.Locale, worst.Locale, 100 * (best.Rate - worst.Rate)}
}

func verdict(r Result) Verdict {
	v := Verdict{ID: r.ID, Turn: r.Turn, Locale: r.Locale, Kind: r.Expect.Kind, Asked: r.Asked, Said: r.Reply.Text, In: r.Reply.Locale,
		Outcome: r.Reply.Outcome, Handoff: r.Reply.Handoff, Evidence: r.Reply.Evidence, Failed: r.Failures}
	if len(r.Expect.Gold) > 0 {
		v.Gold = r.Expect.Gold
	}
	return v
}
