import { text } from '../texts/text.ts'
import { errorText } from '../ui/fail.ts'
import { door, type DoorOf } from './door.ts'
import { element } from './element.ts'
import { otherButton } from './form.ts'

/** Nobody knows who is signed in, or the code of the pages is not there. */
export function failed({ show, error }: DoorOf): void {
  show(
    door(
      text('failed.title'),
      element('div', { class: 'door-alert', role: 'alert' }, errorText(error)),
      otherButton(text('failed.reload'), () => location.reload()),
    ),
  )
}
