package desk

// zoneNames are the time zones that are suggested: of the tz database, at
// least one for each offset and rule that many people live by. Any other can
// be typed.
func zoneNames() []string {
	return []string{
		"Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Moscow", "America/New_York",
		"America/Los_Angeles", "America/Chicago", "UTC",
		"Africa/Abidjan", "Africa/Accra", "Africa/Addis_Ababa", "Africa/Algiers", "Africa/Cairo", "Africa/Casablanca",
		"Africa/Dakar", "Africa/Johannesburg", "Africa/Khartoum", "Africa/Kinshasa", "Africa/Lagos", "Africa/Nairobi",
		"Africa/Tripoli", "Africa/Tunis", "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Asuncion",
		"America/Bogota", "America/Caracas", "America/Denver", "America/Guatemala", "America/Halifax", "America/Havana",
		"America/La_Paz", "America/Lima", "America/Mexico_City", "America/Montevideo", "America/Montreal", "America/Panama",
		"America/Phoenix", "America/Port-au-Prince", "America/Puerto_Rico", "America/Santiago", "America/Santo_Domingo",
		"America/Sao_Paulo", "America/St_Johns", "America/Toronto", "America/Vancouver", "America/Winnipeg", "Asia/Almaty",
		"Asia/Amman", "Asia/Baghdad", "Asia/Baku", "Asia/Bangkok", "Asia/Beirut", "Asia/Bishkek", "Asia/Colombo", "Asia/Damascus",
		"Asia/Dhaka", "Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Irkutsk", "Asia/Jakarta", "Asia/Jerusalem",
		"Asia/Kabul", "Asia/Kamchatka", "Asia/Karachi", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Krasnoyarsk", "Asia/Kuala_Lumpur",
		"Asia/Kuwait", "Asia/Magadan", "Asia/Manila", "Asia/Novosibirsk", "Asia/Omsk", "Asia/Riyadh", "Asia/Seoul", "Asia/Shanghai",
		"Asia/Singapore", "Asia/Taipei", "Asia/Tashkent", "Asia/Tbilisi", "Asia/Tehran", "Asia/Tokyo", "Asia/Ulaanbaatar",
		"Asia/Vladivostok", "Asia/Yakutsk", "Asia/Yangon", "Asia/Yekaterinburg", "Asia/Yerevan", "Atlantic/Azores",
		"Atlantic/Canary", "Atlantic/Reykjavik", "Australia/Adelaide", "Australia/Brisbane", "Australia/Darwin", "Australia/Melbourne",
		"Australia/Perth", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens", "Europe/Belgrade", "Europe/Brussels",
		"Europe/Bucharest", "Europe/Budapest", "Europe/Chisinau", "Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki",
		"Europe/Istanbul", "Europe/Kaliningrad", "Europe/Kyiv", "Europe/Lisbon", "Europe/Minsk", "Europe/Oslo", "Europe/Prague",
		"Europe/Riga", "Europe/Rome", "Europe/Samara", "Europe/Sofia", "Europe/Stockholm", "Europe/Tallinn", "Europe/Vienna",
		"Europe/Vilnius", "Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland", "Pacific/Fiji", "Pacific/Guam", "Pacific/Honolulu",
		"Pacific/Port_Moresby",
	}
}
