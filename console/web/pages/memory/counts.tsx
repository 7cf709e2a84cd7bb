import { Alert, SimpleGrid, Text } from '@mantine/core'
import type { PrivacyForm } from '../../../api/forms/privacy.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { Section } from '../../ui/section.tsx'
import { When } from '../../ui/when.tsx'

/** Counting takes half a millisecond a person, so at first there may be none yet. */
export function MemoryCounts({ about: { counts } }: { about: PrivacyForm }) {
  return (
    <Section
      title={text('privacy.counts')}
      description={
        counts === undefined ? (
          text('privacy.countingAbout')
        ) : (
          <>
            {text('privacy.counted')} <When ms={counts.countedAtMs} />
          </>
        )
      }
    >
      {counts === undefined ? (
        <Text role="status">{text('privacy.counting')}</Text>
      ) : (
        <>
          {counts.peopleCounted < counts.people ? (
            <Alert
              color="orange"
              title={text('privacy.countedPartly', {
                counted: numberOf(counts.peopleCounted),
                people: numberOf(counts.people),
              })}
            />
          ) : null}
          <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} component="dl" m={0} verticalSpacing="md">
            {NAMES.map((name) => (
              <div key={name}>
                <Text component="dt" size="sm" c="dimmed">
                  {text(`privacy.count.${name}`)}
                </Text>
                <Text component="dd" m={0} fz="lg" fw={650}>
                  {numberOf(name in counts.items ? counts.items[name as Item] : counts[name as Whole])}
                </Text>
              </div>
            ))}
          </SimpleGrid>
        </>
      )}
    </Section>
  )
}

type Counts = NonNullable<PrivacyForm['counts']>
type Item = keyof Counts['items']
type Whole = Exclude<keyof Counts, 'items' | 'peopleCounted' | 'countedAtMs'>

const NAMES: readonly (Item | Whole)[] = [
  ...(['people', 'off', 'profile', 'fact', 'event', 'passages', 'superseded', 'forgotten'] as const),
  ...(['vectors', 'learntToday', 'turnsWaiting', 'peopleGivenUp'] as const),
]
