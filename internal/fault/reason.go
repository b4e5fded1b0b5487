package fault

// Reason says more exactly than a code what is wrong, as a stable word. A screen that speaks another language than English translates it
// and fills in the values; whoever does not know a reason shows the message.
type Reason string

// The reasons for a wrong field; a closed list.
const (
	Missing       Reason = "missing"
	Length        Reason = "length"         // min, max: characters
	TooShort      Reason = "too_short"      // min
	TooLong       Reason = "too_long"       // max
	TooSmall      Reason = "too_small"      // min
	TooBig        Reason = "too_big"        // max
	TooMany       Reason = "too_many_items" // max
	Choice        Reason = "choice"         // options
	WrongType     Reason = "wrong_type"
	UnknownField  Reason = "unknown_field"
	Email         Reason = "email"
	LanguageTag   Reason = "language_tag"
	Country       Reason = "country"
	Colour        Reason = "colour"
	Slug          Reason = "slug"
	ArticleID     Reason = "article_id"
	WrongPassword Reason = "wrong_password"
	WrongCode     Reason = "wrong_code"
	FileType      Reason = "file_type"
	OneFile       Reason = "one_file"
	UnknownFile   Reason = "unknown_file"
	PastTime      Reason = "past_time"
	Currency      Reason = "currency"
	Endpoint      Reason = "endpoint"
	ModelAway     Reason = "model_unreachable" // detail
	ModelSlow     Reason = "model_slow"
	ModelKey      Reason = "model_refused"  // detail
	ModelUnknown  Reason = "model_unknown"  // detail
	ModelLimited  Reason = "model_limited"  // detail
	ModelBroken   Reason = "model_broken"   // detail
	VectorsBroken Reason = "vectors_broken" // detail

	UnknownConcept Reason = "unknown_concept" // id
	NoWord         Reason = "no_word"         // word
	UnknownStaff   Reason = "unknown_staff"
	UnknownTag     Reason = "unknown_tag"
	UnknownReason  Reason = "unknown_reason"
	UnknownOwn     Reason = "unknown_own_field"
	UnknownMessage Reason = "unknown_message"
	Number         Reason = "number"
	Date           Reason = "date"
	TooLate        Reason = "too_late" // days: so far ahead nothing is planned
	OtherContact   Reason = "other_contact"
	SameOne        Reason = "same_conversation"
)

// The reasons for a whole request; a closed list.
const (
	FileSize         Reason = "file_size"         // megabytes
	RoleNeeded       Reason = "role_needed"       // needed, yours: roles
	OwnersOnly       Reason = "owners_only"       // role
	Reload           Reason = "reload"            // the page is older than the session
	NoProfile        Reason = "no_profile"        // an API token is nobody
	TakenBy          Reason = "taken_by"          // name
	AssistantAnswers Reason = "assistant_answers" // there is nothing to give back
	AlreadyStaff     Reason = "already_staff"     // email
	LastOwner        Reason = "last_owner"
	ArticleChanged   Reason = "article_changed" // name
	ArticleExists    Reason = "article_exists"  // id
	ShopExists       Reason = "shop_exists"     // slug
	AlreadySetUp     Reason = "already_set_up"
	FailedAgain      Reason = "failed_again"  // error
	StepGone         Reason = "step_gone"     // step
	PromiseEnded     Reason = "promise_ended" // name
	NoModel          Reason = "no_model"
	ModelFailed      Reason = "model_failed" // class, detail
	ModelBudget      Reason = "model_budget"
	ModelResting     Reason = "model_resting"
	SaidSince        Reason = "said_since"   // name, seq
	NotYours         Reason = "not_yours"    // somebody else wrote it
	EditOver         Reason = "edit_over"    // minutes
	AlreadyTaken     Reason = "already_back" // the message was taken back before
	MergedInto       Reason = "merged_into"  // id
	IsClosed         Reason = "is_closed"
	SplitAll         Reason = "split_all" // nothing would stay
	ChangedSince     Reason = "changed_since"
	NotWaiting       Reason = "not_waiting" // the message for later was sent or cancelled
	WordExists       Reason = "word_exists" // name
	MacroField       Reason = "macro_field" // name
	MacroTwice       Reason = "macro_twice"
	MacroChanged     Reason = "macro_changed" // name
	MacroShared      Reason = "macro_shared"
)

// Reasons is the closed list.
var Reasons = []Reason{
	Missing, Length, TooShort, TooLong, TooSmall, TooBig, TooMany, Choice, WrongType, UnknownField, Email, LanguageTag, Country, Colour, Slug, ArticleID,
	WrongPassword, WrongCode, FileType, OneFile, UnknownFile, PastTime, Currency, Endpoint, ModelAway, ModelSlow, ModelKey, ModelUnknown, ModelLimited, ModelBroken, VectorsBroken, UnknownConcept, NoWord,
	UnknownStaff, UnknownTag, UnknownReason, UnknownOwn, UnknownMessage, Number, Date, TooLate, OtherContact, SameOne,
	FileSize, RoleNeeded, OwnersOnly, Reload, NoProfile, TakenBy, AssistantAnswers, AlreadyStaff, LastOwner, ArticleChanged, ArticleExists, ShopExists, AlreadySetUp, FailedAgain, StepGone, PromiseEnded,
	NoModel, ModelFailed, ModelBudget, ModelResting,
	SaidSince, NotYours, EditOver, AlreadyTaken, MergedInto, IsClosed, SplitAll, ChangedSince, NotWaiting, WordExists,
	MacroField, MacroTwice, MacroChanged, MacroShared,
}

// Values fill the blanks of a reason.
type Values map[string]any

// Because says why, for programs; the message stays for people.
func (e *Error) Because(r Reason, v Values) *Error {
	c := *e
	c.Reason, c.Values = r, v
	return &c
}
