import type { LinkForm, Recovered, SessionForm } from '../../api/forms/session.ts'
import type { WelcomeForm } from '../../api/forms/welcome.ts'
import { change, hasCode, read, serverNow } from '../api.ts'
import type { Entered } from '../known-session.ts'
import { dropLink, type OneTimeLink } from '../link.ts'
import type { TextKey } from '../texts/en.ts'
import { fullTime, relativeTime } from '../texts/format.ts'
import { text } from '../texts/text.ts'
import { errorText } from '../ui/fail.ts'
import { door, splash, type DoorOf } from './door.ts'
import { element } from './element.ts'
import { nameField, passwordField } from './fields.ts'
import { form, goButton, otherButton, wayButton } from './form.ts'

type Words = { readonly title: TextKey; readonly why: TextKey; readonly go: TextKey; readonly command?: string }
type Kind = OneTimeLink['kind']

const WORDS: Readonly<Record<Kind, Words>> = {
  setup: { title: 'setup.title', why: 'setup.why', go: 'setup.go', command: 'npm run console -- link' },
  recover: { title: 'recover.title', why: 'recover.why', go: 'recover.go', command: 'npm run console -- recover NAME' },
  join: { title: 'join.title', why: 'join.why', go: 'join.go' },
}

/** What a one-time link leads to. Looking at it does not spend it: the form's POST does. */
export function linkPage(of: DoorOf): void {
  if (of.link !== undefined) void lookAt(of, of.link)
}

async function lookAt(of: DoorOf, link: OneTimeLink): Promise<void> {
  of.show(splash())
  const found = await change<LinkForm>('POST', '/api/link', { token: link.token }).then(
    (about) => forms(of, link, about),
    (error: unknown) => (hasCode(error, 'link-unknown') ? spent(link) : notSeen(of, link, error)),
  )
  if (!of.closed.aborted) of.show(found)
}

const notSeen = (of: DoorOf, link: OneTimeLink, error: unknown) =>
  door(
    text(WORDS[link.kind].title),
    element('div', { class: 'door-alert', role: 'alert' }, errorText(error)),
    otherButton(text('state.again'), () => void lookAt(of, link)),
  )

function spent({ kind }: OneTimeLink): HTMLElement {
  const { command } = WORDS[kind]
  return door(
    text('link.spentTitle'),
    element('p', {}, text('link.spent')),
    element('p', {}, text(command === undefined ? 'link.askOwner' : 'link.command')),
    command === undefined ? undefined : element('pre', {}, element('code', {}, command)),
    otherButton(text('link.toSignIn'), dropLink),
  )
}

function forms({ comes, enter, closed }: DoorOf, { kind, token }: OneTimeLink, about: LinkForm): HTMLElement {
  const { title, why, go } = WORDS[kind]
  const isRecovery = kind === 'recover'
  const role = about.role === undefined ? '' : text(`role.${about.role}`)
  const name = nameField({
    description: isRecovery ? undefined : text('form.nameHint'),
    attributes: { value: about.name ?? '', readonly: isRecovery, autofocus: !isRecovery },
  })
  // What makes a good one is checked by the service, and told in a sentence.
  const password = passwordField({
    label: text('form.newPassword'),
    description: text('form.passwordHint'),
    attributes: { autocomplete: 'new-password', autofocus: isRecovery },
  })
  const button = goButton(text(go))
  const submit = {
    button,
    async send() {
      const entered = await spend({ kind, token, name: name.input.value, password: password.input.value })
      // Who has come in is known before the link is gone: otherwise sign-in would follow.
      const inside = enter(entered)
      dropLink()
      await inside
    },
    sentence: (error: unknown) => (hasCode(error, 'link-unknown') ? text('link.spent') : undefined),
  }
  const may =
    about.role === undefined
      ? undefined
      : element(
          'div',
          { class: 'door-role' },
          element('strong', {}, role),
          element('p', {}, text(`role.${about.role}.may`)),
        )
  const made = form(
    { submit, onTyped: comes, closed },
    element('p', {}, text(why, { role, name: about.name ?? '' })),
    may,
    name.row,
    password.row,
    button,
    element('p', { class: 'door-hint' }, `${text('link.until')} `, when(about.expiresAtMs)),
    wayButton(text('link.leave'), dropLink),
  )
  return door(text(title), made.root)
}

type Spending = { readonly kind: Kind; readonly token: string; readonly name: string; readonly password: string }

async function spend({ kind, token, name, password }: Spending): Promise<Entered> {
  if (kind === 'recover') {
    const recovered = await change<Recovered>('POST', '/api/recover', { token, password })
    const warnings = [
      ...(recovered.totpTurnedOff ? [text('recover.totpTurnedOff')] : []),
      ...(recovered.passkeysRemoved ? [text('recover.passkeysRemoved')] : []),
    ]
    return { session: recovered.session, warnings }
  }
  const session = await change<SessionForm>('POST', `/api/${kind}`, { token, name, password })
  if (kind === 'setup') await leadToFirstRun()
  return { session }
}

/** The first owner begins there, unless the service is set up already. */
async function leadToFirstRun(): Promise<void> {
  const welcome = await read<WelcomeForm>('/api/welcome').catch(() => undefined)
  if (welcome?.isOpen === true) history.replaceState(history.state, '', `./welcome${location.search}`)
}

const when = (ms: number) =>
  element('time', { datetime: new Date(ms).toISOString(), title: fullTime(ms) }, relativeTime(ms, serverNow()))
