package fault

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
)

// TestReasonsAreAllListed: the list is what translators go by.
func TestReasonsAreAllListed(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "reason.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if ok && len(spec.Values) == 1 {
			if word, ok := spec.Values[0].(*ast.BasicLit); ok {
				n++
				if text, _ := strconv.Unquote(word.Value); !slices.Contains(Reasons, Reason(text)) {
					t.Errorf("%s is not in Reasons", text)
				}
			}
		}
		return true
	})
	if n != len(Reasons) {
		t.Errorf("%d reasons are listed, %d are there", len(Reasons), n)
	}
}
