import { Title } from '@mantine/core'
import { text } from '../../texts/text.ts'

export function Page() {
  return <Title order={1}>{text('nav.overview')}</Title>
}
