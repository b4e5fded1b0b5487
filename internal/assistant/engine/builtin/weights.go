package builtin

import "math"

// enoughSure is the chance of being right that the best passage must have to be said. Of the answers below it on the tuning half one in
// five was right.
const enoughSure = 0.3

// surelyOn is what an article must reach to be pointed to when nothing of it can be told.
const surelyOn = 0.45

// sureness is the chance that the best passage answers, a logistic fit on the same questions.
func sureness(best lead) float64 {
	p := min(max(best.p, 0.01), 0.99)
	z := -3.54 - 0.05*p + 0.207*best.score + 0.78*best.hit.Coverage - 1.44*best.passage.Coverage + 0.09*best.signs[signWhole] +
		0.31*math.Log(p/(1-p)) + 0.49*math.Log(max(best.hit.Score, 0.1))
	return 1 / (1 + math.Exp(-z))
}

// weights are what each sign counts, fitted by TestFitWeights on the tuning half of the blind questions (conditional logit).
var weights = signs{
	signPage:       2.43,
	signPageCover:  0.62,
	signTitle:      1.30,
	signPassage:    2.43,
	signCover:      1.90,
	signOwn:        -1.20,
	signHead:       0.43,
	signPageOwn:    0.73,
	signNear:       0.60,
	signRare:       -0.35,
	signHeadRare:   -0.15,
	signUnit:       0.27,
	signUnits:      -0.23,
	signNoUnit:     -1.24,
	signFigures:    1.22,
	signPlace:      1.58,
	signHere:       1.72,
	signHereOn:     0.70,
	signElsewhere:  -1.00,
	signStrange:    -0.52,
	signCloser:     -1.05,
	signDense:      0.92,
	signHeading:    -1.17,
	signRow:        0.50,
	signStep:       0.84,
	signItem:       0.46,
	signKey:        0.65,
	signWords:      0.63,
	signRange:      2.03,
	signSame:       0.71,
	signLong:       1.05,
	signFirst:      0.38,
	signHow:        0.20,
	signMany:       1.34,
	signFree:       0.71,
	signTopic:      0.39,
	signTopicHead:  0.77,
	signTopicTitle: 0.71,
	signThing:      0.62,
	signThingHead:  0.25,
	signThingTitle: -1.23,
	signNamed:      -1.07,
	signNamedTitle: 1.69,
	signNames:      0.56,
	signDenies:     0.56,
	signWhen:       0.25,
	signBound:      1.43,
	signRate:       1.06,
	signWhole:      1.08,
}
