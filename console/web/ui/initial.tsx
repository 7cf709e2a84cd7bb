import { Avatar } from '@mantine/core'

/** Of a name, in place of a picture. */
export function Initial({ name, size = 36 }: { name: string; size?: number }) {
  const [first] = new Intl.Segmenter().segment(name)
  return (
    <Avatar size={size} color="teal" variant="filled" aria-hidden>
      {first?.segment.toUpperCase()}
    </Avatar>
  )
}
