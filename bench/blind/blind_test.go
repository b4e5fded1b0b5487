package blind

import (
	"testing"
	"unicode/utf8"

	"parley/content"
)

// A figure of a half means something only when the halves are alike and nothing is counted twice.
func TestHalvesAreEven(t *testing.T) {
	items, err := Items()
	if err != nil {
		t.Fatal(err)
	}
	seen, halves := map[string]bool{}, map[string][2]int{}
	for _, i := range items {
		id, locale := "", ""
		if i.Question != nil {
			id, locale = i.Question.ID, i.Question.Locale
		} else {
			id, locale = i.Dialogue.ID, i.Dialogue.Locale
		}
		if seen[id] {
			t.Errorf("%s stands twice", id)
		}
		seen[id] = true
		n := halves[locale]
		if Unseen(id) {
			n[1]++
		} else {
			n[0]++
		}
		halves[locale] = n
	}
	for _, locale := range content.Locales() {
		if halves[locale] != [2]int{33, 33} {
			t.Errorf("%s: %v", locale, halves[locale])
		}
	}
}

func TestShortMessages(t *testing.T) {
	list, err := Short()
	if err != nil {
		t.Fatal(err)
	}
	n, seen := map[string]int{}, map[string]bool{}
	for _, m := range list {
		n[m.Locale]++
		if odd := n[m.Locale]%2 == 1; Unseen(m.ID) == odd {
			t.Errorf("%s: odd lines are for tuning", m.ID)
		}
		if l := utf8.RuneCountInString(m.Text); l < 2 || l > 9 {
			t.Errorf("%s has %d characters", m.ID, l)
		}
		if key := m.Locale + m.Text; seen[key] || seen[m.ID] {
			t.Errorf("%s stands twice", m.ID)
		} else {
			seen[key], seen[m.ID] = true, true
		}
	}
	for _, locale := range content.Locales() {
		if n[locale] != 20 {
			t.Errorf("%s has %d", locale, n[locale])
		}
	}
}

func TestArticles(t *testing.T) {
	list, err := Articles()
	if err != nil || len(list) != 60 {
		t.Fatal(len(list), err)
	}
	for _, a := range list {
		if a.ID == "" || a.Lang == "" || a.Title == "" || a.Body == "" {
			t.Errorf("%q is not whole", a.ID)
		}
	}
}
