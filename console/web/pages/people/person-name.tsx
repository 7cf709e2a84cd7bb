import { Anchor, Badge, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { PersonRow, Standing } from '../../../api/forms/people.ts'
import { text } from '../../texts/text.ts'
import { Name } from '../../ui/bidi.tsx'
import { platformName } from '../../ui/platforms.ts'

export const shownName = (name: string) => (name.trim() === '' ? text('people.nameless') : name)

/** A link to the page of a person. Their name may be as long as a platform allows: it is cut, not broken. */
export function PersonName({ id, name }: { id: string; name: string }) {
  return (
    <Anchor component={Link} to={`/people/${id}`} fw={600} className="name" title={name}>
      <Name>{shownName(name)}</Name>
    </Anchor>
  )
}

const COLORS: Readonly<Record<Standing, string>> = {
  blocked: 'red',
  approved: 'green',
  allowed: 'green',
  open: 'gray',
  stranger: 'orange',
}

/** Platforms and whether they may write there; each once. */
export function Standings({ identities }: { identities: PersonRow['identities'] }) {
  const shown = new Map(identities.map((each) => [`${each.platform} ${each.standing} ${each.isWaiting}`, each]))
  return (
    <Group gap={6}>
      {[...shown].map(([key, { platform, standing, isWaiting }]) => (
        <Group key={key} gap={6}>
          <Badge variant="default" tt="none">
            {platformName(platform)}
          </Badge>
          <StandingBadge standing={standing} isWaiting={isWaiting} />
        </Group>
      ))}
    </Group>
  )
}

export const StandingBadge = ({ standing, isWaiting }: { standing: Standing; isWaiting: boolean }) => (
  <Badge variant="light" tt="none" color={isWaiting ? 'orange' : COLORS[standing]}>
    {text(isWaiting ? 'standing.waiting' : `standing.${standing}`)}
  </Badge>
)
