package builtin

import "math"

// enoughSure is the chance of being right that the best passage must have to be said. Of what is said at this chance, two in three are
// wrong; a little higher up it is the other way round.
const enoughSure = 0.27

// wellSure is the chance from which on a passage may be meant though it names nothing that she names.
const wellSure = 0.40

// surelyOn is what an article must reach to be pointed to when nothing of it can be told.
const surelyOn = 0.35

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
var sureWeights = [10]float64{-2.21, 0.55, 0.05, 1.61, 0.25, 0.10, -0.05, -0.22, 0.37, 0.21}

// stanceWeights are what the signs of a yes or a no count, fitted by TestFitStance.
var stanceWeights = [stanceCount]float64{0.44, -1.79, -1.92, 0.32, -0.86, 1.56, 0.93, -0.13, 1.76, -1.39, -0.29, -1.13, 1.03, -0.08, -1.03, 0.87, 0.40, 0.15, -0.27, -0.69, -0.05, 1.12, 0.16, 1.99, -1.15, 1.33, 0.05}

// weights are what each sign counts, fitted by TestFitWeights (conditional logit). Some were then set by hand: the questions learnt from
// shun an article's words and seldom name a place, so the fit held the words themselves for a bad sign and a place for none.
var weights = signs{
	signPage:       1.06,
	signPageCover:  0.63,
	signTitle:      0.49,
	signPassage:    0.70,
	signCover:      0.11,
	signOwn:        0,
	signHead:       0,
	signPageOwn:    0,
	signNear:       0.35,
	signRare:       0,
	signHeadRare:   0,
	signUnit:       0.03,
	signUnits:      0.21,
	signNoUnit:     -0.79,
	signFigures:    0.17,
	signPlace:      1.8,
	signHere:       1.8,
	signHereOn:     0.80,
	signElsewhere:  -4,
	signStrange:    -0.4,
	signCloser:     -0.8,
	signDense:      0.15,
	signHeading:    -2.53,
	signRow:        0.03,
	signStep:       -0.05,
	signItem:       0.15,
	signKey:        1.26,
	signWords:      0.63,
	signRange:      1.19,
	signSame:       1.03,
	signLong:       1.25,
	signFirst:      0,
	signHow:        0.70,
	signMany:       -0.41,
	signFree:       -0.34,
	signTopic:      0.38,
	signTopicHead:  0.59,
	signTopicTitle: 0.8,
	signThing:      -0.15,
	signThingHead:  0.09,
	signThingTitle: -0.36,
	signNamed:      0.02,
	signNamedTitle: 1.51,
	signNames:      -0.20,
	signDenies:     0.80,
	signWhen:       0.91,
	signBound:      0.25,
	signRate:       0.27,
	signWhole:      1.09,
	signSense:      3.22,
	signSenseOwn:   1.10,
	signSensePage:  1.84,
	signSenseTop:   2.37,
	signSoft:       -0.02,
	signSoftHead:   1.21,
	signSoftTitle:  -0.23,
	signSoftWhole:  2.66,
	signSoftRare:   0.23,
	signSoftTop:    0.02,
	signRecord:     -0.20,
	signMeant:      2.40,
	signAspect:     0.81,
}
