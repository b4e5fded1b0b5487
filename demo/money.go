package demo

import (
	"math"
	"strconv"
	"strings"
)

var symbols = map[string]string{
	"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥", "BRL": "R$", "SAR": "ر.س", "TWD": "NT$",
}

const noBreak = "\u00a0"

// money writes an amount as a shop in that language would on a price tag: no cents when there are none.
func money(locale, currency string, amount float64) string {
	symbol, ok := symbols[currency]
	if !ok {
		symbol = currency
	}
	digits := number(locale, amount, cents(amount))
	switch lang(locale) {
	case "de", "ar":
		return digits + noBreak + symbol
	case "pt":
		return symbol + noBreak + digits
	}
	if currency == "SAR" {
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
	thousand, point := ",", "."
	if l := lang(locale); l == "de" || l == "pt" {
		thousand, point = ".", ","
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thousand + whole[i:]
	}
	if fraction == "" {
		return whole
	}
	return whole + point + fraction
}

func lang(locale string) string {
	l, _, _ := strings.Cut(locale, "-")
	return l
}
