import { List, Text } from '@mantine/core'
import type { SelfTestForm } from '../../../api/forms/models.ts'
import { text } from '../../texts/text.ts'
import { shownSeconds } from '../../ui/seconds.ts'
import { When } from '../../ui/when.tsx'
import { toldOr } from '../../texts/told.ts'

/** What the model showed that it can do, when it was loaded here. */
export function SelfTest({ of }: { of: SelfTestForm }) {
  const { atMs, outcome, why, sentences } = of
  return (
    <div>
      <Text size="sm" fw={600}>
        {text(`models.test.${outcome}`)} <When ms={atMs} />
      </Text>
      <List size="sm" spacing={2} c="dimmed">
        {[...(why === undefined ? [] : [toldOr(firstLine(why), sentences)]), ...foundIn(of)].map((line) => (
          <List.Item key={line} className="wrapped">
            {line}
          </List.Item>
        ))}
      </List>
    </div>
  )
}

/** What llama-server wrote stands below it. */
const firstLine = (why: string) => why.split('\n', 1)[0] ?? why

function foundIn({ vision, visionFault, guardCanary, loadMs, testMs }: SelfTestForm): readonly string[] {
  const eyes = vision === undefined ? undefined : text(vision ? 'models.test.pictures' : 'models.test.noPictures')
  return [
    visionFault ? toldOr(visionFault.detail, visionFault.sentences) : eyes,
    guardCanary && text(`models.test.guard.${guardCanary}`),
    loadMs === undefined ? undefined : text('models.test.loaded', { time: shownSeconds(loadMs) }),
    testMs === undefined ? undefined : text('models.test.took', { time: shownSeconds(testMs) }),
  ].filter((line) => line !== undefined)
}
