import { Card } from '@mantine/core'
import type { ReactNode } from 'react'

/** Around a table that a narrow window cannot hold: it scrolls by itself, by keyboard too. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Card role="region" aria-label={label} tabIndex={0} padding={0} style={{ overflowX: 'auto' }}>
      {children}
    </Card>
  )
}
