
# Operations and arguments of `gptauth call` come from the project's document.
_gptauth_call() {
    local line="${COMP_LINE:0:COMP_POINT}" current candidate
    local -a words=()
    if [[ " $line" == *" call "* ]]; then
        read -ra words <<<"$line"
        [[ "$line" == *[[:space:]] ]] && words+=("")
        current="${words[${#words[@]}-1]}"
        COMPREPLY=()
        while IFS=$'\t' read -r candidate _; do
            # bash takes = and : for ends of words, and replaces only what stands behind them.
            COMPREPLY+=("${candidate#"${current%"${current##*[=:]}"}"}")
        done < <("${words[0]}" complete-call -- "${words[@]:1}" 2>/dev/null)
        if ((${#COMPREPLY[@]})); then
            [[ "${COMPREPLY[0]}" == *= ]] && compopt -o nospace 2>/dev/null
            return 0
        fi
    fi
    _gptauth "$@"
}
complete -F _gptauth_call -o bashdefault -o default gptauth
