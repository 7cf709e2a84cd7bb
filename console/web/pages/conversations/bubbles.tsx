import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { TurnForm } from '../../../api/forms/conversations.ts'
import { listOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { Said } from '../../ui/bidi.tsx'
import { Pictures } from './pictures.tsx'

type Turn = { readonly turn: TurnForm }

const Note = ({ children }: { children: ReactNode }) => (
  <Text size="xs" c="dimmed" className="wrapped" dir="auto">
    {children}
  </Text>
)

/** The person's side. */
export function Asked({ turn, path }: Turn & { path: `/api/${string}` }) {
  const { asked, messages } = turn
  const { command, quote, pictures, others } = asked
  const words = command === undefined ? asked.text : `/${command} ${asked.text}`.trim()
  // Nothing waited: an operator wrote first.
  if (turn.outcome === 'human' && words === '' && messages.length === 0)
    return <Note>{text('conversations.unasked')}</Note>
  const isGone = words === '' && pictures.length === 0 && others.length === 0
  return (
    <div className="bubble" data-of="person">
      {messages.map(({ forwardedFrom: name }, nth) =>
        name === undefined ? null : (
          <Note key={nth}>
            {name === '' ? text('conversations.forwarded.gone') : text('conversations.forwarded', { name })}
          </Note>
        ),
      )}
      {quote === undefined ? null : (
        <div className="bubble-quote">
          <Note>{text(`conversations.quote.${quote.fromBot ? 'bot' : 'person'}`)}</Note>
          <Said size="sm">{quote.text}</Said>
        </div>
      )}
      {words === '' ? null : <Said>{words}</Said>}
      {isGone ? <Note>{text('conversations.blanked')}</Note> : null}
      <Pictures pictures={pictures} pathOf={(nth) => `${path}/pictures/${encodeURIComponent(turn.id)}/${nth}`} />
      {others.length === 0 ? null : <Note>{text('conversations.others', { kinds: listOf(others) })}</Note>}
      <Changes turn={turn} />
    </div>
  )
}

/** What was edited or deleted after it was answered. */
const Changes = ({ turn: { messages } }: Turn) =>
  messages.map((message, nth) => {
    if (message.kind === 'delete') return <Note key={nth}>{text('conversations.deleted')}</Note>
    if (message.kind !== 'edit') return null
    return (
      <div key={nth} className="bubble-quote">
        <Note>{text('conversations.edited')}</Note>
        <Said size="sm">{message.text ?? text('conversations.blanked')}</Said>
      </div>
    )
  })

const failureOf = ({ fault }: TurnForm['replies'][number]) =>
  [
    text('conversations.delivery.failed'),
    ...(fault === undefined ? [] : [text('conversations.delivery.fault', { fault })]),
  ].join('. ')

/** The bot's side: as it was sent, and where nothing was, what was to be. */
export function Replies({ turn: { replies, answer, outcome, opensWindow } }: Turn) {
  const shown = replies.filter(({ text, files }) => text !== '' || files.length > 0)
  const isUnsent = shown.length === 0 && answer !== undefined && answer !== ''
  return (
    <Stack gap={0}>
      {shown.map((reply, nth) => (
        <div key={nth} className="bubble" data-of="bot">
          {reply.isElsewhere ? <Note>{text('conversations.private')}</Note> : null}
          <Said>{reply.text}</Said>
          {reply.files.map(({ name }) => (
            <Note key={name}>{text('conversations.file', { name })}</Note>
          ))}
          {reply.state === 'failed' ? <Note>{failureOf(reply)}</Note> : null}
        </div>
      ))}
      {isUnsent ? (
        <div className="bubble" data-of="bot">
          <Said>{answer}</Said>
        </div>
      ) : null}
      {shown.length > 0 || isUnsent ? null : (
        <Text size="sm" c="dimmed" ta="end">
          {text(outcome === 'running' ? 'conversations.growing' : 'conversations.noReply')}
        </Text>
      )}
      {opensWindow ? (
        <Text size="sm" c="dimmed">
          {text('conversations.reset')}
        </Text>
      ) : null}
    </Stack>
  )
}
