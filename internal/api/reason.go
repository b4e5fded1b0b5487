package api

import (
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"parley/internal/fault"
)

// reason is a fault.Reason in the description: a closed list, so that whoever translates can see that none is missing.
type reason fault.Reason

// Schema lists the words.
func (reason) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString, Description: "What is wrong, as a word to translate; params are its values. detail and message say the same in English"}
	for _, r := range fault.Reasons {
		s.Enum = append(s.Enum, string(r))
	}
	return s
}

// meanings are what huma's own messages say, in our reasons. value names what stands in the message's blank.
var meanings = []struct {
	format, value string
	reason        fault.Reason
}{
	{validation.MsgExpectedRequiredProperty, "field", fault.Missing},
	{validation.MsgUnexpectedProperty, "", fault.UnknownField},
	{validation.MsgExpectedMinLength, "min", fault.TooShort},
	{validation.MsgExpectedMaxLength, "max", fault.TooLong},
	{validation.MsgExpectedMinimumNumber, "min", fault.TooSmall},
	{validation.MsgExpectedMaximumNumber, "max", fault.TooBig},
	{validation.MsgExpectedMaxItems, "max", fault.TooMany},
	{validation.MsgExpectedOneOf, "options", fault.Choice},
	{validation.MsgExpectedString, "", fault.WrongType},
	{validation.MsgExpectedNumber, "", fault.WrongType},
	{validation.MsgExpectedInteger, "", fault.WrongType},
	{validation.MsgExpectedBoolean, "", fault.WrongType},
	{validation.MsgExpectedArray, "", fault.WrongType},
	{validation.MsgExpectedObject, "", fault.WrongType},
}

// translated gives a field that huma has found wrong its reason, when we have one.
func translated(f ProblemField) ProblemField {
	for _, m := range meanings {
		value, fits := blank(m.format, f.Message)
		if !fits {
			continue
		}
		f.Reason = reason(m.reason)
		if m.value != "" {
			f.Params = map[string]any{m.value: value}
		}
		if m.reason == fault.TooShort && value == 1 {
			f.Reason, f.Params = reason(fault.Missing), nil
		}
		return f
	}
	return f
}

// blank reads what fills the blank of a format; a number as a number.
func blank(format, message string) (value any, fits bool) {
	before, rest, has := strings.Cut(format, "%")
	if !has {
		return nil, message == format
	}
	after := rest[1:] // behind the verb's letter
	text, fits := strings.CutPrefix(message, before)
	if fits {
		text, fits = strings.CutSuffix(text, after)
	}
	if n, err := strconv.Atoi(text); err == nil {
		return n, fits
	}
	return text, fits
}
