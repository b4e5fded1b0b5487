package builtin

import "math"

// enoughSure is the chance of being right that the best passage must have to be said. Of what is said at this chance, two in three are
// wrong; a little higher up it is the other way round.
const enoughSure = 0.35

// wellSure is the chance from which on a passage may be meant though it names nothing that she names.
const wellSure = 0.5

// surelyOn is what an article must reach to be pointed to when nothing of it can be told.
const surelyOn = 0.45

// sureness is the chance that the best passage answers.
func sureness(best lead) float64 {
	z := 0.0
	for i, v := range best.grounds() {
		z += sureWeights[i] * v
	}
	return 1 / (1 + math.Exp(-z))
}

// grounds are what speaks for a passage's being the answer.
func (l *lead) grounds() [10]float64 {
	p, page := min(max(l.p, 0.005), 0.995), min(max(l.pageShare, 0.005), 0.995)
	return [10]float64{1, math.Log(p / (1 - p)), math.Log(page / (1 - page)), l.score / 10, l.covers, l.known, l.signs[signSense], l.signs[signSoftWhole], l.hit.Coverage, l.signs[signNoUnit]}
}

// sureWeights are what the grounds count: a logistic fit on the same questions, also those to which nothing that was found is the answer.
var sureWeights = [10]float64{-0.98, 0.72, 0.08, -0.23, -0.26, 0.23, 0.23, 0.41, 0.98, -0.08}

// weights are what each sign counts, fitted by TestFitWeights on the tuning half of the blind questions (conditional logit).
var weights = signs{
	signPage:       1.18,
	signPageCover:  0.83,
	signTitle:      0.64,
	signPassage:    0.84,
	signCover:      0.23,
	signOwn:        -0.81,
	signHead:       -0.44,
	signPageOwn:    -0.02,
	signNear:       0.48,
	signRare:       -0.60,
	signHeadRare:   -0.07,
	signUnit:       0.25,
	signUnits:      0.36,
	signNoUnit:     -0.19,
	signFigures:    0.28,
	signPlace:      -0.16,
	signHere:       1.23,
	signHereOn:     0.51,
	signElsewhere:  -1.09,
	signStrange:    -0.19,
	signCloser:     -0.16,
	signDense:      0.13,
	signHeading:    -2.62,
	signRow:        0.10,
	signStep:       0.04,
	signItem:       0.15,
	signKey:        1.74,
	signWords:      0.53,
	signRange:      1.24,
	signSame:       1.69,
	signLong:       1.56,
	signFirst:      -0.65,
	signHow:        0.50,
	signMany:       0.17,
	signFree:       -0.42,
	signTopic:      0.21,
	signTopicHead:  0.51,
	signTopicTitle: 0.09,
	signThing:      -0.03,
	signThingHead:  0.23,
	signThingTitle: -0.13,
	signNamed:      0.39,
	signNamedTitle: 1.24,
	signNames:      -0.36,
	signDenies:     0.79,
	signWhen:       0.82,
	signBound:      -0.13,
	signRate:       0.57,
	signWhole:      1.18,
	signSense:      3.18,
	signSenseOwn:   0.79,
	signSensePage:  2.41,
	signSenseTop:   2.42,
	signSoft:       0.14,
	signSoftHead:   1.13,
	signSoftTitle:  0.01,
	signSoftWhole:  2.49,
	signSoftRare:   0.07,
	signSoftTop:    0.10,
}
