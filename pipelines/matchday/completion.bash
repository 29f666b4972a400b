# Completes matchday's commands and flags in bash: source <(matchday completion bash)
_matchday() {
	local current="${COMP_WORDS[COMP_CWORD]}"
	local words=("${COMP_WORDS[@]:0:COMP_CWORD}")
	if [[ "$current" == -* ]]; then
		words+=("$current")
	fi
	# Words with spaces are data; a file name is what bash completes if there are none.
	mapfile -t COMPREPLY < <(compgen -W "$("${words[@]}" --generate-bash-completion 2>/dev/null)" -- "$current")
}
complete -o bashdefault -o default -F _matchday matchday
