package terms_test

import (
	"fmt"

	"dateline/terms"
)

func ExampleWords() {
	text := "The U.S.-led talks on Nagorno-Karabakh cost 3.5 million."
	for start, end := range terms.Words(text) {
		fmt.Print("[", text[start:end], "]")
	}
	// Output: [The][U.S.-led][talks][on][Nagorno-Karabakh][cost][3.5][million]
}

func ExampleIndex() {
	fmt.Println(terms.Index("en", "The Kremlin praised the Minsk Agreements.").Text)
	// Output: kremlin prais minsk agreement
}

func ExampleQuery() {
	fmt.Println(terms.Query("the talks"))
	// Output: [[talk talks]]
}

func ExampleVocabulary() {
	v := terms.NewVocabulary("en")
	for _, term := range v.Terms(nil, "Talks on talks") {
		fmt.Println(term.ID, v.Stem(term.ID), term.Stop)
	}
	// Output:
	// 0 talk false
	// 1 on true
	// 0 talk false
}
