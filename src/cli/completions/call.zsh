
# Operations and arguments of `gptauth call` come from the project's document.
_gptauth_call_words() {
    local -a typed values shown
    local value about
    typed=("${(@Q)${(z)LBUFFER}}")
    [[ "$LBUFFER" == *[[:space:]] ]] && typed+=("")
    while IFS=$'\t' read -r value about; do
        values+=("$value")
        shown+=("${value}${about:+  -- $about}")
    done < <("${typed[1]}" complete-call -- "${(@)typed[2,-1]}" 2>/dev/null)
    if (( ! $#values )); then
        _default
    elif [[ "$values[1]" == *= ]]; then
        compadd -S '' -l -d shown -a values
    else
        compadd -l -d shown -a values
    fi
}
