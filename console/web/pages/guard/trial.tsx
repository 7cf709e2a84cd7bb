import { Alert, Button, FileInput, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { TriedForm } from '../../../api/forms/guard.ts'
import { ApiError, change } from '../../api.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { base64Of } from '../../ui/base64.ts'
import { Form } from '../../ui/form.tsx'
import { hazardNames } from '../../ui/hazard.ts'
import { scoreOf } from '../../ui/score.ts'
import { Section } from '../../ui/section.tsx'
import { LongText } from '../../ui/long-text.tsx'

const CHARACTERS_MAX = 20_000
const PICTURE_BYTES_MAX = 5_000_000
const DIRECTIONS = ['in', 'out'] as const

/** A text or a picture, judged as if somebody had sent it. */
export function Trial({ seesPictures }: { seesPictures: boolean }) {
  const [direction, setDirection] = useState<(typeof DIRECTIONS)[number]>('in')
  const [words, setWords] = useState('')
  const [picture, setPicture] = useState<File | null>(null)
  const trial = useMutation({
    async mutationFn() {
      if (picture !== null && picture.size > PICTURE_BYTES_MAX) {
        throw new ApiError('picture-too-large', text('guard.try.tooLarge'))
      }
      const sent = picture === null ? {} : { picture: await base64Of(picture) }
      return change<TriedForm>('POST', '/api/guard/try', { direction, text: words, ...sent })
    },
  })
  return (
    <Section title={text('guard.try')} description={text('guard.try.about')}>
      <Form sending={{ ...trial, mutate: () => trial.mutate() }}>
        {(isHeld) => (
          <Stack gap="sm">
            <SegmentedControl
              aria-label={text('guard.try.as')}
              data={DIRECTIONS.map((value) => ({ value, label: text(`guard.direction.${value}`) }))}
              value={direction}
              onChange={setDirection}
            />
            <LongText
              label={text('guard.try.text')}
              minRows={2}
              maxRows={10}
              maxLength={CHARACTERS_MAX}
              value={words}
              onType={setWords}
            />
            {seesPictures ? (
              <FileInput
                label={text('guard.try.picture')}
                description={text('guard.try.picture.hint')}
                placeholder={text('guard.try.picture.choose')}
                accept="image/*"
                clearable
                clearButtonProps={{ 'aria-label': text('guard.try.picture.clear') }}
                value={picture}
                onChange={setPicture}
              />
            ) : null}
            <Group>
              <Button
                type="submit"
                loading={trial.isPending}
                disabled={isHeld || (words.trim() === '' && picture === null)}
              >
                {text('guard.try.judge')}
              </Button>
            </Group>
          </Stack>
        )}
      </Form>
      <div role="status">{trial.data === undefined || trial.isPending ? null : <Verdicts of={trial.data} />}</div>
    </Section>
  )
}

function Verdicts({ of: { outcome, hazards, verdicts } }: { of: TriedForm }) {
  const why = hazards.length > 0 ? hazardNames(hazards) : undefined
  return (
    <Alert color={outcome === 'block' ? 'orange' : 'green'} title={text(`guard.try.${outcome}`)}>
      {why === undefined ? null : <Text size="sm">{why}</Text>}
      {verdicts.map(({ guard, model, probability, tookMs }) => (
        <Text key={guard} size="sm" c="dimmed">
          {text(probability === undefined ? 'guard.try.ofRules' : 'guard.try.of', {
            guard,
            model,
            score: scoreOf(probability ?? 0),
            ms: numberOf(Math.round(tookMs)),
          })}
        </Text>
      ))}
    </Alert>
  )
}
