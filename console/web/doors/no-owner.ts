import { text } from '../texts/text.ts'
import { door, type DoorOf } from './door.ts'
import { element } from './element.ts'
import { otherButton } from './form.ts'

/** Nobody has an account yet: the way in is a link that only who runs the service can read. */
export function noOwner({ show, askAgain }: DoorOf): void {
  const again = otherButton(text('state.again'), () => {
    again.setAttribute('aria-busy', 'true')
    void askAgain().finally(() => again.removeAttribute('aria-busy'))
  })
  show(
    door(
      text('noOwner.title'),
      element('p', {}, text('noOwner.link')),
      element('p', {}, text('noOwner.another')),
      element('pre', {}, element('code', {}, 'npm run console -- link')),
      again,
    ),
  )
}
