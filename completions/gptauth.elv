
use builtin;
use str;

set edit:completion:arg-completer[gptauth] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'gptauth'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'gptauth'= {
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand demo 'Run the whole job on this machine and tell the story'
            cand init 'Write a project: gptauth.toml and openapi.yaml'
            cand check 'Check the document and the OAuth settings as the GPT editor would, offline'
            cand doctor 'Find out what is wrong with the provider and the API, without signing in'
            cand login 'Sign in and keep the tokens'
            cand status 'Show who is signed in and until when'
            cand token 'Print the access token, for scripts'
            cand refresh 'Exchange the stored refresh token for new tokens now'
            cand logout 'Revoke the tokens at the provider, then forget them'
            cand call 'Call one operation as ChatGPT would'
            cand test 'Call every safe operation, and prove that a token is asked for'
            cand rehearse 'Live through what a ChatGPT user would: no token, an expired one, a revoked one'
            cand form 'Show what to type into the GPT editor, and what to register at the provider'
            cand logto 'Set Logto up through its Management API: plan first, apply, read back'
            cand backend 'Write the middleware of the API that checks the access token'
            cand explain 'Explain a finding: what is checked, why, and what to do instead'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gptauth;demo'= {
            cand --keep 'Keep the project in this folder, which must not hold one yet'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand serve 'Keep the two servers up, for a browser and a second terminal'
            cand faults 'List the faults that `demo serve --fault` can switch on'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gptauth;demo;serve'= {
            cand --port 'Port of the provider; the API takes the next one. 0 takes two free ones'
            cand --redirect-uri 'Register one more redirect URI for the demo''s client'
            cand --fault 'Let a server go wrong in this way, or in its first COUNT answers only; `gptauth demo faults` lists the ways'
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;demo;faults'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;demo;help'= {
            cand serve 'Keep the two servers up, for a browser and a second terminal'
            cand faults 'List the faults that `demo serve --fault` can switch on'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gptauth;demo;help;serve'= {
        }
        &'gptauth;demo;help;faults'= {
        }
        &'gptauth;demo;help;help'= {
        }
        &'gptauth;init'= {
            cand --template 'OpenAPI document to start from'
            cand --from 'Start from this OpenAPI or Swagger document: a file, an https address, or `-`'
            cand --operation 'With --from: take this operation, by operationId or as "GET /path"; may be repeated'
            cand --tag 'With --from: take the operations of this tag; may be repeated'
            cand --path 'With --from: take the operations of such paths (`/items/*`, `/items/**`); may be repeated'
            cand --title 'Title of the API'
            cand --server 'Server that ChatGPT will call'
            cand --issuer 'Issuer of the authorization server, as its discovery document spells it'
            cand --authorization-endpoint 'Authorization endpoint; by default ISSUER/auth, as Logto has it'
            cand --token-endpoint 'Token endpoint; by default ISSUER/token, as Logto has it'
            cand --client-id 'Client id at the authorization server'
            cand --token-endpoint-auth-method 'How the client authenticates at the token endpoint'
            cand --scope 'Scope to ask for'
            cand --loopback-redirect-uri 'Where `gptauth login` waits for the sign-in'
            cand --demo 'Add the environment `demo`, for the servers of `gptauth demo serve`'
            cand --ci 'Write the pipeline of a service that runs `check` and `test` at every push'
            cand --backend 'Write the back end that checks the access token, into the folder `backend`'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --force 'Overwrite what is there'
            cand -y 'Ask nothing; take the defaults'
            cand --yes 'Ask nothing; take the defaults'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;check'= {
            cand --format 'Form of the answer'
            cand --severity 'Show only findings at least this severe'
            cand --rule 'Show only findings of this rule, by name or code; may be repeated'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --watch 'Check again whenever the document or the project file is saved, until Ctrl-C'
            cand --allow-remote-refs 'Fetch what `$ref` leads to on the network, over https and from public addresses only'
            cand --fix 'Mend in place what has one right answer, and check again'
            cand --diff 'Print what would change, as a diff, and write nothing; ends with 1 if there is anything'
            cand --unsafe-fixes 'Also rename what no function can be called, and cut long texts at the end of a sentence'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;doctor'= {
            cand --only 'Run only the probe or group of this name; may be repeated'
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --signed-in 'Probe also what the tokens of `gptauth login` are good for, and tell what expires when'
            cand --why 'Ask Logto''s audit log what the last failed exchanges really were, in place of the probes'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;login'= {
            cand --listen 'Listen at this port, or at the first free one of several'
            cand --redirect-uri 'Redirect URI to send: http on 127.0.0.1, [::1] or localhost, or https of a tunnel'
            cand --timeout 'How long to wait for the browser, in seconds'
            cand --param 'Add a parameter to the authorization request, such as prompt=consent or audience=agenda; repeatable'
            cand --pkce 'Proof Key for Code Exchange: by S256, or none at all'
            cand --client-key 'The client''s private key, for `private_key_jwt`: PEM or a JSON Web Key; by default GPTAUTH_CLIENT_KEY_FILE, then `client_key` of gptauth.toml'
            cand --token-content-type 'How token requests are written; by default `token_content_type` of gptauth.toml, or form'
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --as-chatgpt 'Send what ChatGPT would send: no PKCE, no nonce, its parameters in its order'
            cand --no-browser 'Print the page to open and start no browser; in a terminal the answer may be pasted'
            cand --paste 'Read the address that the browser ended at from standard input, also from a pipe'
            cand --temporary-redirect 'Register the redirect URI at Logto for this sign-in, and remove it afterwards'
            cand --force 'Replace the stored tokens of another account without asking'
            cand --client-secret-stdin 'Read the client secret from standard input, and keep it once it has proved right'
            cand --device 'Sign in on another device: a code is shown here and typed there'
            cand --par 'Push the authorization request to the provider first (RFC 9126)'
            cand --try-auth-methods 'Where the client is refused, try the other client authentication methods with a made-up code'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;status'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --offline 'Send no request; show what is stored'
            cand --all 'Show what is stored for every environment and account of the project; sends no request'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;token'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;refresh'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --show-tokens 'Put the new tokens into the JSON document too, even where the store does not take them'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;logout'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --all 'Sign out of every environment and account of the project'
            cand --local 'Forget the tokens here without asking the provider; there they stay good'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;call'= {
            cand --input 'Arguments as one JSON object, as the model sends them'
            cand --body 'The whole JSON body: as text, from a file, or from standard input'
            cand --seed 'Repeat what `--generate` made up; it prints its seed'
            cand --schema 'OpenAPI document in place of the project''s; `-` is standard input'
            cand --server 'Server in place of the project''s or the document''s; the token is sent there'
            cand -o 'Write the answer to a file in place of stdout, whole or not at all'
            cand --output 'Write the answer to a file in place of stdout, whole or not at all'
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --generate 'Make up what is missing: required parameters, and the whole body, from examples, defaults and the schema'
            cand --no-validate 'Send what breaks the document''s schema all the same, to see what the API says to it'
            cand --no-auth 'Send no token, as an anonymous caller would'
            cand -y 'Allow a call that may change something without being asked'
            cand --yes 'Allow a call that may change something without being asked'
            cand -i 'Show the status and headers of the answer before its body'
            cand --include 'Show the status and headers of the answer before its body'
            cand --dry-run 'Show the request, and send nothing'
            cand --curl 'Print the call as a `curl` command, and send nothing; set TOKEN in the shell first'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;test'= {
            cand --schema 'OpenAPI document in place of the project''s'
            cand --server 'Server in place of the project''s or the document''s; the token is sent there'
            cand --other-account 'Also call as a second user, whom `gptauth login --account NAME` has signed in'
            cand --jobs 'How many reads run side by side, 1 to 64'
            cand --retries 'How often a call that failed for now is repeated: no connection, a broken one, 429, 502, 503, 504'
            cand --seed 'What sample data, forged token and conversation are made from: the same seed, the same requests'
            cand --workflow 'Run the workflows of this Arazzo 1.0 description instead'
            cand --workflow-id 'Run this workflow, and those that it depends on; may be repeated'
            cand --workflow-input 'Give a workflow an input: NAME=VALUE, NAME:=JSON or NAME=@FILE; may be repeated'
            cand --record 'Write what would be called into FILE, as an Arazzo description to be edited, and send nothing'
            cand --report 'Write a report into a file as well, `junit=FILE` for one; may be repeated'
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --plan 'Show what would be called, in which order, and send nothing; text and JSON only'
            cand --write 'Also create, update and delete, with sample data that says "gptauth test" where it can'
            cand --watch 'Test again whenever the document or the project file is saved, until Ctrl-C'
            cand --force 'Write over the FILE of `--record`'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;rehearse'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -y 'Use up what the rehearsal uses up without being asked'
            cand --yes 'Use up what the rehearsal uses up without being asked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;form'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;logto'= {
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand connect 'Prove and keep what opens Logto''s Management API'
            cand plan 'Show what `apply` would do, and change nothing'
            cand apply 'Do what `plan` shows, one request after the other, each read back'
            cand callback 'Register the callback URL that the GPT editor shows after the first save'
            cand domain 'Put Logto on a custom domain, so that it shares a root domain with the API'
            cand logs 'Show Logto''s audit log of the project''s application, with what each failure really was'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gptauth;logto;connect'= {
            cand --endpoint 'Address of the tenant; by default `endpoint` of `[logto]`, or where the issuer is'
            cand --tenant 'Name of the tenant, where the address does not tell it: abc123 of abc123.logto.app'
            cand --admin-endpoint 'Where the admin tenant of a self-hosted Logto issues tokens, for its application `m-default`'
            cand --app-id 'App id of the machine-to-machine application'
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --app-secret-stdin 'Read its secret from standard input, and keep it once it has proved right'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;logto;plan'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --prune 'Plan also to remove redirect URIs that gptauth added and gptauth.toml no longer wants'
            cand --exit-code 'End with status 1 where something is to be done'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;logto;apply'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand --prune 'Remove redirect URIs that gptauth added from this machine and gptauth.toml no longer wants'
            cand --rotate-secret 'Make a new client secret, prove it at the token endpoint, and keep it in place of the other'
            cand --remove-old-secret 'Remove the client secret that a new one replaced, once the GPT editor has the new one'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;logto;callback'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --wildcard 'Register the callback URLs of every GPT: https://chat.openai.com/aip/*/oauth/callback, and the same at chatgpt.com'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;logto;domain'= {
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand add 'Add a custom domain, and show the DNS record to set for it'
            cand status 'Show how far the custom domains are, and which DNS records are still to be set'
            cand wait 'Wait until a custom domain answers, and let the project use it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gptauth;logto;domain;add'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;logto;domain;status'= {
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;logto;domain;wait'= {
            cand --timeout 'How long to wait, in seconds'
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -y 'Let the project use the domain without asking'
            cand --yes 'Let the project use the domain without asking'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;logto;domain;help'= {
            cand add 'Add a custom domain, and show the DNS record to set for it'
            cand status 'Show how far the custom domains are, and which DNS records are still to be set'
            cand wait 'Wait until a custom domain answers, and let the project use it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gptauth;logto;domain;help;add'= {
        }
        &'gptauth;logto;domain;help;status'= {
        }
        &'gptauth;logto;domain;help;wait'= {
        }
        &'gptauth;logto;domain;help;help'= {
        }
        &'gptauth;logto;logs'= {
            cand --since 'Entries since this time: 90s, 30m, 2h, 7d, or a timestamp such as 2026-11-22T08:00:00Z'
            cand --kind 'Entries of this kind: authorize, code, refresh, revoke, client-credentials, unknown, or a key of Logto''s own; may be repeated'
            cand --user 'Entries about this user, by id'
            cand --limit 'Show at most this many entries'
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;logto;help'= {
            cand connect 'Prove and keep what opens Logto''s Management API'
            cand plan 'Show what `apply` would do, and change nothing'
            cand apply 'Do what `plan` shows, one request after the other, each read back'
            cand callback 'Register the callback URL that the GPT editor shows after the first save'
            cand domain 'Put Logto on a custom domain, so that it shares a root domain with the API'
            cand logs 'Show Logto''s audit log of the project''s application, with what each failure really was'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gptauth;logto;help;connect'= {
        }
        &'gptauth;logto;help;plan'= {
        }
        &'gptauth;logto;help;apply'= {
        }
        &'gptauth;logto;help;callback'= {
        }
        &'gptauth;logto;help;domain'= {
            cand add 'Add a custom domain, and show the DNS record to set for it'
            cand status 'Show how far the custom domains are, and which DNS records are still to be set'
            cand wait 'Wait until a custom domain answers, and let the project use it'
        }
        &'gptauth;logto;help;domain;add'= {
        }
        &'gptauth;logto;help;domain;status'= {
        }
        &'gptauth;logto;help;domain;wait'= {
        }
        &'gptauth;logto;help;logs'= {
        }
        &'gptauth;logto;help;help'= {
        }
        &'gptauth;backend'= {
            cand -o 'Folder to write into; by default `backend` beside gptauth.toml'
            cand --output 'Folder to write into; by default `backend` beside gptauth.toml'
            cand --issuer 'Issuer of the provider, in place of the project''s'
            cand --userinfo-endpoint 'Userinfo endpoint, in place of the one that the project or the provider names'
            cand --format 'Form of the answer'
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand --force 'Overwrite what is there'
            cand --list 'List the frameworks'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;explain'= {
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;completions'= {
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;man'= {
            cand --project 'Project file; by default the gptauth.toml here or in a folder above'
            cand --env 'Named environment of the project file'
            cand --account 'Your own name for an account, to have several users signed in side by side'
            cand --token-store 'Where tokens and client secrets are kept: auto, keyring, file, or file:FOLDER'
            cand --ca-file 'Certificates to trust beside the system''s, PEM; for a provider or API of your own'
            cand --color 'When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured'
            cand --trace 'Write every HTTP exchange into this file as an HTTP Archive (HAR 1.2), with secrets masked'
            cand -q 'Say only what was asked for, and errors'
            cand --quiet 'Say only what was asked for, and errors'
            cand -v 'Show every HTTP exchange on stderr, with secrets masked'
            cand --verbose 'Show every HTTP exchange on stderr, with secrets masked'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gptauth;help'= {
            cand demo 'Run the whole job on this machine and tell the story'
            cand init 'Write a project: gptauth.toml and openapi.yaml'
            cand check 'Check the document and the OAuth settings as the GPT editor would, offline'
            cand doctor 'Find out what is wrong with the provider and the API, without signing in'
            cand login 'Sign in and keep the tokens'
            cand status 'Show who is signed in and until when'
            cand token 'Print the access token, for scripts'
            cand refresh 'Exchange the stored refresh token for new tokens now'
            cand logout 'Revoke the tokens at the provider, then forget them'
            cand call 'Call one operation as ChatGPT would'
            cand test 'Call every safe operation, and prove that a token is asked for'
            cand rehearse 'Live through what a ChatGPT user would: no token, an expired one, a revoked one'
            cand form 'Show what to type into the GPT editor, and what to register at the provider'
            cand logto 'Set Logto up through its Management API: plan first, apply, read back'
            cand backend 'Write the middleware of the API that checks the access token'
            cand explain 'Explain a finding: what is checked, why, and what to do instead'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gptauth;help;demo'= {
            cand serve 'Keep the two servers up, for a browser and a second terminal'
            cand faults 'List the faults that `demo serve --fault` can switch on'
        }
        &'gptauth;help;demo;serve'= {
        }
        &'gptauth;help;demo;faults'= {
        }
        &'gptauth;help;init'= {
        }
        &'gptauth;help;check'= {
        }
        &'gptauth;help;doctor'= {
        }
        &'gptauth;help;login'= {
        }
        &'gptauth;help;status'= {
        }
        &'gptauth;help;token'= {
        }
        &'gptauth;help;refresh'= {
        }
        &'gptauth;help;logout'= {
        }
        &'gptauth;help;call'= {
        }
        &'gptauth;help;test'= {
        }
        &'gptauth;help;rehearse'= {
        }
        &'gptauth;help;form'= {
        }
        &'gptauth;help;logto'= {
            cand connect 'Prove and keep what opens Logto''s Management API'
            cand plan 'Show what `apply` would do, and change nothing'
            cand apply 'Do what `plan` shows, one request after the other, each read back'
            cand callback 'Register the callback URL that the GPT editor shows after the first save'
            cand domain 'Put Logto on a custom domain, so that it shares a root domain with the API'
            cand logs 'Show Logto''s audit log of the project''s application, with what each failure really was'
        }
        &'gptauth;help;logto;connect'= {
        }
        &'gptauth;help;logto;plan'= {
        }
        &'gptauth;help;logto;apply'= {
        }
        &'gptauth;help;logto;callback'= {
        }
        &'gptauth;help;logto;domain'= {
            cand add 'Add a custom domain, and show the DNS record to set for it'
            cand status 'Show how far the custom domains are, and which DNS records are still to be set'
            cand wait 'Wait until a custom domain answers, and let the project use it'
        }
        &'gptauth;help;logto;domain;add'= {
        }
        &'gptauth;help;logto;domain;status'= {
        }
        &'gptauth;help;logto;domain;wait'= {
        }
        &'gptauth;help;logto;logs'= {
        }
        &'gptauth;help;backend'= {
        }
        &'gptauth;help;explain'= {
        }
        &'gptauth;help;completions'= {
        }
        &'gptauth;help;man'= {
        }
        &'gptauth;help;help'= {
        }
    ]
    $completions[$command]
}

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
