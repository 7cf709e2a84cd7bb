import { sayer } from '#machine/sentence.ts'

/** What operators are told of channels; `console/web/texts` has it in the other languages. */
export const CHANNEL_SENTENCES = {
  'check.unreadable':
    'The answer could not be read. Is the address of the API that is set really the one of this platform?',
  'check.known': '{platform} knows it as {name}.',
  'check.waiting.one': '{count} message waits for it.',
  'check.waiting.other': '{count} messages wait for it.',
  'telegram.no-groups': 'It cannot be added to groups. Where it should be, allow it at @BotFather: /setjoingroups.',
  'telegram.reads-all': 'In groups it reads everything.',
  'telegram.reads-mentions':
    'In groups it sees only what is meant for it: commands, mentions and replies. @BotFather changes that: /setprivacy; then add it to the group again.',
  'telegram.sees-whole-groups': 'It reads whole groups.',
  'telegram.sees-mentions': 'In groups it sees only what is meant for it.',
  'telegram.other-webhook': 'Telegram sends its messages to {host} now. Saving takes them over.',
  'telegram.other-address': 'Telegram sends its messages to another address now. Saving takes them over.',
  'telegram.webhook-set': 'Its webhook is set.',
  'telegram.webhook-failure': 'The newest failure of its webhook, as Telegram says: {said}',
  'telegram.bad-token':
    'The token (TELEGRAM_BOT_TOKEN) is no bot token: copy it from @BotFather; it looks like 123456:AA…',
  'telegram.token-unknown':
    'Telegram does not know this token ({status}). It was revoked or mistyped: take the present one from @BotFather, and set it in the console (Channels) or as TELEGRAM_BOT_TOKEN. Where TELEGRAM_API_ROOT is set, check that, too.',
  'telegram.other-process':
    'Another process uses this bot token. Stop the other one, or give this service a bot of its own from @BotFather. ({said})',
  'discord.reads-nothing':
    'It may not read what people write: Discord refuses the connection. Open {portal}, choose the application, then Bot, and switch on MESSAGE CONTENT INTENT.',
  'discord.cannot-read':
    'It cannot read messages in servers: switch on MESSAGE CONTENT INTENT at {portal} (the application, Bot, Privileged Gateway Intents).',
  'discord.may-not-write': 'It may not write in {channels}: give its role {rights} there.',
  'discord.reads': 'It may read what people write.',
  'discord.private': 'Only you can add it to servers: it is no public bot.',
  'discord.bad-token':
    'The token (DISCORD_BOT_TOKEN) is no bot token: copy it from {portal}, your application, Bot, Reset Token.',
  'discord.token-unknown':
    'Discord does not know this token: it was revoked or mistyped. Take a new one from https://discord.com/developers/applications (your application, Bot, Reset Token), and set it in the console (Channels) or as DISCORD_BOT_TOKEN.',
  'discord.shards-refused': 'Discord refuses the shards: set discord.shards to auto in chasqui.yaml.',
  'discord.too-many-servers':
    'This bot is in more servers than one connection serves: set discord.shards to auto in chasqui.yaml.',
  'discord.version-over': 'Discord no longer speaks this version of its gateway: update Chasqui.',
  'discord.no-intent':
    'Discord does not let this bot read messages. Open {portal}, choose the application, then Bot, and switch on MESSAGE CONTENT INTENT under Privileged Gateway Intents.',
  'discord.closed': 'Discord closed the connection for good ({number}).',
  'meta.number': 'Its number is {number}.',
  'meta.quality-green': 'Meta rates its quality as high.',
  'meta.quality-yellow': 'Meta rates its quality as medium: people have blocked or reported it.',
  'meta.quality-red': 'Meta rates its quality as low: it may be limited soon.',
  'meta.quality-unknown': 'Meta has not rated its quality yet.',
  'meta.subscribed': 'An app is subscribed to its messages.',
  'meta.not-subscribed': 'No app is subscribed to its messages yet: the webhook step says how.',
  'meta.subscription-unknown':
    'Meta does not say whether an app is subscribed to its messages: the first message shows it.',
  'meta.odd-secret': 'The app secret has an unusual form: 32 characters of 0 to 9 and a to f are usual.',
  'meta.secret-fits': 'The app secret belongs to the app of this token.',
  'meta.webhook': 'Its messages come by webhook: {address}, field messages.',
  'meta.webhook-nowhere': 'Its messages come by webhook: {path} at the public address of this service, field messages.',
  'meta.no-id': '{product} answered without an id; check META_GRAPH_ROOT',
  'meta.token-refused':
    'Meta does not accept this token ({number}): it expired or was revoked. Make a new one, and set it in the console (Channels) or as {setting}.',
  'meta.no-permission': 'Meta answered {number}: {said}. Check the permissions of the app and its token.',
  'meta.unauthorised':
    'Meta answered {number}: {said}. Make a new one, and set it in the console (Channels) or as {setting}.',
  'meta.refused': 'Meta answered {number}: {said}',
  'meta.no-json': 'Meta answered {status} and no JSON; check META_GRAPH_ROOT',
  'meta.no-app-secret':
    'The app secret (META_APP_SECRET) is not set; Meta signs with it: copy it from the app dashboard of developers.facebook.com (App settings, Basic, App secret).',
  'meta.no-verify-token':
    'The verify token (META_VERIFY_TOKEN) is not set: make one up, for example with openssl rand -hex 16, and give Meta the same where the webhook is set up.',
  'meta.no-public-url':
    'Messages from Meta come by webhook and CHASQUI_PUBLIC_URL is not set: set it to the https address under which Meta reaches this service.',
  'meta.no-https':
    'Messages from Meta come by webhook and CHASQUI_PUBLIC_URL is no https address: set it to the https address under which Meta reaches this service.',
  'meta.no-cloud-token':
    'The access token (WHATSAPP_CLOUD_TOKEN) is not set: that of a system user with whatsapp_business_messaging.',
  'meta.no-phone-id':
    'The phone number ID (WHATSAPP_CLOUD_PHONE_ID) is not set: the app dashboard shows it under WhatsApp, API setup.',
  'meta.bad-phone-id':
    'The phone number ID is digits alone, and not the number itself: the app dashboard shows it under WhatsApp, API setup.',
  'meta.unknown-phone-id':
    'There is no phone number with the ID {id} for this token: the app dashboard shows it under WhatsApp, API setup.',
  'meta.other-app':
    'The app secret is not that of the app to which this token belongs. Copy it from App settings, Basic, of that app, or make the token in the app whose secret this is.',
  'whatsapp.browser': 'There is a browser for it.',
  'whatsapp.link-later': 'A phone is linked after it is switched on.',
  'call.limited.one': '{platform} takes no more for {count} s; wait that long',
  'call.limited.other': '{platform} takes no more for {count} s; wait that long',
  'call.refused': '{platform} refused: {said}',
  'call.refused-by-number': '{platform} refused ({number}): {said}',
  'call.server-error': '{platform} answered {status}; it can be tried again',
  'call.server-error-unknown': '{platform} answered {status}; the message may or may not have been sent',
  'call.no-answer': 'no answer from {platform} ({reason}); it can be tried again',
  'call.no-answer-unknown': 'no answer from {platform} ({reason}); the message may or may not have been sent',
  'channel.named': '{channel}:',
  'channel.ready-as': '{name}.',
  'channel.asking': 'asking {platform} who this bot is',
  'channel.connecting': 'connecting to {platform}',
  'channel.not-started': 'not started',
  'channel.takes-nothing-new': 'takes no new messages',
  'page.open.one': '{count} page open',
  'page.open.other': '{count} pages open',
  'channel.not-stored': 'The store takes no messages.',
  'channel.wait-here': 'They wait here, and what finds no room is read back from {platform}.',
  'channel.wait-there': 'They wait at {platform} until it does.',
  'channel.sent-again': '{platform} sends them again until it does.',
  'channel.connecting-failed': 'Connecting failed: {said}',
  'channel.taking-failed': 'Taking messages failed: {said}',
  'telegram.webhook-taken': 'Another process has set a webhook of its own for this bot token.',
  'telegram.not-delivered':
    'Telegram cannot deliver messages to {address}, they wait there. It says: {said}. Check that CHASQUI_PUBLIC_URL leads to this service and that a proxy in front passes the Host header on (docs/configuration.md, Behind a proxy).',
  'discord.resumed': 'The connection is back.',
  'discord.closes-again': 'Discord closes the connection again and again ({number}). The next try is in {seconds} s.',
  'meta.not-checked': 'The check of the token failed.',
  'webhook.none': 'No webhook has come yet.',
  'webhook.verified': 'The webhook is verified; no message has come yet.',
  'webhook.taken': 'Webhooks taken: {number}.',
  'webhook.wrong-token': 'With another verify token, refused: {number}.',
  'webhook.forged': 'Forged, refused: {number}.',
  'webhook.too-large': 'Over 4 MB, refused: {number}.',
  'webhook.too-slow': 'Too slow, broken off: {number}.',
  'webhook.replayed': 'Repeated: {number}.',
  'webhook.unreadable': 'Unreadable: {number}.',
  'webhook.unknown': 'Of unknown kinds: {number}.',
  'page.no-uploads': 'Pictures cannot be taken: make the folder for uploads writable ({folder}).',
  'terminal.ready': 'It is opened with {command}.',
  'whatsapp.stopped': 'It is stopped.',
  'whatsapp.stopped-with-service': 'WhatsApp is stopped with its service: start the service.',
  'whatsapp.starts': 'The browser starts.',
  'whatsapp.scan':
    'Scan the QR code: on the phone, in WhatsApp, Linked devices, Link a device. It changes now and then.',
  'whatsapp.type-code':
    'Type the pairing code: on the phone, in WhatsApp, Linked devices, Link with phone number instead.',
  'whatsapp.reads-chats': 'It is linked, and its chats are read.',
  'whatsapp.ready': 'It is linked and connected.',
  'whatsapp.silent': 'The page does not answer. If it goes on, the browser is started again.',
  'whatsapp.away': 'The page does not reach WhatsApp. It connects again by itself.',
  'whatsapp.reload': 'The page is linked, and not ready after minutes: it is loaded again.',
  'whatsapp.reloads-itself': 'The page loads itself again.',
  'whatsapp.none-linked': 'No account is linked.',
  'whatsapp.unlinked': 'It was unlinked.',
  'whatsapp.logged-out': 'It was logged out on the phone.',
  'whatsapp.session-lost': 'It was logged out on the phone while this service did not run, or its session was lost.',
  'whatsapp.code-unused': 'No phone used the code within {minutes} minutes.',
  'whatsapp.not-linked': 'It was not linked within {minutes} minutes.',
  'whatsapp.no-code':
    'WhatsApp gave no pairing code: check the number, wait some minutes, for it gives few, or link by QR code.',
  'whatsapp.restarts': 'The browser is started again.',
  'whatsapp.restarts-in': 'The browser is started again in {seconds} s.',
  'whatsapp.elsewhere': 'WhatsApp Web was opened with this session in another browser: close that one.',
  'whatsapp.session-refused': 'WhatsApp refuses the session ({reason}): look at the phone.',
  'whatsapp.disconnected': 'The page was disconnected ({reason}).',
  'whatsapp.process-ended': 'Its process ended.',
  'whatsapp.page-crashed': 'Its page crashed.',
  'whatsapp.page-gone': 'Its page is gone.',
  'whatsapp.not-loaded': 'Its page did not load in {seconds} s.',
  'whatsapp.hung': 'Its page hangs: no answer in {seconds} s.',
  'whatsapp.unreached': 'Its page did not reach WhatsApp for {seconds} s.',
  'whatsapp.not-ready': 'It was linked, and not ready {seconds} s later.',
  'whatsapp.not-reached': 'WhatsApp was not reached: {said}',
  'whatsapp.not-opened': 'Its page did not open: {said}',
  'whatsapp.too-large': 'It held {size} of memory.',
  'whatsapp.daily': 'That is done once a day, at whatsapp.restartHour.',
  'whatsapp.no-sandbox':
    'The browser did not start ({said}): set whatsapp.sandbox to off where Chromium cannot have one.',
  'whatsapp.no-library': 'The browser did not start ({said}): install what it needs; its package brings that.',
  'whatsapp.no-disk': 'The browser did not start ({said}): make room on the disk of the data folder.',
  'whatsapp.no-start': 'The browser did not start ({said}): WHATSAPP_CHROMIUM names another one.',
  'whatsapp.no-room': 'The disk is nearly full (limits.diskFreeBytesMin): make room. The browser is then started.',
  'whatsapp.unexpected': 'An unexpected error, see the log. It is tried again.',
  'whatsapp.other-browser':
    "Process {pid} is a browser that uses WhatsApp's profile {profile}, and not of this service: end it. It is tried again.",
  'whatsapp.process-stays': 'Process {pid} could not be ended: end it. It is tried again.',
  'whatsapp.profile-full': 'The disk of {profile} is full: make room. It is tried again.',
  'whatsapp.profile-unusable':
    "WhatsApp's profile {profile} cannot be used ({code}): it must be a folder that this user can write; move away what is in its place. It is tried again.",
  'whatsapp.bad-root':
    'WHATSAPP_WEB_ROOT is {address}: expected https and this computer, as in https://127.0.0.1:8445. Leave it unset for WhatsApp itself.',
} as const

export const say = sayer(CHANNEL_SENTENCES)
