export const shell = {
  'app.name': 'Chasqui',
  'nav.overview': 'Overview',
  'nav.conversations': 'Conversations',
  'nav.people': 'People',
  'nav.guard': 'Guard',
  'nav.memory': 'Memory & privacy',
  'state.loading': 'Loading…',
  'state.again': 'Try again',
  'seconds.one': '{count} second',
  'seconds.other': '{count} seconds',
}
