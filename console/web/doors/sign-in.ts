import type { SessionForm } from '../../api/forms/session.ts'
import { change, hasCode } from '../api.ts'
import { arePasskeysHere, signInByPasskey } from '../passkeys.ts'
import { text } from '../texts/text.ts'
import { door, type DoorOf } from './door.ts'
import { element } from './element.ts'
import { field, nameField, passwordField, type MadeField } from './fields.ts'
import { form, goButton, otherButton, wayButton } from './form.ts'

type Typed = { name: string; password: string }
type CodeStep = 'code' | 'recovery'

/** Name and password, then a code, where the account has a second factor; or a passkey in place of all of it. */
export const signIn = (of: DoorOf): void => askPassword(of, { name: '', password: '' })

function askPassword(of: DoorOf, typed: Typed): void {
  const name = nameField({ attributes: { value: typed.name, autofocus: true } })
  const password = passwordField({
    label: text('form.password'),
    attributes: { autocomplete: 'current-password' },
  })
  const button = goButton(text('signIn.go'))
  const submit = {
    button,
    async send() {
      const given = { name: name.input.value, password: password.input.value }
      try {
        await enterBy(of, change<SessionForm>('POST', '/api/session', given))
      } catch (error) {
        // That a code is needed is the next step, and no failure.
        if (!hasCode(error, 'code-needed')) throw error
        askCode(of, given, 'code')
      }
    },
    sentence: wrongIs('signIn.wrong'),
  }
  const byPasskey = otherButton(text('signIn.byPasskey'), () => {
    of.comes()
    void made.run({
      button: byPasskey,
      send: () => enterBy(of, signInByPasskey()),
      sentence: wrongIs('signIn.wrongPasskey'),
    })
  })
  const passkey = arePasskeysHere(of.session) ? byPasskey : undefined
  const made = form({ submit, onTyped: of.comes, closed: of.closed }, name.row, password.row, button, passkey)
  of.show(door(text('signIn.title'), made.root, ...wayBack(name)))
}

function askCode(of: DoorOf, typed: Typed, step: CodeStep): void {
  const isCode = step === 'code'
  const code = field({
    label: text(isCode ? 'form.code' : 'form.recoveryCode'),
    description: text(isCode ? 'signIn.codeWhere' : 'signIn.recoveryWhere'),
    attributes: {
      inputmode: isCode ? 'numeric' : 'text',
      autocomplete: 'one-time-code',
      maxlength: 64,
      autofocus: true,
    },
  })
  const button = goButton(text('signIn.go'))
  const submit = {
    button,
    send: () => enterBy(of, change<SessionForm>('POST', '/api/session', { ...typed, code: code.input.value })),
    sentence(error: unknown) {
      code.input.value = ''
      return wrongIs('signIn.wrongCode')(error)
    },
  }
  const other = isCode ? 'recovery' : 'code'
  const made = form(
    { submit, onTyped: of.comes, closed: of.closed },
    code.row,
    button,
    wayButton(text(isCode ? 'signIn.useRecovery' : 'signIn.useCode'), () => askCode(of, typed, other)),
    wayButton(text('signIn.back'), () => askPassword(of, typed)),
  )
  of.show(door(text('signIn.codeTitle'), made.root))
}

const enterBy = async ({ enter }: DoorOf, session: Promise<SessionForm>) => enter({ session: await session })

const wrongIs =
  (key: 'signIn.wrong' | 'signIn.wrongCode' | 'signIn.wrongPasskey') =>
  (error: unknown): string | undefined =>
    hasCode(error, 'credentials-wrong') ? text(key) : undefined

/** For whoever has lost the password: a command, with the name that is typed. */
function wayBack({ input }: MadeField): readonly HTMLElement[] {
  const command = element('code', { dir: 'ltr' })
  const tell = () => {
    command.textContent = `npm run console -- recover ${input.value.trim() || text('signIn.yourName')}`
  }
  tell()
  input.addEventListener('input', tell)
  return [element('p', { class: 'door-lost' }, text('signIn.lost')), element('pre', { dir: 'ltr' }, command)]
}
