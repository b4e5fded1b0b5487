package locale

import (
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"parley/internal/locale/figure"
)

// reading is a sentence whose figures and days have become single signs.
type reading struct {
	text  string
	times []timeWord
}

// timeWord is one figure or day of a sentence.
type timeWord struct {
	start, end int // in the sentence, later in the text with signs
	sign       rune
	said       string
	when       When
}

// read finds figures and days, and replaces each by its sign. What was found first keeps its place.
func (r *commitReader) read(sentence string, figures func(string) []figure.Figure) reading {
	plain := lower(sentence)
	f := &timeFinder{text: plain}
	f.names("not_a_day", r.days["not_a_day"])
	f.dates(r.months, r.monthFirst)
	for _, one := range figures(plain) {
		f.figure(one)
	}
	for i, list := range r.weekdays {
		for _, re := range list {
			f.add(re, daySign, When{Weekday: i + 1, Clock: -1})
		}
	}
	for _, name := range dayNames[1:] {
		f.names(name, r.days[name])
	}
	for _, s := range r.spans {
		f.add(s.re, durationSign, s.when)
	}
	return f.signed()
}

// lower keeps the sentence's meaning and takes away what patterns should not have to know.
func lower(s string) string {
	return strings.NewReplacer("’", "'", "\u00a0", " ", "\u202f", " ", "\u200f", "", "\u200e", "").Replace(strings.ToLower(s))
}

type timeFinder struct {
	text  string
	found []timeWord
}

func (f *timeFinder) names(name string, list []*regexp.Regexp) {
	sign := daySign
	if name == "not_a_day" {
		sign = nothingSign
	}
	for _, re := range list {
		f.add(re, sign, When{Named: name, Clock: -1})
	}
}

// add takes all places of a pattern, the first group of it.
func (f *timeFinder) add(re *regexp.Regexp, sign rune, when When) {
	for from := 0; from < len(f.text); {
		m := re.FindStringSubmatchIndex(f.text[from:])
		if m == nil || m[3] == m[2] {
			return
		}
		f.put(timeWord{start: from + m[2], end: from + m[3], sign: sign, when: when})
		from += m[3]
	}
}

func (f *timeFinder) figure(one figure.Figure) {
	w := timeWord{start: one.Start, end: one.End}
	switch one.Kind {
	case figure.Duration:
		when, ok := unitWhen(one.Unit, int(one.Hi+0.999))
		if !ok {
			return
		}
		w.sign, w.when = durationSign, when
	case figure.Date:
		w.sign, w.when = daySign, When{Date: int(one.Lo), Year: one.Year, Clock: -1}
	case figure.Clock:
		w.sign, w.when = clockSign, When{Clock: int(one.Hi)}
	default:
		return
	}
	f.put(w)
}

func (f *timeFinder) put(w timeWord) {
	for _, have := range f.found {
		if w.start < have.end && have.start < w.end {
			return
		}
	}
	w.said = strings.TrimSpace(f.text[w.start:w.end])
	f.found = append(f.found, w)
}

var slashed = regexp.MustCompile(`(?:^|[^\d/])((\d{1,2})/(\d{1,2}))(?:$|[^\d/])`)

// dates finds what no figure reads: months that are several words or are written without spaces, and 20/3.
func (f *timeFinder) dates(months map[int]*regexp.Regexp, monthFirst bool) {
	for month, re := range months {
		for _, m := range re.FindAllStringSubmatchIndex(f.text, -1) {
			f.date(m[2], m[3], f.text[m[4]:m[5]], strconv.Itoa(month))
		}
	}
	for _, m := range slashed.FindAllStringSubmatchIndex(f.text, -1) {
		day, month := f.text[m[4]:m[5]], f.text[m[6]:m[7]]
		if monthFirst {
			day, month = month, day
		}
		if f.text[m[2]:m[3]] != "24/7" {
			f.date(m[2], m[3], day, month)
		}
	}
}

func (f *timeFinder) date(start, end int, day, month string) {
	d, _ := strconv.Atoi(day) // the patterns only let digits through
	m, _ := strconv.Atoi(month)
	if d >= 1 && d <= 31 && m >= 1 && m <= 12 {
		f.put(timeWord{start: start, end: end, sign: daySign, when: When{Date: m*100 + d, Clock: -1}})
	}
}

// signed writes the text with signs.
func (f *timeFinder) signed() reading {
	sort.Slice(f.found, func(i, j int) bool { return f.found[i].start < f.found[j].start })
	var b strings.Builder
	var out reading
	from := 0
	for _, w := range f.found {
		b.WriteString(f.text[from:w.start])
		from = w.end
		w.start = b.Len()
		b.WriteRune(w.sign)
		w.end = b.Len()
		if w.sign != nothingSign {
			out.times = append(out.times, w)
		}
	}
	b.WriteString(f.text[from:])
	out.text = b.String()
	return out
}

// first is where the earliest match of a list begins, -1 when nothing matches.
func (s reading) first(list []*regexp.Regexp) int {
	at := -1
	for _, re := range list {
		if m := re.FindStringIndex(s.text); m != nil && (at < 0 || m[0] < at) {
			at = m[0]
		}
	}
	return at
}

// covered tells which of the times stand in a match of a list.
func (s reading) covered(list []*regexp.Regexp) map[int]bool {
	out := map[int]bool{}
	for _, re := range list {
		for _, m := range re.FindAllStringSubmatchIndex(s.text, -1) {
			for i, w := range s.times {
				if w.start >= m[2] && w.end <= m[3] {
					out[i] = true
				}
			}
		}
	}
	return out
}

// deadline picks the time that belongs to what is promised: the first behind the verb, else the last before it. A day and a clock time
// are one deadline, and so are a weekday and "next week".
func (s reading) deadline(r *commitReader, verb int) (When, string, bool) {
	within, working, afternoon, next := s.covered(r.within), s.covered(r.working), s.covered(r.afternoon), s.covered(r.next)
	var days, clocks, weeks []timeWord
	for i, w := range s.times {
		switch {
		case (w.sign == durationSign || w.sign == clockSign) && (within[i] || working[i]):
			days = append(days, w.asDuration(working[i]))
		case w.sign == clockSign:
			clocks = append(clocks, w.asClock(afternoon[i]))
		case w.sign == daySign && w.when.Named == "next_week":
			weeks = append(weeks, w)
		case w.sign == daySign:
			if next[i] && w.when.Weekday > 0 {
				w.when.Named = "next_week"
			}
			days = append(days, w)
		}
	}
	if len(days) == 0 {
		days, weeks = weeks, nil
	}
	if len(days) == 0 && len(clocks) == 0 {
		return When{}, "", false
	}
	return join(nearest(days, verb), nearest(clocks, verb), nearest(weeks, verb))
}

func (w timeWord) asDuration(working bool) timeWord {
	if w.sign == clockSign { // "48h" is two o'clock to some readers; behind "within" it is a duration
		w.when, _ = unitWhen("hour", w.when.Clock/60)
	}
	if working && w.when.Days > 0 {
		w.when.Working, w.when.Days = w.when.Days, 0
	}
	return w
}

func (w timeWord) asClock(afternoon bool) timeWord {
	if afternoon && w.when.Clock < 12*60 {
		w.when.Clock += 12 * 60
	}
	return w
}

func nearest(list []timeWord, verb int) *timeWord {
	for i := range list {
		if list[i].start >= verb {
			return &list[i]
		}
	}
	if len(list) == 0 {
		return nil
	}
	return &list[len(list)-1]
}

func join(day, clock, week *timeWord) (When, string, bool) {
	if day == nil {
		return clock.when, clock.said, clock.when.Clock < 24*60
	}
	when, said := day.when, day.said
	dated := when.Weekday > 0 || when.Date > 0 || when.Named == "today" || when.Named == "tomorrow" || when.Named == "after_tomorrow"
	if clock != nil && dated && clock.when.Clock < 24*60 {
		when.Clock, said = clock.when.Clock, said+" "+clock.said
	}
	if week != nil && when.Weekday > 0 {
		when.Named = "next_week"
	}
	return when, said, utf8.ValidString(said)
}
