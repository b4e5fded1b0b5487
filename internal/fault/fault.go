// Package fault is the one error type of Parley: a code, a text that people may read, a reason that programs may translate, fields
// that are wrong, and a hidden cause.
//
// Which HTTP status a code becomes is decided in the api room only. An error that is not a fault counts as Internal and its
// text is never shown to anybody outside.
package fault

import (
	"errors"
	"fmt"
)

// Code is the class of an error; a closed list.
type Code string

// The codes.
const (
	Invalid         Code = "invalid"
	Unauthenticated Code = "unauthenticated"
	Forbidden       Code = "forbidden"
	NotFound        Code = "not_found"
	Conflict        Code = "conflict"
	TooLarge        Code = "too_large"
	RateLimited     Code = "rate_limited"
	Unavailable     Code = "unavailable"
	Internal        Code = "internal"
)

// Field names one wrong field of a request or a line of a file.
type Field struct {
	Location string // "body.email", "line 3.price"
	Message  string // what to do about it
	Reason   Reason // "" for what only programs and files can get wrong
	Values   Values
}

// Error is an error with a code and a public text.
type Error struct {
	Code    Code
	Message string
	Reason  Reason
	Values  Values
	Fields  []Field
	cause   error
}

// New makes an error; the text is public and says what to do.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrong makes an Invalid error about named fields.
func Wrong(fields ...Field) *Error {
	text := "1 field is wrong"
	if len(fields) != 1 {
		text = fmt.Sprintf("%d fields are wrong", len(fields))
	}
	return &Error{Code: Invalid, Message: text, Fields: fields}
}

// WithCause hides the inner error in e, for the log only.
func (e *Error) WithCause(err error) *Error {
	c := *e
	c.cause = err
	return &c
}

func (e *Error) Error() string {
	if e.cause != nil {
		return e.Message + ": " + e.cause.Error()
	}
	if len(e.Fields) > 0 {
		return fmt.Sprintf("%s: %s %s", e.Message, e.Fields[0].Location, e.Fields[0].Message)
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.cause }

// CodeOf tells the code of any error; one that is not a fault is Internal.
func CodeOf(err error) Code {
	var f *Error
	if errors.As(err, &f) {
		return f.Code
	}
	return Internal
}
