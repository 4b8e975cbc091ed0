# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_gptauth_global_optspecs
    string join \n project= env= account= token-store= ca-file= color= q/quiet v/verbose trace= h/help V/version
end

function __fish_gptauth_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_gptauth_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_gptauth_using_subcommand
    set -l cmd (__fish_gptauth_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c gptauth -n "__fish_gptauth_needs_command" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_needs_command" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_needs_command" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_needs_command" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_needs_command" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_needs_command" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_needs_command" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_needs_command" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_needs_command" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_needs_command" -s V -l version -d 'Print version'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "demo" -d 'Run the whole job on this machine and tell the story'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "init" -d 'Write a project: gptauth.toml and openapi.yaml'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "check" -d 'Check the document and the OAuth settings as the GPT editor would, offline'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "doctor" -d 'Find out what is wrong with the provider and the API, without signing in'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "login" -d 'Sign in and keep the tokens'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "status" -d 'Show who is signed in and until when'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "token" -d 'Print the access token, for scripts'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "refresh" -d 'Exchange the stored refresh token for new tokens now'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "logout" -d 'Revoke the tokens at the provider, then forget them'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "call" -d 'Call one operation as ChatGPT would'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "test" -d 'Call every safe operation, and prove that a token is asked for'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "rehearse" -d 'Live through what a ChatGPT user would: no token, an expired one, a revoked one'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "form" -d 'Show what to type into the GPT editor, and what to register at the provider'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "logto" -d 'Set Logto up through its Management API: plan first, apply, read back'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "backend" -d 'Write the middleware of the API that checks the access token'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "explain" -d 'Explain a finding: what is checked, why, and what to do instead'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "man" -d 'Print the manual page'
complete -c gptauth -n "__fish_gptauth_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -l keep -d 'Keep the project in this folder, which must not hold one yet' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -f -a "serve" -d 'Keep the two servers up, for a browser and a second terminal'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -f -a "faults" -d 'List the faults that `demo serve --fault` can switch on'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and not __fish_seen_subcommand_from serve faults help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -l port -d 'Port of the provider; the API takes the next one. 0 takes two free ones' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -l redirect-uri -d 'Register one more redirect URI for the demo\'s client' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -l fault -d 'Let a server go wrong in this way, or in its first COUNT answers only; `gptauth demo faults` lists the ways' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from faults" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from faults" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from faults" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from faults" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from faults" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from faults" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from faults" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from faults" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from faults" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from faults" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from faults" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from help" -f -a "serve" -d 'Keep the two servers up, for a browser and a second terminal'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from help" -f -a "faults" -d 'List the faults that `demo serve --fault` can switch on'
complete -c gptauth -n "__fish_gptauth_using_subcommand demo; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l template -d 'OpenAPI document to start from' -r -f -a "agenda\t'five operations on the agenda of the signed-in user'
minimal\t'one operation that says who is signed in'"
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l from -d 'Start from this OpenAPI or Swagger document: a file, an https address, or `-`' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l operation -d 'With --from: take this operation, by operationId or as "GET /path"; may be repeated' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l tag -d 'With --from: take the operations of this tag; may be repeated' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l path -d 'With --from: take the operations of such paths (`/items/*`, `/items/**`); may be repeated' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l title -d 'Title of the API' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l server -d 'Server that ChatGPT will call' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l issuer -d 'Issuer of the authorization server, as its discovery document spells it' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l authorization-endpoint -d 'Authorization endpoint; by default ISSUER/auth, as Logto has it' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l token-endpoint -d 'Token endpoint; by default ISSUER/token, as Logto has it' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l client-id -d 'Client id at the authorization server' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l token-endpoint-auth-method -d 'How the client authenticates at the token endpoint' -r -f -a "client_secret_post\t''
client_secret_basic\t''
private_key_jwt\t''
none\t''"
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l scope -d 'Scope to ask for' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l loopback-redirect-uri -d 'Where `gptauth login` waits for the sign-in' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l demo -d 'Add the environment `demo`, for the servers of `gptauth demo serve`' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l ci -d 'Write the pipeline of a service that runs `check` and `test` at every push' -r -f -a "github\t'GitHub Actions'
gitlab\t'GitLab CI/CD'"
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l backend -d 'Write the back end that checks the access token, into the folder `backend`' -r -f -a "express\t'Express 5 middleware (Node.js 20 or later)'
hono\t'Hono middleware (Node.js 20 or later)'
next\t'Next.js route handlers (App Router)'
fastify\t'Fastify 5 hook (Node.js 20 or later)'
fastapi\t'FastAPI dependency with httpx (Python 3.11 or later)'
django\t'Django view decorator with httpx (Python 3.11 or later)'
axum\t'axum extractor with reqwest (Rust 1.88 or later)'
go\t'net/http handler, standard library only (Go 1.19 or later)'
spring\t'Spring Security token introspector (Java 17 or later)'"
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -l force -d 'Overwrite what is there'
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -s y -l yes -d 'Ask nothing; take the defaults'
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l format -d 'Form of the answer' -r -f -a "text\t'For people: each finding with its line, the operations, one closing line'
concise\t'One line a finding: `file:line:column: error[CODE] message`'
json\t'One JSON document with a `schema` number'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations of a GitHub Actions workflow'
junit\t'A JUnit report with a case per operation'
markdown\t'Tables for a job summary or a comment'"
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l severity -d 'Show only findings at least this severe' -r -f -a "error\t'What ChatGPT refuses or fails at'
warning\t'And what it may refuse, or does worse with'
note\t'And advice'"
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l rule -d 'Show only findings of this rule, by name or code; may be repeated' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l watch -d 'Check again whenever the document or the project file is saved, until Ctrl-C'
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l allow-remote-refs -d 'Fetch what `$ref` leads to on the network, over https and from public addresses only'
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l fix -d 'Mend in place what has one right answer, and check again'
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l diff -d 'Print what would change, as a diff, and write nothing; ends with 1 if there is anything'
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -l unsafe-fixes -d 'Also rename what no function can be called, and cut long texts at the end of a sentence'
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -l only -d 'Run only the probe or group of this name; may be repeated' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -l format -d 'Form of the answer' -r -f -a "text\t'For people: a row a probe, each finding with its exchange'
json\t'One JSON document with a `schema` number'
junit\t'A JUnit report with a case per probe'
github\t'Annotations of a GitHub Actions workflow'
markdown\t'Tables for a job summary or a comment'"
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -l signed-in -d 'Probe also what the tokens of `gptauth login` are good for, and tell what expires when'
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -l why -d 'Ask Logto\'s audit log what the last failed exchanges really were, in place of the probes'
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l listen -d 'Listen at this port, or at the first free one of several' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l redirect-uri -d 'Redirect URI to send: http on 127.0.0.1, [::1] or localhost, or https of a tunnel' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l timeout -d 'How long to wait for the browser, in seconds' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l param -d 'Add a parameter to the authorization request, such as prompt=consent or audience=agenda; repeatable' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l pkce -d 'Proof Key for Code Exchange: by S256, or none at all' -r -f -a "s256\t'A code challenge by S256'
no\t'No code challenge; a provider that needs one refuses'"
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l client-key -d 'The client\'s private key, for `private_key_jwt`: PEM or a JSON Web Key; by default GPTAUTH_CLIENT_KEY_FILE, then `client_key` of gptauth.toml' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l token-content-type -d 'How token requests are written; by default `token_content_type` of gptauth.toml, or form' -r -f -a "form\t'As RFC 6749 has it, and as ChatGPT sends it'
json\t'As JSON, for a provider that takes nothing else'"
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l as-chatgpt -d 'Send what ChatGPT would send: no PKCE, no nonce, its parameters in its order'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l no-browser -d 'Print the page to open and start no browser; in a terminal the answer may be pasted'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l paste -d 'Read the address that the browser ended at from standard input, also from a pipe'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l temporary-redirect -d 'Register the redirect URI at Logto for this sign-in, and remove it afterwards'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l force -d 'Replace the stored tokens of another account without asking'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l client-secret-stdin -d 'Read the client secret from standard input, and keep it once it has proved right'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l device -d 'Sign in on another device: a code is shown here and typed there'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l par -d 'Push the authorization request to the provider first (RFC 9126)'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -l try-auth-methods -d 'Where the client is refused, try the other client authentication methods with a made-up code'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -l offline -d 'Send no request; show what is stored'
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -l all -d 'Show what is stored for every environment and account of the project; sends no request'
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand token" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand token" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand token" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand token" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand token" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand token" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand token" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand token" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand token" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand token" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand token" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -l show-tokens -d 'Put the new tokens into the JSON document too, even where the store does not take them'
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand refresh" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -l all -d 'Sign out of every environment and account of the project'
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -l local -d 'Forget the tokens here without asking the provider; there they stay good'
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l input -d 'Arguments as one JSON object, as the model sends them' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l body -d 'The whole JSON body: as text, from a file, or from standard input' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l seed -d 'Repeat what `--generate` made up; it prints its seed' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l schema -d 'OpenAPI document in place of the project\'s; `-` is standard input' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l server -d 'Server in place of the project\'s or the document\'s; the token is sent there' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -s o -l output -d 'Write the answer to a file in place of stdout, whole or not at all' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l format -d 'Form of the answer' -r -f -a "text\t'For people: the body, laid out in a terminal, as it came in a pipe'
json\t'One JSON document with a `schema` number'
har\t'An HTTP Archive of all that was sent and answered, secrets masked'"
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l generate -d 'Make up what is missing: required parameters, and the whole body, from examples, defaults and the schema'
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l no-validate -d 'Send what breaks the document\'s schema all the same, to see what the API says to it'
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l no-auth -d 'Send no token, as an anonymous caller would'
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -s y -l yes -d 'Allow a call that may change something without being asked'
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -s i -l include -d 'Show the status and headers of the answer before its body'
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l dry-run -d 'Show the request, and send nothing'
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -l curl -d 'Print the call as a `curl` command, and send nothing; set TOKEN in the shell first'
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand call" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l schema -d 'OpenAPI document in place of the project\'s' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l server -d 'Server in place of the project\'s or the document\'s; the token is sent there' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l other-account -d 'Also call as a second user, whom `gptauth login --account NAME` has signed in' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l jobs -d 'How many reads run side by side, 1 to 64' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l retries -d 'How often a call that failed for now is repeated: no connection, a broken one, 429, 502, 503, 504' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l seed -d 'What sample data, forged token and conversation are made from: the same seed, the same requests' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l workflow -d 'Run the workflows of this Arazzo 1.0 description instead' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l workflow-id -d 'Run this workflow, and those that it depends on; may be repeated' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l workflow-input -d 'Give a workflow an input: NAME=VALUE, NAME:=JSON or NAME=@FILE; may be repeated' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l record -d 'Write what would be called into FILE, as an Arazzo description to be edited, and send nothing' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l report -d 'Write a report into a file as well, `junit=FILE` for one; may be repeated' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l format -d 'Form of the answer' -r -f -a "text\t'For people: a row a step, as it ends'
json\t'One JSON document with a `schema` number'
junit\t'A JUnit report with a case per step'
tap\t'The Test Anything Protocol, version 13'
github\t'Annotations of a GitHub Actions workflow'
markdown\t'A table for a job summary or a comment'"
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l plan -d 'Show what would be called, in which order, and send nothing; text and JSON only'
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l write -d 'Also create, update and delete, with sample data that says "gptauth test" where it can'
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l watch -d 'Test again whenever the document or the project file is saved, until Ctrl-C'
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -l force -d 'Write over the FILE of `--record`'
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -s y -l yes -d 'Use up what the rehearsal uses up without being asked'
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand rehearse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand form" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand form" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand form" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand form" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand form" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand form" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand form" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand form" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand form" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand form" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand form" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -f -a "connect" -d 'Prove and keep what opens Logto\'s Management API'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -f -a "plan" -d 'Show what `apply` would do, and change nothing'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -f -a "apply" -d 'Do what `plan` shows, one request after the other, each read back'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -f -a "callback" -d 'Register the callback URL that the GPT editor shows after the first save'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -f -a "domain" -d 'Put Logto on a custom domain, so that it shares a root domain with the API'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -f -a "logs" -d 'Show Logto\'s audit log of the project\'s application, with what each failure really was'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and not __fish_seen_subcommand_from connect plan apply callback domain logs help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l endpoint -d 'Address of the tenant; by default `endpoint` of `[logto]`, or where the issuer is' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l tenant -d 'Name of the tenant, where the address does not tell it: abc123 of abc123.logto.app' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l admin-endpoint -d 'Where the admin tenant of a self-hosted Logto issues tokens, for its application `m-default`' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l app-id -d 'App id of the machine-to-machine application' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -l app-secret-stdin -d 'Read its secret from standard input, and keep it once it has proved right'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from connect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -l prune -d 'Plan also to remove redirect URIs that gptauth added and gptauth.toml no longer wants'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -l exit-code -d 'End with status 1 where something is to be done'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Do it without asking'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -l prune -d 'Remove redirect URIs that gptauth added from this machine and gptauth.toml no longer wants'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -l rotate-secret -d 'Make a new client secret, prove it at the token endpoint, and keep it in place of the other'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -l remove-old-secret -d 'Remove the client secret that a new one replaced, once the GPT editor has the new one'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -l wildcard -d 'Register the callback URLs of every GPT: https://chat.openai.com/aip/*/oauth/callback, and the same at chatgpt.com'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from callback" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -f -a "add" -d 'Add a custom domain, and show the DNS record to set for it'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -f -a "status" -d 'Show how far the custom domains are, and which DNS records are still to be set'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -f -a "wait" -d 'Wait until a custom domain answers, and let the project use it'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from domain" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l since -d 'Entries since this time: 90s, 30m, 2h, 7d, or a timestamp such as 2026-11-22T08:00:00Z' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l kind -d 'Entries of this kind: authorize, code, refresh, revoke, client-credentials, unknown, or a key of Logto\'s own; may be repeated' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l user -d 'Entries about this user, by id' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l limit -d 'Show at most this many entries' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from help" -f -a "connect" -d 'Prove and keep what opens Logto\'s Management API'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from help" -f -a "plan" -d 'Show what `apply` would do, and change nothing'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from help" -f -a "apply" -d 'Do what `plan` shows, one request after the other, each read back'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from help" -f -a "callback" -d 'Register the callback URL that the GPT editor shows after the first save'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from help" -f -a "domain" -d 'Put Logto on a custom domain, so that it shares a root domain with the API'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Show Logto\'s audit log of the project\'s application, with what each failure really was'
complete -c gptauth -n "__fish_gptauth_using_subcommand logto; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -s o -l output -d 'Folder to write into; by default `backend` beside gptauth.toml' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l issuer -d 'Issuer of the provider, in place of the project\'s' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l userinfo-endpoint -d 'Userinfo endpoint, in place of the one that the project or the provider names' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One JSON document with a `schema` number'"
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l force -d 'Overwrite what is there'
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -l list -d 'List the frameworks'
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand backend" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand explain" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand explain" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand explain" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand explain" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand explain" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand explain" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand explain" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand explain" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand explain" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand completions" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand completions" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand completions" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand completions" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand completions" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand completions" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand completions" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand completions" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand completions" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand man" -l project -d 'Project file; by default the gptauth.toml here or in a folder above' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand man" -l env -d 'Named environment of the project file' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand man" -l account -d 'Your own name for an account, to have several users signed in side by side' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand man" -l token-store -d 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER' -r
complete -c gptauth -n "__fish_gptauth_using_subcommand man" -l ca-file -d 'Certificates to trust beside the system\'s, PEM; for a provider or API of your own' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand man" -l color -d 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured' -r -f -a "auto\t'In a terminal'
always\t'Always'
never\t'Never'"
complete -c gptauth -n "__fish_gptauth_using_subcommand man" -l trace -d 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked' -r -F
complete -c gptauth -n "__fish_gptauth_using_subcommand man" -s q -l quiet -d 'Say only what was asked for, and errors'
complete -c gptauth -n "__fish_gptauth_using_subcommand man" -s v -l verbose -d 'Show every HTTP exchange on stderr, with secrets masked'
complete -c gptauth -n "__fish_gptauth_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "demo" -d 'Run the whole job on this machine and tell the story'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "init" -d 'Write a project: gptauth.toml and openapi.yaml'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "check" -d 'Check the document and the OAuth settings as the GPT editor would, offline'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "doctor" -d 'Find out what is wrong with the provider and the API, without signing in'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "login" -d 'Sign in and keep the tokens'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "status" -d 'Show who is signed in and until when'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "token" -d 'Print the access token, for scripts'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "refresh" -d 'Exchange the stored refresh token for new tokens now'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "logout" -d 'Revoke the tokens at the provider, then forget them'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "call" -d 'Call one operation as ChatGPT would'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "test" -d 'Call every safe operation, and prove that a token is asked for'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "rehearse" -d 'Live through what a ChatGPT user would: no token, an expired one, a revoked one'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "form" -d 'Show what to type into the GPT editor, and what to register at the provider'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "logto" -d 'Set Logto up through its Management API: plan first, apply, read back'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "backend" -d 'Write the middleware of the API that checks the access token'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "explain" -d 'Explain a finding: what is checked, why, and what to do instead'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "man" -d 'Print the manual page'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and not __fish_seen_subcommand_from demo init check doctor login status token refresh logout call test rehearse form logto backend explain completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and __fish_seen_subcommand_from demo" -f -a "serve" -d 'Keep the two servers up, for a browser and a second terminal'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and __fish_seen_subcommand_from demo" -f -a "faults" -d 'List the faults that `demo serve --fault` can switch on'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and __fish_seen_subcommand_from logto" -f -a "connect" -d 'Prove and keep what opens Logto\'s Management API'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and __fish_seen_subcommand_from logto" -f -a "plan" -d 'Show what `apply` would do, and change nothing'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and __fish_seen_subcommand_from logto" -f -a "apply" -d 'Do what `plan` shows, one request after the other, each read back'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and __fish_seen_subcommand_from logto" -f -a "callback" -d 'Register the callback URL that the GPT editor shows after the first save'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and __fish_seen_subcommand_from logto" -f -a "domain" -d 'Put Logto on a custom domain, so that it shares a root domain with the API'
complete -c gptauth -n "__fish_gptauth_using_subcommand help; and __fish_seen_subcommand_from logto" -f -a "logs" -d 'Show Logto\'s audit log of the project\'s application, with what each failure really was'

# Operations and arguments of `gptauth call` come from the project's document.
complete -c gptauth -n "__fish_seen_subcommand_from call" -f -a "(gptauth complete-call -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)"
