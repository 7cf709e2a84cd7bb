/** What the API refuses with, by its code. In English its own sentence is shown, which says more. */
export const errors = {
  'error.bad-request': 'The service did not accept that. Check what you typed.',
  'error.signed-out': 'You are not signed in. Sign in first.',
  'error.credentials-wrong': 'That is not right. Check what you typed.',
  'error.code-needed': 'A code from your authenticator app is needed too.',
  'error.link-unknown': 'This link no longer works. Ask for another one.',
  'error.role-missing': 'Your role does not allow that. Ask an owner of this service.',
  'error.step-up-needed': 'Please confirm that it is you. Try again and type your password.',
  'error.origin-refused': 'The service takes changes from its own pages only. Reload the page.',
  'error.not-found': 'It no longer exists. Reload the page.',
  'error.conflict': 'Somebody else changed it meanwhile. Reload the page and look at it before you try again.',
  'error.blocked': 'The guard blocked that, so nothing was changed. Write it differently.',
  'error.too-large': 'That is too large. Try something smaller.',
  'error.too-many': 'Too many tries. Wait a moment and try again.',
  'error.unavailable': 'The service cannot do that just now. Try again in a moment.',
  'error.unreachable': 'The service does not answer. Check that it is running.',
  'error.internal': 'Something went wrong. The log of the service says what.',
}
