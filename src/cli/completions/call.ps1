
    # Operations and arguments of `gptauth call` come from the project's document.
    $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    if ($typed -contains 'call') {
        # An empty word would be lost on its way to the program.
        $position = @(if (-not $wordToComplete) { '--at-new-word' })
        $words = @($typed | Select-Object -Skip 1)
        $found = @(& $typed[0] complete-call @position '--' @words 2>$null)
        if ($found.Count -gt 0) {
            return $found | ForEach-Object {
                $value, $about = $_ -split "`t", 2
                if (-not $about) { $about = $value }
                [CompletionResult]::new($value, $value, [CompletionResultType]::ParameterValue, $about)
            }
        }
    }
