const COMMANDS = `Commands
  npm start                        the service, with its chat page on http://127.0.0.1:3000 and its console, for
                                   operators, on http://localhost:3001
  npm run chat                     talk to it in the terminal
  npm run models                   the models it knows, and which of them fit this machine
  npm run memory -- stats          how much it remembers of people, in numbers
  npm run access -- list           who may write; approve, block, unblock, and the modes of groups
  npm run console -- link          a link into the console, for its first owner; recover NAME
  npm run whatsapp -- link         link the account that answers on WhatsApp; status, unlink
  npm run seed                     fill an empty data folder with invented people, to look at the console
  npm run doctor                   what this machine has, what is missing, and how to fix it
  npm run double -- telegram       a stand-in for a platform, to chat through without an account (or discord, whatsapp,
                                   messenger, instagram, whatsapp-cloud)
  npm test                         all checks and tests
  npm run bench                    measure it on this machine
  npm run eval -- memory           measure how well memory finds again what was said`

const SETTINGS = `Settings (environment; most can also stand in chasqui.yaml in the data folder)
  CHASQUI_DATA=FOLDER              what it keeps (./data)
  CHASQUI_CACHE=FOLDER             programs and models, shared by checkouts (the cache folder of this account)
  CHASQUI_HOST, CHASQUI_PORT       where the page listens (127.0.0.1, 3000)
  CHASQUI_CONSOLE_HOST, …_PORT     where the console listens (127.0.0.1, 3001)
  CHASQUI_MODEL=NAME               the model: a name that "npm run models" lists, or a folder
  CHASQUI_ENGINE_URL=URL           an OpenAI-compatible host in place of the embedded engine
  DATABASE_URL, REDIS_URL          servers of your own in place of the bundled ones
  TELEGRAM_BOT_TOKEN=TOKEN         also answer on Telegram (the token may stand in a file: TELEGRAM_BOT_TOKEN_FILE)
  WHATSAPP_ENABLED=true            also answer on WhatsApp, from a linked phone: read docs/channels/whatsapp.md first
  LOG=debug                        say more; LOG=engine:* for one part only`

/**
 * What `--help` prints, as plain data; the key is the script that package.json names.
 * @type {Readonly<Record<string, string>>}
 */
export const HELP = Object.freeze({
  'main.ts': `Chasqui: an assistant in the chat apps people already use, on your own machine.

npm start [-- --config FILE]
  Starts the service; the first time, it first brings what it needs (a minute or two). Stop it with Ctrl-C.

  --config FILE                    settings file (default: chasqui.yaml in the data folder)
  -h, --help                       this text

${COMMANDS}

${SETTINGS}`,

  'cli/chat.ts': `npm run chat [-- options]
  A conversation in the terminal. Beside a running service it attaches to it; otherwise it starts one for itself.

  --once TEXT                      ask this, print the answer, end (0 answered, 3 blocked by a guard, 1 failed)
  --image FILE                     send this picture along; may be repeated
  --person NAME                    who is speaking
  -h, --help                       this text

The answer goes to stdout, everything else to stderr.`,

  'cli/models.ts': `npm run models
  The models Chasqui knows, their size and licence, and which of them fit this machine.`,

  'cli/memory.ts': `npm run memory -- stats [--json]
  How much the service remembers, in numbers: people, items by kind, passages, vectors, and what waits to be learnt.
  Nobody's memories are shown. The service must be running.

  --json                           the same as JSON
  -h, --help                       this text`,

  'cli/access.ts': `npm run access -- list | approve CODE | block ID | unblock ID | group ID MODE
  Who may write, as the running service has it; docs/access.md says more.

  list [--json]                    the mode, open codes, who is approved or blocked, groups and their modes
  approve CODE                     lets the person in who shows you this code
  block ID, unblock ID             of a person, such as telegram:123456:987; also before they have written
  group ID MODE                    mention, replies, thread, all, or default (what access.groupMode says)
  -h, --help                       this text`,

  'cli/console.ts': `npm run console -- link | recover NAME
  A link into the console of the running service, good for one use within an hour; docs/console.md says more.

  link                             for its first owner, as the service also prints at its start; earlier ones end
  recover NAME                     for a new password of this account, which is signed out everywhere
  -h, --help                       this text`,

  'cli/whatsapp.ts': `npm run whatsapp -- link | status | unlink
  Links the account that answers on WhatsApp to the running service; docs/channels/whatsapp.md says more.

  link                             shows a QR code for the phone to scan, after a warning: accounts can be banned
    --phone NUMBER                 a code to type on the phone in its place, such as +49 151 23456789
    --image FILE                   the QR code as a PNG file
  status [--json]                  how the link is, when something last came and went, and how the browser is
  unlink                           ends the session, here and on the phone
  --yes                            of link and unlink: ask nothing, for scripts
  -h, --help                       this text`,

  'cli/seed.ts': `npm run seed [-- --weeks N]
  Fills an empty data folder with weeks of invented conversations, verdicts and memories, and marks it as a demo.

  --weeks N                        how many weeks (4)
  --config FILE                    the config file (chasqui.yaml in the data folder)
  -h, --help                       this text`,

  'test/kit/double.ts': `npm run double -- telegram | discord | whatsapp | messenger | instagram | whatsapp-cloud [--service URL]
  A stand-in for a platform on this machine, to chat without an account. It prints the line that starts the service
  against it; then every line that you write is said to the bot, and /photo FILE, /album FILE FILE and others are listed.

  --service URL                    the service, for platforms that call it (http://127.0.0.1:3000)
  -h, --help                       this text`,

  'test/bench/main.ts': `npm run bench [-- NAME… | compare COMMIT [NAME…]]
  Measures the service on this machine and prints what it found; docs/benchmarks.md says what each NAME measures.

  --json FILE                      also write the figures to a file
  compare COMMIT                   this tree and that commit in turn, and the ratio of each figure
  --pairs N                        of compare: how often each is measured (5)
  --rounds N                       of kills: how often each channel's service is killed (20)
  -h, --help                       this text`,

  'test/eval/main.ts': `npm run eval -- memory [options]
  Measures how well memory finds again what was said; docs/evaluation.md says how.

  --quick                          a part of it, in a minute or two
  --set own | FILE                 the generated set, or a file in the format of LoCoMo (own)
  --seed N                         of the generated set; the default is kept for figures that are reported
  --embedder off | english         also with the small English embedder (off)
  --engine-url URL                 extraction by a model on this OpenAI-compatible host, in place of the bundled one;
  --engine-model NAME              its name there (the key: CHASQUI_ENGINE_KEY)
  --json FILE                      also write the figures to a file
  -h, --help                       this text`,

  'setup/check.mjs': `npm test [-- FILE…]
  Type check, lint, format and dead-code check and all tests; with FILE (a path or part of one) only those tests.`,

  'setup/doctor.mjs': `npm run doctor
  For each part of the service: what was found, its version, what is missing, and the command that fixes it.
  Asks a running service for the rest. Ends with exit code 1 when something needed is missing.`,
})

/** @param {string[]} args of a command, without its script */
export function asksForHelp(args) {
  const end = args.indexOf('--')
  return (end < 0 ? args : args.slice(0, end)).some((word) => word === '--help' || word === '-h')
}

/** @param {string | undefined} script */
export const helpFor = (script) => HELP[script ?? ''] ?? HELP['main.ts']
