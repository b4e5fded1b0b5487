package demo

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var place = regexp.MustCompile(`\{[a-z]+\}`)

func TestEveryLanguageHasEveryWord(t *testing.T) {
	base, err := readWords("en-US")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range storefronts {
		w, err := readWords(s.Locale)
		if err != nil {
			t.Fatal(err)
		}
		sameKeys(t, s.Locale+" text", base.Text, w.Text)
		sameKeys(t, s.Locale+" specs", base.Specs, w.Specs)
	}
}

func sameKeys(t *testing.T, where string, want, got map[string]string) {
	t.Helper()
	for _, key := range slices.Sorted(maps.Keys(want)) {
		text, ok := got[key]
		if !ok || strings.TrimSpace(text) == "" {
			t.Errorf("%s: %q is missing", where, key)
		}
		if w, g := place.FindAllString(want[key], -1), place.FindAllString(text, -1); !slices.Equal(w, g) {
			t.Errorf("%s: %q has places %v, want %v", where, key, g, w)
		}
	}
	for key := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%s: %q is not in en-US", where, key)
		}
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		locale, currency string
		amount           float64
		want             string
	}{
		{"en-US", "USD", 249, "$249"},
		{"en-US", "USD", 1255.9, "$1,255.90"},
		{"de-DE", "EUR", 4.9, "4,90\u00a0€"},
		{"de-DE", "EUR", 1579, "1.579\u00a0€"},
		{"pt-BR", "BRL", 1799, "R$\u00a01.799"},
		{"ja-JP", "JPY", 34800, "¥34,800"},
		{"ar-SA", "SAR", 2090, "2,090\u00a0ر.س"},
		{"en-US", "SAR", 20, "ر.س\u00a020"},
		{"zh-TW", "TWD", 7990, "NT$7,990"},
		{"es-ES", "EUR", 1579, "1.579\u00a0€"},
		{"es-MX", "MXN", 4999.5, "$4,999.50"},
		{"en-US", "MXN", 4999, "MX$4,999"},
		{"pt-PT", "EUR", 1579.9, "1\u00a0579,90\u00a0€"},
		{"fr-FR", "EUR", 1579.9, "1\u202f579,90\u00a0€"},
		{"it-IT", "EUR", 4.9, "4,90\u00a0€"},
		{"ru-RU", "RUB", 25990, "25\u00a0990\u00a0₽"},
		{"ko-KR", "KRW", 359000, "359,000원"},
		{"ko-KR", "USD", 249, "$249"},
		{"th-TH", "THB", 8990, "฿8,990"},
		{"vi-VN", "VND", 6690000, "6.690.000\u00a0₫"},
	} {
		if got := money(c.locale, c.currency, c.amount); got != c.want {
			t.Errorf("money(%s, %s, %v) = %q, want %q", c.locale, c.currency, c.amount, got, c.want)
		}
	}
}
