/** What the person may have done with all that is kept about them. The chat's commands do the work. */
const EXPORT = '/export'
/** The dialog has asked already. */
const DELETE = '/delete-me yes'

/** A dialog with two choices; deleting is asked about once more. */
export function prepareData(find, { send }) {
  const dialog = find('data')
  const ask = (isSure) => {
    find('data-choice').hidden = isSure
    find('data-sure').hidden = !isSure
    find(isSure ? 'data-cancel' : 'data-take').focus()
  }
  const does = (id, act) => find(id).addEventListener('click', act)
  const sends = (command) => () => {
    dialog.close()
    send(command)
  }
  does('data-open', () => {
    dialog.showModal()
    ask(false)
  })
  does('data-take', sends(EXPORT))
  does('data-delete', () => ask(true))
  does('data-yes', sends(DELETE))
  does('data-cancel', () => ask(false))
  does('data-close', () => dialog.close())
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close())
}
