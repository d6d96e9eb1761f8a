package baseline

// Coverage is the share of a claim's word pairs that stand in the text, 1 for a
// claim of fewer than two words.
func Coverage(text, claim string) float64 { return covered(words(text), words(claim)) }

// ContentCoverage is Coverage on stems, with stop words left out.
func ContentCoverage(text, claim string) float64 {
	return covered(contentStems(text), contentStems(claim))
}

func covered(text, claim []string) float64 {
	have := map[[2]string]bool{}
	for i := 1; i < len(text); i++ {
		have[[2]string{text[i-1], text[i]}] = true
	}
	if len(claim) < 2 {
		return 1
	}
	n := 0
	for i := 1; i < len(claim); i++ {
		if have[[2]string{claim[i-1], claim[i]}] {
			n++
		}
	}
	return float64(n) / float64(len(claim)-1)
}
