
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'gptauth' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

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

    $commandElements = $commandAst.CommandElements
    $command = @(
        'gptauth'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'gptauth' {
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Run the whole job on this machine and tell the story')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a project: gptauth.toml and openapi.yaml')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the document and the OAuth settings as the GPT editor would, offline')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find out what is wrong with the provider and the API, without signing in')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Sign in and keep the tokens')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show who is signed in and until when')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Print the access token, for scripts')
            [CompletionResult]::new('refresh', 'refresh', [CompletionResultType]::ParameterValue, 'Exchange the stored refresh token for new tokens now')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Revoke the tokens at the provider, then forget them')
            [CompletionResult]::new('call', 'call', [CompletionResultType]::ParameterValue, 'Call one operation as ChatGPT would')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Call every safe operation, and prove that a token is asked for')
            [CompletionResult]::new('rehearse', 'rehearse', [CompletionResultType]::ParameterValue, 'Live through what a ChatGPT user would: no token, an expired one, a revoked one')
            [CompletionResult]::new('form', 'form', [CompletionResultType]::ParameterValue, 'Show what to type into the GPT editor, and what to register at the provider')
            [CompletionResult]::new('logto', 'logto', [CompletionResultType]::ParameterValue, 'Set Logto up through its Management API: plan first, apply, read back')
            [CompletionResult]::new('backend', 'backend', [CompletionResultType]::ParameterValue, 'Write the middleware of the API that checks the access token')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a finding: what is checked, why, and what to do instead')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gptauth;demo' {
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Keep the project in this folder, which must not hold one yet')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Keep the two servers up, for a browser and a second terminal')
            [CompletionResult]::new('faults', 'faults', [CompletionResultType]::ParameterValue, 'List the faults that `demo serve --fault` can switch on')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gptauth;demo;serve' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the provider; the API takes the next one. 0 takes two free ones')
            [CompletionResult]::new('--redirect-uri', '--redirect-uri', [CompletionResultType]::ParameterName, 'Register one more redirect URI for the demo''s client')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let a server go wrong in this way, or in its first COUNT answers only; `gptauth demo faults` lists the ways')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;demo;faults' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;demo;help' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Keep the two servers up, for a browser and a second terminal')
            [CompletionResult]::new('faults', 'faults', [CompletionResultType]::ParameterValue, 'List the faults that `demo serve --fault` can switch on')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gptauth;demo;help;serve' {
            break
        }
        'gptauth;demo;help;faults' {
            break
        }
        'gptauth;demo;help;help' {
            break
        }
        'gptauth;init' {
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'OpenAPI document to start from')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Start from this OpenAPI or Swagger document: a file, an https address, or `-`')
            [CompletionResult]::new('--operation', '--operation', [CompletionResultType]::ParameterName, 'With --from: take this operation, by operationId or as "GET /path"; may be repeated')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'With --from: take the operations of this tag; may be repeated')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'With --from: take the operations of such paths (`/items/*`, `/items/**`); may be repeated')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'Title of the API')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Server that ChatGPT will call')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Issuer of the authorization server, as its discovery document spells it')
            [CompletionResult]::new('--authorization-endpoint', '--authorization-endpoint', [CompletionResultType]::ParameterName, 'Authorization endpoint; by default ISSUER/auth, as Logto has it')
            [CompletionResult]::new('--token-endpoint', '--token-endpoint', [CompletionResultType]::ParameterName, 'Token endpoint; by default ISSUER/token, as Logto has it')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Client id at the authorization server')
            [CompletionResult]::new('--token-endpoint-auth-method', '--token-endpoint-auth-method', [CompletionResultType]::ParameterName, 'How the client authenticates at the token endpoint')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'Scope to ask for')
            [CompletionResult]::new('--loopback-redirect-uri', '--loopback-redirect-uri', [CompletionResultType]::ParameterName, 'Where `gptauth login` waits for the sign-in')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Add the environment `demo`, for the servers of `gptauth demo serve`')
            [CompletionResult]::new('--ci', '--ci', [CompletionResultType]::ParameterName, 'Write the pipeline of a service that runs `check` and `test` at every push')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'Write the back end that checks the access token, into the folder `backend`')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite what is there')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nothing; take the defaults')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing; take the defaults')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;check' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Show only findings at least this severe')
            [CompletionResult]::new('--rule', '--rule', [CompletionResultType]::ParameterName, 'Show only findings of this rule, by name or code; may be repeated')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Check again whenever the document or the project file is saved, until Ctrl-C')
            [CompletionResult]::new('--allow-remote-refs', '--allow-remote-refs', [CompletionResultType]::ParameterName, 'Fetch what `$ref` leads to on the network, over https and from public addresses only')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend in place what has one right answer, and check again')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Print what would change, as a diff, and write nothing; ends with 1 if there is anything')
            [CompletionResult]::new('--unsafe-fixes', '--unsafe-fixes', [CompletionResultType]::ParameterName, 'Also rename what no function can be called, and cut long texts at the end of a sentence')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;doctor' {
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Run only the probe or group of this name; may be repeated')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--signed-in', '--signed-in', [CompletionResultType]::ParameterName, 'Probe also what the tokens of `gptauth login` are good for, and tell what expires when')
            [CompletionResult]::new('--why', '--why', [CompletionResultType]::ParameterName, 'Ask Logto''s audit log what the last failed exchanges really were, in place of the probes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;login' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Listen at this port, or at the first free one of several')
            [CompletionResult]::new('--redirect-uri', '--redirect-uri', [CompletionResultType]::ParameterName, 'Redirect URI to send: http on 127.0.0.1, [::1] or localhost, or https of a tunnel')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for the browser, in seconds')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Add a parameter to the authorization request, such as prompt=consent or audience=agenda; repeatable')
            [CompletionResult]::new('--pkce', '--pkce', [CompletionResultType]::ParameterName, 'Proof Key for Code Exchange: by S256, or none at all')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'The client''s private key, for `private_key_jwt`: PEM or a JSON Web Key; by default GPTAUTH_CLIENT_KEY_FILE, then `client_key` of gptauth.toml')
            [CompletionResult]::new('--token-content-type', '--token-content-type', [CompletionResultType]::ParameterName, 'How token requests are written; by default `token_content_type` of gptauth.toml, or form')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--as-chatgpt', '--as-chatgpt', [CompletionResultType]::ParameterName, 'Send what ChatGPT would send: no PKCE, no nonce, its parameters in its order')
            [CompletionResult]::new('--no-browser', '--no-browser', [CompletionResultType]::ParameterName, 'Print the page to open and start no browser; in a terminal the answer may be pasted')
            [CompletionResult]::new('--paste', '--paste', [CompletionResultType]::ParameterName, 'Read the address that the browser ended at from standard input, also from a pipe')
            [CompletionResult]::new('--temporary-redirect', '--temporary-redirect', [CompletionResultType]::ParameterName, 'Register the redirect URI at Logto for this sign-in, and remove it afterwards')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the stored tokens of another account without asking')
            [CompletionResult]::new('--client-secret-stdin', '--client-secret-stdin', [CompletionResultType]::ParameterName, 'Read the client secret from standard input, and keep it once it has proved right')
            [CompletionResult]::new('--device', '--device', [CompletionResultType]::ParameterName, 'Sign in on another device: a code is shown here and typed there')
            [CompletionResult]::new('--par', '--par', [CompletionResultType]::ParameterName, 'Push the authorization request to the provider first (RFC 9126)')
            [CompletionResult]::new('--try-auth-methods', '--try-auth-methods', [CompletionResultType]::ParameterName, 'Where the client is refused, try the other client authentication methods with a made-up code')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;status' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Send no request; show what is stored')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Show what is stored for every environment and account of the project; sends no request')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;token' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;refresh' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--show-tokens', '--show-tokens', [CompletionResultType]::ParameterName, 'Put the new tokens into the JSON document too, even where the store does not take them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;logout' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Sign out of every environment and account of the project')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Forget the tokens here without asking the provider; there they stay good')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;call' {
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Arguments as one JSON object, as the model sends them')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'The whole JSON body: as text, from a file, or from standard input')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Repeat what `--generate` made up; it prints its seed')
            [CompletionResult]::new('--schema', '--schema', [CompletionResultType]::ParameterName, 'OpenAPI document in place of the project''s; `-` is standard input')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Server in place of the project''s or the document''s; the token is sent there')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the answer to a file in place of stdout, whole or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the answer to a file in place of stdout, whole or not at all')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Make up what is missing: required parameters, and the whole body, from examples, defaults and the schema')
            [CompletionResult]::new('--no-validate', '--no-validate', [CompletionResultType]::ParameterName, 'Send what breaks the document''s schema all the same, to see what the API says to it')
            [CompletionResult]::new('--no-auth', '--no-auth', [CompletionResultType]::ParameterName, 'Send no token, as an anonymous caller would')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Allow a call that may change something without being asked')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Allow a call that may change something without being asked')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Show the status and headers of the answer before its body')
            [CompletionResult]::new('--include', '--include', [CompletionResultType]::ParameterName, 'Show the status and headers of the answer before its body')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the request, and send nothing')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the call as a `curl` command, and send nothing; set TOKEN in the shell first')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;test' {
            [CompletionResult]::new('--schema', '--schema', [CompletionResultType]::ParameterName, 'OpenAPI document in place of the project''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Server in place of the project''s or the document''s; the token is sent there')
            [CompletionResult]::new('--other-account', '--other-account', [CompletionResultType]::ParameterName, 'Also call as a second user, whom `gptauth login --account NAME` has signed in')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many reads run side by side, 1 to 64')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often a call that failed for now is repeated: no connection, a broken one, 429, 502, 503, 504')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What sample data, forged token and conversation are made from: the same seed, the same requests')
            [CompletionResult]::new('--workflow', '--workflow', [CompletionResultType]::ParameterName, 'Run the workflows of this Arazzo 1.0 description instead')
            [CompletionResult]::new('--workflow-id', '--workflow-id', [CompletionResultType]::ParameterName, 'Run this workflow, and those that it depends on; may be repeated')
            [CompletionResult]::new('--workflow-input', '--workflow-input', [CompletionResultType]::ParameterName, 'Give a workflow an input: NAME=VALUE, NAME:=JSON or NAME=@FILE; may be repeated')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Write what would be called into FILE, as an Arazzo description to be edited, and send nothing')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report into a file as well, `junit=FILE` for one; may be repeated')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Show what would be called, in which order, and send nothing; text and JSON only')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Also create, update and delete, with sample data that says "gptauth test" where it can')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Test again whenever the document or the project file is saved, until Ctrl-C')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Write over the FILE of `--record`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;rehearse' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Use up what the rehearsal uses up without being asked')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Use up what the rehearsal uses up without being asked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;form' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;logto' {
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('connect', 'connect', [CompletionResultType]::ParameterValue, 'Prove and keep what opens Logto''s Management API')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show what `apply` would do, and change nothing')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Do what `plan` shows, one request after the other, each read back')
            [CompletionResult]::new('callback', 'callback', [CompletionResultType]::ParameterValue, 'Register the callback URL that the GPT editor shows after the first save')
            [CompletionResult]::new('domain', 'domain', [CompletionResultType]::ParameterValue, 'Put Logto on a custom domain, so that it shares a root domain with the API')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show Logto''s audit log of the project''s application, with what each failure really was')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gptauth;logto;connect' {
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Address of the tenant; by default `endpoint` of `[logto]`, or where the issuer is')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Name of the tenant, where the address does not tell it: abc123 of abc123.logto.app')
            [CompletionResult]::new('--admin-endpoint', '--admin-endpoint', [CompletionResultType]::ParameterName, 'Where the admin tenant of a self-hosted Logto issues tokens, for its application `m-default`')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App id of the machine-to-machine application')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--app-secret-stdin', '--app-secret-stdin', [CompletionResultType]::ParameterName, 'Read its secret from standard input, and keep it once it has proved right')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;logto;plan' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Plan also to remove redirect URIs that gptauth added and gptauth.toml no longer wants')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'End with status 1 where something is to be done')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;logto;apply' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove redirect URIs that gptauth added from this machine and gptauth.toml no longer wants')
            [CompletionResult]::new('--rotate-secret', '--rotate-secret', [CompletionResultType]::ParameterName, 'Make a new client secret, prove it at the token endpoint, and keep it in place of the other')
            [CompletionResult]::new('--remove-old-secret', '--remove-old-secret', [CompletionResultType]::ParameterName, 'Remove the client secret that a new one replaced, once the GPT editor has the new one')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;logto;callback' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--wildcard', '--wildcard', [CompletionResultType]::ParameterName, 'Register the callback URLs of every GPT: https://chat.openai.com/aip/*/oauth/callback, and the same at chatgpt.com')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;logto;domain' {
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a custom domain, and show the DNS record to set for it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how far the custom domains are, and which DNS records are still to be set')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait until a custom domain answers, and let the project use it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gptauth;logto;domain;add' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;logto;domain;status' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;logto;domain;wait' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait, in seconds')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Let the project use the domain without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Let the project use the domain without asking')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;logto;domain;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a custom domain, and show the DNS record to set for it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how far the custom domains are, and which DNS records are still to be set')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait until a custom domain answers, and let the project use it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gptauth;logto;domain;help;add' {
            break
        }
        'gptauth;logto;domain;help;status' {
            break
        }
        'gptauth;logto;domain;help;wait' {
            break
        }
        'gptauth;logto;domain;help;help' {
            break
        }
        'gptauth;logto;logs' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Entries since this time: 90s, 30m, 2h, 7d, or a timestamp such as 2026-11-22T08:00:00Z')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Entries of this kind: authorize, code, refresh, revoke, client-credentials, unknown, or a key of Logto''s own; may be repeated')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Entries about this user, by id')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show at most this many entries')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;logto;help' {
            [CompletionResult]::new('connect', 'connect', [CompletionResultType]::ParameterValue, 'Prove and keep what opens Logto''s Management API')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show what `apply` would do, and change nothing')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Do what `plan` shows, one request after the other, each read back')
            [CompletionResult]::new('callback', 'callback', [CompletionResultType]::ParameterValue, 'Register the callback URL that the GPT editor shows after the first save')
            [CompletionResult]::new('domain', 'domain', [CompletionResultType]::ParameterValue, 'Put Logto on a custom domain, so that it shares a root domain with the API')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show Logto''s audit log of the project''s application, with what each failure really was')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gptauth;logto;help;connect' {
            break
        }
        'gptauth;logto;help;plan' {
            break
        }
        'gptauth;logto;help;apply' {
            break
        }
        'gptauth;logto;help;callback' {
            break
        }
        'gptauth;logto;help;domain' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a custom domain, and show the DNS record to set for it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how far the custom domains are, and which DNS records are still to be set')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait until a custom domain answers, and let the project use it')
            break
        }
        'gptauth;logto;help;domain;add' {
            break
        }
        'gptauth;logto;help;domain;status' {
            break
        }
        'gptauth;logto;help;domain;wait' {
            break
        }
        'gptauth;logto;help;logs' {
            break
        }
        'gptauth;logto;help;help' {
            break
        }
        'gptauth;backend' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Folder to write into; by default `backend` beside gptauth.toml')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Folder to write into; by default `backend` beside gptauth.toml')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Issuer of the provider, in place of the project''s')
            [CompletionResult]::new('--userinfo-endpoint', '--userinfo-endpoint', [CompletionResultType]::ParameterName, 'Userinfo endpoint, in place of the one that the project or the provider names')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite what is there')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List the frameworks')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;explain' {
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;completions' {
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;man' {
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'Project file; by default the gptauth.toml here or in a folder above')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Named environment of the project file')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Your own name for an account, to have several users signed in side by side')
            [CompletionResult]::new('--token-store', '--token-store', [CompletionResultType]::ParameterName, 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates to trust beside the system''s, PEM; for a provider or API of your own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for, and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every HTTP exchange on stderr, with secrets masked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gptauth;help' {
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Run the whole job on this machine and tell the story')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a project: gptauth.toml and openapi.yaml')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the document and the OAuth settings as the GPT editor would, offline')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find out what is wrong with the provider and the API, without signing in')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Sign in and keep the tokens')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show who is signed in and until when')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Print the access token, for scripts')
            [CompletionResult]::new('refresh', 'refresh', [CompletionResultType]::ParameterValue, 'Exchange the stored refresh token for new tokens now')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Revoke the tokens at the provider, then forget them')
            [CompletionResult]::new('call', 'call', [CompletionResultType]::ParameterValue, 'Call one operation as ChatGPT would')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Call every safe operation, and prove that a token is asked for')
            [CompletionResult]::new('rehearse', 'rehearse', [CompletionResultType]::ParameterValue, 'Live through what a ChatGPT user would: no token, an expired one, a revoked one')
            [CompletionResult]::new('form', 'form', [CompletionResultType]::ParameterValue, 'Show what to type into the GPT editor, and what to register at the provider')
            [CompletionResult]::new('logto', 'logto', [CompletionResultType]::ParameterValue, 'Set Logto up through its Management API: plan first, apply, read back')
            [CompletionResult]::new('backend', 'backend', [CompletionResultType]::ParameterValue, 'Write the middleware of the API that checks the access token')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a finding: what is checked, why, and what to do instead')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gptauth;help;demo' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Keep the two servers up, for a browser and a second terminal')
            [CompletionResult]::new('faults', 'faults', [CompletionResultType]::ParameterValue, 'List the faults that `demo serve --fault` can switch on')
            break
        }
        'gptauth;help;demo;serve' {
            break
        }
        'gptauth;help;demo;faults' {
            break
        }
        'gptauth;help;init' {
            break
        }
        'gptauth;help;check' {
            break
        }
        'gptauth;help;doctor' {
            break
        }
        'gptauth;help;login' {
            break
        }
        'gptauth;help;status' {
            break
        }
        'gptauth;help;token' {
            break
        }
        'gptauth;help;refresh' {
            break
        }
        'gptauth;help;logout' {
            break
        }
        'gptauth;help;call' {
            break
        }
        'gptauth;help;test' {
            break
        }
        'gptauth;help;rehearse' {
            break
        }
        'gptauth;help;form' {
            break
        }
        'gptauth;help;logto' {
            [CompletionResult]::new('connect', 'connect', [CompletionResultType]::ParameterValue, 'Prove and keep what opens Logto''s Management API')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show what `apply` would do, and change nothing')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Do what `plan` shows, one request after the other, each read back')
            [CompletionResult]::new('callback', 'callback', [CompletionResultType]::ParameterValue, 'Register the callback URL that the GPT editor shows after the first save')
            [CompletionResult]::new('domain', 'domain', [CompletionResultType]::ParameterValue, 'Put Logto on a custom domain, so that it shares a root domain with the API')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show Logto''s audit log of the project''s application, with what each failure really was')
            break
        }
        'gptauth;help;logto;connect' {
            break
        }
        'gptauth;help;logto;plan' {
            break
        }
        'gptauth;help;logto;apply' {
            break
        }
        'gptauth;help;logto;callback' {
            break
        }
        'gptauth;help;logto;domain' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a custom domain, and show the DNS record to set for it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how far the custom domains are, and which DNS records are still to be set')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait until a custom domain answers, and let the project use it')
            break
        }
        'gptauth;help;logto;domain;add' {
            break
        }
        'gptauth;help;logto;domain;status' {
            break
        }
        'gptauth;help;logto;domain;wait' {
            break
        }
        'gptauth;help;logto;logs' {
            break
        }
        'gptauth;help;backend' {
            break
        }
        'gptauth;help;explain' {
            break
        }
        'gptauth;help;completions' {
            break
        }
        'gptauth;help;man' {
            break
        }
        'gptauth;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
