package answers

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// measureNames are the names of the API's types of statistics and details that
// people ask for; the other types go by their number.
var measureNames = map[int32]string{
	34: "corners", 40: "captain", 41: "shots_off_target", 42: "shots", 43: "attacks", 44: "dangerous_attacks",
	45: "possession", 46: "ball_safe", 47: "penalties", 49: "shots_inside_box", 50: "shots_outside_box",
	51: "offsides", 52: "goals", 53: "goal_kicks", 54: "goal_attempts", 55: "free_kicks", 56: "fouls",
	57: "saves", 58: "shots_blocked", 59: "substitutions", 60: "throw_ins", 62: "long_passes", 64: "woodwork",
	65: "successful_headers", 70: "headers", 77: "challenges", 78: "tackles", 79: "assists", 80: "passes",
	81: "successful_passes", 82: "successful_passes_percentage", 83: "red_cards", 84: "yellow_cards",
	85: "yellow_red_cards", 86: "shots_on_target", 87: "injuries", 88: "goals_conceded", 94: "dispossessed",
	95: "offsides_provoked", 96: "fouls_drawn", 97: "blocked_shots", 98: "crosses", 99: "accurate_crosses",
	100: "interceptions", 101: "clearances", 103: "punches", 104: "saves_inside_box", 105: "duels",
	106: "duels_won", 107: "aerials_won", 108: "dribble_attempts", 109: "dribbles", 110: "dribbled_past",
	111: "penalties_scored", 112: "penalties_missed", 113: "penalties_saved", 114: "penalties_committed",
	115: "penalties_won", 116: "accurate_passes", 117: "key_passes", 118: "rating", 119: "minutes",
	120: "touches", 121: "turn_overs", 122: "long_balls", 123: "long_balls_won", 124: "through_balls",
	125: "through_balls_won", 194: "clean_sheet", 324: "own_goals", 571: "errors_leading_to_goal",
	580: "big_chances_created", 581: "big_chances_missed", 582: "clearances_off_line", 583: "last_man_tackles",
	584: "good_high_claims", 1490: "man_of_match", 1491: "duels_lost", 1527: "counter_attacks",
	1584: "accurate_passes_percentage", 1605: "dribbles_percentage", 5304: "expected_goals",
	5305: "expected_goals_on_target", 7939: "expected_points", 7940: "expected_goals_penalties",
	7941: "expected_goals_free_kicks", 7942: "expected_goals_corners", 7943: "expected_goals_non_penalty",
	7944: "expected_goals_set_play", 7945: "expected_goals_open_play", 9684: "expected_goals_difference",
	9685: "shooting_performance", 9686: "expected_goals_prevented", 9687: "expected_goals_against",
	9706: "chances_created", 27266: "aerials_lost", 27267: "tackles_won", 27269: "passes_in_final_third",
	27271: "ball_recoveries", 27272: "backward_passes", 27273: "possession_lost", 117172: "cumulative_minutes",
}

// measureName names a type of figure, "type_1533" if people do not ask for it.
func measureName[T int32 | int64](kind T) string {
	if name, ok := measureNames[int32(kind)]; ok {
		return name
	}
	return "type_" + strconv.FormatInt(int64(kind), 10)
}

// bookmakerNames are the API's bookmakers: by the files' letters where the files
// know them too, so that one bookmaker has one name, else by the API's name.
// What is not listed goes by its number. The API writes some names twice.
var bookmakerNames = map[int64]string{
	1: "10Bet", 2: "B365", 3: "188Bet", 4: "5Dimes", 5: "888Sport", 6: "BFD", 7: "BetAtHome", 8: "BetCRIS", 9: "BF",
	10: "BetOnline", 11: "BetRedKings", 12: "BV", 13: "CL", 14: "Dafabet", 15: "Intertops", 16: "Marathonbet",
	17: "Matchbook", 18: "MyBet", 19: "PaddyPower", 20: "PS", 21: "Sportsbet", 22: "Tipico", 23: "Unibet", 24: "Betsafe",
	25: "WinLineBet", 26: "Betsson", 27: "IW", 28: "BW", 29: "WH", 31: "TitanBet", 32: "LB", 33: "Marathon", 34: "Sbo",
	35: "1XB", 37: "BetClic", 38: "CloudBet", 39: "Betway", 44: "Bovada", 45: "bodog", 46: "BetClick", 51: "SB",
	55: "NordicBet", 58: "MansionBet", 59: "HKJC", 60: "BetRegal", 64: "MelBet",
}

func bookmakerName(id int64) string {
	if name, ok := bookmakerNames[id]; ok {
		return name
	}
	return numbered + strconv.FormatInt(id, 10)
}

// numbered stands before the number of a bookmaker that is not listed.
const numbered = "SM"

// Bookmakers lists the names of the API's bookmakers.
func Bookmakers() []string { return slices.Sorted(maps.Values(bookmakerNames)) }

// IsNumbered says that a name is that of a bookmaker that goes by the API's number.
func IsNumbered(name string) bool {
	id, ok := strings.CutPrefix(name, numbered)
	_, err := strconv.ParseUint(id, 10, 31)
	return ok && err == nil
}
