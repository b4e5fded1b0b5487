package figure

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/locale/lexicon"
)

// Words is what one language adds: its unit words, number words, months, bounds. All are folded by New.
type Words struct {
	Lang     string
	Decimal  byte
	Units    map[string][]string // unit → words behind the number, or with {n} in between: "영업일 기준 {n}일"
	Money    map[string][]string // currency → words
	Numbers  map[string]float64
	Months   [][]string // twelve lists
	Range    []string   // "to", "bis"
	Bounds   map[string][]string
	AfterNum []string // words that say am, pm and the like are not used; reserved for "o'clock"
}

// Reader finds figures. It never changes after New.
type Reader struct {
	langs map[string]*language
}

type language struct {
	decimal byte
	units   map[string]string
	around  map[string]around // words before a number that turn its unit into another
	longest int               // tokens of the longest unit
	money   map[string]string
	numbers map[string]float64
	months  map[string]int
	ranges  map[string]bool
	bounds  map[string]Bound
	clock   map[string]bool
	prefix  bool // particles cling to words: a word may begin with the unit
}

// New builds a reader for the languages.
func New(words []Words) *Reader {
	r := &Reader{langs: map[string]*language{}}
	for _, w := range words {
		l := r.langs[w.Lang]
		if l == nil {
			l = &language{decimal: '.', units: map[string]string{}, around: map[string]around{}, money: map[string]string{}, numbers: map[string]float64{}, months: map[string]int{}, ranges: map[string]bool{}, bounds: map[string]Bound{}, clock: map[string]bool{}}
			r.langs[w.Lang] = l
		}
		l.add(w)
	}
	return r
}

// around is a unit that stands on both sides of its number; behind is the plain unit's word.
type around struct{ behind, unit string }

func (l *language) addUnit(u, word string) {
	if before, behind, both := strings.Cut(word, "{n}"); both {
		l.around[key(before)] = around{key(behind), u}
		return
	}
	l.units[key(word)] = u
	l.longest = max(l.longest, len(lexicon.Tokens(word)))
}

func (l *language) add(w Words) {
	if w.Decimal != 0 {
		l.decimal = w.Decimal
	}
	for u, list := range w.Units {
		for _, s := range list {
			l.addUnit(u, s)
		}
	}
	for c, list := range w.Money {
		for _, s := range list {
			l.money[key(s)] = c
			l.longest = max(l.longest, len(lexicon.Tokens(s)))
		}
	}
	for s, v := range w.Numbers {
		l.numbers[key(s)] = v
	}
	for i, list := range w.Months {
		for _, s := range list {
			l.months[key(s)] = i + 1
		}
	}
	for _, s := range w.Range {
		l.ranges[key(s)] = true
	}
	for b, list := range w.Bounds {
		for _, s := range list {
			l.bounds[key(s)] = Bound(b)
		}
	}
	for _, s := range w.AfterNum {
		l.clock[key(s)] = true
	}
}

// key joins folded tokens: words by a space, characters of scripts without spaces directly.
func key(s string) string { return joinTokens(lexicon.Tokens(s)) }

func joinTokens(list []lexicon.Token) string {
	var b strings.Builder
	for i, t := range list {
		if i > 0 && !(t.Kind == lexicon.Syllable && list[i-1].Kind == lexicon.Syllable) {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

// Find lists the figures of a text in lang, in order.
func (r *Reader) Find(text, lang string) []Figure {
	l := r.langs[lang]
	if l == nil {
		l = r.langs["en"]
	}
	if l == nil {
		l = &language{decimal: '.'}
	}
	s := scanner{text: text, lang: lang, l: l, k: lexicon.Tokens(text)}
	for s.i < len(s.k) {
		s.step()
	}
	s.inherit()
	return s.out
}

type scanner struct {
	text, lang string
	l          *language
	k          []lexicon.Token
	i          int
	out        []Figure
}

func (s *scanner) step() {
	for _, try := range []func() (Figure, int){s.date, s.clockTime, s.plain, s.spelled, s.code} {
		if f, n := try(); n > 0 {
			f.Start, f.End = min(f.Start, s.k[s.i].Start), max(f.End, s.k[s.i+n-1].End)
			f.Text = strings.TrimSpace(s.text[f.Start:f.End])
			f.Bound = s.bound(s.i)
			s.out = append(s.out, f)
			s.i += n
			return
		}
	}
	s.i++
}

// gap is what stands between token i-1 and token i.
func (s *scanner) gap(i int) string {
	if i <= 0 || i >= len(s.k) {
		return ""
	}
	return s.text[s.k[i-1].End:s.k[i].Start]
}

func (s *scanner) after(i int) string { // the text behind token i up to the next token
	if i+1 < len(s.k) {
		return s.text[s.k[i].End:s.k[i+1].Start]
	}
	return s.text[s.k[i].End:]
}

func (s *scanner) before(i int) string {
	if i > 0 {
		return s.text[s.k[i-1].End:s.k[i].Start]
	}
	return s.text[:s.k[i].Start]
}

// code is letters with digits: E4, SKU numbers.
func (s *scanner) code() (Figure, int) {
	t := s.k[s.i]
	if t.Kind != lexicon.Code {
		return Figure{}, 0
	}
	return Figure{Start: t.Start, End: t.End, Kind: Code, Unit: t.Text}, 1
}

// plain is a number in digits, perhaps a range, with its unit or currency.
func (s *scanner) plain() (Figure, int) {
	lo, n := s.number(s.i)
	if n == 0 {
		return Figure{}, 0
	}
	f := Figure{Lo: lo, Hi: lo, Start: s.k[s.i].Start, End: s.k[s.i+n-1].End}
	cur := s.signBefore(s.i, &f)
	if cur == "" {
		cur = s.signAfter(s.i+n-1, &f)
	}
	n += s.rangeTo(&f, s.i+n, &cur)
	if cur != "" {
		f.Kind, f.Unit = Money, cur
		return f, n
	}
	n += s.unit(&f, s.i+n)
	s.unitAround(&f)
	s.below(&f)
	return f, n
}

// below reads the minus of a temperature; before any other number a dash is a range or a list.
func (s *scanner) below(f *Figure) {
	if f.Kind != Temperature {
		return
	}
	head := s.text[:f.Start]
	for _, minus := range [...]string{"-", "−", "–"} {
		rest, ok := strings.CutSuffix(head, minus)
		if !ok {
			continue
		}
		if r, _ := utf8.DecodeLastRuneInString(rest); rest != "" && (unicode.IsLetter(r) && !lexicon.Syllabic(r) || unicode.IsDigit(r)) {
			return
		}
		if f.Hi == f.Lo {
			f.Hi = -f.Hi
		}
		f.Lo, f.Start = -f.Lo, f.Start-len(minus)
		return
	}
}

func (s *scanner) number(i int) (float64, int) {
	if i >= len(s.k) || s.k[i].Kind != lexicon.Number {
		return 0, 0
	}
	text, n := s.k[i].Text, 1
	for i+n < len(s.k) && (s.lang == "fr" || s.lang == "ru") && thousands(s.gap(i+n), s.k[i+n]) && len(s.k[i].Text) <= 3 {
		text += s.k[i+n].Text
		n++
	}
	v, ok := ParseNumber(text, s.l.decimal)
	if !ok {
		return 0, 0
	}
	if i+n < len(s.k) && s.k[i+n].Kind == lexicon.Syllable && s.gap(i+n) == "" {
		if m, ok := hanMyriads[[]rune(s.k[i+n].Text)[0]]; ok {
			return v * m, n + 1
		}
	}
	if i+n < len(s.k) && strings.Trim(s.gap(i+n), " \u00a0") == "" {
		if m, ok := magnitudes[s.k[i+n].Text]; ok {
			return v * m, n + 1
		}
	}
	return v, n
}

// magnitudes are the words behind a number that multiply it ("THB 1 million"), folded, of the languages of articles and of customers.
var magnitudes = map[string]float64{
	"thousand": 1e3, "million": 1e6, "billion": 1e9, "tausend": 1e3, "millionen": 1e6, "mille": 1e3, "millions": 1e6, "mil": 1e3, "millon": 1e6, "millones": 1e6, "milhao": 1e6, "milhoes": 1e6,
	"mila": 1e3, "milione": 1e6, "milioni": 1e6, "тысяч": 1e3, "тыс": 1e3, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "млн": 1e6, "الف": 1e3, "مليون": 1e6, "nghin": 1e3, "ngan": 1e3, "trieu": 1e6,
}

func thousands(gap string, t lexicon.Token) bool {
	digits := strings.IndexAny(t.Text, ".,")
	if digits < 0 {
		digits = len(t.Text)
	}
	return (gap == " " || gap == "\u00a0" || gap == "\u202f") && t.Kind == lexicon.Number && digits == 3
}

// rangeTo reads "–5", "to 5", "bis 5" behind a number.
func (s *scanner) rangeTo(f *Figure, i int, cur *string) int {
	if i >= len(s.k) {
		return 0
	}
	skip := 0
	if dash(s.gap(i)) == "" {
		if !s.l.ranges[s.k[i].Text] || s.k[i].Kind == lexicon.Number || strings.Trim(s.gap(i), " \u00a0€$£¥") != "" {
			return s.unitThenRange(f, i, cur)
		}
		skip = 1
	}
	hi, n := s.number(i + skip)
	if n == 0 || hi < f.Lo {
		return 0
	}
	f.Hi, f.End = hi, s.k[i+skip+n-1].End
	if *cur == "" {
		var probe Figure
		*cur = s.signBefore(i+skip, &probe)
	}
	if c := s.signAfter(i+skip+n-1, f); c != "" {
		*cur = c
	}
	return skip + n
}

// unitThenRange reads ranges that name their unit twice: 3日から5日, 3天至5天.
func (s *scanner) unitThenRange(f *Figure, i int, cur *string) int {
	var first Figure
	n := s.unit(&first, i)
	if n == 0 || i+n >= len(s.k) {
		return 0
	}
	skip := 0
	if dash(s.gap(i+n)) == "" {
		if skip = s.rangeWord(i + n); skip == 0 {
			return 0
		}
	}
	hi, m := s.number(i + n + skip)
	if m == 0 || hi < f.Lo {
		return 0
	}
	var second Figure
	if s.unit(&second, i+n+skip+m) == 0 || second.Unit != first.Unit {
		return 0
	}
	f.Hi, f.End = hi, s.k[i+n+skip+m-1].End
	return n + skip + m
}

func (s *scanner) rangeWord(i int) int {
	for n := min(2, len(s.k)-i); n > 0; n-- {
		if s.l.ranges[joinTokens(s.k[i:i+n])] {
			return n
		}
	}
	return 0
}

// dash returns the gap when it is a range sign.
func dash(gap string) string {
	g := strings.Trim(gap, " \u00a0€$£¥R")
	switch g {
	case "-", "–", "—", "~", "〜", "～", "−", "‑":
		return g
	}
	return ""
}

func (s *scanner) signBefore(i int, f *Figure) string {
	gap := strings.TrimRight(s.before(i), " \u00a0\u202f")
	if i > 0 && gap == "$" {
		if c := currencies[s.text[s.k[i-1].Start:s.k[i-1].End]+"$"]; c != "" {
			f.Start = s.k[i-1].Start
			return c
		}
	}
	if i > 0 && (gap == "¥" || gap == "￥") {
		if c := currencies[s.text[s.k[i-1].Start:s.k[i-1].End]+gap]; c != "" {
			f.Start = s.k[i-1].Start
			return c
		}
	}
	for _, sign := range [...]string{"US$", "R$", "MX$", "CA$", "A$", "€", "$", "£", "¥", "￥", "₩", "฿", "₫", "₽", "₹", "﷼"} {
		if strings.HasSuffix(gap, sign) {
			f.Start = s.k[i].Start - len(s.before(i)) + len(gap) - len(sign)
			return s.yen(currencies[sign])
		}
	}
	if i > 0 && strings.TrimSpace(s.before(i)) == "" || i > 0 && strings.Trim(s.before(i), " $") == "" {
		raw := s.text[s.k[i-1].Start:s.k[i-1].End]
		sign := raw + strings.TrimSpace(s.before(i))
		if c := currencies[sign]; c != "" {
			f.Start = s.k[i-1].Start
			return c
		}
		if c := currencies[strings.ToUpper(raw)]; c != "" && len(raw) == 3 {
			f.Start = s.k[i-1].Start
			return c
		}
	}
	return ""
}

// signAfter reads a currency sign, code or word behind token i and moves the end over it.
func (s *scanner) signAfter(i int, f *Figure) string {
	gap := s.after(i)
	left := strings.TrimLeft(gap, " \u00a0\u202f")
	for _, sign := range [...]string{"€", "$", "£", "¥", "₩", "฿", "₫", "₽", "₹", "﷼"} {
		if strings.HasPrefix(left, sign) && !(sign == "$" && len(left) > 1 && left[1] >= '0' && left[1] <= '9') {
			f.End = s.k[i].End + len(gap) - len(left) + len(sign)
			return s.yen(currencies[sign])
		}
	}
	return ""
}

func (s *scanner) yen(c string) string {
	if c == "JPY" && s.lang == "zh" {
		return "CNY"
	}
	return c
}

// unit reads the unit behind a number and returns the tokens it took.
func (s *scanner) unit(f *Figure, i int) int {
	if s.signUnit(f, i-1) {
		return 0
	}
	if i >= len(s.k) || strings.Trim(s.gap(i), " \u00a0\u202f-‑.") != "" {
		return 0
	}
	for n := min(s.l.longest, len(s.k)-i); n > 0; n-- {
		if u := s.unitWord(i, n); u != "" {
			f.Unit, f.Kind, f.End = u, KindOf(u), s.k[i+n-1].End
			if IsCurrency(u) {
				f.Kind = Money
			}
			return n
		}
	}
	return 0
}

// unitAround reads what stands before a number and belongs to its unit.
func (s *scanner) unitAround(f *Figure) {
	if f.Unit == "" || len(s.l.around) == 0 {
		return
	}
	for n := min(s.i, 8); n > 0; n-- {
		a, found := s.l.around[joinTokens(s.k[s.i-n:s.i])]
		if found && s.l.units[a.behind] == f.Unit {
			f.Unit, f.Kind, f.Start = a.unit, KindOf(a.unit), s.k[s.i-n].Start
			return
		}
	}
}

func (s *scanner) unitWord(i, n int) string {
	k := joinTokens(s.k[i : i+n])
	if u := s.l.units[k]; u != "" {
		return u
	}
	if c := s.l.money[k]; c != "" {
		return c
	}
	if n > 1 {
		return ""
	}
	raw := s.text[s.k[i].Start:s.k[i].End]
	if c := currencies[raw]; c != "" {
		return c
	}
	if c := currencies[strings.ToUpper(raw)]; c != "" && len(raw) == 3 && c != "TRY" {
		return c
	}
	if utf8.RuneCountInString(raw) == 1 {
		return oneLetter[raw]
	}
	return symbols[k]
}

// signUnit reads %, °C and inch signs right behind the number.
func (s *scanner) signUnit(f *Figure, i int) bool {
	if i < 0 {
		return false
	}
	gap := s.after(i)
	left := strings.TrimLeft(gap, " \u00a0\u202f")
	skip := len(gap) - len(left)
	for _, p := range [...]struct{ sign, unit string }{{"%", "percent"}, {"％", "percent"}, {"٪", "percent"}, {"°C", "celsius"}, {"℃", "celsius"}, {"°F", "fahrenheit"}, {"℉", "fahrenheit"}, {"°م", "celsius"}, {"°ف", "fahrenheit"}, {"″", "inch"}, {"\"", "inch"}} {
		if strings.HasPrefix(s.text[s.k[i].End+skip:], p.sign) && !(p.unit == "inch" && skip > 0) {
			f.Unit, f.Kind, f.End = p.unit, KindOf(p.unit), s.k[i].End+skip+len(p.sign)
			return true
		}
	}
	return false
}

// bound reads the word before a figure: "over 50 €", "up to 30 days".
func (s *scanner) bound(i int) Bound {
	for n := 3; n > 0; n-- {
		for shift := 0; shift <= 1; shift++ {
			from := i - n - shift
			if from < 0 {
				continue
			}
			if b := s.l.bounds[joinTokens(s.k[from:i-shift])]; b != "" {
				return b
			}
		}
	}
	return ""
}

// inherit gives a bare number the unit of the figure before it when both stand in one sentence and share a list:
// "in Germany 3–5 days, in Japan 7–10".
func (s *scanner) inherit() {
	for i := 1; i < len(s.out); i++ {
		a, b := s.out[i-1], &s.out[i]
		if b.Kind != None || a.Kind != Duration && a.Kind != Money || b.Start-a.End > 60 {
			continue
		}
		between := s.text[a.End:b.Start]
		if !strings.ContainsAny(between, ".;。!?\n") && strings.ContainsAny(between, ",，、 ") && b.End-b.Start < 12 && ends(s.text[b.End:]) {
			b.Kind, b.Unit = a.Kind, a.Unit
		}
	}
}

func ends(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return rest == "" || strings.ContainsRune(".,;。，、）)", []rune(rest)[0])
}
