package locale

import (
	"time"
	_ "time/tzdata" // the customer's local time must not depend on what the server has installed
)

// zones is the time zone in which most people of a country live (IANA tz database).
var zones = map[string]string{
	"US": "America/New_York", "CA": "America/Toronto", "MX": "America/Mexico_City", "BR": "America/Sao_Paulo", "PT": "Europe/Lisbon", "ES": "Europe/Madrid",
	"FR": "Europe/Paris", "DE": "Europe/Berlin", "AT": "Europe/Vienna", "CH": "Europe/Zurich", "IT": "Europe/Rome", "GB": "Europe/London", "IE": "Europe/Dublin",
	"RU": "Europe/Moscow", "SA": "Asia/Riyadh", "AE": "Asia/Dubai", "EG": "Africa/Cairo", "CN": "Asia/Shanghai", "TW": "Asia/Taipei", "HK": "Asia/Hong_Kong",
	"JP": "Asia/Tokyo", "KR": "Asia/Seoul", "TH": "Asia/Bangkok", "VN": "Asia/Ho_Chi_Minh", "SG": "Asia/Singapore", "AU": "Australia/Sydney", "IN": "Asia/Kolkata",
	"NL": "Europe/Amsterdam", "BE": "Europe/Brussels", "PL": "Europe/Warsaw", "TR": "Europe/Istanbul", "AR": "America/Argentina/Buenos_Aires", "CO": "America/Bogota",
	"KW": "Asia/Kuwait", "QA": "Asia/Qatar", "ID": "Asia/Jakarta", "MY": "Asia/Kuala_Lumpur", "PH": "Asia/Manila", "SE": "Europe/Stockholm", "NO": "Europe/Oslo",
	"DK": "Europe/Copenhagen", "FI": "Europe/Helsinki", "CL": "America/Santiago",
}

// Zone is the time zone of a country, false when it is not known.
func Zone(country string) (*time.Location, bool) {
	name, known := zones[country]
	if !known {
		return time.UTC, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}
