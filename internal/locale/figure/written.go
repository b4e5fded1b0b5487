package figure

import (
	"strconv"
	"strings"

	"parley/internal/locale/lexicon"
)

// spelled is a number in words or characters; it counts only with a unit behind it, because "one" is also a pronoun.
func (s *scanner) spelled() (Figure, int) {
	v, n := s.numberWord()
	if n == 0 {
		return Figure{}, 0
	}
	f := Figure{Lo: v, Hi: v, Start: s.k[s.i].Start, End: s.k[s.i+n-1].End}
	if s.i+n+1 < len(s.k) && s.l.ranges[s.k[s.i+n].Text] {
		if w, ok := s.l.numbers[s.k[s.i+n+1].Text]; ok && w > v {
			f.Hi = w
			n += 2
		}
	}
	m := s.unit(&f, s.i+n)
	if m == 0 || f.Hi == 1 && f.Kind != Duration { // "eine Person" and "一度" count nothing
		return Figure{}, 0
	}
	return f, n + m
}

func (s *scanner) numberWord() (float64, int) {
	if s.k[s.i].Kind == lexicon.Word {
		v, ok := s.l.numbers[s.k[s.i].Text]
		if !ok {
			return 0, 0
		}
		return v, 1
	}
	if s.k[s.i].Kind != lexicon.Syllable {
		return 0, 0
	}
	n := 0
	for s.i+n < len(s.k) && n < 8 && s.k[s.i+n].Kind == lexicon.Syllable && hanRune(s.k[s.i+n].Text) {
		n++
	}
	if n > 0 {
		if v, ok := parseHan(joinTokens(s.k[s.i : s.i+n])); ok {
			return v, n
		}
	}
	for n := min(3, len(s.k)-s.i); n > 0; n-- {
		if v, ok := s.l.numbers[joinTokens(s.k[s.i:s.i+n])]; ok {
			return v, n
		}
	}
	return 0, 0
}

// date reads 2026-12-24, 24.12.2026, 24/12/2026, 24 December 2026, December 24, 12月24日.
func (s *scanner) date() (Figure, int) {
	for _, try := range []func() (int, int, int, int){s.isoDate, s.dottedDate, s.slashDate, s.hanDate, s.dayMonth, s.monthDay} {
		if y, m, d, n := try(); n > 0 && m >= 1 && m <= 12 && d >= 1 && d <= 31 {
			v := float64(m*100 + d)
			return Figure{Kind: Date, Unit: "date", Lo: v, Hi: v, Year: y, Start: s.k[s.i].Start, End: s.k[s.i+n-1].End}, n
		}
	}
	return Figure{}, 0
}

func (s *scanner) small(i int) int {
	if i >= len(s.k) || s.k[i].Kind != lexicon.Number || len(s.k[i].Text) > 4 {
		return 0
	}
	n, err := strconv.Atoi(s.k[i].Text)
	if err != nil {
		return 0
	}
	return n
}

func (s *scanner) isoDate() (y, m, d, n int) {
	if s.i+2 >= len(s.k) || s.gap(s.i+1) != "-" || s.gap(s.i+2) != "-" || len(s.k[s.i].Text) != 4 {
		return
	}
	return s.small(s.i), s.small(s.i + 1), s.small(s.i + 2), 3
}

func (s *scanner) dottedDate() (y, m, d, n int) {
	p := strings.Split(s.k[s.i].Text, ".")
	if s.k[s.i].Kind != lexicon.Number || len(p) == 2 && !strings.HasPrefix(s.after(s.i), ".") || len(p) < 2 || len(p) > 3 || len(p[0]) > 2 || len(p[1]) > 2 {
		return
	}
	d, _ = strconv.Atoi(p[0])
	m, _ = strconv.Atoi(p[1])
	if len(p) == 3 {
		if y, _ = strconv.Atoi(p[2]); len(p[2]) != 4 && len(p[2]) != 2 {
			return 0, 0, 0, 0
		}
		if y < 100 {
			y += 2000
		}
	}
	if len(p) == 2 && len(p[1]) != 2 {
		return 0, 0, 0, 0
	}
	return y, m, d, 1
}

func (s *scanner) slashDate() (y, m, d, n int) {
	if s.i+1 < len(s.k) && s.gap(s.i+1) == "/" && s.vietnameseDay() {
		return 0, s.small(s.i + 1), s.small(s.i), 2
	}
	if s.i+2 >= len(s.k) || s.gap(s.i+1) != "/" || s.gap(s.i+2) != "/" {
		return
	}
	a, b, c := s.small(s.i), s.small(s.i+1), s.small(s.i+2)
	switch {
	case a > 31:
		return a, b, c, 3
	case s.lang == "en":
		return c, a, b, 3
	}
	return c, b, a, 3
}

// vietnameseDay says that two numbers with a stroke between them are a day and its month ("đến hết 15/1"), as Vietnamese writes
// them without the year; "1/2" alone stays a fraction.
func (s *scanner) vietnameseDay() bool {
	if s.lang != "vi" || s.i+2 < len(s.k) && s.gap(s.i+2) == "/" {
		return false
	}
	if s.i > 0 {
		switch s.k[s.i-1].Text {
		case "ngay", "den", "toi", "het", "tu", "truoc", "sau":
			return true
		}
	}
	return s.small(s.i) > 12
}

func (s *scanner) hanDate() (y, m, d, n int) {
	i := s.i
	if i+3 < len(s.k) && (s.k[i+1].Text == "年" || s.k[i+1].Text == "년") && s.small(i) > 1900 {
		y = s.small(i)
		i += 2
	}
	if i+3 < len(s.k) && (s.k[i+1].Text == "月" || s.k[i+1].Text == "월") && (s.k[i+3].Text == "日" || s.k[i+3].Text == "号" || s.k[i+3].Text == "일") {
		return y, s.small(i), s.small(i + 2), i + 4 - s.i
	}
	return 0, 0, 0, 0
}

// dayMonth reads "24. Dezember 2026", "24 de dezembro de 2026", "24th of December".
func (s *scanner) dayMonth() (y, m, d, n int) {
	if d = s.small(s.i); d == 0 {
		return
	}
	if m, n = s.monthBehind(s.i); m > 0 {
		y, k := s.year(s.i + 1 + n)
		return y, m, d, n + 1 + k
	}
	for skip := 1; skip <= 2 && s.i+skip < len(s.k); skip++ {
		if strings.ContainsAny(s.gap(s.i+skip), ",;:") { // "SPF 30: de abril a junio" is no day
			return 0, 0, 0, 0
		}
		if m = s.l.months[s.k[s.i+skip].Text]; m > 0 {
			y, n = s.year(s.i + skip + 1)
			return y, m, d, skip + 1 + n
		}
		if len(s.k[s.i+skip].Text) > 3 {
			return 0, 0, 0, 0
		}
	}
	return 0, 0, 0, 0
}

// monthBehind finds the name of a month right behind a token where words are not set apart ("20 มีนาคม"), and of how many tokens it is.
func (s *scanner) monthBehind(i int) (month, tokens int) {
	if s.lang != "th" || i+1 >= len(s.k) {
		return 0, 0
	}
	rest, long := s.text[s.k[i+1].Start:], 0
	for name, m := range s.l.months {
		if len(name) > long && strings.HasPrefix(rest, name) {
			month, long = m, len(name)
		}
	}
	for end := s.k[i+1].Start + long; long > 0 && i+1+tokens < len(s.k) && s.k[i+1+tokens].Start < end; {
		tokens++
	}
	return month, tokens
}

func (s *scanner) monthDay() (y, m, d, n int) {
	if m = s.l.months[s.k[s.i].Text]; m == 0 || s.lang != "en" {
		return 0, 0, 0, 0
	}
	if d = s.small(s.i + 1); d == 0 || d > 31 || strings.Contains(s.gap(s.i+1), "(") {
		return 0, 0, 0, 0
	}
	n = 2
	if s.i+n < len(s.k) && (s.k[s.i+n].Text == "st" || s.k[s.i+n].Text == "nd" || s.k[s.i+n].Text == "rd" || s.k[s.i+n].Text == "th") {
		n++
	}
	y, k := s.year(s.i + n)
	return y, m, d, n + k
}

func (s *scanner) year(i int) (int, int) {
	for skip := 0; skip <= 1; skip++ {
		if y := s.small(i + skip); y >= 1990 && y < 2100 {
			return y, skip + 1
		}
		if i+skip < len(s.k) && len(s.k[i+skip].Text) > 2 {
			break
		}
	}
	return 0, 0
}

// clockTime reads 9:00, 18.30 Uhr, 9 am, 下午6点, as minutes of the day; a range keeps both ends.
func (s *scanner) clockTime() (Figure, int) {
	lo, n := s.clockAt(s.i)
	if n == 0 {
		return Figure{}, 0
	}
	f := Figure{Kind: Clock, Unit: "clock", Lo: float64(lo), Hi: float64(lo), Start: s.k[s.i].Start, End: s.k[s.i+n-1].End}
	j := s.i + n
	if j < len(s.k) {
		skip := 0
		if dash(s.gap(j)) == "" && s.l.ranges[s.k[j].Text] {
			skip = 1
		}
		if hi, m := s.clockAt(j + skip); m > 0 && (skip == 1 || dash(s.gap(j)) != "") {
			f.Hi = float64(hi)
			n += skip + m
		}
	}
	return f, n
}

func (s *scanner) clockAt(i int) (int, int) {
	if i >= len(s.k) || s.k[i].Kind != lexicon.Number || len(s.k[i].Text) > 2 {
		return 0, 0
	}
	h, minute, n := s.small(i), 0, 1
	if i+1 < len(s.k) && s.gap(i+1) == ":" && len(s.k[i+1].Text) == 2 {
		minute, n = s.small(i+1), 2
	}
	suffix := ""
	if i+n < len(s.k) && strings.Trim(s.gap(i+n), " \u00a0.") == "" {
		suffix = s.k[i+n].Text
		if s.longUnit(i + n) {
			return 0, 0 // 2時間 is a duration, not two o'clock
		}
	}
	switch {
	case suffix == "am" || suffix == "a" && strings.HasPrefix(s.after(i+n), ".m"):
		return (h%12)*60 + minute, n + 1
	case suffix == "pm":
		return (h%12+12)*60 + minute, n + 1
	case s.l.clock[suffix]:
		return h*60 + minute, n + 1
	case n == 2 && h < 25:
		return h*60 + minute, n
	case n == 1 && dash(s.after(i)) != "" && s.clockRange(i):
		return h * 60, 1
	}
	return 0, 0
}

// longUnit sees a unit of several characters or words at token i.
func (s *scanner) longUnit(i int) bool {
	for n := min(s.l.longest, len(s.k)-i); n > 1; n-- {
		if s.unitWord(i, n) != "" {
			return true
		}
	}
	return false
}

// clockRange sees that "9" of "9–18 Uhr" or "9-6pm" is a time.
func (s *scanner) clockRange(i int) bool {
	if i+1 >= len(s.k) || dash(s.gap(i+1)) == "" {
		return false
	}
	_, n := s.clockAt(i + 1)
	return n > 1
}
