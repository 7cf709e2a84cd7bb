/** Of what `ui/` shares between pages. */
export const parts = {
  more: 'More',
  'said.more': 'Show all of it',
  'said.less': 'Show less',
}
