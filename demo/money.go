package demo

import (
	"cmp"
	"math"
	"strconv"
	"strings"
)

var symbols = map[string]string{
	"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥", "BRL": "R$", "SAR": "ر.س", "TWD": "NT$",
	"MXN": "MX$", "RUB": "₽", "KRW": "₩", "THB": "฿", "VND": "₫",
}

const (
	noBreak     = "\u00a0"
	thinNoBreak = "\u202f"
)

// notation is how a language writes numbers and price tags.
type notation struct {
	group, point string
	after        bool // the symbol stands behind the amount
	own, tag     string
}

// notations has an entry for a locale, or for its language when the markets agree. The rest writes as English does.
// At home a price tag may be shorter than abroad: amounts in the currency own are written as tag.
var notations = map[string]notation{
	"ar":    {group: ",", point: ".", after: true},
	"de":    {group: ".", point: ",", after: true},
	"es":    {group: ".", point: ",", after: true},
	"es-MX": {group: ",", point: ".", own: "MXN", tag: "${n}"},
	"fr":    {group: thinNoBreak, point: ",", after: true},
	"it":    {group: ".", point: ",", after: true},
	"ko":    {group: ",", point: ".", own: "KRW", tag: "{n}원"},
	"pt-BR": {group: ".", point: ","},
	"pt-PT": {group: noBreak, point: ",", after: true},
	"ru":    {group: noBreak, point: ",", after: true},
	"vi":    {group: ".", point: ",", after: true},
}

func notationOf(locale string) notation {
	for _, key := range []string{locale, lang(locale)} {
		if n, ok := notations[key]; ok {
			return n
		}
	}
	return notation{group: ",", point: "."}
}

// money writes an amount as a shop in that language would on a price tag: no cents when there are none.
func money(locale, currency string, amount float64) string {
	n := notationOf(locale)
	digits := number(locale, amount, cents(amount))
	symbol := cmp.Or(symbols[currency], currency)
	switch {
	case currency == n.own:
		return strings.ReplaceAll(n.tag, "{n}", digits)
	case n.after:
		return digits + noBreak + symbol
	case locale == "pt-BR" || currency == "SAR":
		return symbol + noBreak + digits
	}
	return symbol + digits
}

func cents(amount float64) int {
	if amount == math.Trunc(amount) {
		return 0
	}
	return 2
}

// number writes digits with the language's separators; decimals below zero mean as many as needed.
func number(locale string, n float64, decimals int) string {
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(n, 'f', decimals, 64), ".")
	sep := notationOf(locale)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + sep.group + whole[i:]
	}
	if fraction == "" {
		return whole
	}
	return whole + sep.point + fraction
}

func lang(locale string) string {
	l, _, _ := strings.Cut(locale, "-")
	return l
}
