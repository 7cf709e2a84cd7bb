import { Alert, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { PersonaForm } from '../../../api/forms/persona.ts'
import { read } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { Awaited } from '../../ui/state.tsx'
import { useDraft } from './draft.ts'
import { Editor } from './editor.tsx'
import { History } from './history.tsx'
import { Try } from './try.tsx'

/** How the bot is called and sounds. */
export function Page() {
  const persona = useQuery({
    queryKey: ['persona', 'now'],
    queryFn: ({ signal }) => read<PersonaForm>('/api/persona', {}, signal),
  })
  return (
    <>
      <PageHead title={text('nav.persona')} description={text('persona.about')} />
      {persona.data === undefined && persona.error === null ? (
        <Stack gap="lg">
          <Skeleton h={360} />
          <Skeleton h={220} />
        </Stack>
      ) : (
        <Awaited asked={persona}>{(found) => <Persona persona={found} />}</Awaited>
      )}
    </>
  )
}

function Persona({ persona }: { persona: PersonaForm }) {
  const draft = useDraft(persona)
  const { model, isIgnored, tokens = 0, tokensMax } = persona
  return (
    <Stack gap="lg">
      {isIgnored ? (
        <Alert color="orange" title={text('persona.ignored', { model })}>
          {text('persona.ignored.why')}
        </Alert>
      ) : tokens > tokensMax ? (
        <Alert color="orange" title={text('persona.long', { model })}>
          {text('persona.long.why')}
        </Alert>
      ) : null}
      <Editor draft={draft} />
      <Try words={draft.words} />
      <History draft={draft} />
    </Stack>
  )
}
