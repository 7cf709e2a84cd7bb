import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'

export function Page() {
  return <PageHead title={text('nav.overview')} />
}
