import { Alert, Anchor, Button, Code, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { LinkForm, Recovered, SessionForm } from '../../api/forms/session.ts'
import { change, hasCode } from '../api.ts'
import { dropLink, type OneTimeLink } from '../link.ts'
import { keepSession } from '../session.ts'
import { welcomeAsked } from '../pages/welcome/asked.ts'
import type { TextKey } from '../texts/en.ts'
import { text } from '../texts/text.ts'
import { showWarning } from '../ui/done.ts'
import { errorText } from '../ui/fail.ts'
import { Form } from '../ui/form.tsx'
import { NewPassword } from '../ui/new-password.tsx'
import { Awaited, Splash } from '../ui/state.tsx'
import { When } from '../ui/when.tsx'
import { Door } from './door.tsx'

type Words = { readonly title: TextKey; readonly why: TextKey; readonly go: TextKey; readonly command?: string }

const WORDS: Readonly<Record<OneTimeLink['kind'], Words>> = {
  setup: { title: 'setup.title', why: 'setup.why', go: 'setup.go', command: 'npm run console -- link' },
  recover: { title: 'recover.title', why: 'recover.why', go: 'recover.go', command: 'npm run console -- recover NAME' },
  join: { title: 'join.title', why: 'join.why', go: 'join.go' },
}

/** What a one-time link leads to. Looking at it does not spend it: the form's POST does. */
export function LinkPage({ link }: { link: OneTimeLink }) {
  const { kind, token } = link
  const found = useQuery({
    queryKey: ['link', token],
    queryFn: () => change<LinkForm>('POST', '/api/link', { token }),
    staleTime: Infinity,
    gcTime: 0,
  })
  if (hasCode(found.error, 'link-unknown')) return <Spent kind={kind} />
  if (found.isPending) return <Splash />
  return (
    <Door title={text(WORDS[kind].title)}>
      <Awaited asked={found}>{(about) => <LinkForms link={link} about={about} />}</Awaited>
    </Door>
  )
}

function Spent({ kind }: Pick<OneTimeLink, 'kind'>) {
  const { command } = WORDS[kind]
  return (
    <Door title={text('link.spentTitle')}>
      <Stack>
        <Text size="sm">{text('link.spent')}</Text>
        <Text size="sm">{text(command === undefined ? 'link.askOwner' : 'link.command')}</Text>
        {command === undefined ? null : <Code block>{command}</Code>}
        <Button variant="default" onClick={dropLink}>
          {text('link.toSignIn')}
        </Button>
      </Stack>
    </Door>
  )
}

function LinkForms({ link: { kind, token }, about }: { link: OneTimeLink; about: LinkForm }) {
  const queries = useQueryClient()
  const [name, setName] = useState(about.name ?? '')
  const [password, setPassword] = useState('')
  const sending = useMutation({
    async mutationFn(): Promise<Recovered> {
      if (kind === 'recover') return change<Recovered>('POST', '/api/recover', { token, password })
      const session = await change<SessionForm>('POST', `/api/${kind}`, { token, name, password })
      if (kind === 'setup') await leadToFirstRun(queries)
      return { session, totpTurnedOff: false, passkeysRemoved: false }
    },
    onSuccess({ session, totpTurnedOff, passkeysRemoved }) {
      if (totpTurnedOff) showWarning(text('recover.totpTurnedOff'))
      if (passkeysRemoved) showWarning(text('recover.passkeysRemoved'))
      keepSession(queries, session)
      dropLink()
    },
  })
  const { title: _, why, go } = WORDS[kind]
  const role = about.role === undefined ? '' : text(`role.${about.role}`)
  return (
    <Form
      sending={sending}
      sentence={(error) => (hasCode(error, 'link-unknown') ? text('link.spent') : errorText(error))}
    >
      {(isHeld) => (
        <Stack>
          <Text size="sm">{text(why, { role, name: about.name ?? '' })}</Text>
          {kind !== 'join' || about.role === undefined ? null : (
            <Alert color="teal" title={role}>
              {text(`role.${about.role}.may`)}
            </Alert>
          )}
          <TextInput
            label={text('form.name')}
            description={kind === 'recover' ? undefined : text('form.nameHint')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            readOnly={kind === 'recover'}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={256}
            autoFocus={kind !== 'recover'}
            required
          />
          <NewPassword label={text('form.newPassword')} value={password} onChange={setPassword} />
          <Button type="submit" fullWidth loading={sending.isPending} disabled={isHeld}>
            {text(go)}
          </Button>
          <Text size="xs" c="dimmed">
            {text('link.until')} <When ms={about.expiresAtMs} />
          </Text>
          <Anchor component="button" type="button" size="sm" ta="start" onClick={dropLink}>
            {text('link.leave')}
          </Anchor>
        </Stack>
      )}
    </Form>
  )
}

/** The first owner begins there, unless the service is set up already. */
async function leadToFirstRun(queries: QueryClient): Promise<void> {
  const welcome = await queries.query(welcomeAsked).catch(() => undefined)
  if (welcome?.isOpen === true) history.replaceState(history.state, '', `./welcome${location.search}`)
}
