import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PersonaTokensForm } from '../../../api/forms/persona.ts'
import { hasCode, read } from '../../api.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { Form } from '../../ui/form.tsx'
import { hazardsIn } from '../../ui/hazard.ts'
import { Section } from '../../ui/section.tsx'
import { Conflict } from '../../ui/conflict.tsx'
import type { Draft, Words } from './draft.ts'
import { LongText } from '../../ui/long-text.tsx'

const NAME_MAX = 40
const TONE_MAX = 800
const TYPING_MS = 300

/** Name and tone, with the tokens that they cost each answer. */
export function Editor({ draft }: { draft: Draft }) {
  const { seen, words, setWords, isDirty, discard, saving } = draft
  const isConflict = hasCode(saving.error, 'conflict') && !saving.isPending
  const tokens = useTokens(words)
  const isLong = tokens !== undefined && (tokens.tokens ?? 0) > tokens.tokensMax
  return (
    <Section title={text('persona.words')} description={text('persona.words.about')}>
      {isConflict ? (
        <Conflict>
          <Text size="sm" fw={600} className="wrapped">
            {text('persona.name')}: <bdi>{seen.name || text('persona.none')}</bdi> · {text('persona.tone')}:{' '}
            <bdi>{seen.tone || text('persona.none')}</bdi>
          </Text>
        </Conflict>
      ) : null}
      <Form
        sending={{ ...saving, ...(isConflict && { error: null }), mutate: () => saving.mutate(words) }}
        sentence={blockedSentence}
      >
        {(isHeld) => (
          <Stack gap="sm">
            <TextInput
              label={text('persona.name')}
              description={text('persona.name.hint')}
              placeholder={text('app.name')}
              maxLength={NAME_MAX}
              autoComplete="off"
              dir="auto"
              maw={360}
              value={words.name}
              onChange={({ currentTarget: { value } }) => setWords({ ...words, name: value })}
            />
            <LongText
              label={text('persona.tone')}
              description={text('persona.tone.hint')}
              minRows={3}
              maxRows={10}
              maxLength={TONE_MAX}
              error={isLong ? text('persona.tokens.tooMany') : undefined}
              value={words.tone}
              onType={(tone) => setWords({ ...words, tone })}
            />
            <Text size="sm" c={isLong ? 'red' : 'dimmed'} className="figures" role="status" mih="1.5em">
              {tokens === undefined ? '' : inWords(tokens)}
            </Text>
            <Group gap="sm">
              <Button type="submit" loading={saving.isPending} disabled={isHeld || !isDirty || isLong}>
                {text('persona.save')}
              </Button>
              {isDirty && !saving.isPending ? (
                <Button variant="default" onClick={discard}>
                  {text('persona.discard')}
                </Button>
              ) : null}
              {saving.isPending ? (
                <Text size="sm" c="dimmed">
                  {text('persona.saving')}
                </Text>
              ) : null}
            </Group>
          </Stack>
        )}
      </Form>
    </Section>
  )
}

const inWords = ({ tokens, tokensMax }: PersonaTokensForm) =>
  tokens === undefined
    ? text('persona.tokens.unknown', { max: numberOf(tokensMax) })
    : text('persona.tokens', { tokens: numberOf(tokens), max: numberOf(tokensMax) })

function useTokens(words: Words): PersonaTokensForm | undefined {
  const [{ name, tone }] = useDebouncedValue(words, TYPING_MS)
  const asked = useQuery({
    queryKey: ['persona', 'tokens', name, tone],
    queryFn: ({ signal }) => read<PersonaTokensForm>('/api/persona/tokens', { name, tone }, signal),
    placeholderData: keepPreviousData,
  })
  return asked.data
}

/** With the hazards in words. */
function blockedSentence(error: Error): string | undefined {
  const hazards = hazardsIn(error)
  return hazards === undefined ? undefined : `${text('error.blocked')} ${hazards}`
}
