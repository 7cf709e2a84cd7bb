/** By which programs use the API. */
export const tokens = {
  'tokens.about':
    'For programs that use the API in place of a person, such as Prometheus or a backup. A token is never enough for accounts, tokens and whatever asks for a fresh proof.',
  'tokens.make': 'Create token',
  'tokens.makeTitle': 'Create an API token',
  'tokens.name': 'Name of the program',
  'tokens.nameHint': 'It stands in the audit beside your name.',
  'tokens.role': 'What can it do?',
  'tokens.never': 'Never more than your own account can, now or later.',
  'tokens.days': 'Expires after',
  'tokens.dayCount.one': '{count} day',
  'tokens.dayCount.other': '{count} days',
  'tokens.once': 'Copy this token now: it is not shown again. Whoever has it can do what its role allows.',
  'tokens.token': 'API token',
  'tokens.of': 'of',
  'tokens.expires': 'Expires',
  'tokens.neverUsed': 'Never used',
  'tokens.revoke': 'Revoke',
  'tokens.revokeThis': 'Revoke {name}',
  'tokens.revokeTitle': 'Revoke the token {name}?',
  'tokens.revokeBody': 'The program that uses it is refused at once.',
  'tokens.revoked': 'The token {name} is revoked.',
  'tokens.none': 'No tokens',
  'tokens.noneYet': 'A program needs one to read numbers here, or to do what a role allows.',
  'tokens.useTitle': 'How a program uses it',
  'tokens.use': 'In the header Authorization of each request. The API is described at /api/openapi.json.',
  'tokens.may.operator':
    "Everything a moderator can do, and changes settings, models and the persona, sets people's limits, edits and forgets memories. No channels and no secrets.",
  'tokens.may.owner':
    "Everything an operator's token can do, and reads the audit and the receipts of deletions. Accounts, exports and deletion need a person.",
}
