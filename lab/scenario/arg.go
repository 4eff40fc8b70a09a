package scenario

import "strings"

// readArgs cuts what follows a verb into its arguments, before variables are filled in.
func readArgs(v Verb, rest string) ([]token, *Error) {
	form := v.form(rest)
	var tokens []token
	for i := 0; i < len(form); {
		a := form[i]
		if rest == "" {
			break
		}
		t, after, err := readArg(a, i == len(form)-1, rest)
		if err != nil {
			return nil, err
		}
		tokens, rest = append(tokens, t), after
		if !a.Many {
			i++
		}
	}
	if len(tokens) < len(form) && !form[len(tokens)].Optional {
		missing := form[len(tokens)].Kind.Name
		return tokens, wrong(v.hint(form), "%s needs %s", v.Name, missing)
	}
	if rest != "" {
		return tokens, v.tooMany(form, rest)
	}
	return tokens, nil
}

func readArg(a Arg, last bool, s string) (token, string, *Error) {
	switch {
	case a.Kind.reach == raw:
		return token{s, s}, "", nil
	case a.Kind.reach == tail && last:
		t, err := cutTail(s)
		return t, "", err
	case a.Kind.reach == pair:
		return cutPair(s)
	}
	return cutWord(s)
}

// form is the form of the verb that a line follows.
func (v Verb) form(rest string) []Arg {
	if v.Or == nil || rest == "" {
		return v.Args
	}
	_, after, err := cutWord(rest)
	if err != nil || after == "" {
		return v.Args
	}
	if second, _, _ := cutWord(after); second.text == v.Or[1].Kind.Name {
		return v.Or
	}
	return v.Args
}

// hint shows how a line of this form is written.
func (v Verb) hint(form []Arg) string {
	if v.Or != nil {
		return "write " + strings.Join(v.Usage(), " or ")
	}
	return "write " + usage(v.Name, form) + ", such as: " + v.Example
}

func (v Verb) tooMany(form []Arg, rest string) *Error {
	if len(form) == 0 {
		return wrong("", "%s takes no argument, but %q follows", v.Name, rest)
	}
	hint := v.hint(form)
	if form[0].Kind == selectorKind || form[0].Kind == targetKind {
		hint += "; a selector with spaces must be quoted unless it is the last argument"
	}
	return wrong(hint, "too many arguments: %q", rest)
}

// placeOf says which variables an argument may hold.
func (v Verb) placeOf(i int) place {
	switch {
	case v.Group != Declaration:
		return inStep
	case v.Name == "header" && i == 1:
		return inHeader
	case v.Name == "sdk":
		return inOption
	}
	return inName
}

// cutPairText cuts key=value at its first equals sign.
func cutPairText(s string) (key, value string, err *Error) {
	key, value, found := strings.Cut(s, "=")
	if !found || key == "" {
		return "", "", wrong("", "%q is not KEY=VALUE", s)
	}
	return key, value, nil
}
