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
	signPage:       2.85,
	signPageCover:  0.81,
	signTitle:      0.89,
	signPassage:    2.25,
	signCover:      1.72,
	signOwn:        -1.70,
	signHead:       0.75,
	signPageOwn:    0.47,
	signNear:       0.40,
	signRare:       -0.09,
	signHeadRare:   -0.62,
	signUnit:       -0.08,
	signUnits:      0.28,
	signNoUnit:     -1.44,
	signFigures:    1.46,
	signPlace:      1.53,
	signHere:       1.87,
	signHereOn:     0.78,
	signElsewhere:  -0.92,
	signStrange:    -0.56,
	signCloser:     -0.95,
	signDense:      0.91,
	signHeading:    -1.24,
	signRow:        0.31,
	signStep:       0.89,
	signItem:       0.36,
	signKey:        0.67,
	signWords:      0.85,
	signRange:      2.05,
	signSame:       0.73,
	signLong:       1.34,
	signFirst:      0.17,
	signHow:        -0.13,
	signMany:       0.93,
	signFree:       0.10,
	signTopic:      0.58,
	signTopicHead:  1.14,
	signTopicTitle: 0.84,
	signThing:      0.61,
	signThingHead:  0.50,
	signThingTitle: -1.16,
	signNamed:      -0.84,
	signNamedTitle: 1.39,
	signNames:      0.70,
	signDenies:     0.47,
	signWhen:       0.89,
	signBound:      1.17,
	signRate:       0.95,
	signWhole:      1.03,
}
