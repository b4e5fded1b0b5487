package builtin

import "math"

// enoughSure is the chance of being right that the best passage must have to be said. Of the answers below it on the tuning half one in
// six was right.
const enoughSure = 0.25

// surelyOn is what an article must reach to be pointed to when nothing of it can be told.
const surelyOn = 0.45

// sureness is the chance that the best passage answers, a logistic fit on the same questions.
func sureness(best lead) float64 {
	odds := math.Log(best.p / (1 - best.p + 1e-6))
	z := -1.39 - 0.2*best.p + 0.044*best.score + 1.01*best.hit.Coverage - 0.95*best.passage.Coverage + 0.42*best.signs[signWhole] + 0.45*odds
	return 1 / (1 + math.Exp(-z))
}

// weights are what each sign counts, fitted by TestFitWeights on the tuning half of the blind questions (conditional logit).
var weights = signs{
	signPage:       2.52,
	signPageCover:  0.27,
	signTitle:      1.30,
	signPassage:    2.45,
	signCover:      1.92,
	signOwn:        -1.10,
	signHead:       0.49,
	signPageOwn:    0.78,
	signNear:       0.60,
	signRare:       -0.31,
	signHeadRare:   -0.27,
	signUnit:       0.00,
	signUnits:      -0.39,
	signNoUnit:     -1.34,
	signFigures:    1.22,
	signPlace:      1.55,
	signHere:       1.63,
	signHereOn:     0.86,
	signElsewhere:  -0.84,
	signStrange:    -0.55,
	signCloser:     -1.03,
	signDense:      0.75,
	signHeading:    -1.18,
	signRow:        0.51,
	signStep:       0.85,
	signItem:       0.40,
	signKey:        0.67,
	signWords:      0.58,
	signRange:      2.02,
	signSame:       0.71,
	signLong:       1.26,
	signFirst:      0.24,
	signHow:        0.17,
	signMany:       1.15,
	signFree:       0.43,
	signTopic:      0.34,
	signTopicHead:  0.86,
	signTopicTitle: 0.71,
	signThing:      0.42,
	signThingHead:  0.41,
	signThingTitle: -1.06,
	signNamed:      -1.15,
	signNamedTitle: 1.55,
	signNames:      0.32,
	signDenies:     0.56,
	signWhen:       0.45,
	signBound:      1.11,
	signRate:       1.29,
	signWhole:      1.07,
}
