import { Alert, FileInput, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PlaygroundAbout } from '../../../api/forms/playground.ts'
import { read } from '../../api.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { Section } from '../../ui/section.tsx'
import { sendsOnEnter } from '../../ui/sends-on-enter.ts'
import { Awaited } from '../../ui/state.tsx'
import { Answer } from './answer.tsx'
import { AskButtons } from './ask-buttons.tsx'
import { useAsking } from './asking.ts'
import { LongText } from '../../ui/long-text.tsx'

const CHARACTERS_MAX = 20_000
const BYTES_MAX = 10_000_000

/** A question with pictures, on the path of a person's. */
export function Page() {
  const about = useQuery({
    queryKey: ['playground'],
    queryFn: ({ signal }) => read<PlaygroundAbout>('/api/playground', {}, signal),
  })
  return (
    <>
      <PageHead title={text('nav.playground')} description={text('playground.about')} />
      {about.data === undefined && about.error === null ? (
        <Skeleton h={360} />
      ) : (
        <Awaited asked={about}>{(found) => <Playground about={found} />}</Awaited>
      )}
    </>
  )
}

function Playground({ about: { model, seesPictures, picturesMax, guard } }: { about: PlaygroundAbout }) {
  const [words, setWords] = useState('')
  const [pictures, setPictures] = useState<File[]>([])
  const { asked, ask, stop } = useAsking()
  const isAsking = asked.state === 'asking'
  const fault = faultOf(pictures, picturesMax)
  const isEmpty = words.trim() === '' && pictures.length === 0
  const send = () => {
    if (!isAsking && !isEmpty && fault === undefined) void ask({ text: words, pictures })
  }
  return (
    <Stack gap="lg">
      {guard === 'full' ? null : (
        <Alert color="orange" title={text(`guard.level.${guard}.title`)}>
          {text(`guard.level.${guard}.do`)}
        </Alert>
      )}
      <Section title={text('playground.ask')} description={text('playground.model', { model })}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            send()
          }}
        >
          <Stack gap="sm">
            <LongText
              label={text('playground.text')}
              description={text('playground.keys')}
              minRows={3}
              maxRows={12}
              maxLength={CHARACTERS_MAX}
              value={words}
              onType={setWords}
              onKeyDown={sendsOnEnter(send)}
            />
            {seesPictures ? (
              <FileInput
                label={text('playground.pictures')}
                description={text('playground.pictures.hint', { count: numberOf(picturesMax) })}
                placeholder={text('playground.pictures.choose')}
                accept="image/*"
                multiple
                clearable
                clearButtonProps={{ 'aria-label': text('playground.pictures.clear') }}
                error={fault}
                value={pictures}
                onChange={setPictures}
              />
            ) : (
              <Alert color="gray" title={text('playground.unseen', { model })} />
            )}
            <AskButtons isAsking={isAsking} canSend={!isEmpty && fault === undefined} onStop={stop} />
          </Stack>
        </form>
        <Answer of={asked} />
      </Section>
    </Stack>
  )
}

function faultOf(pictures: readonly File[], picturesMax: number): string | undefined {
  if (pictures.length > picturesMax) return text('playground.pictures.tooMany', { count: numberOf(picturesMax) })
  const bytes = pictures.reduce((sum, { size }) => sum + size, 0)
  return bytes > BYTES_MAX ? text('playground.pictures.tooLarge') : undefined
}
