#compdef matchday
# Completes matchday's commands and flags in zsh: source <(matchday completion zsh)
_matchday() {
	local current="${words[-1]}"
	local -a asked found
	asked=("${words[@]:0:$((${#words[@]} - 1))}")
	if [[ "$current" == -* ]]; then
		asked+=("$current")
	fi
	found=("${(@f)$("${asked[@]}" --generate-bash-completion 2>/dev/null)}")
	if [[ -n "${found[1]}" ]]; then
		compadd -- "${found[@]}"
	else
		_files
	fi
}
compdef _matchday matchday
