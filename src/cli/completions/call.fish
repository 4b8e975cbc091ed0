
# Operations and arguments of `gptauth call` come from the project's document.
complete -c gptauth -n "__fish_seen_subcommand_from call" -f -a "(gptauth complete-call -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)"
