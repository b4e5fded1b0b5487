package api

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/danielgtaylor/huma/v2/validation"

	"parley/internal/fault"
)

func TestMessagesOfTheValidatorGetAReason(t *testing.T) {
	for message, want := range map[string]ProblemField{
		fmt.Sprintf(validation.MsgExpectedMaxLength, 200):           {Reason: reason(fault.TooLong), Params: map[string]any{"max": 200}},
		fmt.Sprintf(validation.MsgExpectedMinLength, 3):             {Reason: reason(fault.TooShort), Params: map[string]any{"min": 3}},
		fmt.Sprintf(validation.MsgExpectedMinLength, 1):             {Reason: reason(fault.Missing)},
		fmt.Sprintf(validation.MsgExpectedRequiredProperty, "name"): {Reason: reason(fault.Missing), Params: map[string]any{"field": "name"}},
		fmt.Sprintf(validation.MsgExpectedOneOf, "owner, admin"):    {Reason: reason(fault.Choice), Params: map[string]any{"options": "owner, admin"}},
		fmt.Sprintf(validation.MsgExpectedMinimumNumber, 1):         {Reason: reason(fault.TooSmall), Params: map[string]any{"min": 1}},
		validation.MsgUnexpectedProperty:                            {Reason: reason(fault.UnknownField)},
		validation.MsgExpectedBoolean:                               {Reason: reason(fault.WrongType)},
		"invalid character 'x' looking for beginning of value":      {},
	} {
		want.Message = message
		if got := translated(ProblemField{Message: message}); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, not %+v", message, got, want)
		}
	}
}
