package locale

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Calendar is the working week and the public holidays of a country.
type Calendar struct {
	Country  string            `yaml:"country"`
	Reviewer string            `yaml:"reviewer"` // empty until somebody who lives there signs
	Note     string            `yaml:"note"`     // what is not certain yet
	Weekend  []string          `yaml:"weekend"`
	Holidays map[string]string `yaml:"holidays"` // 2026-01-01: its name there
	Workdays []string          `yaml:"workdays"` // days of a weekend that are worked
}

const dayForm = "2006-01-02"

// restDays are the weekends of countries that have no calendar of their own here and do not rest on Saturday and Sunday.
var restDays = map[string][]string{"KW": {"friday", "saturday"}, "QA": {"friday", "saturday"}, "BH": {"friday", "saturday"}, "OM": {"friday", "saturday"},
	"EG": {"friday", "saturday"}, "JO": {"friday", "saturday"}, "IQ": {"friday", "saturday"}, "DZ": {"friday", "saturday"}, "IL": {"friday", "saturday"}, "BD": {"friday", "saturday"}}

func readCalendars(fsys fs.FS) (map[string]*Calendar, error) {
	names, err := fs.Glob(fsys, "calendars/*.yaml")
	if err != nil {
		return nil, err
	}
	out := map[string]*Calendar{}
	for _, name := range names {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		c := &Calendar{}
		dec := yaml.NewDecoder(strings.NewReader(string(raw)))
		dec.KnownFields(true)
		if err := dec.Decode(c); err != nil {
			return nil, fmt.Errorf("calendar %s: %w", name, err)
		}
		if c.Country != strings.TrimSuffix(path.Base(name), ".yaml") {
			return nil, fmt.Errorf("calendar %s: its country is %q", name, c.Country)
		}
		out[c.Country] = c
	}
	return out, nil
}

// Calendar is the calendar of a country. One that nobody has written yet has a weekend and no holidays.
func (d *Deadlines) Calendar(country string) *Calendar {
	if c := d.calendars[country]; c != nil {
		return c
	}
	rest := restDays[country]
	if rest == nil {
		rest = []string{"saturday", "sunday"}
	}
	return &Calendar{Country: country, Weekend: rest}
}

// Works says whether people work on a day.
func (c *Calendar) Works(day time.Time) bool {
	if slices.Contains(c.Workdays, day.Format(dayForm)) {
		return true
	}
	return !c.rests(day) && c.Holidays[day.Format(dayForm)] == ""
}

func (c *Calendar) rests(day time.Time) bool {
	return slices.Contains(c.Weekend, strings.ToLower(day.Weekday().String()))
}

// Deadline is the moment until which a promise made at a time must be kept: hours are exact, everything else ends with her day. The zone
// of said is hers.
func (c *Calendar) Deadline(w When, said time.Time) time.Time {
	if w.Span > 0 {
		return said.Add(w.Span)
	}
	day := c.day(w, time.Date(said.Year(), said.Month(), said.Day(), 0, 0, 0, 0, said.Location()))
	if w.Clock < 0 {
		return day.AddDate(0, 0, 1).Add(-time.Second)
	}
	due := time.Date(day.Year(), day.Month(), day.Day(), w.Clock/60, w.Clock%60, 0, 0, day.Location())
	if w.dayless() && !due.After(said) {
		return due.AddDate(0, 0, 1)
	}
	return due
}

func (w When) dayless() bool { return w == When{Clock: w.Clock} }

func (c *Calendar) day(w When, today time.Time) time.Time {
	switch {
	case w.Working > 0:
		return c.workingDay(today, w.Working)
	case w.Days > 0 || w.Months > 0:
		return today.AddDate(0, w.Months, w.Days)
	case w.Date > 0:
		return date(w, today)
	case w.Weekday > 0:
		return weekday(w, today)
	}
	return c.named(w.Named, today)
}

func (c *Calendar) named(name string, today time.Time) time.Time {
	switch name {
	case "tomorrow":
		return today.AddDate(0, 0, 1)
	case "after_tomorrow":
		return today.AddDate(0, 0, 2)
	case "this_week":
		return c.weekEnd(today)
	case "next_week":
		return c.weekEnd(monday(today).AddDate(0, 0, 7))
	case "this_month":
		return today.AddDate(0, 1, -today.Day())
	}
	return today
}

// workingDay is the n-th day after today on which people work.
func (c *Calendar) workingDay(today time.Time, n int) time.Time {
	for day := today; ; {
		day = day.AddDate(0, 0, 1)
		if c.Works(day) {
			n--
		}
		if n == 0 {
			return day
		}
	}
}

// weekEnd is the last day before the next weekend; on a weekend, its end.
func (c *Calendar) weekEnd(day time.Time) time.Time {
	inside := c.rests(day)
	for range 7 {
		next := day.AddDate(0, 0, 1)
		if c.rests(next) != inside {
			return day
		}
		day = next
	}
	return day
}

func monday(day time.Time) time.Time { return day.AddDate(0, 0, -(int(day.Weekday())+6)%7) }

// weekday is the next such day after today; "next week" makes it that of the week after.
func weekday(w When, today time.Time) time.Time {
	if w.Named == "next_week" {
		return monday(today).AddDate(0, 0, 6+w.Weekday)
	}
	ahead := (w.Weekday%7 - int(today.Weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	return today.AddDate(0, 0, ahead)
}

// date is the day of this year, or of the next when it has passed long ago: in December "by 5 January" is next month.
func date(w When, today time.Time) time.Time {
	year := w.Year
	if year == 0 {
		year = today.Year()
	}
	day := time.Date(year, time.Month(w.Date/100), w.Date%100, 0, 0, 0, 0, today.Location())
	if w.Year == 0 && day.Before(today.AddDate(0, -3, 0)) {
		return day.AddDate(1, 0, 0)
	}
	return day
}
