import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { text } from '../texts/text.ts'
import { PageHead } from './head.tsx'

export function NotFound() {
  return (
    <>
      <PageHead title={text('notFound.title')} description={text('notFound.what')} />
      <Button component={Link} to="/" variant="default">
        {text('failed.home')}
      </Button>
    </>
  )
}
