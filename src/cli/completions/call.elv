
# Operations and arguments of `gptauth call` come from the project's document.
var gptauth~words = $edit:completion:arg-completer[gptauth]
set edit:completion:arg-completer[gptauth] = {|@words|
    var lines = []
    if (has-value $words call) {
        try {
            set lines = [((external $words[0]) complete-call -- (all $words[1..]))]
        } catch e {
            nop
        }
    }
    if (eq $lines []) {
        $gptauth~words $@words
    }
    for line $lines {
        var value about = (str:split &max=2 "\t" $line)
        edit:complex-candidate $value &display=$value'  '$about
    }
}
