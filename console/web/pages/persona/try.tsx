import { Stack } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../texts/text.ts'
import { Section } from '../../ui/section.tsx'
import { sendsOnEnter } from '../../ui/sends-on-enter.ts'
import { Answer } from '../playground/answer.tsx'
import { useAsking } from '../playground/asking.ts'
import { AskButtons } from '../playground/ask-buttons.tsx'
import type { Words } from './draft.ts'
import { LongText } from '../../ui/long-text.tsx'

const CHARACTERS_MAX = 2_000

/** One answer with what is typed, before it is saved. */
export function Try({ words: { name, tone } }: { words: Words }) {
  const [question, setQuestion] = useState(text('persona.try.first'))
  const { asked, ask, stop } = useAsking()
  const isAsking = asked.state === 'asking'
  const send = () => {
    if (!isAsking && question.trim() !== '') void ask({ text: question, persona: { name, tone } })
  }
  return (
    <Section title={text('persona.try')} description={text('persona.try.about')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Stack gap="sm">
          <LongText
            label={text('persona.try.text')}
            maxRows={6}
            maxLength={CHARACTERS_MAX}
            value={question}
            onType={setQuestion}
            onKeyDown={sendsOnEnter(send)}
          />
          <AskButtons isAsking={isAsking} canSend={question.trim() !== ''} onStop={stop} isQuiet />
        </Stack>
      </form>
      <Answer of={asked} isShort />
    </Section>
  )
}
