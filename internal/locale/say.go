package locale

import (
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"parley/internal/locale/figure"
)

// Say fills a sentence of the pack; pairs are placeholder names and their texts.
func (p *Pack) Say(key string, pairs ...string) string {
	return Fill(p.Said[key], pairs...)
}

// Fill puts texts into {placeholders}.
func Fill(text string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

// Hello is the greeting for the hour.
func (p *Pack) Hello(now time.Time) string {
	switch h := now.Hour(); {
	case h >= 5 && h < 11:
		return p.Say("hello_morning")
	case h >= 18 || h < 5:
		return p.Say("hello_evening")
	}
	return p.Say("hello_day")
}

// Called is how a customer of that name is addressed; "" for nobody's name where the locale has no word for it.
func (p *Pack) Called(name string) string {
	name = strings.TrimSpace(name)
	if name == "" {
		return p.Address.Nobody
	}
	first, _, _ := strings.Cut(name, " ")
	return Fill(p.Address.Name, "name", name, "first", first)
}

// Gap stands between two sentences.
func (p *Pack) Gap() string {
	if p.Space != nil {
		return *p.Space
	}
	return " "
}

// Join lists items the way the language does.
func (p *Pack) Join(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return strings.Join(items[:last], p.List.Sep) + p.List.Last + items[last]
}

// FormatNumber writes a number with the signs of the locale and digits 0-9.
func (p *Pack) FormatNumber(v float64) string { return p.fixed(v, -1) }

func (p *Pack) fixed(v float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, part, _ := strings.Cut(s, ".")
	if len(whole) > 4 || len(whole) == 4 && p.Number.Group != " " && p.Lang() != "es" && p.Lang() != "pt-PT" {
		whole = group(whole, p.Number.Group)
	}
	if part != "" {
		whole += p.Number.Decimal + part
	}
	if v < 0 {
		whole = "-" + whole
	}
	return whole
}

func group(s, sign string) string {
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sign + s[i:]
	}
	return s
}

var signs = map[string]string{"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥", "BRL": "R$", "KRW": "₩", "THB": "฿", "VND": "₫", "RUB": "₽", "INR": "₹", "CAD": "CA$", "AUD": "A$", "MXN": "MX$", "HKD": "HK$", "TWD": "NT$", "SGD": "S$"}

// Sign is the currency's sign where one is common, else its code.
func (p *Pack) Sign(currency string) string {
	switch {
	case currency == "USD" && p.Tag != "en-US" && p.Lang() != "de":
		return "US$"
	case currency == "JPY" && p.Lang() == "zh":
		return "JP¥"
	case currency == "CNY" && p.Lang() != "zh":
		return "CN¥"
	case signs[currency] != "":
		return signs[currency]
	}
	return currency + "\u00a0"
}

// FormatMoney writes an amount; whole amounts go without decimals.
func (p *Pack) FormatMoney(v float64, currency string) string { return p.moneyRange(v, v, currency) }

func (p *Pack) moneyRange(lo, hi float64, currency string) string {
	decimals := 2
	if lo == math.Trunc(lo) && hi == math.Trunc(hi) {
		decimals = 0
	}
	n := p.fixed(lo, decimals)
	if hi != lo {
		n = Fill(p.Range, "a", n, "b", p.fixed(hi, decimals))
	}
	name := p.Currency[currency]
	if name == "" {
		name = " " + currency
	}
	return strings.TrimSpace(Fill(p.Money, "n", n, "sign", strings.TrimRight(p.Sign(currency), "\u00a0"), "name", name))
}

// FormatDate writes a day; without the year when year is 0.
func (p *Pack) FormatDate(year, month, day int) string {
	if month < 1 || month > 12 || len(p.Months) != 12 {
		return ""
	}
	pattern := p.Date
	if year != 0 {
		pattern = p.DateYear
	}
	return Fill(pattern, "d", strconv.Itoa(day), "m", strconv.Itoa(month), "month", p.Months[month-1], "y", strconv.Itoa(year))
}

// FormatDay writes the day of a time.
func (p *Pack) FormatDay(t time.Time) string {
	return p.FormatDate(t.Year(), int(t.Month()), t.Day())
}

// FormatClock writes minutes of the day.
func (p *Pack) FormatClock(minutes int) string {
	h, m := minutes/60%24, minutes%60
	if p.Clock == "12" {
		half := "AM"
		if h >= 12 {
			half = "PM"
		}
		return strconv.Itoa((h+11)%12+1) + ":" + two(m) + " " + half
	}
	_, word, _ := strings.Cut(p.Clock, " ")
	return strings.TrimSpace(strconv.Itoa(h) + ":" + two(m) + " " + word)
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// FormatFigure states a figure of any language in this locale.
func (p *Pack) FormatFigure(f figure.Figure) string {
	switch f.Kind {
	case figure.Money:
		return p.moneyRange(f.Lo, f.Hi, f.Unit)
	case figure.Date:
		return p.FormatDate(f.Year, int(f.Lo)/100, int(f.Lo)%100)
	case figure.Clock:
		a := p.FormatClock(int(f.Lo))
		if f.Hi != f.Lo {
			return Fill(p.Range, "a", a, "b", p.FormatClock(int(f.Hi)))
		}
		return a
	case figure.Code:
		return f.Text
	}
	return p.quantity(f)
}

func (p *Pack) quantity(f figure.Figure) string {
	n := p.FormatNumber(f.Lo)
	if f.Hi != f.Lo {
		n = Fill(p.Range, "a", n, "b", p.FormatNumber(f.Hi))
	}
	if f.Unit == "" {
		return n
	}
	u, ok := p.Units[f.Unit]
	if !ok {
		return n + " " + f.Unit
	}
	return Fill(u.form(p.Tag, f.Hi), "n", n)
}

// form picks the plural category of CLDR for a value.
func (u Unit) form(tag string, v float64) string {
	v = math.Abs(v) // CLDR's rules are of the absolute value
	i, f := int(v), 0
	if v != math.Trunc(v) {
		f = 1
	}
	var s string
	switch plural.Cardinal.MatchPlural(language.Make(tag), i, f, f, f, f) {
	case plural.Zero:
		s = u.Zero
	case plural.One:
		s = u.One
	case plural.Two:
		s = u.Two
	case plural.Few:
		s = u.Few
	case plural.Many:
		s = u.Many
	}
	if s == "" {
		return u.Other
	}
	return s
}
