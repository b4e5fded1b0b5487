package builtin

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/locale/lexicon"
)

// Names written as they sound: a customer writes アリア or اريا where the shop's product is called Aria. Both are brought to
// one plain form, where letters that the scripts do not tell apart (l and r, v and b, e and i, o and u) are the same.

var arabicSounds = map[rune]string{'ا': "a", 'أ': "a", 'إ': "i", 'آ': "a", 'ء': "", 'ئ': "i", 'ؤ': "o", 'ب': "b", 'پ': "b", 'ت': "t", 'ث': "s", 'ج': "j", 'چ': "j", 'ح': "h", 'خ': "k", 'د': "d", 'ذ': "d", 'ر': "r", 'ز': "z", 'س': "s", 'ش': "sh", 'ص': "s", 'ض': "d", 'ط': "t", 'ظ': "z", 'ع': "a", 'غ': "g", 'ف': "f", 'ڤ': "b", 'ق': "k", 'ك': "k", 'گ': "g", 'ل': "r", 'م': "m", 'ن': "n", 'ه': "h", 'ة': "a", 'و': "o", 'ي': "i", 'ى': "a"}

var kanaSounds = map[rune]string{
	'ア': "a", 'イ': "i", 'ウ': "u", 'エ': "e", 'オ': "o", 'カ': "ka", 'キ': "ki", 'ク': "ku", 'ケ': "ke", 'コ': "ko", 'サ': "sa", 'シ': "shi", 'ス': "su", 'セ': "se", 'ソ': "so", 'タ': "ta", 'チ': "chi", 'ツ': "tsu", 'テ': "te", 'ト': "to",
	'ナ': "na", 'ニ': "ni", 'ヌ': "nu", 'ネ': "ne", 'ノ': "no", 'ハ': "ha", 'ヒ': "hi", 'フ': "fu", 'ヘ': "he", 'ホ': "ho", 'マ': "ma", 'ミ': "mi", 'ム': "mu", 'メ': "me", 'モ': "mo", 'ヤ': "ya", 'ユ': "yu", 'ヨ': "yo",
	'ラ': "ra", 'リ': "ri", 'ル': "ru", 'レ': "re", 'ロ': "ro", 'ワ': "wa", 'ヲ': "o", 'ン': "n", 'ガ': "ga", 'ギ': "gi", 'グ': "gu", 'ゲ': "ge", 'ゴ': "go", 'ザ': "za", 'ジ': "ji", 'ズ': "zu", 'ゼ': "ze", 'ゾ': "zo",
	'ダ': "da", 'ヂ': "ji", 'ヅ': "zu", 'デ': "de", 'ド': "do", 'バ': "ba", 'ビ': "bi", 'ブ': "bu", 'ベ': "be", 'ボ': "bo", 'パ': "pa", 'ピ': "pi", 'プ': "pu", 'ペ': "pe", 'ポ': "po", 'ヴ': "bu",
}

// smallKana change the vowel of the sound before: フォ is fo.
var smallKana = map[rune]string{'ァ': "a", 'ィ': "i", 'ゥ': "u", 'ェ': "e", 'ォ': "o", 'ャ': "a", 'ュ': "u", 'ョ': "o"}

var cyrillicSounds = map[rune]string{'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "o", 'ж': "j", 'з': "z", 'и': "i", 'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "h", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "sh", 'ъ': "", 'ы': "i", 'ь': "", 'э': "e", 'ю': "u", 'я': "a"}

// the letters that a Korean syllable is built of, in the order of Unicode.
var (
	hangulFirst  = []string{"g", "k", "n", "d", "t", "r", "m", "b", "p", "s", "s", "", "j", "j", "ch", "k", "t", "p", "h"}
	hangulMiddle = []string{"a", "e", "a", "e", "o", "e", "o", "e", "o", "a", "e", "e", "o", "u", "o", "e", "i", "u", "", "i", "i"}
	hangulLast   = []string{"", "g", "k", "k", "n", "n", "n", "t", "r", "k", "m", "p", "r", "t", "p", "r", "m", "p", "p", "t", "t", "n", "t", "t", "k", "t", "p", "t"}
)

// hangulSound takes a Korean syllable apart.
func hangulSound(r rune) string {
	n := int(r - '가')
	return hangulFirst[n/588] + hangulMiddle[n/28%21] + hangulLast[n%28]
}

// soundOf brings a word of any of the scripts to its plain form.
func soundOf(word string) string {
	var b []byte
	for _, r := range word {
		switch {
		case smallKana[r] != "":
			if n := len(b); n > 0 && strings.IndexByte("aeiou", b[n-1]) >= 0 {
				b = b[:n-1]
			}
			b = append(b, smallKana[r]...)
		case kanaSounds[r] != "":
			b = append(b, kanaSounds[r]...)
		case r >= '가' && r <= '힣':
			b = append(b, hangulSound(r)...)
		case cyrillicSounds[r] != "":
			b = append(b, cyrillicSounds[r]...)
		case arabicSounds[r] != "":
			b = append(b, arabicSounds[r]...)
		case r < utf8.RuneSelf && unicode.IsLetter(r):
			b = append(b, byte(unicode.ToLower(r)))
		}
	}
	s := strings.NewReplacer("ph", "f", "ck", "k", "sch", "sh", "th", "s", "qu", "ko", "x", "ks").Replace(string(b))
	s = strings.NewReplacer("l", "r", "v", "b", "c", "k", "q", "k", "p", "b", "e", "i", "u", "o", "w", "o", "y", "i").Replace(s)
	var out []byte
	for i := 0; i < len(s); i++ {
		if i == 0 || s[i] != s[i-1] {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// bones are the consonants of a sound: what Japanese adds between them does not count.
func bones(sound string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("aio", r) {
			return -1
		}
		return r
	}, sound)
}

// sounded finds a word of names that sounds like a foreign writing of it.
func (c *Catalog) sounded(word string) []string {
	want := soundOf(word)
	if len(want) < 3 {
		return nil
	}
	bare := bones(want)
	best, rank := "", 0
	for w, sound := range c.sounds {
		r := 0
		switch {
		case sound == want, slices.Contains(c.spoken[w], want):
			r = 3
		case len(want) >= 4 && len(sound) >= 4 && oneSlip(sound, want):
			r = 2
		case len(bare) >= 3 && bones(sound) == bare:
			r = 1
		}
		if r > rank || r == rank && r > 0 && w < best {
			best, rank = w, r
		}
	}
	if best == "" {
		return nil
	}
	return []string{best}
}

// exactly finds a word of names with just the sound of a katakana word, also without the vowel that Japanese puts behind it: カイト, Kite.
func (c *Catalog) exactly(word string) []string {
	_, n := utf8.DecodeLastRuneInString(word)
	whole, last := soundOf(word), soundOf(word[len(word)-n:])
	short := soundOf(word[:len(word)-n]) + strings.TrimRight(last, "o")
	best := ""
	for w, sound := range c.sounds {
		for _, want := range []string{whole, short} {
			if len(want) >= 3 && (sound == want || slices.Contains(c.spoken[w], want)) && (best == "" || w < best) {
				best = w
			}
		}
	}
	if best == "" {
		return nil
	}
	return []string{best}
}

// foreign reads Arabic and Cyrillic words and runs of katakana or Korean that no lexicon explains as names.
func (c *Catalog) foreign(a lexicon.Analysis, out [][]string) {
	if len(c.sounds) == 0 || len(c.sounds) > 20000 {
		return
	}
	for i := 0; i < len(a.Tokens); i++ {
		t := a.Tokens[i]
		r, _ := utf8.DecodeRuneInString(t.Text)
		switch {
		case t.Kind == lexicon.Word && unicode.Is(unicode.Arabic, r) && !t.Stop && len(out[i]) == 0:
			out[i] = c.arabic(t)
		case t.Kind == lexicon.Word && unicode.Is(unicode.Cyrillic, r) && !t.Stop && !t.Known && len(out[i]) == 0 && utf8.RuneCountInString(t.Text) >= 4:
			out[i] = c.inflected(t.Text)
		case unicode.Is(unicode.Hangul, r) && !t.Known:
			i = c.korean(a, i, out)
		case katakana(r):
			to := i
			var word strings.Builder
			known := true
			for to < len(a.Tokens) && (to == i || a.Tokens[to].Glued) {
				r, _ := utf8.DecodeRuneInString(a.Tokens[to].Text)
				if !katakana(r) {
					break
				}
				word.WriteString(a.Tokens[to].Text)
				known = known && a.Tokens[to].Known
				to++
			}
			switch {
			case to-i < 2:
			case !known:
				if out[i] = c.sounded(word.String()); out[i] == nil {
					out[i] = c.exactly(word.String())
				}
			case to-i >= 3: // an everyday word may still be a name that sounds exactly so
				out[i] = c.exactly(word.String())
			}
			i = max(i, to-1)
		}
	}
}

func katakana(r rune) bool { return r >= 'ァ' && r <= 'ー' }

// arabic tries a word as it is and without the particles that are written onto it.
func (c *Catalog) arabic(t lexicon.Token) []string {
	if utf8.RuneCountInString(t.Text) < 3 {
		return nil
	}
	var tries []string
	if !t.Known {
		tries = append(tries, t.Text)
	}
	for _, p := range []string{"وال", "بال", "لل", "ال", "و", "ب", "ل"} {
		if rest := strings.TrimPrefix(t.Text, p); rest != t.Text && !t.Known && utf8.RuneCountInString(rest) >= 3 && !slices.Contains(tries, rest) {
			tries = append(tries, rest)
		}
	}
	if t.Known { // an everyday word may still be a name that sounds exactly so
		if found := c.sounded(t.Text); len(found) == 1 && len(soundOf(t.Text)) >= 4 && (c.sounds[found[0]] == soundOf(t.Text) || slices.Contains(c.spoken[found[0]], soundOf(t.Text))) {
			return found
		}
	}
	for _, w := range tries {
		if found := c.sounded(w); found != nil {
			return found
		}
	}
	return nil
}

// inflected tries a Russian word as it is and without its ending. Cyrillic is as full a script as Latin: what only resembles is
// another word.
func (c *Catalog) inflected(word string) []string {
	runes := []rune(word)
	for cut := 0; cut <= 2 && len(runes)-cut >= 4; cut++ {
		try := string(runes[:len(runes)-cut])
		if found := c.sounded(try); found != nil && c.near(found[0], soundOf(try)) {
			return found
		}
	}
	return nil
}

// korean tries a run of unexplained syllables as a name, also without the particles at its end, and returns the last token looked at.
func (c *Catalog) korean(a lexicon.Analysis, i int, out [][]string) int {
	to := i
	for to < len(a.Tokens) && !a.Tokens[to].Known && (to == i || a.Tokens[to].Glued) {
		if r, _ := utf8.DecodeRuneInString(a.Tokens[to].Text); !unicode.Is(unicode.Hangul, r) {
			break
		}
		to++
	}
	for end := to; end-i >= 2 && end > to-3; end-- {
		word := ""
		for _, t := range a.Tokens[i:end] {
			word += t.Text
		}
		if found := c.sounded(word); found != nil && c.near(found[0], soundOf(word)) {
			out[i] = found
			break
		}
	}
	return max(i, to-1)
}

// near asks for more than the same consonants: the same sound, or, of a long word, all but one vowel of it.
func (c *Catalog) near(word, want string) bool {
	s := c.sounds[word]
	return s == want || slices.Contains(c.spoken[word], want) || len(want) >= 5 && s[0] == want[0] && bones(s) == bones(want) && oneSlip(s, want)
}

// spokenForms are English spellings that other scripts write as they are spoken: Skye is سكاي, Kite is カイト, Leaf is ليف.
var spokenForms = strings.NewReplacer("ye$", "ai", "er$", "a", "ine$", "ain", "ise$", "aiz", "ace$", "es", "ide$", "aid", "ite$", "ait", "ike$", "aik", "ime$", "aim", "ane$", "en", "ake$", "ek", "ea", "i", "ee", "i", "oo", "u", "$", "")

// silentR is an r that British, and with them Japanese and Korean, ears do not hear: Tern is ターン, Harbor is ハーバー.
var silentR = regexp.MustCompile(`([aeou])r([^aeiouyr$]|\$)`)

// spoken lists the other sounds of an English word.
func spoken(word string) (out []string) {
	plain := soundOf(word)
	for _, s := range []string{
		spokenForms.Replace(word + "$"),
		spokenForms.Replace(silentR.ReplaceAllString(word+"$", "a$2")),
		spokenForms.Replace(silentR.ReplaceAllString(word+"$", "o$2")),
	} {
		if s = soundOf(s); s != plain && len(s) >= 3 && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
