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
} as const

export const say = sayer(CHANNEL_SENTENCES)
